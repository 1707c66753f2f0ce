import { entities, entityOf, isOwnId, laneOfRow, type EntityName } from '../../shared/entities/entity.ts'
import { editsOf, kindOf } from '../../shared/operations/catalogue.ts'
import { editIn } from '../../shared/operations/edit.ts'
import type { OperationKind } from '../../shared/operations/kind.ts'
import { sheets } from '../../shared/sheets/catalogue.ts'
import type { Cache } from '../store/cache.ts'
import type { Journal } from '../store/journal.ts'
import { isReadable, type Operation } from '../store/operation.ts'
import { furtherOf, type Edit, type EditedRow } from './edited-row.ts'
import { sharedBy, type Leaders } from './leading-rows.ts'
import { rowInMaking } from './row-in-making.ts'

/** The rows of cells with what is staged for them, and the rows that lead them. */
export interface BoundRows {
  /** By their lanes. */
  readonly rows: ReadonlyMap<string, EditedRow>
  readonly leaders: Leaders
  /** Whether anything is staged for one of them that is no edit of cells, or cannot be read. */
  readonly isAnyOther: boolean
}

/** A cell, as far as it matters to which rows it is about. */
interface CellOfRow {
  readonly entity: EntityName
  readonly id: number
  readonly field: string
}

/** Reads the rows of cells, with their edits that are not settled. */
export function createRowBinding({ journal, cache }: { journal: Journal; cache: Cache }) {
  /**
   * Rows of an entity, with what they hold in these fields, and their edits that are not settled and can be read; and
   * whether there is more than edits.
   */
  function bind(
    entity: EntityName,
    ids: readonly number[],
    fields: EditedRow['fields'],
    asked: readonly string[],
  ): { rows: EditedRow[]; isAnyOther: boolean } {
    const { named } = sheets[entities[entity].sheet]
    const held = cache.fieldsOf(entity, ids, [named, ...asked])
    const lanes = journal.inLanes(ids.map((id) => laneOfRow({ entity, id })))
    let isAnyOther = false
    const rows = ids.map((id): EditedRow => {
      const lane = laneOfRow({ entity, id })
      const open = lanes.get(lane) ?? []
      const all = open.filter(isReadable).flatMap((operation) => editOf(operation) ?? [])
      isAnyOther ||= all.length < open.length
      const row = held.get(id) ?? null
      // What goes along with another row's edit is not its own.
      const edits = all.flatMap(({ row, edit }) => (row === id ? edit : []))
      const made = isOwnId(id) && row === null ? rowInMaking({ entity, id }, open.filter(isReadable)) : null
      const shown = row ?? made?.held ?? null
      const name = textOf(shown?.[named])
      return {
        entity,
        id,
        lane,
        fields,
        name,
        held: shown,
        edits,
        making: made?.making ?? null,
        isFirst: open.length === 0,
      }
    })
    return { rows, isAnyOther }
  }

  /** The rows, not bound yet, with open edits for the same things as rows that may go along with them. */
  function leadersOf(
    entity: EntityName,
    rows: readonly EditedRow[],
    kinds: ReadonlySet<OperationKind>,
  ): readonly number[] {
    const lanes = [...kinds].flatMap((kind) =>
      rows.flatMap((row) => {
        const shared = sharedBy(row, kind)
        return shared?.follows ? shared.lane : []
      }),
    )
    if (lanes.length === 0) return []
    const bound = new Set(rows.map(({ id }) => id))
    const operations = [...journal.inLanes([...new Set(lanes)]).values()].flat().filter(isReadable)
    const ids = operations.flatMap((operation) => {
      const kind = kindOf(operation.kind)
      const edit = kind.entity === entity && kinds.has(kind) ? editIn(operation.params) : null
      return edit && !bound.has(edit.row) ? edit.row : []
    })
    return [...new Set(ids)]
  }

  return function rowsOf(cells: readonly CellOfRow[]): BoundRows {
    const rows = new Map<string, EditedRow>()
    const leaders = new Map<OperationKind, Map<string, EditedRow>>()
    let isAnyOther = false
    for (const entity of new Set(cells.map((cell) => cell.entity))) {
      const mine = cells.filter((cell) => cell.entity === entity)
      const fields = editsOf(entity)
      const edited = [...new Set(mine.map(({ field }) => field))].flatMap((field) => {
        const found = fields.get(field)
        return found ? [{ field, ...found }] : []
      })
      const kinds = new Set(edited.map(({ kind }) => kind))
      const { dealerIn } = entityOf(entity)
      const asked = [
        ...edited.map(({ field, edit }) => edit.heldIn ?? field),
        ...[...kinds].flatMap(({ further, foretell }) => [...(further?.from ?? []), ...(foretell?.from ?? [])]),
        ...(dealerIn ? [dealerIn] : []),
      ]
      const add = (ids: readonly number[]) => {
        const bound = bind(entity, ids, fields, asked)
        isAnyOther ||= bound.isAnyOther
        for (const row of bound.rows) rows.set(row.lane, row)
      }
      add([...new Set(mine.map(({ id }) => id))])
      const sharing = [...kinds].filter((kind) => kind.shares)
      if (sharing.length === 0) continue
      const ofEntity = () => [...rows.values()].filter((row) => row.entity === entity)
      const further = leadersOf(entity, ofEntity(), new Set(sharing))
      if (further.length > 0) add(further)
      for (const kind of sharing) {
        const shares = ofEntity().flatMap((row) => {
          const shared = sharedBy(row, kind)
          return shared && !shared.follows ? [[shared.lane, row] as const] : []
        })
        leaders.set(kind, new Map(shares))
      }
    }
    return { rows, leaders, isAnyOther }
  }
}

/** An operation as an edit of cells; null where it is something else. */
function editOf(operation: Operation): { readonly row: number; readonly edit: Edit } | null {
  const kind = kindOf(operation.kind)
  const found = kind.edits ? editIn(operation.params) : null
  if (!found) return null
  const { row, set, base, baseFrom, unresolved = {} } = found
  const theirs = operation.state === 'conflict' ? (operation.theirs ?? {}) : {}
  const further = kind.further ? furtherOf(operation.params) : {}
  return { row, edit: { kind, operation, set, base, baseFrom, unresolved, further, theirs, touched: false } }
}

const textOf = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')
