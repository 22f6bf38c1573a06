import { BookOpen, House, ListChecks, Wrench } from '@lucide/vue'
import type { Language } from '#domain/language.ts'

/** The four places of the portal. */
export const shellTabs = (language: Language) => [
  { key: 'shell.home', path: `/${language}/`, icon: House, isAt: (path: string) => path === `/${language}/` || path === `/${language}` },
  { key: 'shell.services', path: `/${language}/services`, icon: Wrench, isAt: (path: string) => path.startsWith(`/${language}/services`) },
  { key: 'shell.help', path: `/${language}/help`, icon: BookOpen, isAt: (path: string) => path.startsWith(`/${language}/help`) },
  { key: 'shell.requests', path: '/requests', icon: ListChecks, isAt: (path: string) => path.startsWith('/requests') },
] as const
