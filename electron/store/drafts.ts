import type { Sqlite } from './database.ts'
import { inList, many } from './in-sql.ts'

/** Drafts of one kind, as a plan counts them. */
export interface DraftCount {
  readonly kind: string
  readonly drafts: number
  /** Those that break no rule of their own, and are not among the staying. */
  readonly going: number
}

/** A draft that needs another draft, or takes what that one gives up. */
export interface DraftNeed {
  readonly id: number
  readonly needs: number
  /** What the other one is called. */
  readonly name: string
  /** Whether that one breaks a rule, or is of none of the change sets. */
  readonly stays: boolean
}

/** A draft that makes a row together with others that make its parts. */
export interface DraftWithParts {
  readonly id: number
  /** Drafts of the change sets that make parts of it. */
  readonly parts: readonly { readonly id: number; readonly name: string; readonly isBroken: boolean }[]
  /** How many more that have been released wait for it. */
  readonly waiting: number
}

/** Drafts of change sets, as far as it matters to which of them may be released together. */
export interface Drafts {
  /** Drafts of change sets, oldest first. */
  draftsOf(changeSets: readonly number[]): number[]
  /** Those of these operations that are drafts and break no rule of their own, oldest first. */
  soundDrafts(operations: readonly number[]): number[]
  /** How many drafts change sets have, by kind, in the order in which the kinds were first staged. */
  countDrafts(changeSets: readonly number[], staying: readonly number[]): DraftCount[]
  /** Which drafts of change sets need a draft, oldest first. */
  draftNeeds(changeSets: readonly number[]): DraftNeed[]
  /** Drafts of a kind that need an operation, oldest first. */
  draftsNeeding(operation: number, kind: string): number[]
  /** The drafts of change sets of a kind that break no rule, with those of another kind that need them, oldest first. */
  draftsWithParts(changeSets: readonly number[], kind: string, ofParts: string): DraftWithParts[]
}

/** The drafts of an open journal; `goesAfter` are the operations that give up what drafts take. */
export function draftsIn(database: Sqlite, goesAfter: () => ReadonlyMap<number, readonly number[]>): Drafts {
  const selectDrafts = database
    .prepare<[string], number>(`SELECT id FROM operation WHERE change_set ${inList} AND state = 'draft' ORDER BY id`)
    .pluck()
  const selectSound = database
    .prepare<[string], number>(
      `SELECT id FROM operation WHERE id ${inList} AND state = 'draft' AND broken IS NULL ORDER BY id`,
    )
    .pluck()
  const inSets = `change_set IN (SELECT value FROM json_each(@sets)) AND state = 'draft'`
  const countByKind = database.prepare<[{ sets: string }], { kind: string; sound: number; n: number }>(
    `SELECT kind, count(*) - count(broken) AS sound, count(*) AS n FROM operation WHERE ${inSets} GROUP BY kind ORDER BY min(id)`,
  )
  const countStaying = database.prepare<[{ sets: string; staying: string }], { kind: string; n: number }>(
    `SELECT kind, count(*) AS n FROM operation
     WHERE id IN (SELECT value FROM json_each(@staying)) AND +${inSets} AND broken IS NULL GROUP BY kind`,
  )
  // Few operations need another: they are where it begins.
  const selectNeeds = database.prepare<
    [{ sets: string; goesAfter: string }],
    Omit<DraftNeed, 'stays'> & { readonly stays: number }
  >(
    `WITH need(operation, needs) AS (
       SELECT operation, needs FROM dependency
       UNION SELECT value ->> 0, value ->> 1 FROM json_each(@goesAfter)
     )
     SELECT mine.id, needed.id AS needs, needed.subject AS name,
       needed.broken IS NOT NULL OR needed.change_set NOT IN (SELECT value FROM json_each(@sets)) AS stays
     FROM need
     CROSS JOIN operation AS mine ON mine.id = need.operation AND mine.state = 'draft' AND mine.broken IS NULL
       AND mine.change_set IN (SELECT value FROM json_each(@sets))
     CROSS JOIN operation AS needed ON needed.id = need.needs AND needed.state = 'draft'
     ORDER BY mine.id, needed.id`,
  )

  const selectParts = database.prepare<
    [{ sets: string; kind: string; ofParts: string }],
    { id: number; part: number | null; name: string; state: string; isBroken: number; inSets: number }
  >(
    `SELECT whole.id, mine.id AS part, mine.subject AS name, mine.state, mine.broken IS NOT NULL AS isBroken,
       mine.change_set IN (SELECT value FROM json_each(@sets)) AS inSets
     FROM operation AS whole INDEXED BY operation_open_by_kind
     LEFT JOIN dependency ON dependency.needs = whole.id
     LEFT JOIN operation AS mine ON mine.id = dependency.operation AND mine.kind = @ofParts
     WHERE whole.change_set IN (SELECT value FROM json_each(@sets)) AND whole.kind = @kind
       AND whole.state = 'draft' AND whole.state NOT IN ('done', 'discarded') AND whole.broken IS NULL
     ORDER BY whole.id, mine.id`,
  )

  const selectNeeding = database
    .prepare<[number, string], number>(
      `SELECT mine.id FROM dependency CROSS JOIN operation AS mine ON mine.id = dependency.operation
       WHERE dependency.needs = ? AND mine.kind = ? AND mine.state = 'draft' ORDER BY mine.id`,
    )
    .pluck()

  return {
    draftsNeeding: (operation, kind) => selectNeeding.all(operation, kind),
    draftsWithParts(changeSets, kind, ofParts) {
      const found = new Map<number, { id: number; parts: DraftWithParts['parts'][number][]; waiting: number }>()
      for (const { id, part, name, state, isBroken, inSets } of selectParts.all({
        sets: many(changeSets),
        kind,
        ofParts,
      })) {
        const whole = found.get(id) ?? { id, parts: [], waiting: 0 }
        found.set(id, whole)
        if (part === null) continue
        if (state === 'draft' && inSets !== 0) whole.parts.push({ id: part, name, isBroken: isBroken !== 0 })
        else if (state === 'ready') whole.waiting += 1
      }
      return [...found.values()]
    },
    draftsOf: (changeSets) => selectDrafts.all(many(changeSets)),
    soundDrafts: (operations) => selectSound.all(many(operations)),
    countDrafts(changeSets, staying) {
      const sets = many(changeSets)
      const stay = new Map(countStaying.all({ sets, staying: many(staying) }).map(({ kind, n }) => [kind, n]))
      return countByKind
        .all({ sets })
        .map(({ kind, sound, n }) => ({ kind, drafts: n, going: sound - (stay.get(kind) ?? 0) }))
    },
    draftNeeds(changeSets) {
      const pairs = [...goesAfter()].flatMap(([id, others]) => others.map((other) => [id, other]))
      return selectNeeds
        .all({ sets: many(changeSets), goesAfter: JSON.stringify(pairs) })
        .map((need) => ({ ...need, stays: need.stays !== 0 }))
    },
  }
}
