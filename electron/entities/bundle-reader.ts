import { listAllBundles, listBundles, readBundle, type PanelBundle } from '../panel/panel-api.ts'
import type { RowReader } from './row-reader.ts'

/** Bundles: `tracker/bundle/read`, which asks by the IMEI, or `tracker/bundle/list`. (panel-api.md, section 5.1) */
export const bundleReader: RowReader<PanelBundle> = {
  needs: [{ category: 'tracker_bundles', operation: 'read' }],
  whereabouts(cache, ids) {
    const known = cache.byIds('bundle', ids)
    return new Map(
      ids.map((id) => {
        const bundle = known.get(id)
        return [id, { panelId: bundle?.panelId ?? id, owner: null, ...(bundle && { key: bundle.imei }) }]
      }),
    )
  },
  ownedBy: () => new Map(),
  async one(panel, { panelId, key }, { signal }) {
    // The IMEI of one that the cache has lost is in the list alone.
    if (key !== undefined) return readBundle(panel, key, signal)
    return (await listAllBundles(panel, signal)).find((bundle) => bundle.panelId === panelId) ?? null
  },
  page: (panel, _owner, offset, reading) => listBundles(panel, { offset, ...reading }),
  panelIdOf: ({ panelId }) => panelId,
  ownerOf: () => null,
}
