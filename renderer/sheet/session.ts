import { shallowRef, type ShallowRef } from 'vue'
import type { ColumnChange } from '../../shared/contract/changing.ts'
import type { CallInput, CallName, CallOutput, CoreEvent } from '../../shared/contract.ts'
import type { CellValue, EditSource, SheetQuery, SheetRow } from '../../shared/contract/sheets.ts'
import { type Problem, ProblemError, problemOf } from '../../shared/problem.ts'
import type { SheetName } from '../../shared/sheets/catalogue.ts'
import type { Sheet } from '../../shared/sheets/sheet.ts'
import type { RowAction } from './actions/row-actions.ts'
import { shownCell } from './marks.ts'
import { type CellEdit, pendingEdits } from './pending-edits.ts'
import { type RowWindow, rowWindow } from './row-window.ts'
import type { Range } from './selection.ts'

/** The way to the core, as `renderer/bridge.ts` gives it. */
export interface Bridge {
  call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>>
  onEvent(listener: (event: CoreEvent) => void): () => void
  onReturn(listener: () => void): () => void
}

/** Most cells that are copied at a time; the core is asked for them in stretches. */
const cellsAtOnce = 10_000
/** Above this many changed rows, what is in sight is fetched anew instead of row by row. */
const rowsByIdMost = 500

/** A row by its id and its index in the view. */
export interface RowPlace {
  readonly id: number
  readonly row: number
}

type NextWhat = CallInput<'sheet.next'>['what']
type Staged = CallOutput<'sheet.stage'>

/** A change of a column; its rows are those of the view as it is now, a stretch of them, or all of the sheet. */
export interface ChangeHere extends Omit<ColumnChange, 'sheet' | 'where'> {
  readonly where:
    { readonly rows: 'range'; readonly from: number; readonly count: number } | { readonly rows: 'view' | 'all' }
}
type UndoStep = CallOutput<'sheet.undo'>['step']

/** A sheet as it is looked at and edited: the view the core keeps for it, the rows in sight, edits on their way. */
export interface SheetSession {
  readonly sheet: Sheet & { readonly name: SheetName }
  /** How the sheet is looked at now. */
  readonly query: Readonly<ShallowRef<SheetQuery>>
  /** Rows in the view, those of groups among them; those that fit the question, and in the sheet altogether. */
  readonly count: Readonly<ShallowRef<number>>
  readonly matching: Readonly<ShallowRef<number>>
  readonly total: Readonly<ShallowRef<number>>
  /** Whether the first answer has come. */
  readonly ready: Readonly<ShallowRef<boolean>>
  /** Why the rows could not be had, if they could not. */
  readonly problem: Readonly<ShallowRef<Problem | null>>
  /** Grows by one whenever what the cells show may have changed. */
  readonly painted: Readonly<ShallowRef<number>>
  /** Grows by one whenever values may have changed, in sight or not. */
  readonly revision: Readonly<ShallowRef<number>>
  /** Grows by one whenever the rows have been ordered anew. */
  readonly ordered: Readonly<ShallowRef<number>>
  /** How many edits are on their way to the core: whatever else it is asked for meanwhile makes them take longer. */
  readonly underWay: Readonly<ShallowRef<number>>
  /** Rows may have come or gone since they were ordered; {@link reopen} shows them. */
  readonly outdated: Readonly<ShallowRef<boolean>>
  /** Looks at the sheet otherwise. */
  ask(change: Partial<Omit<SheetQuery, 'sheet'>>): Promise<void>
  /** Folds and unfolds groups; what is in sight stays there as far as it is left. */
  fold(folds: Pick<SheetQuery, 'folded' | 'foldOthers'>): Promise<void>
  /**
   * Orders the rows anew under the same question, what is in sight staying in sight until it is there. Resolves to
   * the new index of the row `follow`, or null where it is not in the view any more or none was named.
   */
  reopen(follow?: number): Promise<number | null>
  /** The row at an index of the view, pending edits laid over it; undefined until it has arrived. */
  row(index: number): SheetRow | undefined
  /** Where a row stands, if it is held. */
  indexOf(id: number): number | undefined
  /** Says which rows are in sight, `to` not included. */
  show(from: number, to: number): void
  /** The ids of a stretch of rows, `to` included, loaded or not; group rows are passed over. */
  ids(from: number, to: number): Promise<number[]>
  /** The first `count` rows from an index on, or as many as there are, with their places; group rows are passed over. */
  placesFrom(from: number, count: number): Promise<RowPlace[]>
  /** What stands in a range of cells. */
  summary(range: Pick<Range, 'top' | 'bottom'>, fields: readonly string[]): Promise<CallOutput<'sheet.summary'>>
  /** The next row, after or before one, in which something needs a person, is staged or in conflict; goes round. */
  next(from: number, backwards: boolean, what: NextWhat): Promise<CallOutput<'sheet.next'>>
  /** The shown values of a range at once, group rows left out, or null where not all of its rows are held. */
  loadedCells(range: Range, fields: readonly string[]): CellValue[][] | null
  /** The shown values of a range, however large. */
  cells(range: Range, fields: readonly string[]): Promise<CellValue[][]>
  /** Stages edits as one undo step; they show at once. Edits, reverts and undos go in the order they were made. */
  stage(edits: readonly CellEdit[], source: EditSource): Promise<Staged>
  /** What a change would come to, some thousand rows at a time from `from` on; stages nothing. */
  previewChange(change: ChangeHere, from: number): Promise<CallOutput<'sheet.previewChange'>>
  /** Stages a change as one undo step. `view-gone` where the rows have been ordered anew: they may be other ones. */
  change(change: ChangeHere): Promise<Staged>
  /** Takes staged edits back; without a field, all of the row. */
  revert(cells: readonly { id: number; field: string | null }[]): Promise<number>
  /** Stages an action on these rows. */
  act(action: RowAction, ids: readonly number[]): Promise<CallOutput<'sheet.act'>>
  /** Takes the last step back, or does it again; null where there was none. */
  undo(redo: boolean): Promise<UndoStep>
  /** Ends it. */
  close(): void
}

/** How a sheet is looked at before a person has chosen anything. */
export function plainQuery(sheet: SheetName): SheetQuery {
  return { sheet, search: '', sort: [], filter: [], only: 'all', group: null, folded: [], foldOthers: false }
}

/** Begins to look at a sheet, in the way of `start`. */
export function sheetSession(
  sheet: Sheet & { readonly name: SheetName },
  start: SheetQuery,
  bridge: Bridge,
): SheetSession {
  const query = shallowRef(start)
  const count = shallowRef(0)
  const matching = shallowRef(0)
  const total = shallowRef(0)
  const ready = shallowRef(false)
  const problem = shallowRef<Problem | null>(null)
  const painted = shallowRef(0)
  const revision = shallowRef(0)
  const ordered = shallowRef(0)
  const underWay = shallowRef(0)
  const outdated = shallowRef(false)

  const pending = pendingEdits(sheet)
  let view = 0
  let rows: RowWindow = windowOf(0, 0)
  let inSight = { from: 0, to: 0 }
  let question = 0
  /** Rows told of as changed while a view is being opened; null while none is. */
  let changedMeanwhile: Set<number> | null = null
  let lastPull: number | null | undefined

  function paint(): void {
    painted.value += 1
  }

  function windowOf(viewId: number, size: number): RowWindow {
    return rowWindow(size, {
      fetch: async (from, wanted) => (await bridge.call('sheet.rows', { view: viewId, from, count: wanted })).rows,
      changed: paint,
      failed: (error) => void fetchFailed(error),
    })
  }

  async function fetchFailed(error: unknown): Promise<void> {
    if (isViewGone(error)) await open(true)
    else problem.value = problemOf(error)
  }

  /**
   * Opens a view for the present question. Of several under way only the last counts. With `keep`, the rows that are
   * in sight by their index are fetched before the picture changes.
   */
  async function open(keep: boolean): Promise<void> {
    const turn = (question += 1)
    // Whatever is told from here on may have come too late for the answer.
    outdated.value = false
    changedMeanwhile ??= new Set()
    try {
      const answer = await bridge.call('sheet.open', query.value)
      if (turn !== question) return
      const next = windowOf(answer.view, answer.count)
      next.put(0, answer.rows)
      if (keep && inSight.from < answer.count && !next.holds(inSight.from, Math.min(inSight.to, answer.count) - 1)) {
        const from = Math.floor(inSight.from / 100) * 100
        const stretch = Math.min(1000, Math.ceil((inSight.to - from) / 100) * 100)
        next.put(from, (await bridge.call('sheet.rows', { view: answer.view, from, count: stretch })).rows)
        if (turn !== question) return next.close()
      }
      rows.close()
      rows = next
      view = answer.view
      count.value = answer.count
      matching.value = answer.matching
      total.value = answer.total
      problem.value = null
      ready.value = true
      if (!keep) inSight = { from: 0, to: Math.max(1, inSight.to - inSight.from) }
      rows.show(inSight.from, inSight.to)
      ordered.value += 1
      revision.value += 1
      paint()
      const changed = changedMeanwhile
      changedMeanwhile = null
      void refreshRows(changed)
    } catch (error) {
      if (turn !== question) return
      problem.value = problemOf(error)
      ready.value = true
    }
  }

  /** Asks for something of the view; where the core no longer has it, opens it anew and asks once more. */
  async function ofView<Answer>(asking: (view: number) => Promise<Answer>): Promise<Answer> {
    try {
      return await asking(view)
    } catch (error) {
      if (!isViewGone(error)) throw error
      await open(true)
      return asking(view)
    }
  }

  const wantedRows = new Set<number>()
  let refreshing: Promise<void> | null = null

  /** Fetches rows anew, in place, as far as they are held; calls that come together are answered together. */
  function refreshRows(ids: Iterable<number>): Promise<void> {
    for (const id of ids) {
      if (rows.indexOf(id) !== undefined) wantedRows.add(id)
      // The rows of a view that is being opened may have been read before this.
      changedMeanwhile?.add(id)
    }
    // With nothing to ask for it would have ended before it could be called ended.
    if (wantedRows.size === 0) return refreshing ?? Promise.resolve()
    refreshing ??= (async () => {
      try {
        while (wantedRows.size > 0) {
          const batch = [...wantedRows]
          wantedRows.clear()
          if (batch.length > rowsByIdMost) {
            await rows.refetch()
          } else {
            const answer = await bridge.call('sheet.rowsById', { sheet: sheet.name, ids: batch })
            // Whichever window is shown by now: the one of before may have made way meanwhile.
            rows.replace(answer.rows)
          }
        }
      } catch (error) {
        problem.value = problemOf(error)
      } finally {
        refreshing = null
      }
    })()
    return refreshing
  }

  let lastEdit: Promise<unknown> = Promise.resolve()
  /** An edit of many rows is on its way: being told that "many have changed" will mean that, not rows come or gone. */
  let manyOfOurs = false

  /** Lets edits reach the core in the order in which they were made. */
  function inTurn<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    underWay.value += 1
    const turn = lastEdit.then(work, work).finally(() => (underWay.value -= 1))
    lastEdit = turn.catch(() => undefined)
    return turn
  }

  /** A change as the core is told of it. */
  function told({ field, where, change }: ChangeHere, open: number): ColumnChange {
    const rows: ColumnChange['where'] =
      where.rows === 'range'
        ? { ...where, view: open }
        : where.rows === 'view'
          ? { rows: where.rows, view: open }
          : { rows: where.rows }
    return { sheet: sheet.name, field, where: rows, change }
  }

  const forget = [
    bridge.onEvent((event) => {
      if (event.event === 'rows' && event.sheet === sheet.name) {
        revision.value += 1
        if (event.ids) void refreshRows(event.ids)
        else {
          void rows.refetch()
          if (!manyOfOurs) outdated.value = true
        }
        manyOfOurs = false
      }
      if (event.event === 'status') {
        const { completedAt, changes } = event.status.pull
        if (lastPull !== undefined && completedAt !== lastPull && changes && changes.added + changes.removed > 0) {
          outdated.value = true
        }
        lastPull = completedAt
      }
    }),
    bridge.onReturn(() => void open(true)),
  ]

  void open(false)

  return {
    sheet,
    query,
    count,
    matching,
    total,
    ready,
    problem,
    painted,
    revision,
    ordered,
    underWay,
    outdated,
    async ask(change) {
      query.value = { ...query.value, ...change }
      await open(false)
    },
    async fold(folds) {
      query.value = { ...query.value, ...folds }
      await open(true)
    },
    async reopen(follow) {
      await open(true)
      if (follow === undefined || count.value === 0) return null
      const held = rows.indexOf(follow)
      if (held !== undefined) return held
      const { ids } = await ofView((open) => bridge.call('sheet.ids', { view: open, from: 0, count: count.value }))
      const index = ids.indexOf(follow)
      return index === -1 ? null : index
    },
    row(index) {
      const row = rows.row(index)
      return row && pending.over(row)
    },
    indexOf: (id) => rows.indexOf(id),
    show(from, to) {
      inSight = { from, to }
      rows.show(from, to)
    },
    async ids(from, to) {
      if (rows.holds(from, to)) {
        return Array.from({ length: to - from + 1 }, (_, step) => rows.row(from + step)?.id).filter(isOfSheet)
      }
      const { ids } = await ofView((open) => bridge.call('sheet.ids', { view: open, from, count: to - from + 1 }))
      return ids.filter(isOfSheet)
    },
    async placesFrom(from, wanted) {
      const places: RowPlace[] = []
      for (let next = from; places.length < wanted && next < count.value;) {
        const start = next
        const asked = Math.min(wanted - places.length, count.value - start)
        const { ids } = await ofView((open) => bridge.call('sheet.ids', { view: open, from: start, count: asked }))
        ids.forEach((id, offset) => isOfSheet(id) && places.push({ id, row: start + offset }))
        next += asked
      }
      return places
    },
    summary: (range, fields) =>
      ofView((open) =>
        bridge.call('sheet.summary', {
          view: open,
          from: range.top,
          count: range.bottom - range.top + 1,
          fields: [...fields],
        }),
      ),
    next: (from, backwards, what) => ofView((open) => bridge.call('sheet.next', { view: open, from, backwards, what })),
    loadedCells(range, fields) {
      if (!rows.holds(range.top, range.bottom)) return null
      const cells: CellValue[][] = []
      for (let index = range.top; index <= range.bottom; index += 1) {
        const row = this.row(index)
        if (!row?.group) cells.push(fields.map((field) => (row ? shownCell(row, field).value : null)))
      }
      return cells
    },
    async cells(range, fields) {
      const cells: CellValue[][] = []
      for (let from = range.top; from <= range.bottom; from += cellsAtOnce) {
        const wanted = Math.min(cellsAtOnce, range.bottom - from + 1)
        const answer = await ofView((open) =>
          bridge.call('sheet.cells', { view: open, from, count: wanted, fields: [...fields] }),
        )
        cells.push(...answer.cells)
      }
      return cells
    },
    async stage(edits, source) {
      const settled = pending.show(edits)
      manyOfOurs ||= edits.length > rowsByIdMost
      revision.value += 1
      paint()
      try {
        const answer = await inTurn(() =>
          bridge.call('sheet.stage', { sheet: sheet.name, source, cells: edits.map((edit) => ({ ...edit })) }),
        )
        await refreshRows(edits.map((edit) => edit.id))
        return answer
      } finally {
        settled()
        paint()
      }
    },
    previewChange: (change, from) =>
      ofView((open) => bridge.call('sheet.previewChange', { ...told(change, open), from })),
    async change(change) {
      manyOfOurs = true
      try {
        const answer = await inTurn(() => bridge.call('sheet.change', told(change, view)))
        revision.value += 1
        return answer
      } catch (error) {
        if (isViewGone(error)) await open(true)
        throw error
      }
    },
    async revert(cells) {
      manyOfOurs ||= cells.length > rowsByIdMost
      const answer = await inTurn(() => bridge.call('sheet.revert', { sheet: sheet.name, cells: [...cells] }))
      revision.value += 1
      await refreshRows(cells.map((cell) => cell.id))
      return answer.unstaged
    },
    async act(action, ids) {
      manyOfOurs ||= ids.length > rowsByIdMost
      const answer = await inTurn(() => bridge.call('sheet.act', { ...action, ids: [...ids] }))
      revision.value += 1
      await refreshRows(ids)
      return answer
    },
    async undo(redo) {
      const { step } = await inTurn(() => bridge.call('sheet.undo', { redo }))
      manyOfOurs ||= (step?.cells ?? 0) > rowsByIdMost
      revision.value += 1
      if (step) await refreshRows(step.ids)
      return step
    },
    close() {
      question += 1
      rows.close()
      for (const stop of forget) stop()
    },
  }
}

function isViewGone(error: unknown): boolean {
  return error instanceof ProblemError && error.problem.code === 'view-gone'
}

/** Whether it is the id of one of the sheet's rows: those of groups are negative. */
function isOfSheet(id: number | undefined): id is number {
  return id !== undefined && id >= 0
}
