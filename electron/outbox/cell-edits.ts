import type { OperationKind } from '../../shared/operations/kind.ts'
import type { Problem } from '../../shared/problem.ts'
import type { CellSetting } from './cell-reader.ts'
import { isOpen, without, type Edit, type EditedRow, type FieldEdit, type Values } from './edited-row.ts'
import { giveTo, takenIn } from './row-in-making.ts'

/** How a cell's own edit stands: what is staged in it, and what of its kind's parameters goes with it. */
export interface Standing {
  readonly value: CellSetting | null
  readonly further: Values | null
}

/** Whether two standings are the same. */
export function isSame(one: Standing, other: Standing): boolean {
  return (
    one.value === other.value &&
    (one.further === other.further || JSON.stringify(one.further) === JSON.stringify(other.further))
  )
}

/** The edits of the kind that edits a field, oldest first. */
function editsFor(row: EditedRow, field: string): Edit[] {
  const { edits, fields } = row
  const taken = takenIn(row, field)
  if (taken) return [taken]
  const kind = fields.get(field)?.kind
  return edits.filter((edit) => edit.kind === kind)
}

/** The edit that holds a field's staged value and may still be typed into; none once a later edit was released. */
export function openEdit(row: EditedRow, field: string): Edit | undefined {
  const edits = editsFor(row, field)
  const last = edits.findLastIndex(({ set }) => set[field] !== undefined)
  return last >= 0 && edits.slice(last).every(isOpen) ? edits[last] : undefined
}

/** What is staged in a cell, and may still be typed over. */
export function standingOf(row: EditedRow, field: string, edit = openEdit(row, field)): Standing {
  const value = edit?.set[field]
  const isSetting = typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number'
  return { value: isSetting ? value : null, further: edit?.kind.further ? edit.further : null }
}

/** The edit that a field goes into: the one that has it, else the last, unless that waits for a conflict to end. */
function editFor(row: EditedRow, field: string, kind: OperationKind): Edit {
  const held = openEdit(row, field)
  if (held) return held
  const last = editsFor(row, field).at(-1)
  if (last && isOpen(last) && last.operation?.state !== 'conflict') return last
  const further = kind.further?.make(row.held ?? {}) ?? {}
  const nothing = { set: {}, base: {}, baseFrom: {}, unresolved: {}, theirs: {} }
  const begun: Edit = { kind, operation: null, ...nothing, further, touched: false }
  row.edits.push(begun)
  return begun
}

/** Why a value cannot be put into a cell of a row as it is; null where it can. */
export function closedTo(row: EditedRow, field: string): Problem | null {
  const { closed } = row.fields.get(field)?.kind.further ?? {}
  return !row.making && row.held ? (closed?.(row.held) ?? null) : null
}

/** Puts a value into the edit of its field, or takes it out of it. */
export function putIn(row: EditedRow, cell: FieldEdit): void {
  const { field, value, problem, further } = cell
  const { kind, edit: column } = row.fields.get(field) ?? {}
  if (!kind || !column || (value === null && !openEdit(row, field))) return
  const taken = takenIn(row, field)
  if (taken) return giveTo(taken, cell)
  const edit = editFor(row, field, kind)
  // An earlier edit that is not settled is what the panel will hold by then; else it is what we know it to hold.
  const earlier = row.edits.slice(0, row.edits.indexOf(edit)).findLast(({ set }) => set[field] !== undefined)
  // Nothing is the empty text, however it is kept.
  const held = row.held ? (row.held[column.heldIn ?? field] ?? '') : undefined
  const known = edit.theirs[field] ?? earlier?.set[field] ?? held ?? edit.base[field]
  edit.touched = true
  if (value === null || value === known) {
    edit.set = without(edit.set, field)
    edit.base = without(edit.base, field)
    edit.baseFrom = without(edit.baseFrom, field)
    edit.unresolved = without(edit.unresolved, field)
    return
  }
  edit.set = { ...edit.set, [field]: value }
  if (problem) edit.unresolved = { ...edit.unresolved, [field]: problem }
  else if (edit.unresolved[field]) edit.unresolved = without(edit.unresolved, field)
  if (further) edit.further = { ...edit.further, ...further }
  if (edit.theirs[field] !== undefined) {
    // Typed over in full knowledge of what the panel holds: that is what it is now made against.
    edit.base = { ...edit.base, [field]: known }
    edit.baseFrom = without(edit.baseFrom, field)
  } else if (edit.base[field] === undefined) {
    edit.base = { ...edit.base, [field]: known }
    if (earlier?.operation) edit.baseFrom = { ...edit.baseFrom, [field]: earlier.operation.id }
  }
}
