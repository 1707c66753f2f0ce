import { z } from 'zod'
import { isKindName, kindOf, knownKinds } from '../../shared/operations/catalogue.ts'
import type { Tracker } from '../../shared/model/tracker.ts'
import type { Problem } from '../../shared/problem.ts'
import type { Cache } from './cache.ts'
import type { Sqlite } from './database.ts'
import { whileUnchanged } from './unchanged.ts'

/** What an earlier edit may set that a refusal depends on. */
const earlier = z.object({ hidden: z.boolean().optional(), plan: z.int().optional() }).catch({})

/**
 * Finds drafts that the panel would refuse, by what it was last seen to hold: trackers of another dealer, and what the
 * kinds themselves foretell. It ends with the pull that shows otherwise, so it is looked up and never written down; as
 * often as it is asked for, but no more often than journal or cache change. `own` is the signed-in dealer's id.
 */
export function foretoldIn(
  journal: Sqlite,
  cache: Cache,
  own: () => number | null,
): () => ReadonlyMap<number, Problem> {
  const kinds = knownKinds().flatMap((name) => (isKindName(name) ? [kindOf(name)] : []))
  const namesOf = (some: typeof kinds) => JSON.stringify(some.map(({ name }) => name))
  const ownOnly = namesOf(kinds.filter((kind) => kind.ownOnly))
  const foretelling = namesOf(kinds.filter((kind) => kind.foretell))

  // A panel that does not say whose a tracker is gives 0: that is taken for our own.
  const foreign = cache.database
    .prepare<[{ own: number }], number>(
      `SELECT id FROM tracker WHERE dealer_id > 0 AND dealer_id < @own UNION ALL SELECT id FROM tracker WHERE dealer_id > @own`,
    )
    .pluck()
  const drafts = `operation.state = 'draft' AND operation.state NOT IN ('done', 'discarded') AND operation.broken IS NULL
    AND operation.kind IN (SELECT value FROM json_each(@kinds))`
  const draftsOf = journal
    .prepare<[{ kinds: string; lanes: string }], number>(
      `SELECT DISTINCT operation.id FROM lane JOIN operation ON operation.id = lane.operation
       WHERE lane.lane IN (SELECT value FROM json_each(@lanes)) AND ${drafts}`,
    )
    .pluck()
  const selectDrafts = journal.prepare<[{ kinds: string }], { id: number; kind: string; params: string }>(
    `SELECT id, kind, params FROM operation INDEXED BY operation_open_by_kind WHERE ${drafts} ORDER BY id`,
  )
  // What stands before a draft on the same tracker goes before it, and may set what the draft depends on.
  const setBefore = journal
    .prepare<[string, number], string>(
      `SELECT operation.params FROM lane JOIN operation ON operation.id = lane.operation
       WHERE lane.lane = ? AND operation.id < ? AND operation.state NOT IN ('rejected', 'conflict') ORDER BY operation.id`,
    )
    .pluck()

  /** A tracker as it will be when a draft's turn comes, as far as edits before it say. */
  function asItWillBe(tracker: Tracker, draft: number): Tracker {
    let seen = tracker
    for (const text of setBefore.all(`tracker:${tracker.id}`, draft)) {
      const set = parsed(text)?.['set']
      const { hidden, plan } = earlier.parse(set)
      seen = { ...seen, hidden: hidden ?? seen.hidden, tariffId: plan ?? seen.tariffId }
    }
    return seen
  }

  const anyDraft = journal.prepare(
    `SELECT 1 FROM operation WHERE state = 'draft' AND state NOT IN ('done', 'discarded') LIMIT 1`,
  )

  function look(): Map<number, Problem> {
    const found = new Map<number, Problem>()
    if (anyDraft.get() === undefined) return found
    const dealer = own()
    const others = dealer === null ? [] : foreign.all({ own: dealer })
    if (others.length > 0) {
      const lanes = JSON.stringify(others.map((id) => `tracker:${id}`))
      for (const id of draftsOf.all({ kinds: ownOnly, lanes })) found.set(id, { code: 'tracker-foreign' })
    }
    const told = selectDrafts.all({ kinds: foretelling }).flatMap(({ id, kind, params: text }) => {
      if (!isKindName(kind)) return []
      const read = kindOf(kind).params.safeParse(parsed(text))
      const tracker = read.success ? kindOf(kind).describe(read.data).tracker : undefined
      return tracker === undefined ? [] : [{ id, kind, params: read.data, tracker }]
    })
    if (told.length === 0) return found
    const plans = new Map(cache.tariffs().map((plan) => [plan.id, plan]))
    const trackers = cache.trackers.byIds(told.map(({ tracker }) => tracker))
    for (const { id, kind, params, tracker } of told) {
      const seen = trackers.get(tracker)
      const problem = seen && kindOf(kind).foretell?.(params, { tracker: asItWillBe(seen, id), plans })
      if (problem && !found.has(id)) found.set(id, problem)
    }
    return found
  }

  return whileUnchanged([journal, cache.database], look, own)
}

/** JSON of an object; null for anything else, which is somebody else's matter. */
function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}
