import { z } from 'zod'
import type { LedgerEntry } from '../../electron/demo-panel/ledger.ts'
import { turns } from '../../shared/entities/entity.ts'
import { isKindName, kindOf } from '../../shared/operations/catalogue.ts'
import { finalStates, mayBecome, type OperationState } from '../../shared/operations/states.ts'
import type { SimRig } from '../support/core-rig.ts'
import { aims, factsOf, lanesOf, oursOf, parseRow, rowsSql, type Ours, type Row } from '../support/effects.ts'
import { brokenAtRoutes, isOfRoutes } from './routes-kept.ts'
import { sentRequestsOf, operationOf, type SentRequest } from './sent-requests.ts'
import { madeRows, strayRows } from './own-row-actions.ts'
import { lostOfUsers, passwordsKept, strayUsers } from './user-actions.ts'
import { writtenOver, type Held } from './written-over.ts'

/** How old a reading may be when an edit leaves that was made against it, as it was chosen: milliseconds. */
const freshFor = { exact: 2_000, quick: 60_000 }

/** How long after a request left its effect may still come: its time-out, and two minutes. */
const proofAfter = 240_000
/** How long a device wants to be left alone that says so, with this code. */
const [busyDevice, busyFor] = [264, 120_000]
/** How long anything waits, at most, once nothing fails any more: milliseconds, with what is under way until then. */
const longest = { waiting: 420_000, unknown: 900_000 }

/** A step of an operation, as the journal itself wrote it down. */
interface Step {
  readonly n: number
  /** True time. */
  readonly at: number
  readonly operation: number
  readonly was: OperationState | null
  readonly now: OperationState
  /** The code of what is wrong with it now. */
  readonly problem: string | null
  /** The panel's own code, where it has answered. */
  readonly panelCode: number | null
}

/** How things stood before anything was done. */
export interface Beginning {
  /** What the panel held of each tracker, by our id of it. */
  readonly held: ReadonlyMap<number, Held>
  /** What was so already, in the words of {@link factsOf}, as that a user has a clone. */
  readonly facts: readonly string[]
  /** The IMEIs of bundles. */
  readonly imeis: ReadonlyMap<number, string>
  /** Our ids of originals, by the device behind them. */
  readonly ids: ReadonlyMap<number, number>
}

/** Makes the journal write down every change of state that it commits, and all that was ever asked for. */
export function watchStates(rig: SimRig): void {
  rig.tamper(`
    CREATE TABLE watched (
      n INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER, operation INTEGER, was TEXT, now TEXT, problem TEXT,
      panelCode INTEGER
    );
    CREATE TABLE attempted (id INTEGER PRIMARY KEY, at INTEGER);
    CREATE TRIGGER watch_attempted AFTER INSERT ON attempt
      BEGIN INSERT INTO attempted VALUES (new.id, true_time()); END;
    CREATE TRIGGER watch_staged AFTER INSERT ON operation
      BEGIN INSERT INTO watched (at, operation, was, now) VALUES (true_time(), new.id, NULL, new.state); END;
    CREATE TABLE waited (n INTEGER, operation INTEGER, needs INTEGER, ended INTEGER);
    CREATE TRIGGER watch_needed AFTER INSERT ON dependency
      BEGIN INSERT INTO waited SELECT max(n), new.operation, new.needs, NULL FROM watched; END;
    CREATE TRIGGER watch_not_needed AFTER DELETE ON dependency
      BEGIN UPDATE waited SET ended = (SELECT max(n) FROM watched)
        WHERE operation = old.operation AND needs = old.needs AND ended IS NULL; END;
    CREATE TABLE chosen (name TEXT, value TEXT);
    CREATE TRIGGER chosen_first AFTER INSERT ON setting BEGIN INSERT INTO chosen VALUES (new.name, new.value); END;
    CREATE TRIGGER chosen_anew AFTER UPDATE ON setting BEGIN INSERT INTO chosen VALUES (new.name, new.value); END;
    CREATE TABLE asked (operation INTEGER, params TEXT);
    CREATE TRIGGER asked_first AFTER INSERT ON operation
      BEGIN INSERT INTO asked VALUES (new.id, new.params); END;
    CREATE TRIGGER asked_anew AFTER UPDATE OF params ON operation
      BEGIN INSERT INTO asked VALUES (new.id, new.params); END;
    CREATE TRIGGER watch_moved AFTER UPDATE OF state ON operation
      BEGIN INSERT INTO watched (at, operation, was, now, problem, panelCode) VALUES (
        true_time(), new.id, old.state, new.state, new.problem ->> '$.code', new.problem ->> '$.panelCode'
      ); END;`)
}

export function watchedSteps(rig: SimRig): readonly Step[] {
  return rig.journal<Step>('SELECT * FROM watched ORDER BY n')
}

/** A while in which nothing failed: true time. What a story tries after that may be made to fail again. */
export interface Quiet {
  readonly from: number
  readonly to: number
}

/** Everything that was promised and not kept, in words. */
export function brokenPromises(rig: SimRig, begun: Beginning, quiet: Quiet): string[] {
  const rows = rig.journal<unknown>(rowsSql).map(parseRow)
  const steps = watchedSteps(rig)
  const sentRequests = sentRequestsOf(rig, rows)
  const entries = rig.panel.ledger.entries()
  const made = madeRows(rig, entries)
  const oursOfTrackers = oursOf(entries, takenForOurs(entries, rows, steps))
  // The panel's trackers and bundles have no id in common.
  const ours: Ours = (panelId) => made.get(panelId) ?? oursOfTrackers(panelId)
  const { aboveRate } = rig.panel.stats()
  const requestOf = requestsOf(rig, steps)
  return [
    ...lostOperations(rows, steps),
    ...forbiddenSteps(steps),
    ...outOfTurn(rows, steps, requestOf),
    ...beforeWhatItNeeds(rig, steps, requestOf),
    ...unannounced(sentRequests),
    ...unread(rig, sentRequests, new Map([...begun.imeis, ...imeisOfNew(entries)])),
    ...tooEarly(rows, steps),
    ...tooLate(steps, quiet),
    ...doneTwice(entries, ours, sentRequests),
    ...wronglySettled(entries, ours, rows, steps, sentRequests, begun),
    ...sentToTheDead(entries, ours, sentRequests),
    ...takenForGone(takenByOthers(entries, ours), rows, steps, begun),
    ...otherIds(rig, takenByOthers(entries, ours), begun),
    ...strayRows(rig, made),
    ...lostOfUsers({ rig }, entries),
    ...strayUsers({ rig }, entries),
    ...passwordsKept({ rig }),
    ...writtenOver(rig, ours, begun.held, readQuickly(rig)),
    ...brokenAtRoutes(rig, rows, sentRequests, readQuickly(rig)),
    ...(aboveRate > 0 ? [`${aboveRate} requests were above the rate`] : []),
    ...rig.failures.map((failure) => `The core logged an error: ${JSON.stringify(failure)}`),
  ]
}

/**
 * New ids of trackers that somebody else moved just where a move of ours, whose answer was lost, was to bring them:
 * whoever looks it up then cannot tell the two moves apart.
 */
function takenForOurs(entries: readonly LedgerEntry[], rows: readonly Row[], steps: readonly Step[]): Set<number> {
  const lookedUp = new Set(
    steps.filter(({ was, now }) => was === 'unknown' && now === 'done').map(({ operation }) => operation),
  )
  const moves = rows.filter(({ id, kind }) => kind === 'tracker.move' && lookedUp.has(id))
  const adopted = new Set<number>()
  for (const entry of entries) {
    if (entry.effect !== 'tracker.move' || entry.session !== 0) continue
    const tracker = oursOf(entries, adopted)(entry.tracker)
    const isTaken = moves.some(
      ({ params, result }) =>
        params.tracker === tracker && params.set?.['owner'] === entry.user && result?.panelId === entry.newId,
    )
    if (isTaken) adopted.add(entry.newId)
  }
  return adopted
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

/** The attempt by which an operation left at a step; undefined at other steps. */
type RequestOf = (step: number) => number | undefined

function requestsOf(rig: SimRig, steps: readonly Step[]): RequestOf {
  const attempts = new Map<number, number[]>()
  for (const { operation, attempt } of rig.journal<{ operation: number; attempt: number }>(
    'SELECT operation, attempt FROM attempt_operation ORDER BY attempt',
  )) {
    attempts.set(operation, [...(attempts.get(operation) ?? []), attempt])
  }
  const requests = new Map(
    steps.flatMap(({ n, operation, now }) => {
      const attempt = now === 'sending' ? attempts.get(operation)?.shift() : undefined
      return attempt === undefined ? [] : [[n, attempt] as const]
    }),
  )
  return (step) => requests.get(step)
}

/**
 * An operation that left while an earlier one of its lane, or any that may be at the panel, was not settled; where turns
 * are taken, the latter alone.
 */
function outOfTurn(rows: readonly Row[], steps: readonly Step[], requestOf: RequestOf): string[] {
  const lanes = new Map(rows.map((row) => [row.id, lanesOf(row)]))
  const state = new Map<number, OperationState>()
  const inLane = new Map<string, Set<number>>()
  const request = new Map<number, number>()
  const broken: string[] = []
  for (const { n, operation, now } of steps) {
    if (now === 'sending') {
      request.set(operation, requestOf(n) ?? -n)
      for (const lane of lanes.get(operation) ?? []) {
        for (const other of inLane.get(lane) ?? []) {
          const its = state.get(other)
          if (other === operation || its === undefined || its === 'draft' || finalStates.includes(its)) continue
          // Operations of one request go together.
          if (request.get(other) === request.get(operation)) continue
          if ((other < operation && lane < turns) || its === 'sending' || its === 'unknown') {
            broken.push(`Operation ${operation} left while ${other} of its lane was ${its}`)
          }
        }
      }
    }
    state.set(operation, now)
    for (const lane of lanes.get(operation) ?? []) {
      const others = inLane.get(lane) ?? new Set()
      inLane.set(lane, others.add(operation))
    }
  }
  return broken
}

/** Operations that left although another was not done that they were to go after. */
function beforeWhatItNeeds(rig: SimRig, steps: readonly Step[], requestOf: RequestOf): string[] {
  const waited = rig.journal<{ n: number; operation: number; needs: number; ended: number | null }>(
    'SELECT * FROM waited',
  )
  const doneAt = new Map(steps.flatMap(({ n, operation, now }) => (now === 'done' ? [[operation, n] as const] : [])))
  const goesWith = (n: number, other: number): boolean =>
    steps.some((step) => step.operation === other && step.now === 'sending' && requestOf(step.n) === requestOf(n))
  return steps.flatMap(({ n, operation, now }) => {
    if (now !== 'sending') return []
    return waited
      .filter((wait) => wait.operation === operation && wait.n <= n && (wait.ended ?? Infinity) >= n)
      .flatMap(({ needs }) =>
        (doneAt.get(needs) ?? Infinity) < n || goesWith(n, needs)
          ? []
          : [`Operation ${operation} left before ${needs}, which it goes after`],
      )
  })
}

/** Requests that the journal did not know of before they left. */
function unannounced(sentRequests: readonly SentRequest[]): string[] {
  return sentRequests.flatMap(({ path, at, operations }) =>
    operations === null ? [`${path} reached the panel at ${at}, and no attempt was written down before it left`] : [],
  )
}

type Body = SentRequest['body']

const trackerReads = {
  ...{ list: 'tracker/list', single: 'tracker/read', asks: 'tracker_id' },
  names: (body: Body) => body['tracker_id'],
}

const idIn = (value: unknown) => z.looseObject({ id: z.int() }).parse(value).id

/**
 * After so many reads of a row by itself, one after the other, that took longer than they may be old, they count from
 * their answer on.
 */
const slowReads = 3

/** Reads a route with all of its stops. */
const readOfWhole = '/v2/task/read'
/** By a request, the whole with which what it edits may have been read; `alone`: nothing else shows enough. */
type Whole = (body: Body) => { readonly of: unknown; readonly alone: boolean } | null

/**
 * The reads that may show a row, by the requests that edit it: the list, the single read, what that calls it by, and what
 * the request does.
 */
const readsBy: Readonly<
  Record<string, { list?: string; single: string; asks: string; names: (body: Body) => unknown; whole?: Whole }>
> = {
  'tracker/settings/update': trackerReads,
  'tracker/tariff/change': trackerReads,
  'tracker/source/update': trackerReads,
  'tracker/move': trackerReads,
  'user/update': { single: 'user/read', asks: 'user_id', names: (body) => idIn(body['user']) },
  'tracker/bundle/assign': {
    list: 'tracker/bundle/list',
    single: 'tracker/bundle/read',
    asks: 'imei',
    names: (body) => body['bundle_id'],
  },
  // Lists of stops have no pages, so each is read by itself.
  'task/checkpoint/update': {
    ...{ single: '/v2/task/checkpoint/read', asks: 'checkpoint_id' },
    names: (body) => idIn(body['checkpoint']),
    // Read with the others of its route, it went by itself after all.
    whole: (body) => ({ of: z.looseObject({ parent_id: z.int() }).parse(body['checkpoint']).parent_id, alone: false }),
  },
  'task/route/assign': { single: '/v2/task/route/read', asks: 'route_id', names: (body) => body['route_id'] },
  'task/route/update': {
    ...{ single: '/v2/task/route/read', asks: 'route_id', names: (body) => idIn(body['route']) },
    whole: (body) => (body['checkpoints'] === undefined ? null : { of: idIn(body['route']), alone: true }),
  },
}

const imeisOfNew = (entries: readonly LedgerEntry[]) =>
  entries.flatMap((entry) => (entry.effect === 'bundle.import' ? [[entry.bundle, entry.imei] as const] : []))

/** Edits that left although nobody had asked the panel just before what it holds. */
function unread(rig: SimRig, sentRequests: readonly SentRequest[], imeis: ReadonlyMap<number, string>): string[] {
  const quick = readQuickly(rig)
  return sentRequests.flatMap(({ path, left, body, operations }) => {
    const way = readsBy[path]
    if (!way) return []
    const row = way.names(body)
    const asked = way.asks === 'imei' ? imeis.get(Number(row)) : row
    const allowed = operations?.every(({ id }) => quick.has(id)) ? freshFor.quick : freshFor.exact
    // What did not come has shown nothing, and says nothing of how long the panel takes over a read.
    const reads = rig.wire.sent.filter((sent) => sent.came && sent.back <= left)
    const whole = way.whole?.(body) ?? null
    const single = reads.filter((sent) =>
      sent.path === readOfWhole
        ? whole !== null && sent.body['task_id'] === whole.of
        : whole?.alone !== true && sent.path === way.single && sent.body[way.asks] === asked,
    )
    const last = single.slice(-slowReads)
    const isSlow = last.length === slowReads && last.every((one) => one.back - one.left > allowed)
    const list = reads.findLast((sent) => sent.path === way.list)
    const read = [list?.left, single.at(-1)?.left, isSlow ? last.at(-1)?.back : undefined]
    const age = left - Math.max(...read.map((at) => at ?? -Infinity))
    return age <= allowed ? [] : [`${path} left ${age} ms after ${String(row)} was read`]
  })
}

/** Operations that went again before it was proved that they had no effect, or before a device wanted to hear of it. */
function tooEarly(rows: readonly Row[], steps: readonly Step[]): string[] {
  const sameAgain = new Set(
    rows.flatMap(({ id, kind }) => (isKindName(kind) && kindOf(kind).idempotence === 'same-again' ? [id] : [])),
  )
  const last = new Map<number, Partial<Record<OperationState, Step>>>()
  return steps.flatMap((step) => {
    const { operation, was, now, at } = step
    const before = last.get(operation) ?? {}
    last.set(operation, { ...before, [now]: step })
    if (now !== 'ready' || was === null) return []
    const entered = before[was]
    const answered = entered?.panelCode !== null && sameAgain.has(operation)
    const since = at - (before.sending?.at ?? -Infinity)
    if (was === 'unknown' && !answered && since < proofAfter) {
      return [`Operation ${operation} went again ${since} ms after it had left, without proof`]
    }
    if (was === 'waiting' && entered?.panelCode === busyDevice && at - entered.at < busyFor) {
      return [`Operation ${operation} went again ${at - entered.at} ms after its device had been busy`]
    }
    return []
  })
}

/** Operations that waited for longer than anything does, although nothing failed. */
function tooLate(steps: readonly Step[], quiet: Quiet): string[] {
  const entered = new Map<number, number>()
  return steps.flatMap(({ operation, was, now, at }) => {
    const since = Math.min(quiet.to, at) - Math.max(quiet.from, entered.get(operation) ?? at)
    entered.set(operation, at)
    if ((was !== 'waiting' && was !== 'unknown') || now === 'discarded' || since <= longest[was]) return []
    return [`Operation ${operation} was ${was} for ${since} ms before it was ${now}`]
  })
}

/** Operations of change sets for which a person has ever chosen to read ahead. */
export function readQuickly(rig: SimRig): Set<number> {
  const chosen = rig.journal<{ id: number }>(
    `SELECT operation.id FROM operation JOIN chosen ON name = 'reading:' || change_set WHERE value = 'quick'`,
  )
  return new Set(chosen.map(({ id }) => id))
}

/** Operations that took effect more than once, be it a clone, money, or a command; and those that tried to. */
function doneTwice(entries: readonly LedgerEntry[], ours: Ours, sentRequests: readonly SentRequest[]): string[] {
  const broken: string[] = []
  const doneBy = new Map<number, Row>()
  const effects = new Map<number, number>()
  const hidden = hiddenByOthers(entries, ours)
  for (const sentRequest of sentRequests) {
    for (const entry of sentRequest.effects) {
      if (entry.effect === 'none') {
        // Another operation may ask for the same; the panel says so, and that is that.
        const before = doneBy.get(entry.of)
        if (before && sentRequest.operations?.includes(before)) {
          broken.push(`Operation ${before.id}, ${before.kind}, was sent again after it had taken effect`)
        }
        continue
      }
      const row = operationOf(entry, sentRequest, ours)
      if (!row) {
        if (sentRequest.operations) broken.push(`Nobody asked for ${JSON.stringify(entry)}`)
        continue
      }
      doneBy.set(entry.number, row)
      // How often something of routes took effect is looked at by itself.
      if (isOfRoutes(row.kind) || hidden(entry)) continue
      const times = (effects.get(row.id) ?? 0) + 1
      effects.set(row.id, times)
      if (times > 1) broken.push(`Operation ${row.id}, ${row.kind}, took effect ${times} times`)
    }
  }
  return broken
}

/** What the journal says of operations in the end, against what the panel did. */
function wronglySettled(
  entries: readonly LedgerEntry[],
  ours: Ours,
  rows: readonly Row[],
  steps: readonly Step[],
  sentRequests: readonly SentRequest[],
  { held, facts }: Beginning,
): string[] {
  const hidden = hiddenByOthers(entries, ours)
  const effective = new Set<number>()
  const visible = new Set<number>()
  for (const sentRequest of sentRequests) {
    for (const entry of sentRequest.effects) {
      const row = entry.effect === 'none' ? undefined : operationOf(entry, sentRequest, ours)
      if (!row) continue
      effective.add(row.id)
      if (!hidden(entry)) visible.add(row.id)
    }
  }
  /** All that was ever so, whoever made it so. */
  const wasSo = new Set(facts)
  for (const [tracker, values] of held) {
    for (const [field, value] of Object.entries(values)) wasSo.add(`${tracker} ${field} ${String(value)}`)
  }
  const asNamed = (panelId: number) => panelId
  for (const entry of entries) {
    for (const fact of [...factsOf(entry, ours), ...factsOf(entry, asNamed)]) wasSo.add(fact)
  }

  const givenUp = new Set(
    steps.filter(({ was, now }) => was === 'unknown' && now === 'discarded').map(({ operation }) => operation),
  )
  return rows.flatMap((row) => {
    if (isOfRoutes(row.kind)) return []
    if (row.state === 'done') {
      if (effective.has(row.id) || row.result?.skipped || aims(row).every((fact) => wasSo.has(fact))) return []
      return [`Operation ${row.id}, ${row.kind}, is said to be done, and is not`]
    }
    if (!visible.has(row.id) || givenUp.has(row.id)) return []
    return [`Operation ${row.id}, ${row.kind}, took effect, and is said to be ${row.state}`]
  })
}

/**
 * Whether somebody else has changed, moved or removed the tracker, or changed the user, after an effect: whoever looks it up then sees
 * nothing of it, and the panel has no other way to tell.
 */
function hiddenByOthers(entries: readonly LedgerEntry[], ours: Ours): (entry: LedgerEntry) => boolean {
  /** What it happened to: a tracker by the id that we know it by, a bundle, or a user. */
  function subject(entry: LedgerEntry): string | null {
    if (entry.effect === 'user.changed') return `user ${entry.user}`
    if ('tracker' in entry) return `tracker ${ours(entry.tracker)}`
    return 'bundle' in entry ? `bundle ${entry.bundle}` : null
  }
  const theirs = entries.filter((entry) => entry.session === 0 && subject(entry) !== null)
  return (entry) =>
    theirs.some(
      (other) =>
        other.number > entry.number &&
        subject(other) === subject(entry) &&
        (other.effect === entry.effect || other.effect === 'tracker.move' || other.effect === 'tracker.gone'),
    )
}

/**
 * Changes asked of a tracker under an id that it had before we moved it ourselves. A file may name it so while the
 * cache is lost and nobody can know; the panel refuses it then.
 */
function sentToTheDead(entries: readonly LedgerEntry[], ours: Ours, sentRequests: readonly SentRequest[]): string[] {
  const left = new Map<number, number>()
  for (const entry of entries) {
    if (entry.effect === 'tracker.move' && entry.session !== 0) left.set(entry.tracker, entry.time)
  }
  return sentRequests.flatMap(({ path, at, body, operations }) => {
    const named: unknown[] = [body['tracker_id'], body['tracker_ids']]
    return named.flat().flatMap((id) => {
      if (typeof id !== 'number' || (left.get(id) ?? Infinity) >= at) return []
      if (ours(id) !== id && operations?.some(({ params }) => params.tracker === id)) return []
      return [`${path} was asked for tracker ${id}, which has another id since we moved it`]
    })
  })
}

/** Trackers that somebody else moved or took away, by our ids. */
function takenByOthers(entries: readonly LedgerEntry[], ours: Ours): Set<number> {
  return new Set(
    entries.flatMap((entry) =>
      entry.session === 0 && (entry.effect === 'tracker.move' || entry.effect === 'tracker.gone')
        ? [ours(entry.tracker)]
        : [],
    ),
  )
}

/** Operations that were refused because their tracker was gone, although nobody had taken it away. */
function takenForGone(
  taken: ReadonlySet<number>,
  rows: readonly Row[],
  steps: readonly Step[],
  { ids }: Beginning,
): string[] {
  const originals = new Set(ids.values())
  const operations = new Map(rows.map((row) => [row.id, row]))
  return steps.flatMap(({ operation, now, problem }) => {
    const tracker = operations.get(operation)?.params.tracker
    if (now !== 'rejected' || problem !== 'entity-gone' || tracker === undefined) return []
    if (!originals.has(tracker) || taken.has(tracker)) return []
    return [`Operation ${operation} was refused because tracker ${tracker} was gone, and it is there`]
  })
}

/** Trackers that have another id of ours than in the beginning, although nobody else has moved them. */
function otherIds(rig: SimRig, taken: ReadonlySet<number>, { ids }: Beginning): string[] {
  const now = new Map(
    rig
      .cached<{ id: number; source: number }>('SELECT id, source_id AS source FROM tracker WHERE clone = 0')
      .map(({ id, source }) => [source, id]),
  )
  return [...ids].flatMap(([source, id]) =>
    taken.has(id) || now.get(source) === id ? [] : [`Tracker ${id} is ${now.get(source)} in the sheet now`],
  )
}
