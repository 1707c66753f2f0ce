import { laneOfRow } from '../../shared/entities/entity.ts'
import { isKindName } from '../../shared/operations/catalogue.ts'
import { clashing } from '../../shared/operations/edit.ts'
import type { OperationKind } from '../../shared/operations/kind.ts'
import type { Problem } from '../../shared/problem.ts'
import type { Clock } from '../ports.ts'
import type { JustStaged } from '../store/foretold-drafts.ts'
import type { Journal } from '../store/journal.ts'
import type { NewOperation, Operation } from '../store/operation.ts'
import { alsoOf, furtherOf, type Edit, type EditedRow } from './edited-row.ts'
import { paramsOfMaking } from './row-in-making.ts'

/** What was written: the change sets, and the lanes of the rows that it is about. */
export interface Touched {
  readonly changeSets: ReadonlySet<number>
  readonly lanes: ReadonlySet<string>
}

/** What came of writing edits down. */
export interface Written {
  readonly touched: Touched
  /** The operation of each edit. */
  readonly operations: ReadonlyMap<Edit | undefined, number>
  /** The edits that break a rule. */
  readonly broken: ReadonlySet<Edit>
}

/** Writes the edits of rows down that were touched, as operations, inside the caller's commit. */
export function createEditWriting({ journal, clock }: { journal: Journal; clock: Clock }) {
  /** Writes down what has become of an edit that was there; answers the rule that it breaks. */
  function rewrite(row: EditedRow, edit: Edit, operation: Operation): Problem | null {
    const params = paramsOf(row, edit)
    const broken = edit.kind.check(params)
    if (operation.state === 'rejected') journal.move([operation.id], 'draft')
    // The rows that go along with it may have changed.
    journal.rewrite(operation, params, broken, edit.kind.further ? edit.kind.lanes(params) : undefined)
    const settled = clashing(edit, edit.theirs).length === 0
    if (operation.state === 'conflict' && settled && !broken) journal.move([operation.id], 'ready', { theirs: null })
    return broken
  }

  return function write(rows: ReadonlySet<EditedRow>): Written {
    const changeSet = rows.size > 0 ? journal.openSheetSet(clock.now()) : 0
    const touched = { changeSets: new Set<number>(), lanes: new Set<string>() }
    const operations = new Map<Edit | undefined, number>()
    const broken = new Set<Edit>()
    const begun: { readonly row: EditedRow; readonly edit: Edit; readonly draft: NewOperation }[] = []
    const emptied: number[] = []
    for (const row of rows) {
      touched.lanes.add(row.lane)
      const edits = row.making ? [row.making, ...row.edits] : row.edits
      for (const edit of edits.filter(({ touched }) => touched)) {
        touched.changeSets.add(edit.operation?.changeSet ?? changeSet)
        if (edit.kind.further) {
          const before = alsoOf({ further: furtherOf(edit.operation?.params) })
          for (const id of [...before, ...alsoOf(edit)]) touched.lanes.add(laneOfRow({ entity: row.entity, id }))
        }
        const isEmpty = Object.keys(edit.set).length === 0
        if (!edit.operation) {
          if (isEmpty) continue
          const draft = draftOf(row, edit)
          begun.push({ row, edit, draft })
          if (draft.broken) broken.add(edit)
        } else {
          operations.set(edit, edit.operation.id)
          if (isEmpty) emptied.push(edit.operation.id)
          else if (rewrite(row, edit, edit.operation)) broken.add(edit)
        }
      }
    }
    journal.move(emptied, 'discarded')
    const drafts = begun.map(({ draft }) => draft)
    const ids = journal.addAll(changeSet, drafts, clock.now())
    ids.forEach((id, index) => operations.set(begun[index]?.edit, id))
    journal.takeUp(begun.flatMap(({ row, edit, draft }, index) => takenUp(row, edit, draft, ids[index]!)))
    return { touched, operations, broken }
  }
}

function paramsOf({ id }: EditedRow, edit: Edit): object {
  const { set, base, baseFrom, unresolved, further, kind } = edit
  if (kind.creates) return paramsOfMaking(edit, kind.creates)
  const params = { row: id, set, base, baseFrom }
  return isNaming(kind) ? { ...further, ...params, unresolved } : { ...further, ...params }
}

/** Which kinds edit cells that name something, asked once of each: there may be very many edits. */
const naming = new WeakMap<OperationKind, boolean>()

function isNaming(kind: OperationKind): boolean {
  const known = naming.get(kind)
  if (known !== undefined) return known
  const is = Object.values(kind.edits ?? {}).some(({ refersTo, list }) => (refersTo ?? list) !== undefined)
  naming.set(kind, is)
  return is
}

/** An edit that this step begins, as it is written down. */
function draftOf(row: EditedRow, edit: Edit): NewOperation {
  const { kind } = edit
  const params = paramsOf(row, edit)
  return {
    kind: kind.name,
    version: kind.version,
    params,
    subject: row.name,
    broken: kind.check(params),
    lanes: kind.lanes(params),
    // What is not there yet can be edited once it is.
    after: row.making?.operation ? [row.making.operation.id] : [],
    fileRow: null,
  }
}

/** An edit that has just been written down, where it is the only one of a row that the panel has. */
function takenUp(row: EditedRow, { kind }: Edit, { params, broken, lanes }: NewOperation, id: number): JustStaged[] {
  const { entity, held, isFirst, edits, making } = row
  const { name, foretell } = kind
  if (!isKindName(name) || !foretell || broken || !held || making || !isFirst || edits.length > 1) return []
  return [{ id, kind: name, params, row: { entity, id: row.id }, lane: row.lane, lanes, held }]
}
