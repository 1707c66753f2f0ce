import { expect, test } from 'vitest'
import { createDesk } from '../../../electron/outbox/desk.ts'
import { createLongSteps, heldNews } from '../../../electron/outbox/long-steps.ts'
import type { ChangedRows, SheetChange } from '../../../shared/contract/changing.ts'
import type { SheetQuery, SheetRow } from '../../../shared/contract/sheets.ts'
import { simRig, type SimRig } from '../../support/core-rig.ts'
import { stagingOnDisk } from '../../support/staging-on-disk.ts'

const plain: SheetQuery = {
  sheet: 'trackers',
  search: '',
  sort: [],
  filter: [],
  only: 'all',
  group: null,
  folded: [],
  foldOthers: false,
}

const of = (where: ChangedRows, change: SheetChange, field = 'label') =>
  ({ sheet: 'trackers', field, where, change }) as const

const shown = (row: SheetRow | undefined, field: string) => row?.marks[field]?.value ?? row?.values[field] ?? null

async function stagedCount(rig: SimRig): Promise<number> {
  return (await rig.operations(['draft'])).length
}

test('rows are numbered in the order in which they are shown, from what they show, as one step', async () => {
  const rig = await simRig()
  const rows = await rig.sound()
  await rig.label(rows[5]!.id, '!! first')
  const { view, count } = await rig.call('sheet.open', { ...plain, sort: [{ field: 'label', descending: false }] })
  const { ids } = await rig.call('sheet.ids', { view, from: 0, count })
  expect(ids[0], 'what is staged counts').toBe(rows[5]!.id)

  const numbered = of(
    { rows: 'range', view, from: 0, count: 10 },
    { do: 'pattern', pattern: '{label}/{n:000}', start: 5, step: 5 },
  )
  const preview = await rig.call('sheet.previewChange', numbered)
  expect(preview).toMatchObject({ rows: 10, changed: 10, same: 0, broken: 0 })
  expect(preview.examples[0]).toEqual({ id: ids[0], name: '!! first', before: '!! first', after: '!! first/005' })
  expect(await stagedCount(rig), 'a preview stages nothing').toBe(1)

  expect(await rig.call('sheet.change', numbered)).toEqual({ staged: 10, unstaged: 0, skipped: 0, broken: 0 })
  const changed = (await rig.call('sheet.rows', { view, from: 0, count: 11 })).rows
  expect(changed.map((row) => String(shown(row, 'label')).slice(-4)).slice(0, 3)).toEqual(['/005', '/010', '/015'])
  expect(changed[10]!.marks).toEqual({})

  expect((await rig.call('sheet.undo', { redo: false })).step).toMatchObject({ source: 'change', cells: 10 })
  expect((await rig.rows({ only: 'staged' })).map((row) => shown(row, 'label'))).toEqual(['!! first'])
})

test('a change is for a filtered view, or for the whole sheet, and leaves alone what is so already', async () => {
  const rig = await simRig()
  const total = (await rig.rows()).length
  const { view, count } = await rig.call('sheet.open', {
    ...plain,
    filter: [{ is: 'oneOf', field: 'clone', values: [true] }],
  })
  expect(count).toBeLessThan(total)
  const set = (where: ChangedRows) => of(where, { do: 'set', value: 'Checked' }, 'comment')
  expect((await rig.call('sheet.change', set({ rows: 'view', view }))).staged).toBe(count)
  expect(await rig.call('sheet.previewChange', set({ rows: 'all' }))).toMatchObject({
    total,
    changed: total - count,
    same: count,
  })
  expect((await rig.call('sheet.change', set({ rows: 'all' }))).staged).toBe(total - count)
  expect(await rig.call('sheet.change', set({ rows: 'all' }))).toEqual({
    staged: 0,
    unstaged: 0,
    skipped: 0,
    broken: 0,
  })
})

test('what would break a rule comes first in the preview, and is staged and held back like any other', async () => {
  const rig = await simRig()
  const { view } = await rig.call('sheet.open', plain)
  const ids = (await rig.call('sheet.ids', { view, from: 0, count: 3 })).ids
  await rig.label(ids[2]!, 'x'.repeat(55))
  const longer = of(
    { rows: 'range', view, from: 0, count: 3 },
    {
      do: 'replace',
      find: '$',
      with: ' (north)',
      regex: true,
      matchCase: false,
      whole: false,
    },
  )
  const { broken, examples } = await rig.call('sheet.previewChange', longer)
  expect(broken).toBe(1)
  expect(examples[0]).toMatchObject({ id: ids[2], problem: { code: 'label-long' } })
  expect(await rig.call('sheet.change', longer)).toEqual({ staged: 3, unstaged: 0, skipped: 0, broken: 1 })
})

test('a change that cannot be made is told apart from one that changes nothing', async () => {
  const rig = await simRig()
  const { view } = await rig.call('sheet.open', plain)
  const everywhere = { rows: 'view', view } as const
  const pattern = of(everywhere, { do: 'pattern', pattern: '{modell}', start: 1, step: 1 })
  const problem = { code: 'pattern-column', values: { at: 1, name: 'modell' } }
  expect((await rig.call('sheet.previewChange', pattern)).problem).toEqual(problem)
  await expect(rig.call('sheet.change', pattern)).rejects.toMatchObject({ problem })
  const readOnly = of(everywhere, { do: 'clear' }, 'deviceId')
  expect((await rig.call('sheet.previewChange', readOnly)).problem?.code).toBe('cell-read-only')
  await expect(rig.call('sheet.change', readOnly)).rejects.toMatchObject({ problem: { code: 'cell-read-only' } })
  await expect(
    rig.call('sheet.change', of({ rows: 'view', view: 999 }, { do: 'clear' }, 'comment')),
  ).rejects.toMatchObject({ problem: { code: 'view-gone' } })
})

test('thousands of rows are one step, which nothing else cuts into', async () => {
  const rig = await simRig({ panel: { trackers: 2500 } })
  const { view, count } = await rig.call('sheet.open', plain)
  const [first] = (await rig.call('sheet.ids', { view, from: 0, count: 1 })).ids
  const everywhere = of({ rows: 'view', view }, { do: 'set', value: 'Changed' }, 'comment')
  const changing = rig.call('sheet.change', everywhere)
  const typing = rig.call('sheet.stage', {
    sheet: 'trackers',
    source: 'type',
    cells: [{ id: first!, field: 'comment', value: 'Typed' }],
  })
  const undoing = rig.call('sheet.undo', { redo: false })
  expect((await changing).staged).toBe(count)
  expect((await typing).staged).toBe(1)
  expect((await undoing).step).toMatchObject({ source: 'type', cells: 1 })
  expect(await stagedCount(rig)).toBe(count)

  await rig.restart()
  const undone = (await rig.call('sheet.undo', { redo: false })).step
  expect(undone).toMatchObject({ source: 'change', cells: count })
  expect(undone!.ids).toHaveLength(count)
  expect(await stagedCount(rig)).toBe(0)
  expect((await rig.status()).undo).toEqual({ canUndo: false, canRedo: true })
  expect((await rig.call('sheet.undo', { redo: true })).step).toMatchObject({ source: 'change', cells: count })
  expect(await stagedCount(rig)).toBe(count)
  expect((await rig.status()).undo).toEqual({ canUndo: true, canRedo: true })
})

test('where a part of a long step cannot be committed, the parts before it are taken back', async () => {
  const { core, journal, staged } = stagingOnDisk(3000)
  const news = heldNews(core.news)
  const desk = createDesk({ ...core, news })
  let turns = 0
  const turn = () => {
    // Deferred to the third part: by then two have been committed.
    if (++turns === 2)
      journal.database.exec(
        `CREATE TEMP TRIGGER stop BEFORE INSERT ON main.operation WHEN new.subject = 'Van 2500' BEGIN SELECT raise(ABORT, 'stop'); END`,
      )
    return Promise.resolve()
  }
  const steps = createLongSteps({ desk, news, clock: { ...core.clock, turn } })
  const cells = Array.from({ length: 3000 }, (_, index) => ({ id: index + 1, field: 'label', value: 'New' }))
  desk.cells.edit('type', [{ id: 7, field: 'label', value: 'Before' }])
  await expect(steps.inTurn(() => steps.stage('paste', cells))).rejects.toThrow('stop')
  expect([...staged()]).toEqual([['7 label', 'Before']])
  journal.database.exec('DROP TRIGGER stop')
  expect((await steps.inTurn(() => steps.stage('paste', cells))).staged).toBe(3000)
  expect((await steps.inTurn(() => steps.undo(false)))?.cells).toBe(3000)
  expect([...staged()]).toEqual([['7 label', 'Before']])
})
