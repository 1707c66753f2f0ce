import type { LedgerEntry } from '../../electron/demo-panel/ledger.ts'
import { isKindName, kindOf } from '../../shared/operations/catalogue.ts'
import { trackerSettingsKind } from '../../shared/operations/tracker-settings.ts'
import { finalStates, mayBecome, type OperationState } from '../../shared/operations/states.ts'
import type { SimRig } from '../support/core-rig.ts'

/** A step of an operation, as the journal itself wrote it down. */
interface Step {
  readonly n: number
  readonly operation: number
  readonly was: OperationState | null
  readonly now: OperationState
}

interface Row {
  readonly id: number
  readonly kind: string
  readonly params: string
  readonly state: OperationState
}

/** Makes the journal write down every change of state that it commits, and all that was ever asked for. */
export function watchStates(rig: SimRig): void {
  rig.tamper(`
    CREATE TABLE watched (n INTEGER PRIMARY KEY AUTOINCREMENT, operation INTEGER, was TEXT, now TEXT);
    CREATE TRIGGER watch_staged AFTER INSERT ON operation
      BEGIN INSERT INTO watched (operation, was, now) VALUES (new.id, NULL, new.state); END;
    CREATE TABLE asked (operation INTEGER, params TEXT);
    CREATE TRIGGER asked_first AFTER INSERT ON operation
      BEGIN INSERT INTO asked VALUES (new.id, new.params); END;
    CREATE TRIGGER asked_anew AFTER UPDATE OF params ON operation
      BEGIN INSERT INTO asked VALUES (new.id, new.params); END;
    CREATE TRIGGER watch_moved AFTER UPDATE OF state ON operation
      BEGIN INSERT INTO watched (operation, was, now) VALUES (new.id, old.state, new.state); END;`)
}

export function watchedSteps(rig: SimRig): Step[] {
  return rig.journal<Step>('SELECT * FROM watched ORDER BY n')
}

const params = (row: Row) => (isKindName(row.kind) ? kindOf(row.kind).params.parse(JSON.parse(row.params)) : null)
const lanes = (row: Row) => (isKindName(row.kind) ? kindOf(row.kind).lanes(params(row)) : [])

/** Everything that was promised and not kept, in words. */
export function brokenPromises(rig: SimRig, begun: ReadonlyMap<number, Held>, late: boolean): string[] {
  const rows = rig.journal<Row>('SELECT id, kind, params, state FROM operation ORDER BY id')
  const steps = watchedSteps(rig)
  return [
    ...lostOperations(rows, steps),
    ...forbiddenSteps(steps),
    ...outOfTurn(rows, steps),
    ...doneTwice(rig, rows),
    ...writtenOver(rig, rows, begun),
    ...(rig.panel.stats().aboveRate > 0 ? [`${rig.panel.stats().aboveRate} requests were above the rate`] : []),
    // What may have been carried out after it was given up may be done once more, where that is the same again.
    ...(rig.panel.stats().repeats.sameAgain > 0 && !late ? ['The same was sent again although nothing was lost'] : []),
    ...rig.failures.map((failure) => `The core logged an error: ${JSON.stringify(failure)}`),
  ]
}

function lostOperations(rows: readonly Row[], steps: readonly Step[]): string[] {
  const kept = new Set(rows.map(({ id }) => id))
  const lost = steps.filter(({ was, operation }) => was === null && !kept.has(operation))
  const open = rows.filter(({ state }) => !finalStates.includes(state))
  return [
    ...lost.map(({ operation }) => `Operation ${operation} was staged and is gone`),
    ...open.map(({ id, state }) => `Operation ${id} is still ${state}`),
  ]
}

function forbiddenSteps(steps: readonly Step[]): string[] {
  return steps.flatMap(({ operation, was, now }) =>
    was === null || mayBecome(was, now) ? [] : [`Operation ${operation} went from ${was} to ${now}`],
  )
}

/** An operation that left while an earlier one of its lane, or any that may be at the panel, was not settled. */
function outOfTurn(rows: readonly Row[], steps: readonly Step[]): string[] {
  const lanesOf = new Map(rows.map((row) => [row.id, lanes(row)]))
  const state = new Map<number, OperationState>()
  const inLane = new Map<string, Set<number>>()
  const broken: string[] = []
  for (const { operation, now } of steps) {
    if (now === 'sending') {
      for (const other of (lanesOf.get(operation) ?? []).flatMap((lane) => [...(inLane.get(lane) ?? [])])) {
        const its = state.get(other)
        if (other === operation || its === undefined || its === 'draft' || finalStates.includes(its)) continue
        // Operations of one request go together.
        if (other < operation || its === 'sending' || its === 'unknown') {
          broken.push(`Operation ${operation} left while ${other} of its lane was ${its}`)
        }
      }
    }
    state.set(operation, now)
    for (const lane of lanesOf.get(operation) ?? []) {
      const others = inLane.get(lane) ?? new Set()
      inLane.set(lane, others.add(operation))
    }
  }
  return broken
}

/** More clones or bundles at the panel than were asked for and done, or fewer. */
function doneTwice(rig: SimRig, rows: readonly Row[]): string[] {
  const made = new Map<string, number>()
  for (const entry of rig.panel.ledger.entries()) {
    const what = whatWasMade(entry)
    if (what !== null) count(made, what)
  }
  const done = new Map<string, number>()
  const possible = new Map<string, number>()
  for (const row of rows) {
    const asked = params(row) as { tracker?: number; user?: number; imei?: string }
    const what =
      row.kind === 'tracker.clone'
        ? `clone ${asked.tracker} for ${asked.user}`
        : row.kind === 'bundle.import'
          ? `bundle ${asked.imei}`
          : null
    if (what === null) continue
    count(possible, what)
    if (row.state === 'done') count(done, what)
  }
  // Whoever asks for the same twice, before the cache can know better, is told by the panel.
  const repeats = rig.panel.ledger.entries().flatMap((entry, _index, all) => {
    const what = entry.effect === 'none' && entry.refused ? whatWasMade(all[entry.of - 1]) : null
    return what !== null && (possible.get(what) ?? 0) < 2 ? [`The panel was asked again for ${what}`] : []
  })
  const twice = [...made].filter(([what, times]) => times > 1 || !possible.has(what))
  const never = [...done].filter(([what]) => !made.has(what))
  return [
    ...repeats,
    ...twice.map(([what]) => `The panel has ${what} once too often`),
    ...never.map(([what]) => `The journal says done of ${what} wrongly`),
  ]
}

/** What an effect made, in words; null for one that made nothing. */
function whatWasMade(entry: LedgerEntry | undefined): string | null {
  if (entry?.effect === 'tracker.clone') return `clone ${entry.tracker} for ${entry.user}`
  return entry?.effect === 'bundle.import' ? `bundle ${entry.imei}` : null
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

/** What the panel holds of a tracker. */
export interface Held {
  readonly label: string
  readonly hidden: boolean
  readonly comment: string
}

/** The window that remains between reading and sending, with the way there and back: milliseconds. */
const window = 61_000

/**
 * Fields that a client set although nobody asked for it, or over a value of somebody else's that the edit was not made
 * against. What others wrote within the last minute cannot be seen any more.
 */
function writtenOver(rig: SimRig, rows: readonly Row[], begun: ReadonlyMap<number, Held>): string[] {
  const kinds = new Map(rows.map(({ id, kind }) => [id, kind]))
  const edits = rig
    .journal<{ operation: number; params: string }>('SELECT * FROM asked')
    .filter(({ operation }) => kinds.get(operation) === trackerSettingsKind.name)
    .map((row) => ({ ...trackerSettingsKind.params.parse(JSON.parse(row.params)), id: row.operation }))
  /** Whether an edit was made against a value, or against an earlier edit that was. */
  const knew = (edit: (typeof edits)[number], field: keyof Held, value: string | boolean): boolean =>
    edit.base[field] === value ||
    edits.some((earlier) => earlier.id === edit.baseFrom[field] && knew(earlier, field, value))
  const held = new Map(begun)
  const othersAt = new Map<string, number>()
  const broken: string[] = []
  for (const entry of rig.panel.ledger.entries()) {
    if (entry.effect !== 'tracker.settings') continue
    const before = held.get(entry.tracker)
    if (!before) continue
    const after: Held = { label: entry.label, hidden: entry.hidden, comment: entry.comment ?? before.comment }
    held.set(entry.tracker, after)
    for (const field of ['label', 'hidden', 'comment'] as const) {
      const key = `${entry.tracker} ${field}`
      if (before[field] === after[field]) continue
      if (entry.session === 0) {
        othersAt.set(key, entry.time)
        continue
      }
      // A panel that takes minutes over a request may have been told something else meanwhile.
      const received = rig.wire.sent[entry.request - 1]?.at ?? entry.time
      const since = received - (othersAt.get(key) ?? -Infinity)
      const asked = edits.filter(({ tracker, set }) => tracker === entry.tracker && set[field] === after[field])
      if (since < window) continue
      const told = `${field} of ${entry.tracker}: ${String(before[field])} → ${String(after[field])}`
      if (asked.length === 0) broken.push(`Nobody asked for ${told}`)
      else if (since < Infinity && !asked.some((edit) => knew(edit, field, before[field]))) {
        broken.push(`Somebody was overwritten unseen, ${told}`)
      }
      othersAt.delete(key)
    }
  }
  return broken
}
