import type { CoreEvent } from '../../shared/contract.ts'
import type { ImportProgress } from '../../shared/contract/imports.ts'
import type { Status } from '../../shared/contract/profiles.ts'
import type { LongStep } from '../../shared/contract/steps.ts'
import type { SheetName } from '../../shared/sheets/catalogue.ts'
import type { Ports } from '../ports.ts'
import type { Weight } from '../weight.ts'

/** How long events are gathered before the window is told: milliseconds. */
const gatherFor = 60
/** Rows by name up to this many; more are "many". */
export const mostNamed = 2000

/** Gathers what has changed and tells the window, at most every {@link gatherFor}. */
export interface Announcer {
  status(): void
  /** These rows have changed; null for too many to name. */
  rows(sheet: SheetName, ids: readonly number[] | null): void
  changeSets(ids: readonly number[]): void
  history(): void
  /** The pull of routes has come further. */
  routes(): void
  /** These consoles have something new: told at once, since they gather it themselves. */
  consoles(trackers: readonly number[]): void
  /** The reading of months for reports has come further. */
  reports(): void
  /** How far a file has come: the last of it is told. */
  importing(progress: ImportProgress): void
  /** Long steps have come further: told at once, since nothing else has to be read for it. */
  steps(underWay: readonly LongStep[]): void
  listen(listener: (event: CoreEvent) => void): () => void
  weigh(): Weight
}

export function createAnnouncer(
  { clock, log }: Pick<Ports, 'clock' | 'log'>,
  readStatus: () => Promise<Status>,
): Announcer {
  const listeners = new Set<(event: CoreEvent) => void>()
  const rows = new Map<SheetName, Set<number> | null>()
  const changeSets = new Set<number>()
  const importing = new Map<string, ImportProgress>()
  let outbox = false
  let history = false
  let routes = false
  let reports = false
  let gathering = false

  function later(): void {
    if (gathering) return
    gathering = true
    void clock.sleep(gatherFor).then(flush, () => undefined)
  }

  async function flush(): Promise<void> {
    gathering = false
    const events: CoreEvent[] = []
    for (const [sheet, ids] of rows) events.push({ event: 'rows', sheet, ids: ids ? [...ids] : null })
    if (outbox) events.push({ event: 'outbox', changeSets: [...changeSets] })
    if (history) events.push({ event: 'history' })
    if (routes) events.push({ event: 'routes' })
    if (reports) events.push({ event: 'reports' })
    for (const progress of importing.values()) events.push({ event: 'import', progress })
    rows.clear()
    importing.clear()
    changeSets.clear()
    outbox = history = routes = reports = false
    try {
      events.push({ event: 'status', status: await readStatus() })
    } catch (error) {
      // What has changed is told all the same; nobody waits for this, so nobody else could say what went wrong.
      log.error('the status could not be read', { error: String(error) })
    }
    for (const event of events) for (const listener of listeners) listener(event)
  }

  return {
    status: later,
    rows(sheet, ids) {
      const known = rows.get(sheet)
      if (ids === null || known === null) rows.set(sheet, null)
      else {
        const all = new Set([...(known ?? []), ...ids])
        rows.set(sheet, all.size > mostNamed ? null : all)
      }
      later()
    },
    changeSets(ids) {
      outbox = true
      for (const id of ids) changeSets.add(id)
      later()
    },
    history() {
      history = true
      later()
    },
    routes() {
      routes = true
      later()
    },
    reports() {
      reports = true
      later()
    },
    importing(progress) {
      importing.set(progress.file, progress)
      later()
    },
    consoles(trackers) {
      for (const listener of listeners) listener({ event: 'consoles', trackers: [...trackers] })
    },
    steps(underWay) {
      for (const listener of listeners) listener({ event: 'steps', steps: [...underWay] })
    },
    weigh: () => ({ 'gathered sheets': rows.size, 'gathered change sets': changeSets.size, listeners: listeners.size }),
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
