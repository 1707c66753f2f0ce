import {
  ChartBar,
  Cpu,
  Dashboard,
  FileImport,
  GitCompare,
  History,
  Package,
  Plug,
  Route,
  Send,
  Settings,
  Terminal2,
  Users,
} from '@vicons/tabler'
import { type Component, computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { consolesNeed } from '../../shared/contract/consoles.ts'
import type { Permission } from '../../shared/model/permissions.ts'
import { reportsNeed } from '../../shared/model/reports.ts'
import { sheets } from '../../shared/sheets/catalogue.ts'
import { usePermitted } from '../stores/permitted.ts'
import { useStatus } from '../stores/status.ts'

/** A page of the window, as the navigation and the palette lead to it. */
export interface Page {
  readonly path: string
  readonly name: string
  readonly icon: Component
  /** What more it is about than its name says. */
  readonly about?: string
  /** Whether it is set apart from those above. */
  readonly apart?: true
  /** Why there is nothing in it for this account; null where there is, as far as is known. */
  readonly off: string | null
}

/** A page, and what it needs that there is anything in it. */
type Declared = Omit<Page, 'off'> & { readonly needs?: readonly Permission[] }

/** The pages that there are now, in the order of the navigation: those of the open panel, or the way to one. */
export function usePages(): ComputedRef<readonly Page[]> {
  const { t } = useI18n()
  const state = useStatus()
  const permitted = usePermitted()

  const ofPanel = (): readonly Declared[] => [
    {
      path: '/fleet',
      name: t('app.nav.fleet'),
      about: t('app.nav.about.fleet'),
      icon: Dashboard,
      needs: sheets.trackers.needs,
    },
    { path: '/trackers', name: t('app.nav.trackers'), icon: Cpu, needs: sheets.trackers.needs },
    { path: '/users', name: t('app.nav.users'), icon: Users, needs: sheets.users.needs },
    { path: '/bundles', name: t('app.nav.bundles'), icon: Package, needs: sheets.bundles.needs },
    {
      path: '/routes',
      name: t('app.nav.routes'),
      about: t('app.nav.about.routes'),
      icon: Route,
      needs: sheets.routes.needs,
    },
    {
      path: '/console',
      name: t('app.nav.console'),
      about: t('app.nav.about.console'),
      icon: Terminal2,
      needs: consolesNeed,
    },
    { path: '/imports', name: t('app.nav.imports'), about: t('app.nav.about.imports'), icon: FileImport, apart: true },
    { path: '/outbox', name: t('app.nav.outbox'), icon: Send },
    { path: '/history', name: t('app.nav.history'), about: t('app.nav.about.history'), icon: History },
    { path: '/changes', name: t('app.nav.changes'), about: t('app.nav.about.changes'), icon: GitCompare },
    {
      path: '/reports',
      name: t('app.nav.reports'),
      about: t('app.nav.about.reports'),
      icon: ChartBar,
      needs: reportsNeed,
    },
    { path: '/settings', name: t('app.nav.settings'), icon: Settings, apart: true },
  ]
  const withoutPanel = (): readonly Declared[] => [
    { path: '/connect', name: t('app.nav.connect'), icon: Plug },
    { path: '/settings', name: t('app.nav.settings'), icon: Settings },
  ]

  return computed(() => {
    const all = state.profile ? ofPanel() : withoutPanel()
    return all.map(({ needs = [], ...page }) => ({ ...page, off: permitted.lack(needs) }))
  })
}
