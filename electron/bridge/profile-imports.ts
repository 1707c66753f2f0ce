import { keptMapping } from '../../shared/contract/imports.ts'
import type { KnownStop, KnownTracker, KnownUser } from '../../shared/imports/import-kind.ts'
import { bundle } from '../../shared/model/bundle.ts'
import { en } from '../../shared/locales/en/index.ts'
import { createImports, type Imports } from '../imports/imports.ts'
import { keptFile, type ImportLookups } from '../imports/needs.ts'
import { knownRoutes, knownStops } from '../operations/known-tasks.ts'
import type { StagingArea } from '../outbox/staging-area.ts'
import type { LongSteps } from '../outbox/long-steps.ts'
import { batchMostOf } from '../outbox/batching.ts'
import { rowsInMaking } from '../outbox/row-in-making.ts'
import type { PasswordPolicy } from '../../shared/rules/password.ts'
import { tagsAlike } from '../../shared/rules/tags.ts'
import type { Panel } from '../panel/panel.ts'
import type { Ports } from '../ports.ts'
import type { Cache } from '../store/cache.ts'
import type { Journal } from '../store/journal.ts'
import { isReadable } from '../store/operation.ts'
import type { SheetView } from '../store/sheet-view.ts'
import type { Announcer } from './announcer.ts'

/** So many refused rows of a file are read at a time: some milliseconds' work. */
const refusedAtOnce = 500

/** What is asked of a bundle that is still to be made, as far as what makes it says so. */
const bundleInMaking = bundle.pick({ imei: true, equipId: true }).partial({ equipId: true })
const nothingYet = { panelId: null, iccid: '', orderId: null, equipId: 0 }

/** Users with the time zones that have been heard of. */
function withZones<Key>(cache: Cache, users: ReadonlyMap<Key, KnownUser>): Map<Key, KnownUser> {
  const zones = cache.tasks.timeZonesOf([...users.values()].map(({ id }) => id))
  return new Map([...users].map(([key, user]) => [key, { ...user, timeZone: zones.get(user.id) }]))
}

/** Trackers by what their users call them, and by the ids of their devices. */
function trackersCalled(cache: Cache, names: readonly string[]): Map<string, KnownTracker[]> {
  const found = new Map<string, Set<number>>()
  for (const field of ['label', 'deviceId']) {
    for (const [name, rows] of cache.fieldsBy('tracker', field, names, [])) {
      const ids = found.get(String(name)) ?? new Set<number>()
      for (const { id } of rows) ids.add(id)
      found.set(String(name), ids)
    }
  }
  const trackers = cache.byIds('tracker', [...new Set([...found.values()].flatMap((ids) => [...ids]))])
  return new Map([...found].map(([name, ids]) => [name, [...ids].flatMap((id) => trackers.get(id) ?? [])]))
}

/** Routes and stops that there are, or are to be made, as files name them. */
function tasksIn(
  cache: Cache,
  journal: Journal,
): Pick<ImportLookups, 'stopsByPanelIds' | 'stopsByExternalIds' | 'routesByNames'> {
  const asked = {
    cache,
    inLane: (lane: string) =>
      (journal.inLanes([lane]).get(lane) ?? []).filter(isReadable).filter(({ state }) => state !== 'rejected'),
  }
  function stopsBy<Key extends string | number>(field: string, keys: readonly Key[]): Map<Key, KnownStop[]> {
    const found = cache.fieldsBy('checkpoint', field, keys, [])
    const stops = knownStops(
      [...found.values()].flat().map(({ id }) => id),
      asked,
    )
    return new Map([...found].map(([key, rows]) => [key as Key, rows.flatMap(({ id }) => stops.get(id) ?? [])]))
  }
  return {
    stopsByPanelIds: (ids) =>
      new Map([...stopsBy('panelId', ids)].flatMap(([id, [stop]]) => (stop ? [[id, stop]] : []))),
    stopsByExternalIds: (externalIds) => stopsBy('externalId', externalIds),
    routesByNames(names) {
      const found = cache.tasks.routesNamed(names)
      const routes = knownRoutes([...new Set([...found.values()].flat())], asked)
      return new Map([...found].map(([name, ids]) => [name, ids.flatMap((id) => routes.get(id) ?? [])]))
    },
  }
}

/** The imports of an open profile: what is read of files is looked up in its cache and staged in its journal. */
export function createProfileImports(core: {
  ports: Ports
  journal: Journal
  cache: Cache
  panel: Panel
  steps: LongSteps
  stagingArea: StagingArea
  announcer: Announcer
  sheets: Pick<SheetView, 'ready'>
  passwordPolicy: () => PasswordPolicy
}): Imports {
  const { ports, journal, cache, panel, steps, stagingArea, announcer, sheets } = core
  const { clock, random, log } = ports

  /** What the panel refused of a file, a few rows at a time, with turns for others in between. */
  async function* refusedRows(changeSet: number) {
    for (let after = 0; ;) {
      const some = journal.refusedFileRows(changeSet, after, refusedAtOnce)
      yield some
      if (some.length < refusedAtOnce) return
      after = some.at(-1)?.operation ?? after
      await clock.turn()
    }
  }

  return createImports({
    clock,
    random,
    log,
    readers: ports.readers,
    lookups: {
      trackersByPanelIds: (ids) => cache.trackers.knownOf(ids),
      trackersByNames: (names) => trackersCalled(cache, names),
      tagsByNames(names) {
        const all = cache.tasks.allTags()
        return new Map(names.map((name) => [name, tagsAlike(name, all)]))
      },
      ...tasksIn(cache, journal),
      usersByIds: (ids) => withZones(cache, cache.byIds('user', ids)),
      usersByLogins: (logins) => withZones(cache, cache.users.byLogins(logins)),
      equipment: () => cache.equipment(),
      ownersOf: (sources) => cache.trackers.ownersOf(sources),
      bundlesByPanelIds: (ids) => cache.bundles.byPanelIds(ids),
      bundlesByImeis: (imeis) => cache.bundles.byImeis(imeis),
      bundlesInMaking: (imeis) =>
        new Map(
          [...rowsInMaking(journal, 'bundle', imeis)].map(([imei, { id, held }]) => [
            imei,
            { ...nothingYet, ...bundleInMaking.parse(held), id },
          ]),
        ),
      bundlesBySims: (iccids) => cache.bundles.bySims(iccids),
      openLanes: (lanes, wanted) =>
        new Set(
          [...journal.inLanes(lanes)].flatMap(([lane, operations]) =>
            // One that cannot be read makes way for nothing: a person discards it.
            operations.some(
              ({ state, kind, unreadable }) =>
                (wanted === null || kind === wanted) && (unreadable || state !== 'rejected'),
            )
              ? [lane]
              : [],
          ),
        ),
      ready: () => sheets.ready(),
      passwordPolicy: core.passwordPolicy,
      now: () => clock.now(),
      batchMost: (kind) => batchMostOf(kind, panel.sizes),
    },
    staging: {
      stage: (rows) =>
        steps.inTurn('import', (parts) =>
          stagingArea.files.importAll({ ...rows, fileVersion: keptFile.version }, parts),
        ),
      refusedOf(changeSet) {
        const kept = journal.fileOf(changeSet, keptFile)
        return kept && { name: kept.title, file: kept.file, rows: refusedRows(changeSet) }
      },
      recallMapping: (headings) => journal.kept(`mapping:${headings}`, keptMapping),
      rememberMapping: (headings, mapping) => journal.keep(`mapping:${headings}`, keptMapping, mapping),
    },
    words: { problems: { problems: en.problems, problemsNamed: en.problemsNamed }, reason: en.imports.reason },
    onProgress: (progress) => announcer.importing(progress),
  })
}
