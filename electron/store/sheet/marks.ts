import { z } from 'zod'
import { laneOfRow, rowOfLane, type EntityName } from '../../../shared/entities/entity.ts'
import type { Mark } from '../../../shared/contract/sheets.ts'
import { cellValue } from '../../../shared/contract/looking.ts'
import { isCreator, kindOf, type Creator } from '../../../shared/operations/catalogue.ts'
import { brokenBy, editIn } from '../../../shared/operations/edit.ts'
import { signOf } from '../../../shared/operations/states.ts'
import { problem, type Problem } from '../../../shared/problem.ts'
import type { Cache } from '../cache.ts'
import type { Journal } from '../journal.ts'
import { isReadable, type StoredOperation } from '../operation.ts'
import { namesFrom, type Names } from '../names.ts'
import { holdersIn, type Holder } from '../waits-for.ts'

/** A row's marks, by field; under `""` what is about the row as a whole. */
export type Marks = Record<string, Mark>

/** What is staged or happening at these rows of an entity. The oldest operation that is not settled shows first. */
export function marksOf(
  cache: Cache,
  journal: Journal,
  entity: EntityName,
  ids: readonly number[],
): Map<number, Marks> {
  const marks = new Map<number, Marks>()
  const named = namesFrom(cache)
  const keptBack = journal.keptBack()
  const missing = journal.missingNeeds()
  const lanes = journal.inLanes(ids.map((id) => laneOfRow({ entity, id })))
  const released = [...lanes.values()].flat().flatMap(({ id, state }) => (state === 'ready' ? id : []))
  const holders = holdersIn(journal.database)(released)
  for (const [lane, operations] of lanes) {
    const mine: Marks = {}
    for (const operation of operations) {
      const { id } = operation
      const reasons = { keptBack: keptBack.get(id) ?? null, missing: missing.get(id)?.problem ?? null }
      addMarks(mine, operation, reasons, holders.get(id), named)
    }
    const row = rowOfLane(lane)
    if (row) marks.set(row.id, mine)
  }
  return marks
}

/**
 * Adds an operation's marks to those of its row: on the fields that it edits, or else on the row as a whole. `keptBack`
 * says why a draft may not be released, `missing` what it needs and will not get, `waitsFor` what it waits behind.
 */
function addMarks(
  marks: Marks,
  operation: StoredOperation,
  { keptBack, missing }: { readonly keptBack: Problem | null; readonly missing: Problem | null },
  waitsFor: Holder | undefined,
  named: Names,
): void {
  const { id, state, kind } = operation
  if (!isReadable(operation)) {
    const sign = state === 'unknown' ? 'unknown' : 'refused'
    marks[''] ??= { sign, state, operation: id, kind, problem: operation.unreadable }
    return
  }
  const { theirs } = operation
  const broken = operation.broken ?? keptBack
  const sign = broken ? 'refused' : signOf[state]
  const why = broken ?? missing ?? operation.problem
  const mark: Mark = {
    ...{ sign, state, operation: id, kind },
    ...(why ? { problem: why } : {}),
    ...(waitsFor ? { waitsFor } : {}),
  }
  const edit = editIn(operation.params)
  if (!edit) {
    const declared = kindOf(operation.kind)
    // What places a row is seen at its place, and at what it shows of its whole; what makes it, at the row as a whole.
    const places = isCreator(declared) ? undefined : declared.places
    for (const field of [places?.field ?? '', ...Object.keys(places?.of(operation.params)?.shows ?? {})]) {
      marks[field] ??= mark
    }
    if (isCreator(declared) && operation.broken) {
      for (const [field, rule] of brokenOf(declared, operation.params)) marks[field] ??= { ...mark, problem: rule }
    }
    // What the panel has found wrong is seen at the cell that it names.
    if (isCreator(declared) && why?.at !== undefined) marks[why.at] ??= mark
    return
  }
  const { set, base } = edit
  for (const [field, value] of Object.entries(set)) {
    if (value === undefined) continue
    const rule = operation.broken
      ? kindOf(operation.kind).check({ ...edit, set: { [field]: value } })
      : (keptBack ?? missing ?? (isElsewhere(operation.problem, field, set) ? null : operation.problem))
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

/** Whether the panel has named another of the fields that are set. */
const isElsewhere = (why: Problem | null, field: string, set: Readonly<Record<string, unknown>>): boolean =>
  why?.at !== undefined && why.at !== field && set[why.at] !== undefined

const made = z.looseObject({ unresolved: z.record(z.string(), problem).default({}) })

/** The fields of what is to be made that break a rule, each with that. */
function brokenOf({ creates: { fields } }: Creator, params: unknown): [string, Problem][] {
  const { unresolved, ...given } = made.parse(params)
  return Object.entries(fields).flatMap(([field, edit]): [string, Problem][] => {
    const { data: value } = cellValue.safeParse(given[field])
    const rule = value === undefined ? null : brokenBy(edit, value, unresolved[field])
    return rule ? [[field, rule]] : []
  })
}
