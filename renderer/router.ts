import { createRouter, createWebHashHistory } from 'vue-router'

const trackers = () => import('./pages/trackers/TrackersPage.vue')
// Most often the first page: it is fetched while the core is still asked for its status.
void trackers()

/** The pages of the window; each is loaded when it is first shown. */
export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/', redirect: '/trackers' },
    { path: '/connect', component: () => import('./pages/connection/ConnectionPage.vue') },
    { path: '/trackers', component: trackers },
    { path: '/users', component: () => import('./pages/users/UsersPage.vue') },
    { path: '/bundles', component: () => import('./pages/bundles/BundlesPage.vue') },
    { path: '/imports', component: () => import('./pages/imports/ImportsPage.vue') },
    { path: '/outbox', component: () => import('./pages/outbox/OutboxPage.vue') },
    { path: '/history', component: () => import('./pages/history/HistoryPage.vue') },
    { path: '/settings', component: () => import('./pages/settings/SettingsPage.vue') },
    { path: '/:anything(.*)*', redirect: '/trackers' },
  ],
})
