import { entities, laneOfRow, type EntityName } from '../../shared/entities/entity.ts'
import type { EditSource } from '../../shared/contract/sheets.ts'
import { editsOf, kindOf, type EditedField } from '../../shared/operations/catalogue.ts'
import { anyEdit, clashing, type AnyEdit } from '../../shared/operations/edit.ts'
import type { OperationKind } from '../../shared/operations/kind.ts'
import type { OperationState } from '../../shared/operations/states.ts'
import { fail, type Problem } from '../../shared/problem.ts'
import { sheets } from '../../shared/sheets/catalogue.ts'
import type { Clock } from '../ports.ts'
import type { Cache } from '../store/cache.ts'
import type { Journal } from '../store/journal.ts'
import { isReadable, type NewOperation, type Operation } from '../store/operation.ts'
import type { News } from './news.ts'
import { openChangeSet } from './open-change-set.ts'
import type { CellPart, StepSoFar, UndoLog } from './undo-log.ts'

/** A text for a cell, as a person types or pastes it; the column says what it stands for. */
export interface CellText {
  readonly id: number
  readonly field: string
  readonly value: string
}

/** A value to be staged in a cell; null takes its staged value back. */
interface CellEdit {
  readonly entity: EntityName
  readonly id: number
  readonly field: string
  readonly value: string | boolean | null
}

/** What staging did, counted in cells; `broken` are those of this step that break a rule or cannot be sent. */
export interface Staged {
  staged: number
  unstaged: number
  skipped: number
  broken: number
}

/** Turns edits of cells into drafts. Whatever it has answered is committed. */
export interface Staging {
  /** Stages edits of an entity's cells in one commit, as an undo step or as a further part of one that has begun. */
  edit(entity: EntityName, source: EditSource, cells: readonly CellText[], step?: StepSoFar): Staged
  /** Takes staged values back, of one field or (null) of the whole row, as one undo step. */
  revert(entity: EntityName, cells: readonly { id: number; field: string | null }[]): Staged
  /**
   * Puts staged values back as they were, inside the caller's commit and without a step; answers the change sets.
   * Throws `not-pulled` where that takes rows that were lost with the cache and have not been pulled again.
   */
  put(cells: readonly CellEdit[]): Set<number>
}

type Values = Readonly<Record<string, unknown>>

/** An edit of a row that is not settled, as it is while a step is being staged. */
interface Edit {
  readonly kind: OperationKind
  /** Null for one that this step begins. */
  readonly operation: Operation | null
  set: Values
  base: Values
  baseFrom: Readonly<Record<string, number>>
  /** What the panel was found to hold instead, for a conflict. */
  readonly theirs: Values
  touched: boolean
}

/** A row, and what is staged for it. */
interface EditedRow {
  readonly id: number
  readonly lane: string
  /** The fields of its entity that can be edited. */
  readonly fields: ReadonlyMap<string, EditedField>
  /** What a person calls it. */
  readonly name: string
  /** What the sheet has of it; null where it is gone, or not pulled again since the cache was lost. */
  readonly held: Values | null
  /** Its edits, oldest first. */
  readonly edits: Edit[]
}

/** Not under way and not to be sent: further typing goes into it. A refused edit is mended, a conflict resolved so. */
const openStates: ReadonlySet<OperationState | undefined> = new Set(['draft', 'rejected', 'conflict'])
const isOpen = ({ operation }: Edit) => operation === null || openStates.has(operation.state)

export function createStaging(options: {
  journal: Journal
  cache: Cache
  clock: Clock
  news: News
  log: UndoLog
}): Staging {
  const { journal, cache, clock, news, log } = options
  /**
   * Applies cells to drafts inside the caller's commit; answers what each cell held before and holds now. With `isBack`
   * they are put back as they were, which can be done where the row is gone, too.
   */
  function apply(
    cells: readonly CellEdit[],
    counts: Staged,
    isBack = false,
  ): { steps: CellPart[]; touched: Set<number> } {
    const rows = new Map<string, EditedRow>()
    const steps = new Map<string, CellPart>()
    let isAnyOther = false
    for (const entity of new Set(cells.map((cell) => cell.entity))) {
      const ids = [...new Set(cells.flatMap((cell) => (cell.entity === entity ? cell.id : [])))]
      const bound = bind(entity, ids)
      isAnyOther ||= bound.isAnyOther
      for (const row of bound.rows) rows.set(row.lane, row)
    }

    for (const { entity, id, field, value } of cells) {
      const lane = laneOfRow({ entity, id })
      const row = rows.get(lane)
      if (!row?.fields.has(field) || !(row.held || value === null || (isBack && openEdit(row, field)))) {
        counts.skipped++
        continue
      }
      const before = stagedIn(row, field)
      put(row, field, value)
      // A recalled edit may stand before the one that is taken back; to put that back, it is not touched.
      while (value === null && !isBack && openEdit(row, field)) put(row, field, value)
      const after = stagedIn(row, field)
      if (before === after) continue
      if (after === null) counts.unstaged++
      else counts.staged++
      const step = steps.get(`${lane}:${field}`)
      if (step) step.after = after
      else steps.set(`${lane}:${field}`, { entity, id, field, before, after })
    }

    const changed = [...new Set([...steps.values()].map(laneOfRow))].flatMap((lane) => rows.get(lane) ?? [])
    const changeSet = changed.length > 0 ? openChangeSet(journal, clock) : 0
    const touched = new Set<number>()
    const written = new Map<Edit | undefined, number>()
    const begun: { readonly edit: Edit; readonly draft: NewOperation }[] = []
    const emptied: number[] = []
    for (const row of changed) {
      for (const edit of row.edits.filter(({ touched }) => touched)) {
        touched.add(edit.operation?.changeSet ?? changeSet)
        const isEmpty = Object.keys(edit.set).length === 0
        if (!edit.operation) {
          if (!isEmpty) begun.push({ edit, draft: draftOf(row, edit) })
        } else {
          written.set(edit, edit.operation.id)
          if (isEmpty) emptied.push(edit.operation.id)
          else rewrite(row, edit, edit.operation)
        }
      }
    }
    journal.move(emptied, 'discarded')
    const drafts = begun.map(({ draft }) => draft)
    journal.addAll(changeSet, drafts, clock.now()).forEach((id, index) => written.set(begun[index]?.edit, id))
    // Only what is no edit of cells leaves an edit nothing to do, and to look that up takes a while.
    const barred = isAnyOther ? journal.barred() : new Map<number, Problem>()
    for (const { entity, id, field, before, after } of steps.values()) {
      const row = rows.get(laneOfRow({ entity, id }))
      if (!row || after === null || after === before) continue
      const operation = written.get(openEdit(row, field)) ?? 0
      if (row.fields.get(field)?.edit.check(after) || barred.has(operation)) counts.broken++
    }
    return { steps: [...steps.values()].filter(({ before, after }) => before !== after), touched }
  }

  /** Rows of an entity with their edits that are not settled and can be read; and whether there is more than edits. */
  function bind(entity: EntityName, ids: readonly number[]): { rows: EditedRow[]; isAnyOther: boolean } {
    const fields = editsOf(entity)
    const { named } = sheets[entities[entity].sheet]
    const held = cache.fieldsOf(entity, ids, [named, ...fields.keys()])
    const lanes = journal.inLanes(ids.map((id) => laneOfRow({ entity, id })))
    let isAnyOther = false
    const rows = ids.map((id): EditedRow => {
      const lane = laneOfRow({ entity, id })
      const open = lanes.get(lane) ?? []
      const edits = open.filter(isReadable).flatMap((operation) => editOf(operation) ?? [])
      isAnyOther ||= edits.length < open.length
      const row = held.get(id) ?? null
      return { id, lane, fields, name: textOf(row?.[named]), held: row, edits }
    })
    return { rows, isAnyOther }
  }

  /** An operation as an edit of cells; null where it is something else. */
  function editOf(operation: Operation): Edit | null {
    const kind = kindOf(operation.kind)
    const parsed = kind.edits ? anyEdit.safeParse(operation.params) : null
    if (!parsed?.success) return null
    const { set, base, baseFrom } = parsed.data
    const theirs = operation.state === 'conflict' ? (operation.theirs ?? {}) : {}
    return { kind, operation, set, base, baseFrom, theirs, touched: false }
  }

  /** The edits of the kind that edits a field, oldest first. */
  const editsFor = ({ edits, fields }: EditedRow, field: string): Edit[] => {
    const kind = fields.get(field)?.kind
    return edits.filter((edit) => edit.kind === kind)
  }

  /** The edit that holds a field's staged value and may still be typed into; none once a later edit was released. */
  function openEdit(row: EditedRow, field: string): Edit | undefined {
    const edits = editsFor(row, field)
    const last = edits.findLastIndex(({ set }) => set[field] !== undefined)
    return last >= 0 && edits.slice(last).every(isOpen) ? edits[last] : undefined
  }

  /** What is staged in a cell, and may still be typed over. */
  function stagedIn(row: EditedRow, field: string): CellPart['after'] {
    const value = openEdit(row, field)?.set[field]
    return typeof value === 'string' || typeof value === 'boolean' ? value : null
  }

  /** The edit that a field goes into: the one that has it, else the last, unless that waits for a conflict to end. */
  function editFor(row: EditedRow, field: string, kind: OperationKind): Edit {
    const held = openEdit(row, field)
    if (held) return held
    const last = editsFor(row, field).at(-1)
    if (last && isOpen(last) && last.operation?.state !== 'conflict') return last
    const begun: Edit = { kind, operation: null, set: {}, base: {}, baseFrom: {}, theirs: {}, touched: false }
    row.edits.push(begun)
    return begun
  }

  function put(row: EditedRow, field: string, value: CellEdit['value']): void {
    const kind = row.fields.get(field)?.kind
    if (!kind || (value === null && !openEdit(row, field))) return
    const edit = editFor(row, field, kind)
    // An earlier edit that is not settled is what the panel will hold by then; else it is what we know it to hold.
    const earlier = row.edits.slice(0, row.edits.indexOf(edit)).findLast(({ set }) => set[field] !== undefined)
    const known = edit.theirs[field] ?? earlier?.set[field] ?? row.held?.[field] ?? edit.base[field]
    edit.touched = true
    if (value === null || value === known) {
      const { [field]: _set, ...set } = edit.set
      const { [field]: _base, ...base } = edit.base
      const { [field]: _from, ...baseFrom } = edit.baseFrom
      Object.assign(edit, { set, base, baseFrom })
      return
    }
    edit.set = { ...edit.set, [field]: value }
    if (edit.theirs[field] !== undefined) {
      // Typed over in full knowledge of what the panel holds: that is what it is now made against.
      const { [field]: _from, ...baseFrom } = edit.baseFrom
      Object.assign(edit, { base: { ...edit.base, [field]: known }, baseFrom })
    } else if (edit.base[field] === undefined) {
      edit.base = { ...edit.base, [field]: known }
      if (earlier?.operation) edit.baseFrom = { ...edit.baseFrom, [field]: earlier.operation.id }
    }
  }

  const paramsOf = ({ id }: EditedRow, { set, base, baseFrom }: Edit): AnyEdit => ({ row: id, set, base, baseFrom })

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
      fileRow: null,
    }
  }

  /** Writes down what has become of an edit that was there. */
  function rewrite(row: EditedRow, edit: Edit, operation: Operation): void {
    const params = paramsOf(row, edit)
    const broken = edit.kind.check(params)
    if (operation.state === 'rejected') journal.move([operation.id], 'draft')
    journal.rewrite(operation, params, broken)
    const settled = clashing(params, edit.theirs).length === 0
    if (operation.state === 'conflict' && settled && !broken) journal.move([operation.id], 'ready', { theirs: null })
  }

  function step(source: EditSource, cells: readonly CellEdit[], so: StepSoFar = { begun: false }): Staged {
    const counts: Staged = { staged: 0, unstaged: 0, skipped: 0, broken: 0 }
    const { steps, touched } = journal.commit(() => {
      const applied = apply(cells, counts)
      log.record(source, applied.steps, so.begun)
      return applied
    })
    if (steps.length > 0) {
      so.begun = true
      news.changed([...touched], [...new Set(steps.map(laneOfRow))])
    }
    return counts
  }

  return {
    edit(entity, source, cells, so) {
      const fields = editsOf(entity)
      const read = ({ id, field, value }: CellText) => {
        const edit = fields.get(field)?.edit
        return { entity, id, field, value: edit ? edit.read(value) : value }
      }
      return step(source, cells.map(read), so)
    },
    revert(entity, cells) {
      const all = [...editsOf(entity).keys()]
      const taken = cells.flatMap(({ id, field }) =>
        (field === null ? all : [field]).map((each) => ({ entity, id, field: each, value: null })),
      )
      return step('revert', taken)
    },

    put(cells) {
      const counts: Staged = { staged: 0, unstaged: 0, skipped: 0, broken: 0 }
      const { touched } = apply(cells, counts, true)
      if (counts.skipped > 0 && cache.pulledAt() === null) fail('not-pulled', undefined, { again: true })
      return touched
    },
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')
