import type { Mark } from '../../../shared/contract/sheets.ts'
import { cellValue } from '../../../shared/contract/looking.ts'
import { isKindName, kindOf } from '../../../shared/operations/catalogue.ts'
import { anyEdit } from '../../../shared/operations/edit.ts'
import { signOf } from '../../../shared/operations/states.ts'
import type { Problem } from '../../../shared/problem.ts'
import type { Cache } from '../cache.ts'
import type { Journal } from '../journal.ts'
import type { Operation } from '../operation.ts'
import { namesFrom, type Names } from '../names.ts'
import { holdersIn, type Holder } from '../waits-for.ts'

/** A row's marks, by field; under `""` what is about the row as a whole. */
export type Marks = Record<string, Mark>

/** What is staged or happening at these trackers. The oldest operation that is not settled shows first. */
export function marksOf(cache: Cache, journal: Journal, ids: readonly number[]): Map<number, Marks> {
  const marks = new Map<number, Marks>()
  const named = namesFrom(cache)
  const barred = journal.barred()
  const lanes = journal.inLanes(ids.map((id) => `tracker:${id}`))
  const released = [...lanes.values()].flat().flatMap(({ id, state }) => (state === 'ready' ? id : []))
  const holders = holdersIn(journal.database)(released)
  for (const [lane, operations] of lanes) {
    const mine: Marks = {}
    for (const operation of operations) {
      addMarks(mine, operation, barred.get(operation.id) ?? null, holders.get(operation.id), named)
    }
    marks.set(Number(lane.slice('tracker:'.length)), mine)
  }
  return marks
}

/**
 * Adds an operation's marks to those of its row: on the fields that it edits, or else on the row as a whole. `barred`
 * says why an operation before it leaves it nothing to do, `waitsFor` what it waits behind.
 */
function addMarks(
  marks: Marks,
  operation: Operation,
  barred: Problem | null,
  waitsFor: Holder | undefined,
  named: Names,
): void {
  const { state, theirs, kind } = operation
  const broken = operation.broken ?? barred
  const sign = broken ? 'refused' : signOf[state]
  const problem = broken ?? operation.problem
  const mark: Mark = {
    ...{ sign, state, operation: operation.id, kind },
    ...(problem ? { problem } : {}),
    ...(waitsFor ? { waitsFor } : {}),
  }
  if (!isKindName(kind)) return
  const parsed = anyEdit.safeParse(operation.params)
  if (!parsed.success) {
    marks[''] ??= mark
    return
  }
  const { set, base } = parsed.data
  for (const [field, value] of Object.entries(set)) {
    if (value === undefined) continue
    const rule = operation.broken
      ? kindOf(kind).check({ ...parsed.data, set: { [field]: value } })
      : (barred ?? operation.problem)
    const ours: Mark = {
      ...mark,
      sign: broken && !rule ? signOf[state] : sign,
      value: named(field, cellValue.parse(value)),
      base: named(field, cellValue.parse(base[field] ?? null)),
      ...(theirs && field in theirs ? { theirs: named(field, cellValue.parse(theirs[field])) } : {}),
    }
    delete ours.problem
    // A later edit of the same cell is what the person sees; its base is the earliest that was not settled.
    marks[field] = { ...ours, base: marks[field]?.base ?? ours.base, ...(rule ? { problem: rule } : {}) }
  }
}
