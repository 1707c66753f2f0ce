import { laneOfRow, type EntityName } from '../../shared/entities/entity.ts'
import type { EditSource } from '../../shared/contract/sheets.ts'
import { editsOf } from '../../shared/operations/catalogue.ts'
import { brokenBy } from '../../shared/operations/edit.ts'
import { fail, type Problem } from '../../shared/problem.ts'
import type { Clock } from '../ports.ts'
import type { Cache } from '../store/cache.ts'
import type { Journal } from '../store/journal.ts'
import type { CellPart } from '../store/undo-steps.ts'
import { closedTo, isSame, openEdit, putIn, standingOf, type Standing } from './cell-edits.ts'
import type { CellReader, CellSetting } from './cell-reader.ts'
import { createEditWriting, type Touched } from './edit-writing.ts'
import { alsoOf, type Edit, type EditedRow, type FieldEdit, type Values } from './edited-row.ts'
import { leaderOf, shownAlong } from './leading-rows.ts'
import type { OutboxEvents } from './outbox-events.ts'
import { takenIn } from './row-in-making.ts'
import { createRowBinding } from './row-binding.ts'
import type { StepSoFar, UndoLog } from './undo-log.ts'

/** A text for a cell, as a person types or pastes it; the column says what it stands for. */
export interface CellText {
  readonly id: number
  readonly field: string
  readonly value: string
}

/** A value to be staged in a cell; null takes its staged value back. */
interface CellEdit extends FieldEdit {
  readonly entity: EntityName
  readonly id: number
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
  /** Why cells of a row were skipped that cannot be edited as it is: the first such reason. */
  why?: Problem
}

/** Turns edits of cells into drafts. Whatever it has answered is committed. */
export interface CellStaging {
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

/** A cell whose edit stands otherwise than before. */
interface ChangedCell {
  readonly row: EditedRow
  readonly field: string
  readonly before: Standing
  readonly after: Standing
  /** The edit that it is in; none where it is staged no more. */
  readonly edit: Edit | undefined
}

/** What came of applying cells. */
interface Applied {
  readonly steps: CellPart[]
  readonly touched: Touched
  /** Of each cell. */
  readonly outcomes: readonly CellOutcome[]
  /** What was staged. */
  readonly operations: number[]
}

export function createCellStaging(options: {
  journal: Journal
  cache: Cache
  clock: Clock
  events: OutboxEvents
  log: UndoLog
  reader: CellReader
}): CellStaging {
  const { journal, cache, clock, events, log, reader } = options
  const rowsOf = createRowBinding({ journal, cache })
  const write = createEditWriting({ journal, clock })

  /**
   * Applies cells to drafts inside the caller's commit; answers what each edit held before and holds now, and what has
   * become of each cell. With `isBack` they are put back as they were, which can be done where the row is gone, too.
   */
  function apply(cells: readonly CellEdit[], counts: Staged, isBack = false): Applied {
    const { rows, leaders, isAnyOther } = rowsOf(cells)
    const steps = new Map<string, { readonly row: EditedRow; readonly field: string; readonly before: Standing }>()
    const outcomes: CellOutcome[] = []

    /** Takes down how an edit stands before it is altered. */
    function alter(row: EditedRow, field: string, before = standingOf(row, field)): void {
      const key = `${row.lane}:${field}`
      if (!steps.has(key)) steps.set(key, { row, field, before })
    }
    function set(row: EditedRow, cell: FieldEdit, before?: Standing): void {
      alter(row, cell.field, before)
      putIn(row, cell)
      // A recalled edit may stand before the one that is taken back; to put that back, it is not touched.
      while (cell.value === null && !isBack && !takenIn(row, cell.field) && openEdit(row, cell.field)) putIn(row, cell)
    }

    for (const cell of cells) {
      const { field, value } = cell
      const row = rows.get(laneOfRow(cell))
      if (!row?.fields.has(field) || !(row.held || value === null || (isBack && openEdit(row, field)))) {
        counts.skipped++
        outcomes.push({ before: null, after: null })
        continue
      }
      const closed = value === null || isBack ? null : closedTo(row, field)
      if (closed) {
        counts.skipped++
        counts.why ??= closed
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
    const { touched, operations: written, broken } = write(new Set(changed.map(({ row }) => row)))
    const staged = changed.filter(({ after }) => after.value !== null)
    // Only what is no edit of cells leaves an edit nothing to do, and to look that up, or what is foretold, takes a while.
    const isForetold = staged.some(({ row, field }) => row.fields.get(field)?.kind.foretell)
    const keptBack = isAnyOther || isForetold ? journal.keptBack() : new Map<number, Problem>()
    const operations: number[] = []
    for (const { row, field, after, edit } of staged) {
      const operation = written.get(edit) ?? 0
      operations.push(operation)
      const column = edit && broken.has(edit) ? row.fields.get(field)?.edit : null
      if ((column && brokenBy(column, after.value, edit?.unresolved[field])) || keptBack.has(operation)) counts.broken++
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
      events.changed([...applied.touched.changeSets], [...applied.touched.lanes])
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
    const texts = cells.filter(({ entity, field, value }) => {
      const { refersTo, list } = fields.get(entity)?.get(field)?.edit ?? {}
      return typeof value === 'string' && (refersTo || list)
    })
    if (texts.length === 0) return [...cells]
    const values = new Map(
      texts.map((cell) => [
        cell,
        reader(cell.entity, [{ id: cell.id, field: cell.field, value: String(cell.value) }])[0],
      ]),
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
