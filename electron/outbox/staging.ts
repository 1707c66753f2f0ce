import { laneOfRow } from '../../shared/entities/entity.ts'
import type { EditSource } from '../../shared/contract/sheets.ts'
import type { ParamsOf } from '../../shared/operations/catalogue.ts'
import { clashing } from '../../shared/operations/edit.ts'
import { trackerSettings, trackerSettingsKind, type TrackerSettings } from '../../shared/operations/tracker-settings.ts'
import type { OperationState } from '../../shared/operations/states.ts'
import { fail, type Problem } from '../../shared/problem.ts'
import type { ColumnEdit } from '../../shared/sheets/column-edit.ts'
import { trackersSheet } from '../../shared/sheets/trackers.ts'
import type { Clock } from '../ports.ts'
import type { Cache, HeldSettings } from '../store/cache.ts'
import type { Journal } from '../store/journal.ts'
import { isReadable, type NewOperation, type Operation, type StoredOperation } from '../store/operation.ts'
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
  /** Stages edits of trackers' cells in one commit, as an undo step or as a further part of one that has begun. */
  edit(source: EditSource, cells: readonly CellText[], step?: StepSoFar): Staged
  /** Takes staged values back, of one field or (null) of the whole row, as one undo step. */
  revert(cells: readonly { id: number; field: string | null }[]): Staged
  /**
   * Puts staged values back as they were, inside the caller's commit and without a step; answers the change sets.
   * Throws `not-pulled` where that takes rows that were lost with the cache and have not been pulled again.
   */
  put(cells: readonly CellEdit[]): Set<number>
}

type Field = keyof TrackerSettings
const editable = new Map<string, ColumnEdit>(
  trackersSheet.columns.flatMap((column) => ('edit' in column ? [[column.field, column.edit]] : [])),
)
const isEditable = (field: string): field is Field => editable.has(field)

/** An edit of a tracker that is not settled, as it is while a step is being staged. */
interface Edit {
  /** Null for one that this step begins. */
  readonly operation: Operation | null
  set: TrackerSettings
  base: TrackerSettings
  baseFrom: { label?: number; comment?: number; hidden?: number }
  /** What the panel was found to hold instead, for a conflict. */
  readonly theirs: TrackerSettings
  touched: boolean
}

/** The edits of one tracker, oldest first. */
interface Sheaf {
  readonly id: number
  /** What the sheet has of it; null where it is gone, or not pulled again since the cache was lost. */
  readonly row: HeldSettings | null
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
    const ids = [...new Set(cells.map((cell) => cell.id))]
    const trackers = cache.trackers.settingsOf(ids)
    const lanes = journal.inLanes(ids.map((id) => `tracker:${id}`))
    const sheaves = new Map<number, Sheaf>()
    const steps = new Map<string, CellPart>()

    for (const { id, field, value } of cells) {
      const sheaf = sheaves.get(id) ?? bind(id, trackers.get(id) ?? null, lanes.get(`tracker:${id}`) ?? [])
      sheaves.set(id, sheaf)
      if (!isEditable(field) || !(sheaf.row || value === null || (isBack && openEdit(sheaf, field)))) {
        counts.skipped++
        continue
      }
      const before = openEdit(sheaf, field)?.set[field] ?? null
      put(sheaf, field, value)
      // A recalled edit may stand before the one that is taken back; to put that back, it is not touched.
      while (value === null && !isBack && openEdit(sheaf, field)) put(sheaf, field, value)
      const after = openEdit(sheaf, field)?.set[field] ?? null
      if (before === after) continue
      if (after === null) counts.unstaged++
      else counts.staged++
      const step = steps.get(`${id}:${field}`)
      if (step) step.after = after
      else steps.set(`${id}:${field}`, { id, field, before, after })
    }

    const touchedTrackers = new Set([...steps.values()].map((step) => step.id))
    const changeSet = touchedTrackers.size > 0 ? openChangeSet(journal, clock) : 0
    const touched = new Set<number>()
    const written = new Map<Edit | undefined, number>()
    const begun: { readonly edit: Edit; readonly draft: NewOperation }[] = []
    for (const id of touchedTrackers) {
      const sheaf = sheaves.get(id)
      if (!sheaf) continue
      for (const edit of sheaf.edits.filter(({ touched }) => touched)) {
        touched.add(edit.operation?.changeSet ?? changeSet)
        if (edit.operation) written.set(edit, rewrite(sheaf, edit, edit.operation))
        else if (Object.keys(edit.set).length > 0) begun.push({ edit, draft: draftOf(sheaf, edit) })
      }
    }
    const drafts = begun.map(({ draft }) => draft)
    journal.addAll(changeSet, drafts, clock.now()).forEach((id, index) => written.set(begun[index]?.edit, id))
    // Only what is no edit of cells leaves an edit nothing to do, and to look that up takes a while.
    const barred = [...lanes.values()].some((open) => open.some(({ kind }) => kind !== trackerSettingsKind.name))
      ? journal.barred()
      : new Map<number, Problem>()
    for (const { id, field, before, after } of steps.values()) {
      const sheaf = sheaves.get(id)
      if (!sheaf || !isEditable(field) || after === null || after === before) continue
      const operation = written.get(openEdit(sheaf, field)) ?? 0
      if (editable.get(field)?.check(after) || barred.has(operation)) counts.broken++
    }
    return { steps: [...steps.values()].filter(({ before, after }) => before !== after), touched }
  }

  /** The edits of a tracker that are not settled and can be read. */
  function bind(id: number, row: HeldSettings | null, open: readonly StoredOperation[]): Sheaf {
    const edits = open.filter(isReadable).flatMap((operation): Edit[] => {
      if (operation.kind !== trackerSettingsKind.name) return []
      const parsed = trackerSettingsKind.params.safeParse(operation.params)
      if (!parsed.success) return []
      const { set, base, baseFrom } = parsed.data
      const theirs = operation.state === 'conflict' ? trackerSettings.catch({}).parse(operation.theirs ?? {}) : {}
      return [{ operation, set, base, baseFrom, theirs, touched: false }]
    })
    return { id, row, edits }
  }

  /** The edit that holds a field's staged value and may still be typed into; none once a later edit was released. */
  function openEdit({ edits }: Sheaf, field: Field): Edit | undefined {
    const last = edits.findLastIndex(({ set }) => set[field] !== undefined)
    return last >= 0 && edits.slice(last).every(isOpen) ? edits[last] : undefined
  }

  /** The edit that a field goes into: the one that has it, else the last, unless that waits for a conflict to end. */
  function editFor(sheaf: Sheaf, field: Field): Edit {
    const held = openEdit(sheaf, field)
    if (held) return held
    const last = sheaf.edits.at(-1)
    if (last && isOpen(last) && last.operation?.state !== 'conflict') return last
    const begun: Edit = { operation: null, set: {}, base: {}, baseFrom: {}, theirs: {}, touched: false }
    sheaf.edits.push(begun)
    return begun
  }

  function put(sheaf: Sheaf, field: Field, value: CellEdit['value']): void {
    if (value === null && !openEdit(sheaf, field)) return
    const edit = editFor(sheaf, field)
    // An earlier edit that is not settled is what the panel will hold by then; else it is what we know it to hold.
    const earlier = sheaf.edits.slice(0, sheaf.edits.indexOf(edit)).findLast(({ set }) => set[field] !== undefined)
    const known = edit.theirs[field] ?? earlier?.set[field] ?? sheaf.row?.[field] ?? edit.base[field]
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

  const paramsOf = ({ id }: Sheaf, { set, base, baseFrom }: Edit): ParamsOf<'tracker.settings'> => ({
    row: id,
    set,
    base,
    baseFrom,
  })

  /** An edit that this step begins, as it is written down. */
  function draftOf(sheaf: Sheaf, edit: Edit): NewOperation {
    const params = paramsOf(sheaf, edit)
    return {
      kind: trackerSettingsKind.name,
      version: trackerSettingsKind.version,
      params,
      subject: sheaf.row?.label ?? '',
      broken: trackerSettingsKind.check(params),
      lanes: trackerSettingsKind.lanes(params),
      fileRow: null,
    }
  }

  /** Writes down what has become of an edit that was there; answers its operation. */
  function rewrite(sheaf: Sheaf, edit: Edit, operation: Operation): number {
    if (Object.keys(edit.set).length === 0) {
      journal.move([operation.id], 'discarded')
      return operation.id
    }
    const params = paramsOf(sheaf, edit)
    const broken = trackerSettingsKind.check(params)
    if (operation.state === 'rejected') journal.move([operation.id], 'draft')
    journal.rewrite(operation, params, broken)
    const settled = clashing(params, edit.theirs).length === 0
    if (operation.state === 'conflict' && settled && !broken) journal.move([operation.id], 'ready', { theirs: null })
    return operation.id
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
      news.changed([...touched], [...new Set(steps.map(({ id }) => laneOfRow({ entity: 'tracker', id })))])
    }
    return counts
  }

  return {
    edit: (source, cells, so) =>
      step(
        source,
        cells.map(({ id, field, value }) => ({ id, field, value: editable.get(field)?.read(value) ?? value })),
        so,
      ),
    revert: (cells) =>
      step(
        'revert',
        cells.flatMap(({ id, field }) =>
          (field === null ? [...editable.keys()] : [field]).map((each) => ({ id, field: each, value: null })),
        ),
      ),

    put(cells) {
      const counts: Staged = { staged: 0, unstaged: 0, skipped: 0, broken: 0 }
      const { touched } = apply(cells, counts, true)
      if (counts.skipped > 0 && cache.pulledAt() === null) fail('not-pulled', undefined, { again: true })
      return touched
    },
  }
}
