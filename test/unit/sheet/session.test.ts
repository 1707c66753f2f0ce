import { afterEach, describe, expect, it } from 'vitest'
import { shownCell } from '../../../renderer/sheet/model/marks.ts'
import { plainQuery, sheetSession } from '../../../renderer/sheet/model/session.ts'
import type { Bridge } from '../../../renderer/sheet/model/session/view.ts'
import { calls, type CoreEvent } from '../../../shared/contract.ts'
import type { SheetRow } from '../../../shared/contract/sheets.ts'
import { ProblemError } from '../../../shared/problem.ts'
import { trackersSheet } from '../../../shared/sheets/trackers.ts'

/** Answers of the far side, by call; every one of them is held against the contract. */
type Answers = Record<string, (input: never) => unknown>

/** A far side in memory: what is asked is kept in order, and answers can be held back. */
function farSide(answers: Answers) {
  const asked: { name: string; input: unknown }[] = []
  const listeners = new Set<(event: CoreEvent) => void>()
  const bridge: Bridge = {
    async call(name, input) {
      asked.push({ name, input })
      const answer = answers[name]
      if (!answer) throw new ProblemError({ code: 'bad-call' })
      return calls[name].output.parse(await answer(input as never)) as never
    },
    onEvent(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    onReturn: () => () => undefined,
  }
  return {
    bridge,
    asked,
    names: () => asked.map(({ name }) => name),
    tell: (event: CoreEvent) => listeners.forEach((listener) => listener(event)),
  }
}

const row = (id: number, label: string, staged?: string): SheetRow => ({
  id,
  values: { panelId: id, label },
  marks:
    staged === undefined
      ? {}
      : {
          label: { sign: 'staged', state: 'draft', operation: 1, kind: 'tracker.settings', value: staged, base: label },
        },
})
const opened = (rows: SheetRow[], view = 1) => ({
  view,
  count: rows.length,
  matching: rows.length,
  total: rows.length,
  rows,
})
const untilIdle = () => new Promise<void>((resolve) => setImmediate(resolve))

/** Something that is settled by the test. */
function later<Value>() {
  let resolve: (value: Value) => void = () => undefined
  const promise = new Promise<Value>((settle) => (resolve = settle))
  return { promise, resolve }
}

const open: { close(): void }[] = []
afterEach(() => open.splice(0).forEach((session) => session.close()))

function look(side: { bridge: Bridge }) {
  const session = sheetSession(trackersSheet, plainQuery('trackers'), side.bridge)
  open.push(session)
  const label = (index: number) => {
    const found = session.row(index)
    return found && shownCell(found, 'label').value
  }
  return { session, label }
}

describe('a sheet that is looked at', () => {
  it('shows an edit at once, and until the core’s own picture of it has come', async () => {
    const staged = later<unknown>()
    const side = farSide({
      'sheet.open': () => opened([row(1, 'old')]),
      'sheet.stage': () => staged.promise,
      'sheet.rowsById': () => ({ rows: [row(1, 'old', 'new')] }),
    })
    const { session, label } = look(side)
    await untilIdle()
    const done = session.stage([{ id: 1, field: 'label', value: 'new' }], 'type')
    expect(label(0)).toBe('new')
    expect(session.underWay.value).toBe(1)
    staged.resolve({ staged: 1, unstaged: 0, skipped: 0, broken: 0 })
    await done
    expect(session.underWay.value).toBe(0)
    expect(label(0)).toBe('new')
    expect(session.row(0)?.marks['label']?.operation).toBe(1)
  })

  it('marks a value that breaks a rule before the core has answered', async () => {
    const side = farSide({
      'sheet.open': () => opened([row(1, 'old')]),
      'sheet.stage': () => new Promise(() => undefined),
    })
    const { session } = look(side)
    await untilIdle()
    void session.stage([{ id: 1, field: 'label', value: '<b>' }], 'type')
    expect(session.row(0)?.marks['label']?.problem?.code).toBe('label-brackets')
  })

  it('shows the old value again where staging failed', async () => {
    const side = farSide({
      'sheet.open': () => opened([row(1, 'old')]),
      'sheet.stage': () => Promise.reject(new ProblemError({ code: 'disk-full' })),
    })
    const { session, label } = look(side)
    await untilIdle()
    await expect(session.stage([{ id: 1, field: 'label', value: 'new' }], 'type')).rejects.toThrow('disk-full')
    expect(label(0)).toBe('old')
  })

  it('lets an undo wait for the edit that it takes back', async () => {
    const staged = later<unknown>()
    const side = farSide({
      'sheet.open': () => opened([row(1, 'old')]),
      'sheet.stage': () => staged.promise,
      'sheet.rowsById': () => ({ rows: [row(1, 'old')] }),
      'sheet.undo': () => ({ step: { source: 'type', cells: 1, ids: [1], made: null } }),
    })
    const { session, label } = look(side)
    await untilIdle()
    void session.stage([{ id: 1, field: 'label', value: 'new' }], 'type')
    const undone = session.undo(false)
    await untilIdle()
    expect(side.names()).not.toContain('sheet.undo')
    staged.resolve({ staged: 1, unstaged: 0, skipped: 0, broken: 0 })
    await undone
    await untilIdle()
    expect(label(0)).toBe('old')
  })

  it('searches what was typed just before, though that is still on its way', async () => {
    const staged = later<unknown>()
    const side = farSide({
      'sheet.open': () => opened([row(1, 'old'), row(2, 'old')]),
      'sheet.stage': () => staged.promise,
      'sheet.rowsById': ({ ids }: { ids: number[] }) => ({ rows: ids.map((id) => row(id, 'old', 'new')) }),
    })
    const { session } = look(side)
    await untilIdle()
    void session.stage([{ id: 1, field: 'label', value: 'new' }], 'type')
    void session.stage([{ id: 2, field: 'label', value: 'new' }], 'type')
    const searched = session.ask({ search: 'new' })
    await untilIdle()
    expect(side.names()).toEqual(['sheet.open', 'sheet.stage'])
    staged.resolve({ staged: 1, unstaged: 0, skipped: 0, broken: 0 })
    await searched
    expect(side.names().filter((name) => name !== 'sheet.rowsById')).toEqual([
      ...['sheet.open', 'sheet.stage', 'sheet.stage', 'sheet.open'],
    ])
  })

  it('knows that its rows are no longer those that there are, once one has gone or may have come', async () => {
    const label = { source: 'type', cells: 1, ids: [1], made: null }
    const steps = [
      label,
      { ...label, source: 'make', ids: [9], made: 'users' },
      { ...label, ids: [9], made: 'trackers' },
    ]
    let held = [row(1, 'one'), row(2, 'two')]
    const side = farSide({
      'sheet.open': () => opened(held),
      'sheet.rowsById': ({ ids }: { ids: number[] }) => ({ rows: held.filter(({ id }) => ids.includes(id)) }),
      'sheet.undo': () => ({ step: steps.shift() }),
    })
    const { session } = look(side)
    await untilIdle()
    // An edit that is undone moves no row, nor does what was made in another sheet.
    await session.undo(false)
    await session.undo(false)
    expect(session.outdated.value).toBe(false)
    await session.undo(true)
    expect(session.outdated.value).toBe(true)
    await session.reopen()
    expect(session.outdated.value).toBe(false)
    held = [row(1, 'one')]
    side.tell({ event: 'rows', sheet: 'trackers', ids: [2] })
    await untilIdle()
    expect(session.outdated.value).toBe(true)
  })

  it('heeds only the answer to the last question', async () => {
    const first = later<unknown>()
    const side = farSide({
      'sheet.open': ({ search }: { search: string }) =>
        search === 'a' ? first.promise : opened([row(2, search === 'b' ? 'b' : 'plain')], 2),
    })
    const { session, label } = look(side)
    await untilIdle()
    const slow = session.ask({ search: 'a' })
    await session.ask({ search: 'b' })
    first.resolve(opened([row(1, 'a')]))
    await slow
    expect(label(0)).toBe('b')
  })

  it('opens a view anew that the core has let go of', async () => {
    let views = 0
    const many = Array.from({ length: 300 }, (_, index) => row(index + 1, `row ${index + 1}`))
    const side = farSide({
      'sheet.open': () => ({
        view: (views += 1),
        count: 300,
        matching: 300,
        total: 300,
        rows: many.slice(0, 100),
      }),
      'sheet.rows': ({ view, from, count }: { view: number; from: number; count: number }) => {
        if (view === 1) throw new ProblemError({ code: 'view-gone' })
        return { rows: many.slice(from, from + count) }
      },
    })
    const { session, label } = look(side)
    await untilIdle()
    session.show(200, 230)
    await untilIdle()
    await untilIdle()
    expect(label(210)).toBe('row 211')
    expect(session.problem.value).toBeNull()
  })

  it('asks the view that takes the place of one that is gone, though it is opened anew meanwhile', async () => {
    let views = 0
    const answers = [later<unknown>(), later<unknown>(), later<unknown>()]
    const side = farSide({
      'sheet.open': () => answers[views++]?.promise,
      'sheet.ids': ({ view }: { view: number }) => {
        if (view !== 3) throw new ProblemError({ code: 'view-gone' })
        return { ids: [1] }
      },
    })
    const { session } = look(side)
    answers[0]!.resolve(opened([row(1, 'one')], 1))
    await untilIdle()
    const places = session.placesFrom(0, 1)
    await untilIdle()
    // As where another core has come: every view is opened anew.
    const again = session.reopen()
    answers[1]!.resolve(opened([row(1, 'one')], 2))
    await untilIdle()
    answers[2]!.resolve(opened([row(1, 'one')], 3))
    await again
    expect(await places).toEqual([{ id: 1, row: 0 }])
  })

  it('follows a row to where a new order puts it', async () => {
    let rows = [row(1, 'one'), row(2, 'two')]
    const side = farSide({ 'sheet.open': () => opened(rows) })
    const { session } = look(side)
    await untilIdle()
    rows = [row(3, 'new'), ...rows]
    expect(await session.reopen(2)).toBe(2)
    expect(await session.reopen(77).catch(() => 'asks')).toBe('asks')
  })

  it('is told of rows that have changed, and fetches those that it holds', async () => {
    const side = farSide({
      'sheet.open': () => opened([row(1, 'old')]),
      'sheet.rowsById': ({ ids }: { ids: number[] }) => ({ rows: ids.map((id) => row(id, 'fresh')) }),
    })
    const { label } = look(side)
    await untilIdle()
    side.tell({ event: 'rows', sheet: 'trackers', ids: [1, 999] })
    side.tell({ event: 'rows', sheet: 'users', ids: [1] })
    await untilIdle()
    expect(label(0)).toBe('fresh')
    expect(side.asked.filter(({ name }) => name === 'sheet.rowsById')).toEqual([
      { name: 'sheet.rowsById', input: { sheet: 'trackers', ids: [1] } },
    ])
  })

  it('copies what is loaded at once, and fetches the rest in stretches', async () => {
    const side = farSide({
      'sheet.open': () => ({ view: 1, count: 25_000, matching: 25_000, total: 25_000, rows: [] }),
      'sheet.rows': ({ count }: { count: number }) => ({ rows: Array.from({ length: count }, (_, i) => row(i, 'x')) }),
      'sheet.cells': ({ count }: { count: number }) => ({ cells: Array.from({ length: count }, () => ['x']) }),
    })
    const { session } = look(side)
    await untilIdle()
    const range = { top: 0, left: 1, bottom: 24_999, right: 1 }
    expect(session.loadedCells(range, ['label'])).toBeNull()
    expect(await session.cells(range, ['label'])).toHaveLength(25_000)
    expect(side.asked.filter(({ name }) => name === 'sheet.cells')).toHaveLength(3)
  })
})

describe('a view that is opened anew', () => {
  it('shows a row as it was changed meanwhile, though its rows were read before', async () => {
    const reopened = later<ReturnType<typeof opened>>()
    let openings = 0
    let label = 'Before'
    const side = farSide({
      'sheet.open': () => (++openings === 1 ? opened([row(1, 'Old', 'Before')]) : reopened.promise),
      'sheet.rowsById': () => ({ rows: [row(1, label)] }),
      'sheet.revert': () => ({ unstaged: 1 }),
    })
    const { session } = look(side)
    await untilIdle()
    const opening = session.reopen()
    label = 'Old'
    await session.revert([{ id: 1, field: 'label' }])
    reopened.resolve(opened([row(1, 'Old', 'Before')], 2))
    await opening
    await untilIdle()
    expect(shownCell(session.row(0)!, 'label').value).toBe('Old')
  })

  it('goes on fetching changed rows after a word about rows that it does not hold', async () => {
    let label = 'old'
    const side = farSide({
      'sheet.open': () => opened([row(1, 'old')]),
      'sheet.rowsById': () => ({ rows: [row(1, label)] }),
    })
    const { session } = look(side)
    await untilIdle()
    side.tell({ event: 'rows', sheet: 'trackers', ids: [99] })
    await untilIdle()
    label = 'new'
    side.tell({ event: 'rows', sheet: 'trackers', ids: [1] })
    await untilIdle()
    expect(shownCell(session.row(0)!, 'label').value).toBe('new')
  })
})
