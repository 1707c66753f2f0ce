import { z } from 'zod'
import { editSources, type EditSource } from '../../shared/contract/sheets.ts'
import type { Tracker } from '../../shared/model/tracker.ts'
import { isKindName, kindOf, type KindName, type ParamsOf } from '../../shared/operations/catalogue.ts'
import { trackerSettingsKind, type TrackerSettings } from '../../shared/operations/tracker-settings.ts'
import { fail } from '../../shared/problem.ts'
import { trackersSheet } from '../../shared/sheets/trackers.ts'
import type { Clock } from '../ports.ts'
import type { Cache } from '../store/cache.ts'
import type { Journal, Operation } from '../store/journal.ts'
import { tell, type News } from './news.ts'

/** A cell to be edited; null takes its staged value back. */
export interface CellEdit {
  readonly id: number
  readonly field: string
  readonly value: string | null
}

/** What staging did, counted in cells. */
export interface Staged {
  staged: number
  unstaged: number
  skipped: number
  broken: number
}

/** An operation to be staged by an import. */
export interface ImportedOperation {
  readonly kind: KindName
  readonly params: unknown
  readonly subject: string
  readonly fileRow: number
}

/** What an undo or redo took back. */
export interface Step {
  readonly source: EditSource
  readonly cells: number
  readonly ids: number[]
}

/** Turns edits and imported rows into drafts. Whatever it has answered is committed. */
export interface Staging {
  /** Stages edits of trackers' cells as one undo step. */
  edit(source: EditSource, cells: readonly CellEdit[]): Staged
  /** Takes staged values back, of one field or (null) of the whole row, as one undo step. */
  revert(cells: readonly { id: number; field: string | null }[]): Staged
  undo(redo: boolean): Step | null
  canUndo(): { canUndo: boolean; canRedo: boolean }
  /** Stages operations as a change set of their own, in one commit. */
  importAll(title: string, operations: readonly ImportedOperation[]): { changeSet: number; staged: number }
}

type Field = keyof TrackerSettings & ('label' | 'comment')
const editable = new Set<string>(trackersSheet.columns.filter((column) => 'edit' in column).map(({ field }) => field))
const isEditable = (field: string): field is Field => editable.has(field)

const undoCell = z.object({
  id: z.int(),
  field: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
})
type UndoCell = z.infer<typeof undoCell>
const undoRow = z.object({
  id: z.int(),
  source: z.enum(editSources),
  cells: z.string().transform((text) => z.array(undoCell).parse(JSON.parse(text))),
})

/** One tracker's open edits while a step is being staged. */
interface Sheaf {
  readonly tracker: Tracker
  /** Where this step's values go; null until there is something to write. */
  draft: Operation | null
  set: TrackerSettings
  base: TrackerSettings
  baseFrom: { label?: number; comment?: number; hidden?: number }
  /** Earlier operations that are released and not settled, oldest first. */
  readonly released: readonly { id: number; set: TrackerSettings }[]
}

export function createStaging(options: { journal: Journal; cache: Cache; clock: Clock; news: News }): Staging {
  const { journal, cache, clock, news } = options
  const { database } = journal
  const openSet = database.prepare<[], { id: number }>(
    `SELECT id FROM change_set WHERE origin = 'sheet' AND released_at IS NULL ORDER BY id DESC LIMIT 1`,
  )
  const insertStep = database.prepare('INSERT INTO undo_step (change_set, source, cells) VALUES (?, ?, ?)')
  const dropUndone = database.prepare('DELETE FROM undo_step WHERE undone = 1')
  const lastStep = database.prepare('SELECT id, source, cells FROM undo_step WHERE undone = 0 ORDER BY id DESC LIMIT 1')
  const nextStep = database.prepare('SELECT id, source, cells FROM undo_step WHERE undone = 1 ORDER BY id LIMIT 1')
  const markStep = database.prepare('UPDATE undo_step SET undone = ? WHERE id = ?')

  function openChangeSet(): number {
    return openSet.get()?.id ?? journal.addChangeSet('sheet', '', clock.now())
  }

  /** Applies cells to drafts inside the caller's commit; answers what each cell held before and holds now. */
  function apply(cells: readonly CellEdit[], counts: Staged): { steps: UndoCell[]; touched: Set<number> } {
    const ids = [...new Set(cells.map((cell) => cell.id))]
    const trackers = cache.trackers.byIds(ids)
    const lanes = journal.inLanes(ids.map((id) => `tracker:${id}`))
    const sheaves = new Map<number, Sheaf>()
    const steps = new Map<string, UndoCell>()

    for (const { id, field, value } of cells) {
      const tracker = trackers.get(id)
      if (!tracker || !isEditable(field)) {
        counts.skipped++
        continue
      }
      const sheaf = sheaves.get(id) ?? bind(tracker, lanes.get(`tracker:${id}`) ?? [])
      sheaves.set(id, sheaf)
      const before = sheaf.set[field] ?? null
      put(sheaf, field, value)
      const after = sheaf.set[field] ?? null
      if (before === after) continue
      if (after === null) counts.unstaged++
      else counts.staged++
      const step = steps.get(`${id}:${field}`)
      if (step) step.after = after
      else steps.set(`${id}:${field}`, { id, field, before, after })
    }

    const touchedTrackers = new Set([...steps.values()].map((step) => step.id))
    const changeSet = touchedTrackers.size > 0 ? openChangeSet() : 0
    const touched = new Set<number>()
    for (const id of touchedTrackers) {
      const sheaf = sheaves.get(id)
      if (!sheaf) continue
      const written = write(sheaf, changeSet)
      if (written.broken) counts.broken++
      touched.add(written.changeSet)
    }
    return { steps: [...steps.values()], touched }
  }

  /** Finds the draft that further edits of this tracker merge into, and what earlier operations will make of it. */
  function bind(tracker: Tracker, open: readonly Operation[]): Sheaf {
    const edits = open.flatMap((operation) => {
      if (operation.kind !== trackerSettingsKind.name) return []
      const parsed = trackerSettingsKind.params.safeParse(operation.params)
      return parsed.success ? [{ operation, params: parsed.data }] : []
    })
    // A refused edit is mended, and a conflict resolved, by typing over it; both are edits not under way.
    const draft = edits.findLast(({ operation }) => ['draft', 'rejected', 'conflict'].includes(operation.state))
    const released = edits
      .filter(({ operation }) => operation !== draft?.operation && operation.state !== 'draft')
      .map(({ operation, params }) => ({ id: operation.id, set: params.set }))
    return {
      tracker,
      draft: draft?.operation ?? null,
      set: { ...draft?.params.set },
      base: { ...draft?.params.base },
      baseFrom: { ...draft?.params.baseFrom },
      released,
    }
  }

  function put(sheaf: Sheaf, field: Field, value: string | null): void {
    const { [field]: _set, ...set } = sheaf.set
    if (sheaf.base[field] === undefined) {
      const earlier = sheaf.released.findLast((operation) => operation.set[field] !== undefined)
      sheaf.base = { ...sheaf.base, [field]: earlier?.set[field] ?? sheaf.tracker[field] }
      if (earlier) sheaf.baseFrom = { ...sheaf.baseFrom, [field]: earlier.id }
    }
    if (value === null || value === sheaf.base[field]) {
      const { [field]: _base, ...base } = sheaf.base
      const { [field]: _from, ...baseFrom } = sheaf.baseFrom
      Object.assign(sheaf, { set, base, baseFrom })
    } else {
      sheaf.set = { ...set, [field]: value }
    }
  }

  function write(sheaf: Sheaf, changeSet: number): { changeSet: number; broken: boolean } {
    const { tracker, draft } = sheaf
    if (Object.keys(sheaf.set).length === 0) {
      if (draft) journal.move([draft.id], 'discarded')
      return { changeSet: draft?.changeSet ?? changeSet, broken: false }
    }
    let base = sheaf.base
    if (draft?.state === 'conflict') {
      // Typed over in full knowledge of what the panel holds: that is what it is now made against.
      base = { ...base, ...(draft.theirs as TrackerSettings | null) }
    }
    const params: ParamsOf<'tracker.settings'> = { tracker: tracker.id, set: sheaf.set, base, baseFrom: sheaf.baseFrom }
    const broken = trackerSettingsKind.check(params)
    if (!draft) {
      journal.add(
        changeSet,
        {
          kind: trackerSettingsKind.name,
          version: trackerSettingsKind.version,
          params,
          subject: tracker.label,
          broken,
          lanes: trackerSettingsKind.lanes(params),
          fileRow: null,
        },
        clock.now(),
      )
      return { changeSet, broken: broken !== null }
    }
    if (draft.state === 'rejected') journal.move([draft.id], 'draft')
    journal.rewrite(draft.id, params, broken)
    if (draft.state === 'conflict') journal.move([draft.id], 'ready', { theirs: null })
    return { changeSet: draft.changeSet, broken: broken !== null }
  }

  function edit(source: EditSource, cells: readonly CellEdit[]): Staged {
    const counts: Staged = { staged: 0, unstaged: 0, skipped: 0, broken: 0 }
    const { steps, touched } = journal.commit(() => {
      const applied = apply(cells, counts)
      if (applied.steps.length > 0) {
        dropUndone.run()
        insertStep.run(openChangeSet(), source, JSON.stringify(applied.steps))
      }
      return applied
    })
    if (steps.length > 0) news.changed([...touched], [...new Set(steps.map((step) => step.id))])
    return counts
  }

  return {
    edit,
    revert: (cells) =>
      edit(
        'revert',
        cells.flatMap(({ id, field }) =>
          (field === null ? [...editable] : [field]).map((each) => ({ id, field: each, value: null })),
        ),
      ),

    undo(redo) {
      const counts: Staged = { staged: 0, unstaged: 0, skipped: 0, broken: 0 }
      const done = journal.commit(() => {
        const raw = (redo ? nextStep : lastStep).get()
        if (!raw) return null
        const step = undoRow.parse(raw)
        markStep.run(redo ? 0 : 1, step.id)
        const cells = step.cells.map(({ id, field, before, after }) => ({ id, field, value: redo ? after : before }))
        return { step, touched: apply(cells, counts).touched }
      })
      if (!done) return null
      const ids = [...new Set(done.step.cells.map((cell) => cell.id))]
      news.changed([...done.touched], ids)
      return { source: done.step.source, cells: done.step.cells.length, ids }
    },

    canUndo: () => ({ canUndo: lastStep.get() !== undefined, canRedo: nextStep.get() !== undefined }),

    importAll(title, operations) {
      if (operations.length === 0) fail('nothing-to-stage')
      const changeSet = journal.commit(() => {
        const at = clock.now()
        const id = journal.addChangeSet('import', title, at)
        for (const { kind, params, subject, fileRow } of operations) {
          if (!isKindName(kind)) fail('kind-unknown', { kind })
          const declared = kindOf(kind)
          const parsed = declared.params.parse(params)
          journal.add(
            id,
            {
              kind,
              version: declared.version,
              params: parsed,
              subject,
              broken: declared.check(parsed),
              lanes: declared.lanes(parsed),
              fileRow,
            },
            at,
          )
        }
        return id
      })
      tell(
        news,
        operations.map(({ kind, params }) => ({ kind, params, changeSet }) as Operation),
      )
      return { changeSet, staged: operations.length }
    },
  }
}
