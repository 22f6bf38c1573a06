import { createMemoryHistory, createRouter, createWebHistory, type Router, type RouteRecordRaw } from 'vue-router'
import { languages } from '#domain/language.ts'

const prefix = `/:language(${languages.join('|')})`

/** Public pages have one address per language and are rendered on the server; private ones are the app's alone. */
const routes: RouteRecordRaw[] = [
  { path: `${prefix}`, name: 'home', meta: { isPublic: true }, component: () => import('./shell/HomePage.vue') },
  { path: `${prefix}/services`, name: 'services', meta: { isPublic: true }, component: () => import('./catalog/CatalogPage.vue') },
  { path: `${prefix}/services/:slug`, name: 'service', meta: { isPublic: true }, component: () => import('./catalog/ServicePage.vue') },
  { path: `${prefix}/help`, name: 'help', meta: { isPublic: true }, component: () => import('./knowledge/HelpPage.vue') },
  { path: `${prefix}/help/:slug`, name: 'article', meta: { isPublic: true }, component: () => import('./knowledge/ArticlePage.vue') },
  { path: `${prefix}/about`, name: 'about', meta: { isPublic: true }, component: () => import('./business/AboutPage.vue') },
  { path: '/requests', name: 'requests', component: () => import('./requests/RequestsPage.vue') },
  { path: '/requests/new', name: 'newRequest', component: () => import('./requests/NewRequestPage.vue') },
  { path: '/requests/:id', name: 'request', component: () => import('./requests/RequestPage.vue') },
  { path: '/requests/:id/agreement', name: 'agreement', component: () => import('./requests/AgreementPage.vue') },
  { path: '/outbox', name: 'outbox', component: () => import('./outbox/OutboxPage.vue') },
  { path: '/account', name: 'account', component: () => import('./account/AccountPage.vue') },
  { path: '/:path(.*)*', name: 'notFound', component: () => import('./shell/NotFoundPage.vue') },
]

/** `rememberedLanguage`: where `/` leads, since the installed app starts there. */
export function createPortalRouter({ isServer, rememberedLanguage }: { isServer: boolean, rememberedLanguage: string }): Router {
  return createRouter({
    history: isServer ? createMemoryHistory() : createWebHistory(),
    routes: [{ path: '/', redirect: () => `/${rememberedLanguage}/` }, ...routes],
    scrollBehavior: (to, from, saved) => saved ?? (to.hash ? { el: to.hash } : to.path === from.path ? undefined : { top: 0 }),
  })
}
