import { kindOf, isKindName, knownKinds } from '../../shared/operations/catalogue.ts'
import type { Problem } from '../../shared/problem.ts'
import type { Sqlite } from './database.ts'
import type { MissingNeed } from './needs.ts'
import { whileUnchanged } from './unchanged.ts'
import type { UnreadableOperations } from './unreadable.ts'

/** Drafts that break no rule of their own, but may not be released: by their id, why. */
export type KeptBackDrafts = ReadonlyMap<number, Problem>

/**
 * Finds drafts that must not be released: those that cannot be read, those that need an operation that has come to
 * nothing, and those that an earlier operation, not settled yet, precludes. That depends on more than the draft itself,
 * so it is never written down: it is looked up again when it is asked for and the journal has changed since.
 */
export function keptBackDraftsOf(
  database: Sqlite,
  unreadable: () => UnreadableOperations,
  missingNeeds: () => ReadonlyMap<number, MissingNeed>,
): () => KeptBackDrafts {
  const preclusions = knownKinds().flatMap((name) => {
    const declared = isKindName(name) ? kindOf(name) : null
    if (!declared?.precludes) return []
    const { lane, kinds, code } = declared.precludes
    const find = database
      .prepare<[], number>(
        // Lanes of one operation alone, nearly all of them, are passed over within the index. Of the others the earlier
        // one is looked at first, by CROSS JOIN: its kind is rare, and a lane may be long. `;` is the sign that follows `:`.
        `WITH shared AS (
           SELECT lane FROM lane WHERE lane >= '${lane}:' AND lane < '${lane};' GROUP BY lane HAVING count(*) > 1
         )
         SELECT DISTINCT late.id FROM shared
         CROSS JOIN lane AS first ON first.lane = shared.lane
         CROSS JOIN operation AS early ON early.id = first.operation AND early.kind = '${name}'
         CROSS JOIN lane AS second ON second.lane = shared.lane AND second.operation > early.id
         CROSS JOIN operation AS late ON late.id = second.operation AND late.state = 'draft' AND late.broken IS NULL
         ${kinds === 'own' ? 'WHERE late.kind = early.kind' : ''}`,
      )
      .pluck()
    const any = database.prepare<[string]>(
      `SELECT 1 FROM operation WHERE kind = ? AND state NOT IN ('done', 'discarded') LIMIT 1`,
    )
    return [{ any: () => any.get(name) !== undefined, find, code }]
  })

  const draftsAmong = database
    .prepare<[string], number>(
      `SELECT id FROM operation WHERE id IN (SELECT value FROM json_each(?)) AND state = 'draft' AND broken IS NULL`,
    )
    .pluck()

  const anyDraft = database.prepare(
    `SELECT 1 FROM operation WHERE state = 'draft' AND state NOT IN ('done', 'discarded') LIMIT 1`,
  )

  function standing(): KeptBackDrafts {
    // Once all is released, as during most of a run of sending, there is nothing to go through the lanes for.
    if (anyDraft.get() === undefined) return new Map()
    const reasons = new Map<number, Problem>()
    for (const [id, { problem }] of missingNeeds()) reasons.set(id, problem)
    for (const [id, problem] of unreadable()) reasons.set(id, problem)
    const found = new Map<number, Problem>()
    for (const { any, find, code } of preclusions) {
      // Without one of its kind there is nothing to go through the lanes for, either.
      if (!any()) continue
      for (const id of find.all()) found.set(id, { code })
    }
    if (reasons.size === 0) return found
    for (const id of draftsAmong.all(JSON.stringify([...reasons.keys()]))) found.set(id, reasons.get(id)!)
    return found
  }

  return whileUnchanged([database], standing, unreadable)
}

/** What one and another keep back, whose reasons go before the one's; put together anew where either answers anew. */
export function bothOf(one: () => KeptBackDrafts, other: () => KeptBackDrafts): () => KeptBackDrafts {
  const none: KeptBackDrafts = new Map()
  let known = { one: none, other: none, both: none }
  return () => {
    const now = { one: one(), other: other() }
    if (now.one === known.one && now.other === known.other) return known.both
    const both = now.one.size === 0 ? now.other : now.other.size === 0 ? now.one : new Map([...now.one, ...now.other])
    known = { ...now, both }
    return both
  }
}
