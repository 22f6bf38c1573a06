import { inject, type InjectionKey } from 'vue'
import type { PageData } from '#protocol/page.ts'

const key: InjectionKey<PageData> = Symbol('page data')

/** What the server put into a rendered page; nothing in the shell and after the first page. */
export const pageDataKey = key
export const usePageData = () => inject(key, undefined)
