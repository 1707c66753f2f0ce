import type { RowsToConfirm } from '../../shared/actions/confirmation.ts'
import { entityOfAction, kindStagedBy } from '../../shared/actions/catalogue.ts'
import type { SheetAction } from '../../shared/contract/sheets.ts'
import { entities } from '../../shared/entities/entity.ts'
import { isCreator, kindOf } from '../../shared/operations/catalogue.ts'
import { sheets } from '../../shared/sheets/catalogue.ts'
import { wholeActions } from '../operations/whole-actions.ts'
import type { ActedOn, Partly } from '../operations/whole-action.ts'
import type { Cache } from '../store/cache.ts'
import type { Operation } from '../store/operation.ts'
import type { CellSetting } from './cell-reader.ts'
import { rowInMaking } from './row-in-making.ts'

/** A row as the cache holds it, of whichever entity. */
export type Row = Readonly<Record<string, unknown>> & { readonly id: number }

/** What an action is about: the row by which it is called, and those for which it was asked. */
export interface Subject {
  readonly row: Row
  /** What a person calls it. */
  readonly name: string
  /** Further rows that the one operation is for. */
  readonly also: readonly number[]
  /** How many of the rows that were chosen it is about. */
  readonly rows: number
}

/** The rows that were chosen for an action, as a person confirms them who is asked to. */
export function rowsToConfirm({ kind }: SheetAction, ids: readonly number[], cache: Cache): RowsToConfirm {
  const entity = entityOfAction(kind)
  const { named } = sheets[entities[entity].sheet]
  const only: Row | undefined = ids.length === 1 ? [...cache.byIds(entity, ids).values()][0] : undefined
  const name = only?.[named]
  return { count: ids.length, name: typeof name === 'string' ? name : '' }
}

/** Whether an operation leaves nothing to do for whatever is staged behind it on the same row. */
const endsAll = ({ kind }: Operation): boolean => kindOf(kind).precludes?.kinds === 'all'

/** Gathers what an action is about from the rows that were chosen, as they come. */
export interface Subjects {
  /** Adds rows, none of them twice; `open` are the operations of a row that are not settled. */
  add(rows: readonly number[], open: (row: number) => readonly Operation[]): void
  /** What it is about: each once, and rows together that stand for the same thing. */
  all(): Subject[]
}

export function createSubjects(action: SheetAction, cache: Cache): Subjects {
  const entity = entityOfAction(action.kind)
  const { named } = sheets[entities[entity].sheet]
  const subjectOf = (row: Row, also: readonly number[], rows: number): Subject => {
    const name = row[named]
    return { row, name: typeof name === 'string' ? name : '', also, rows }
  }
  const chosen = chosenRows(action, cache)
  const instead = wholeActions[action.kind]?.instead?.(action, cache)
  if (!instead) return together(action, chosen, subjectOf)
  let subjects: readonly { readonly row: object; readonly rows: number }[] = []
  return {
    add: (ids, open) => void (subjects = instead.of(chosen(ids, open))),
    all: () => subjects.map(({ row, rows }) => subjectOf(row as Row, [], rows)),
  }
}

type Chosen = (ids: readonly number[], open: (row: number) => readonly Operation[]) => Row[]

/** The rows with these ids, those that the panel does not have yet where the action means something to them. */
function chosenRows(action: SheetAction, cache: Cache): Chosen {
  const entity = entityOfAction(action.kind)
  const { onNew } = wholeActions[action.kind] ?? {}
  return (ids, open) => {
    const found: ReadonlyMap<number, Row> = cache.byIds(entity, ids)
    const inMaking = ids.flatMap((id): Row[] => {
      if (!onNew || found.has(id)) return []
      const made = rowInMaking({ entity, id }, open(id))
      return made ? [{ ...made.held, id }] : []
    })
    return [...found.values(), ...inMaking]
  }
}

function together(
  action: SheetAction,
  chosen: Chosen,
  subjectOf: (row: Row, also: readonly number[], rows: number) => Subject,
): Subjects {
  const { per } = kindOf(kindStagedBy(action.kind))
  const groups = new Map<string, Row[]>()
  /** Rows that go away before: they are asked for nothing, as long as another stands for the same. */
  const leaving = new Set<number>()
  return {
    add(ids, open) {
      for (const row of chosen(ids, open)) {
        if (open(row.id).some(endsAll)) leaving.add(row.id)
        const key = per ? per.of(row) : String(row.id)
        const others = groups.get(key)
        if (others) others.push(row)
        else groups.set(key, [row])
      }
    },
    all: () =>
      [...groups.values()].flatMap((rows) => {
        const staying = rows.filter(({ id }) => !leaving.has(id))
        const some = staying.length > 0 ? staying : rows
        const leader = some.find((row) => per?.leads(row)) ?? some[0]
        const also = staying.flatMap(({ id }) => (id === leader?.id ? [] : id))
        return leader ? [subjectOf(leader, also, rows.length)] : []
      }),
  }
}

/**
 * The operations that an action means for what it is about, and for how many of its rows, given those of that row which
 * are not settled, oldest first; null where it means nothing, or is an edit of cells.
 */
export function meantBy(
  action: SheetAction,
  { row, also, name, rows }: Subject,
  operations: readonly Operation[],
  around: Pick<ActedOn, 'cache' | 'inLane' | 'token' | 'ownId'>,
): Partly | null {
  const kind = kindStagedBy(action.kind)
  const on = { ...around, row, also, open: operations.filter((operation) => operation.kind === kind) }
  const whole = wholeActions[action.kind]
  const params = whole?.params?.(action, on) ?? null
  const several = whole?.several?.(action, on) ?? null
  if (several && 'meant' in several) return several
  if (params === null) return several && { meant: several, rows, left: [] }
  return { meant: [{ kind, params, subject: name }, ...(several ?? [])], rows, left: [] }
}

/** What an action chooses for a field, as an edit of cells does: by the field, what, and what goes with it. */
export interface ChosenEdit {
  readonly field: string
  readonly value: CellSetting
  readonly further: Readonly<Record<string, unknown>>
}

/** An action as an edit of cells; null where it is something else. What else it says goes with the edit. */
export function editOf(action: SheetAction): ChosenEdit | null {
  const { kind, ids: _, ...rest } = action
  // What edits cells asks for no lists: as wide as the values of a cell.
  const said = rest as Readonly<Record<string, CellSetting>>
  const found = Object.entries(said).find(([name]) => kindOf(kindStagedBy(kind)).edits?.[name])
  if (!found) return null
  const [field, value] = found
  return { field, value, further: Object.fromEntries(Object.entries(said).filter(([name]) => name !== field)) }
}

/**
 * Whether an operation may be taken back in a sheet as a whole: one that was staged by an action there, not as an edit of
 * cells, or that makes a row of it, wherever it came from.
 */
export function isAction({ kind, fileRow }: Operation): boolean {
  const declared = kindOf(kind)
  return isCreator(declared) || (fileRow === null && !declared.edits)
}
