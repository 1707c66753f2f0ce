import type { Bundle } from '../../shared/model/bundle.ts'
import type { Sqlite } from './database.ts'
import { inList } from './in-sql.ts'
import { mirrors } from './mirror.ts'
import type { MirrorReader, Row } from './mirror-reader.ts'

/** Bundles as they were pulled. */
export interface CachedBundles {
  byPanelIds(ids: readonly number[]): Map<number, Bundle>
  byImeis(imeis: readonly string[]): Map<string, Bundle>
  /** By the SIM card that is in them. */
  bySims(iccids: readonly string[]): Map<string, Bundle>
}

/** The bundles of an open cache. */
export function cachedBundles(database: Sqlite, { keyed }: MirrorReader): CachedBundles {
  const selectBundlesByPanelId = database.prepare<[string], Row>(`SELECT * FROM bundle WHERE panel_id ${inList}`)
  const selectBundles = database.prepare<[string], Row>(`SELECT * FROM bundle WHERE imei ${inList}`)
  const selectBundlesBySim = database.prepare<[string], Row>(`SELECT * FROM bundle WHERE iccid ${inList}`)

  return {
    byPanelIds: (ids) => keyed(mirrors.bundle, selectBundlesByPanelId, ids, (row) => row.panelId ?? 0),
    byImeis: (imeis) => keyed(mirrors.bundle, selectBundles, imeis, (row) => row.imei),
    bySims: (iccids) => keyed(mirrors.bundle, selectBundlesBySim, iccids, (row) => row.iccid),
  }
}
