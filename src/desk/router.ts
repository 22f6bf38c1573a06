import { createRouter, createWebHistory, type Router } from 'vue-router'
import QueuePage from './queue/QueuePage.vue'

/** The list stands beside the request where there is room, so the request is its child. `?view=&search=` belong to the list. */
export function createDeskRouter(): Router {
  return createRouter({
    history: createWebHistory('/desk/'),
    routes: [
      {
        path: '/',
        component: QueuePage,
        children: [
          { path: '', name: 'queue', component: () => import('./queue/QueueHint.vue') },
          { path: 'intake', name: 'intake', component: () => import('./intake/IntakePage.vue') },
          { path: 'requests/:id', name: 'request', component: () => import('./requests/RequestPage.vue') },
        ],
      },
      { path: '/requests/:id/slip', name: 'slip', component: () => import('./slip/SlipPage.vue') },
      { path: '/:path(.*)*', redirect: '/' },
    ],
  })
}
