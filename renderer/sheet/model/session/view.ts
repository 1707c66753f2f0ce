import { shallowRef, type ShallowRef } from 'vue'
import type { CallInput, CallName, CallOutput, CoreEvent } from '../../../../shared/contract.ts'
import type { SheetQuery, SheetRow } from '../../../../shared/contract/sheets.ts'
import { type Problem, ProblemError, problemOf } from '../../../../shared/problem.ts'
import type { SheetName } from '../../../../shared/sheets/catalogue.ts'
import type { Sheet } from '../../../../shared/sheets/sheet.ts'
import { isInOwnOrder } from '../look/sorting.ts'
import { type RowNumbers, rowNumbers } from './row-numbers.ts'
import { type RowWindow, rowWindow } from '../row-window.ts'
import { rowRefresh } from './row-refresh.ts'
import type { Turns } from './turns.ts'

/** The way to the core, as `renderer/bridge.ts` gives it. */
export interface Bridge {
  call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>>
  onEvent(listener: (event: CoreEvent) => void): () => void
  onReturn(listener: () => void): () => void
}

/** A sheet as it is looked at: the view the core keeps for it, and the rows in sight. */
export interface View {
  readonly sheet: Sheet & { readonly name: SheetName }
  /** How the sheet is looked at now. */
  readonly query: Readonly<ShallowRef<SheetQuery>>
  /** The question that the rows shown answer: still the last one while another is being asked. */
  readonly answered: Readonly<ShallowRef<SheetQuery>>
  /** Rows in the view, those of groups among them; those that fit the question, and in the sheet altogether. */
  readonly count: Readonly<ShallowRef<number>>
  readonly matching: Readonly<ShallowRef<number>>
  readonly total: Readonly<ShallowRef<number>>
  /** How the rows of the view are numbered. */
  readonly numbers: Readonly<ShallowRef<RowNumbers>>
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
  /** Where a row stands in the view, held or not; null where it is not in it. */
  find(id: number): Promise<number | null>
  /** The row at an index of the view, pending edits laid over it; undefined until it has arrived. */
  row(index: number): SheetRow | undefined
  /** Where a row stands, if it is held. */
  indexOf(id: number): number | undefined
  /** Says which rows are in sight, `to` not included. */
  show(from: number, to: number): void
}

/** A view as the other parts of a session work on it. */
export interface OpenView extends View {
  /** The rows that are held. */
  held(): RowWindow
  /** Asks for something of the view; where the core no longer has it, opens it anew and asks once more. */
  asked<Answer>(asking: (view: number) => Promise<Answer>): Promise<Answer>
  /** Asks the view as it is now; where the core no longer has it, opens it anew, and throws `view-gone` all the same. */
  askedOnce<Answer>(asking: (view: number) => Promise<Answer>): Promise<Answer>
  /** Fetches rows anew, in place, as far as they are held. */
  refresh(ids: Iterable<number>): Promise<void>
  /** What the cells show may have changed. */
  paint(): void
  /** Values may have changed, in sight or not. */
  revise(): void
  /** Rows have come or gone since they were ordered. */
  expire(): void
  /**
   * Rows stand elsewhere by what has just been done: orders them anew, or where the sheet is not in its own order, reads
   * anew what they show.
   */
  rearrange(): Promise<void>
  /** An edit of many rows is on its way: being told that "many have changed" will mean that, not rows come or gone. */
  expectMany(): void
  /** Ends it. */
  close(): void
}

/**
 * Opens a view of a sheet, in the way of `start`; `over` lays over a row what is not yet known of it. Whoever asks next
 * what there is, asks behind the edits that are on their way in `turns`: what was typed is searched.
 */
export function openView(
  sheet: Sheet & { readonly name: SheetName },
  start: SheetQuery,
  bridge: Bridge,
  over: (row: SheetRow) => SheetRow,
  turns: Turns,
): OpenView {
  const query = shallowRef(start)
  const answered = shallowRef(start)
  const count = shallowRef(0)
  const matching = shallowRef(0)
  const total = shallowRef(0)
  const ready = shallowRef(false)
  const problem = shallowRef<Problem | null>(null)
  const painted = shallowRef(0)
  const revision = shallowRef(0)
  const ordered = shallowRef(0)
  const outdated = shallowRef(false)

  let view = 0
  let rows = windowOf(0, 0)
  const numbers = shallowRef(rowNumbers(rows, false))
  let inSight = { from: 0, to: 0 }
  let question = 0
  let opening: Promise<void> = Promise.resolve()
  /** Rows told of as changed while a view is being opened; null while none is. */
  let changedMeanwhile: Set<number> | null = null
  let manyExpected = false
  let lastPull: number | null | undefined

  function paint(): void {
    painted.value += 1
  }

  function expire(): void {
    outdated.value = true
  }

  function revise(): void {
    revision.value += 1
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

  /** Opens a view for the present question, and resolves once the one that counts is there: the last of several. */
  async function open(keep: boolean): Promise<void> {
    opening = openNow(keep)
    for (let last = null; last !== opening;) {
      last = opening
      await last
    }
  }

  /** The same, but for waiting. With `keep`, the rows in sight by their index are fetched before the picture changes. */
  async function openNow(keep: boolean): Promise<void> {
    const turn = (question += 1)
    const asked = query.value
    const edits = turns.ended()
    if (edits) await edits
    if (turn !== question) return
    // Whatever is told from here on may have come too late for the answer.
    outdated.value = false
    changedMeanwhile ??= new Set()
    try {
      const answer = await bridge.call('sheet.open', asked)
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
      answered.value = asked
      count.value = answer.count
      matching.value = answer.matching
      total.value = answer.total
      numbers.value = rowNumbers(next, asked.group !== null)
      problem.value = null
      ready.value = true
      if (!keep) inSight = { from: 0, to: Math.max(1, inSight.to - inSight.from) }
      rows.show(inSight.from, inSight.to)
      ordered.value += 1
      revise()
      paint()
      const changed = changedMeanwhile
      changedMeanwhile = null
      void refresh(changed)
    } catch (error) {
      if (turn !== question) return
      problem.value = problemOf(error)
      ready.value = true
    }
  }

  async function askedOnce<Answer>(asking: (view: number) => Promise<Answer>): Promise<Answer> {
    try {
      return await asking(view)
    } catch (error) {
      if (isViewGone(error)) await open(true)
      throw error
    }
  }

  async function asked<Answer>(asking: (view: number) => Promise<Answer>): Promise<Answer> {
    try {
      return await askedOnce(asking)
    } catch (error) {
      if (isViewGone(error)) return asking(view)
      throw error
    }
  }

  const fetchAnew = rowRefresh({
    async fetch(ids) {
      const answer = await bridge.call('sheet.rowsById', { sheet: sheet.name, ids })
      // Whichever window is shown by now: the one of before may have made way meanwhile.
      rows.replace(answer.rows)
      if (answer.rows.length === ids.length) return
      const there = new Set(answer.rows.map(({ id }) => id))
      if (ids.some((id) => !there.has(id) && rows.indexOf(id) !== undefined)) expire()
    },
    fetchAll: () => rows.refetch(),
    failed: (error) => (problem.value = problemOf(error)),
  })

  function refresh(ids: Iterable<number>): Promise<void> {
    const changed = [...ids]
    // The rows of a view that is being opened may have been read before this.
    for (const id of changed) changedMeanwhile?.add(id)
    return fetchAnew(changed.filter((id) => rows.indexOf(id) !== undefined))
  }

  async function find(id: number): Promise<number | null> {
    if (count.value === 0) return null
    const held = rows.indexOf(id)
    if (held !== undefined) return held
    const { ids } = await asked((open) => bridge.call('sheet.ids', { view: open, from: 0, count: count.value }))
    const index = ids.indexOf(id)
    return index === -1 ? null : index
  }

  function told(event: CoreEvent): void {
    if (event.event === 'rows' && event.sheet === sheet.name) {
      revise()
      if (event.ids) void refresh(event.ids)
      else {
        void rows.refetch()
        if (!manyExpected) expire()
      }
      manyExpected = false
    }
    if (event.event === 'status') {
      const { completedAt, changes } = event.status.pull
      if (lastPull !== undefined && completedAt !== lastPull && changes && changes.added + changes.removed > 0) {
        expire()
      }
      lastPull = completedAt
    }
  }

  const forget = [bridge.onEvent(told), bridge.onReturn(() => void open(true))]
  void open(false)

  return {
    sheet,
    query,
    answered,
    count,
    matching,
    total,
    numbers,
    ready,
    problem,
    painted,
    revision,
    ordered,
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
      return follow === undefined ? null : find(follow)
    },
    find,
    row(index) {
      const row = rows.row(index)
      return row && over(row)
    },
    indexOf: (id) => rows.indexOf(id),
    show(from, to) {
      inSight = { from, to }
      rows.show(from, to)
    },
    held: () => rows,
    asked,
    askedOnce,
    refresh,
    paint,
    revise,
    expire,
    rearrange: () => (isInOwnOrder(query.value) ? open(true) : rows.refetch()),
    expectMany: () => (manyExpected = true),
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
