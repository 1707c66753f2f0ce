import { createRouter, createWebHashHistory } from 'vue-router'

/** The pages of the window; the code of each runs when it is first shown. */
export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/', redirect: '/trackers' },
    { path: '/connect', component: () => import('./pages/connection/ConnectionPage.vue') },
    { path: '/fleet', component: () => import('./pages/fleet/FleetPage.vue') },
    { path: '/trackers', component: () => import('./pages/trackers/TrackersPage.vue') },
    { path: '/users', component: () => import('./pages/users/UsersPage.vue') },
    { path: '/bundles', component: () => import('./pages/bundles/BundlesPage.vue') },
    { path: '/routes/:tab(checkpoints)?', component: () => import('./pages/routes/RoutesPage.vue') },
    // Whatever leads to a sheet leads to its name.
    { path: '/checkpoints', redirect: '/routes/checkpoints' },
    { path: '/console', component: () => import('./pages/console/ConsolePage.vue') },
    { path: '/imports', component: () => import('./pages/imports/ImportsPage.vue') },
    { path: '/outbox', component: () => import('./pages/outbox/OutboxPage.vue') },
    { path: '/history', component: () => import('./pages/history/HistoryPage.vue') },
    { path: '/changes', component: () => import('./pages/changes/ChangesPage.vue') },
    { path: '/reports', component: () => import('./pages/reports/ReportsPage.vue') },
    { path: '/settings', component: () => import('./pages/settings/SettingsPage.vue') },
    { path: '/help/:topic(guide|news|diagnostics|about)?', component: () => import('./pages/help/HelpPage.vue') },
    { path: '/:anything(.*)*', redirect: '/trackers' },
  ],
})
