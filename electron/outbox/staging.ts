import { entities, isOwnId, laneOfRow, type EntityName, type RowRef } from '../../shared/entities/entity.ts'
import type { EditSource } from '../../shared/contract/sheets.ts'
import { editsOf, kindOf, rowMadeBy, type EditedField } from '../../shared/operations/catalogue.ts'
import { anyEdit, brokenBy, clashing, editIn } from '../../shared/operations/edit.ts'
import type { OperationKind } from '../../shared/operations/kind.ts'
import type { OperationState } from '../../shared/operations/states.ts'
import { fail, type Problem } from '../../shared/problem.ts'
import { sheets } from '../../shared/sheets/catalogue.ts'
import type { Clock } from '../ports.ts'
import type { Cache } from '../store/cache.ts'
import type { Journal } from '../store/journal.ts'
import { isReadable, type NewOperation, type Operation } from '../store/operation.ts'
import type { CellReader, CellSetting } from './cell-reader.ts'
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
  readonly value: CellSetting | null
  /** Of a text that names nothing, or several things: which. */
  readonly problem?: Problem | null
  /** Parameters of the edit's kind that are to be as well. */
  readonly further?: Values
}

/** A value that an action chooses for a field of rows; of rows that stand for one thing, the one that leads comes first. */
export interface ChosenValue {
  readonly entity: EntityName
  readonly field: string
  readonly value: CellSetting
  readonly further: Values
  readonly groups: readonly (readonly number[])[]
}

/** What has become of a cell: staged or not, before and now. */
export interface CellOutcome {
  readonly before: CellSetting | null
  readonly after: CellSetting | null
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
  /**
   * Stages what an action has chosen, in the same way; answers what has become of the row that leads each group, and what
   * of all this may not be released.
   */
  choose(chosen: ChosenValue, step: StepSoFar): { outcomes: CellOutcome[]; operations: number[] }
  /** Whether in any of these fields a row may go along with another, which then has to be staged before it. */
  mayFollow(entity: EntityName, fields: ReadonlySet<string>): boolean
  /** Those of these cells that may go along with others. */
  following(entity: EntityName, cells: readonly CellText[]): CellText[]
  /** Takes staged values back, of one field or (null) of the whole row, as one undo step. */
  revert(entity: EntityName, cells: readonly { id: number; field: string | null }[]): Staged
  /**
   * Puts staged values back as they were, inside the caller's commit and without a step; answers the change sets, and
   * the lanes of all rows that this is about. Throws `not-pulled` where that takes rows that were lost with the cache and have not been pulled again.
   */
  put(cells: readonly CellEdit[]): Touched
}

/** What was written: the change sets, and the lanes of the rows that it is about. */
interface Touched {
  readonly changeSets: ReadonlySet<number>
  readonly lanes: ReadonlySet<string>
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
  unresolved: Readonly<Record<string, Problem>>
  /** The kind's parameters beside these. */
  further: Values
  /** What the panel was found to hold instead, for a conflict. */
  readonly theirs: Values
  touched: boolean
}

/** How a cell's own edit stands: what is staged in it, and what of its kind's parameters goes with it. */
interface Standing {
  readonly value: CellSetting | null
  readonly further: Values | null
}

/** A cell whose edit stands otherwise than before. */
interface ChangedCell {
  readonly row: EditedRow
  readonly field: string
  readonly before: Standing
  readonly after: Standing
  /** The edit that it is in; none where it is staged no more. */
  readonly edit: Edit | undefined
}

/** Of each kind, the rows that others may go along with, by the lane of what they stand for. */
type Leaders = ReadonlyMap<OperationKind, ReadonlyMap<string, EditedRow>>

/** What came of applying cells. */
interface Applied {
  readonly steps: CellPart[]
  readonly touched: Touched
  /** Of each cell. */
  readonly outcomes: readonly CellOutcome[]
  /** What was staged. */
  readonly operations: number[]
}

/** A row, and what is staged for it. */
interface EditedRow {
  readonly entity: EntityName
  readonly id: number
  readonly lane: string
  /** The fields of its entity that can be edited. */
  readonly fields: ReadonlyMap<string, EditedField>
  /** What a person calls it. */
  readonly name: string
  /** What the sheet has of it; null where it is gone, or not pulled again since the cache was lost. */
  readonly held: Values | null
  /** Its own edits, oldest first. */
  readonly edits: Edit[]
  /** Of a row of our own that the panel does not have yet: the operation that makes it, as an edit of what it is given. */
  readonly making: Edit | null
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
  reader: CellReader
}): Staging {
  const { journal, cache, clock, news, log, reader } = options
  /**
   * Applies cells to drafts inside the caller's commit; answers what each edit held before and holds now, and what has
   * become of each cell. With `isBack` they are put back as they were, which can be done where the row is gone, too.
   */
  function apply(cells: readonly CellEdit[], counts: Staged, isBack = false): Applied {
    const { rows, leaders, isAnyOther } = bindAll(cells)
    const steps = new Map<string, { readonly row: EditedRow; readonly field: string; readonly before: Standing }>()
    const outcomes: CellOutcome[] = []

    /** Takes down how an edit stands before it is altered. */
    function alter(row: EditedRow, field: string, before = standingOf(row, field)): void {
      const key = `${row.lane}:${field}`
      if (!steps.has(key)) steps.set(key, { row, field, before })
    }
    function set(row: EditedRow, cell: Omit<CellEdit, 'entity' | 'id'>, before?: Standing): void {
      alter(row, cell.field, before)
      put(row, cell)
      // A recalled edit may stand before the one that is taken back; to put that back, it is not touched.
      while (cell.value === null && !isBack && !takenIn(row, cell.field) && openEdit(row, cell.field)) put(row, cell)
    }

    for (const cell of cells) {
      const { field, value } = cell
      const row = rows.get(laneOfRow(cell))
      if (!row?.fields.has(field) || !(row.held || value === null || (isBack && openEdit(row, field)))) {
        counts.skipped++
        outcomes.push({ before: null, after: null })
        continue
      }
      const leader = isBack ? undefined : leaderOf(leaders, row, field)
      const present = standingOf(row, field)
      const before = present.value ?? shownAlong(row, leader, field)
      const led = leader && openEdit(leader, field)
      if (leader && led && value !== null && led.set[field] === value) {
        set(row, { field, value: null }, present)
        if (!alsoOf(led).includes(row.id)) {
          alter(leader, field)
          Object.assign(led, { touched: true, further: { ...led.further, also: [...alsoOf(led), row.id] } })
        }
      } else if (leader && led && value === null && present.value === null && alsoOf(led).includes(row.id)) {
        set(leader, { field, value })
      } else set(row, cell, present)
      const now = standingOf(row, field)
      const after = now.value ?? shownAlong(row, leader, field)
      outcomes.push({ before, after })
      if (before === after && isSame(present, now)) continue
      if (after === null) counts.unstaged++
      else counts.staged++
    }

    const changed = [...steps.values()].flatMap(({ row, field, before }): ChangedCell[] => {
      const edit = openEdit(row, field)
      const after = standingOf(row, field, edit)
      return isSame(before, after) ? [] : [{ row, field, before, after, edit }]
    })
    const { touched, written, broken } = write(changed)
    const staged = changed.filter(({ after }) => after.value !== null)
    // Only what is no edit of cells leaves an edit nothing to do, and to look that up, or what is foretold, takes a while.
    const isForetold = staged.some(({ row, field }) => row.fields.get(field)?.kind.foretell)
    const barred = isAnyOther || isForetold ? journal.barred() : new Map<number, Problem>()
    const operations: number[] = []
    for (const { row, field, after, edit } of staged) {
      const operation = written.get(edit) ?? 0
      operations.push(operation)
      const column = edit && broken.has(edit) ? row.fields.get(field)?.edit : null
      if ((column && brokenBy(column, after.value, edit?.unresolved[field])) || barred.has(operation)) counts.broken++
    }
    return {
      steps: changed.map(({ row: { entity, id }, field, before, after }) => ({
        ...{ entity, id, field, before: before.value, after: after.value },
        ...(before.further || after.further ? { further: { before: before.further, after: after.further } } : {}),
      })),
      operations,
      outcomes,
      touched,
    }
  }

  /** Writes down the edits of changed cells; answers their operations, and which of them break a rule. */
  function write(cells: readonly ChangedCell[]): {
    touched: { changeSets: Set<number>; lanes: Set<string> }
    written: Map<Edit | undefined, number>
    broken: Set<Edit>
  } {
    const changeSet = cells.length > 0 ? openChangeSet(journal, clock) : 0
    const touched = { changeSets: new Set<number>(), lanes: new Set<string>() }
    const written = new Map<Edit | undefined, number>()
    const broken = new Set<Edit>()
    const begun: { readonly edit: Edit; readonly draft: NewOperation }[] = []
    const emptied: number[] = []
    for (const row of new Set(cells.map((cell) => cell.row))) {
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
          begun.push({ edit, draft })
          if (draft.broken) broken.add(edit)
        } else {
          written.set(edit, edit.operation.id)
          if (isEmpty) emptied.push(edit.operation.id)
          else if (rewrite(row, edit, edit.operation)) broken.add(edit)
        }
      }
    }
    journal.move(emptied, 'discarded')
    const drafts = begun.map(({ draft }) => draft)
    journal.addAll(changeSet, drafts, clock.now()).forEach((id, index) => written.set(begun[index]?.edit, id))
    return { touched, written, broken }
  }

  /** The rows of cells, and those that lead them, by their lanes; and whether there is more than edits. */
  function bindAll(cells: readonly CellEdit[]): {
    rows: ReadonlyMap<string, EditedRow>
    leaders: Leaders
    isAnyOther: boolean
  } {
    const rows = new Map<string, EditedRow>()
    const leaders = new Map<OperationKind, Map<string, EditedRow>>()
    let isAnyOther = false
    for (const entity of new Set(cells.map((cell) => cell.entity))) {
      const mine = cells.filter((cell) => cell.entity === entity)
      const fields = editsOf(entity)
      const kinds = new Set(mine.flatMap(({ field }) => fields.get(field)?.kind ?? []))
      const add = (ids: readonly number[]) => {
        const bound = bind(entity, ids, fields, kinds)
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

  const sharedBy = ({ held }: EditedRow, { shares }: OperationKind) => (held && shares?.(held)) ?? null

  /** The row that leads another in a field, where that may go along with it. */
  function leaderOf(leaders: Leaders, row: EditedRow, field: string): EditedRow | undefined {
    const kind = row.fields.get(field)?.kind
    const shared = kind?.shares && sharedBy(row, kind)
    return kind && shared?.follows ? leaders.get(kind)?.get(shared.lane) : undefined
  }

  /** Rows of an entity with their edits that are not settled and can be read; and whether there is more than edits. */
  function bind(
    entity: EntityName,
    ids: readonly number[],
    fields: EditedRow['fields'],
    kinds: ReadonlySet<OperationKind>,
  ): { rows: EditedRow[]; isAnyOther: boolean } {
    const { named } = sheets[entities[entity].sheet]
    const asked = [...kinds].flatMap(({ edits = {}, further }) => [
      ...Object.entries(edits).map(([field, { heldIn = field }]) => heldIn),
      ...(further?.from ?? []),
    ])
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
      const made = isOwnId(id) && row === null ? madeIn({ entity, id }, open.filter(isReadable)) : null
      const shown = row ?? made?.held ?? null
      const name = textOf(shown?.[named])
      return { entity, id, lane, fields, name, held: shown, edits, making: made?.making ?? null }
    })
    return { rows, isAnyOther }
  }

  /** What a row of our own will hold, and the operation that makes it; null where none does. */
  function madeIn(
    { entity, id }: RowRef,
    open: readonly Operation[],
  ): { readonly held: Values; readonly making: Edit } | null {
    for (const operation of open) {
      const made = rowMadeBy(operation.kind, operation.params)
      if (made?.entity !== entity || made.id !== id) continue
      const { unresolved = {} } = unresolvedIn.parse(operation.params)
      const making = { kind: kindOf(operation.kind), operation, set: made.given, unresolved, ...nothingBefore }
      return { held: made.held, making }
    }
    return null
  }

  /** The operation that makes a row, where it takes a field in itself. */
  const takenIn = ({ making }: EditedRow, field: string): Edit | null =>
    making && isOpen(making) && making.kind.creates?.fields[field] !== undefined ? making : null

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

  /** The edits of the kind that edits a field, oldest first. */
  const editsFor = (row: EditedRow, field: string): Edit[] => {
    const { edits, fields } = row
    const taken = takenIn(row, field)
    if (taken) return [taken]
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
  function standingOf(row: EditedRow, field: string, edit = openEdit(row, field)): Standing {
    const value = edit?.set[field]
    const isSetting = typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number'
    return { value: isSetting ? value : null, further: edit?.kind.further ? edit.further : null }
  }

  /** What a cell shows as staged by the row that it goes along with. */
  function shownAlong(row: EditedRow, leader: EditedRow | undefined, field: string): CellSetting | null {
    const led = leader && openEdit(leader, field)
    return led && alsoOf(led).includes(row.id) ? standingOf(leader, field).value : null
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

  function put(row: EditedRow, { field, value, problem, further }: Omit<CellEdit, 'entity' | 'id'>): void {
    const { kind, edit: column } = row.fields.get(field) ?? {}
    if (!kind || !column || (value === null && !openEdit(row, field))) return
    const taken = takenIn(row, field)
    if (taken) {
      // What it is given is part of what makes the row, and never taken back by itself.
      if (value === null) return
      taken.touched = true
      taken.set = { ...taken.set, [field]: value }
      taken.unresolved = problem ? { ...taken.unresolved, [field]: problem } : without(taken.unresolved, field)
      return
    }
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

  const paramsOf = ({ id }: EditedRow, edit: Edit): object => {
    const { set, base, baseFrom, unresolved, further, kind, operation } = edit
    if (kind.creates) {
      const given = Object.entries(kind.creates.fields).map(([field, parameter]) => [parameter, set[field]])
      return { ...(operation?.params as Values | undefined), ...(Object.fromEntries(given) as Values), unresolved }
    }
    const params = { row: id, set, base, baseFrom }
    const isNaming = Object.values(kind.edits ?? {}).some(({ refersTo }) => refersTo)
    return { ...further, ...params, ...(isNaming ? { unresolved } : {}) }
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

  /** Writes down what has become of an edit that was there; answers the rule that it breaks. */
  function rewrite(row: EditedRow, edit: Edit, operation: Operation): Problem | null {
    const params = paramsOf(row, edit)
    const broken = edit.kind.check(params)
    if (operation.state === 'rejected') journal.move([operation.id], 'draft')
    // Whoever goes along with it may have changed.
    journal.rewrite(operation, params, broken, edit.kind.further ? edit.kind.lanes(params) : undefined)
    const settled = clashing(edit, edit.theirs).length === 0
    if (operation.state === 'conflict' && settled && !broken) journal.move([operation.id], 'ready', { theirs: null })
    return broken
  }

  function step(
    source: EditSource,
    cells: readonly CellEdit[],
    so: StepSoFar = { begun: false },
  ): Pick<Applied, 'outcomes' | 'operations'> & { readonly counts: Staged } {
    const counts: Staged = { staged: 0, unstaged: 0, skipped: 0, broken: 0 }
    const applied = journal.commit(() => {
      const applied = apply(cells, counts)
      log.record(source, applied.steps, so.begun)
      return applied
    })
    if (applied.steps.length > 0) {
      so.begun = true
      news.changed([...applied.touched.changeSets], [...applied.touched.lanes])
    }
    return { ...applied, counts }
  }

  /** The cells of texts. */
  function read(entity: EntityName, cells: readonly CellText[]): CellEdit[] {
    const values = reader(entity, cells)
    return cells.map(({ id, field, value }, index) => ({ entity, id, field, value, ...values[index] }))
  }

  /** A text that named nothing may name something by now, or something else: it is read anew. */
  function readAnew(cells: readonly CellEdit[]): CellEdit[] {
    const fields = new Map([...new Set(cells.map(({ entity }) => entity))].map((entity) => [entity, editsOf(entity)]))
    const texts = cells.filter(
      ({ entity, field, value }) => typeof value === 'string' && fields.get(entity)?.get(field)?.edit.refersTo,
    )
    if (texts.length === 0) return [...cells]
    const values = new Map(
      texts.map((cell) => [cell, reader(cell.entity, [{ field: cell.field, value: String(cell.value) }])[0]]),
    )
    return cells.map((cell) => ({ ...cell, ...values.get(cell) }))
  }

  return {
    edit: (entity, source, cells, so) => step(source, read(entity, cells), so).counts,

    choose({ entity, field, value, further, groups }, so) {
      const cells = groups.flatMap((ids) => ids.map((id) => ({ entity, id, field, value, further })))
      const { outcomes, operations } = step('act', cells, so)
      let at = 0
      const leading = groups.map((ids) => {
        const outcome = outcomes[at] ?? { before: null, after: null }
        at += ids.length
        return outcome
      })
      return { outcomes: leading, operations }
    },

    mayFollow(entity, fields) {
      const edited = editsOf(entity)
      return [...fields].some((field) => edited.get(field)?.kind.shares)
    },

    following(entity, cells) {
      const edited = editsOf(entity)
      const sharing = cells.filter(({ field }) => edited.get(field)?.kind.shares)
      const from = sharing.flatMap(({ field }) => edited.get(field)?.kind.further?.from ?? [])
      const held = cache.fieldsOf(entity, [...new Set(sharing.map(({ id }) => id))], [...new Set(from)])
      return sharing.filter(({ id, field }) => edited.get(field)?.kind.shares?.(held.get(id) ?? {})?.follows)
    },

    revert(entity, cells) {
      const all = [...editsOf(entity).keys()]
      const taken = cells.flatMap(({ id, field }) =>
        (field === null ? all : [field]).map((each) => ({ entity, id, field: each, value: null })),
      )
      return step('revert', taken).counts
    },

    put(cells) {
      const counts: Staged = { staged: 0, unstaged: 0, skipped: 0, broken: 0 }
      const { touched } = apply(readAnew(cells), counts, true)
      if (counts.skipped > 0 && cache.pulledAt() === null) fail('not-pulled', undefined, { again: true })
      return touched
    },
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')

/** What an operation that makes a row has of an edit's parts: the panel holds nothing that it could be made against. */
const nothingBefore = { base: {}, baseFrom: {}, further: {}, theirs: {}, touched: false }
const unresolvedIn = anyEdit.pick({ unresolved: true })

/** Whether two standings are the same. */
const isSame = (one: Standing, other: Standing): boolean =>
  one.value === other.value &&
  (one.further === other.further || JSON.stringify(one.further) === JSON.stringify(other.further))

const ofEveryEdit: ReadonlySet<string> = new Set(Object.keys(anyEdit.shape))

/** The parameters of an edit that are not those of every edit. */
function furtherOf(params: unknown): Values {
  return Object.fromEntries(Object.entries(params ?? {}).filter(([name]) => !ofEveryEdit.has(name)))
}

/** The rows that go along with an edit. */
function alsoOf({ further: { also } }: Pick<Edit, 'further'>): readonly number[] {
  return Array.isArray(also) ? also.filter((id) => typeof id === 'number') : []
}

function without<Value>(record: Readonly<Record<string, Value>>, field: string): Readonly<Record<string, Value>> {
  const { [field]: _gone, ...rest } = record
  return rest
}
