import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isReadable } from '../../../electron/store/operation.ts'
import { simRig } from '../../support/core-rig.ts'
import { stageOneClone } from '../../support/import-file.ts'
import { stagingOf, stagingOnDisk } from '../../support/staging-on-disk.ts'

const cell = (id: number, value: string, field = 'label') => ({ id, field, value })

test('edits of one tracker merge into one draft, and keep the value that they were made against', () => {
  const { staging, journal } = stagingOnDisk()
  staging.edit('tracker', 'type', [cell(1, 'A')])
  staging.edit('tracker', 'type', [cell(1, 'Note', 'comment')])
  staging.edit('tracker', 'type', [cell(1, 'B')])
  expect(journal.inState('draft')).toMatchObject([
    { params: { row: 1, set: { label: 'B', comment: 'Note' }, base: { label: 'Van 1', comment: '' } } },
  ])
})

test('typing the old value takes the edit back, and the draft with the last of them', () => {
  const { staging, journal, staged } = stagingOnDisk()
  staging.edit('tracker', 'type', [cell(1, 'A'), cell(1, 'Note', 'comment')])
  expect(staging.edit('tracker', 'type', [cell(1, 'Van 1')])).toMatchObject({ staged: 0, unstaged: 1 })
  expect([...staged()]).toEqual([['1 comment', 'Note']])
  staging.edit('tracker', 'type', [cell(1, '', 'comment')])
  expect(staged().size).toBe(0)
  expect(journal.inLanes(['tracker:1']).size).toBe(0)
})

test('what the panel is known to hold by now takes an edit back, what it held before does not', () => {
  const { staging, staged, cache } = stagingOnDisk()
  staging.edit('tracker', 'type', [cell(1, 'Mine')])
  cache.change('tracker', 1, { label: 'Theirs' }, 0)
  staging.edit('tracker', 'type', [cell(1, 'Van 1')])
  expect([...staged()]).toEqual([['1 label', 'Van 1']])
  staging.edit('tracker', 'type', [cell(1, 'Theirs')])
  expect(staged().size).toBe(0)
})

test('cells that cannot be edited are counted and not staged', () => {
  const { staging, staged } = stagingOnDisk()
  const counts = staging.edit('tracker', 'paste', [
    cell(1, 'A'),
    cell(9_999, 'A'),
    cell(2, 'x', 'panelId'),
    cell(3, 'x', 'nothing'),
  ])
  expect(counts).toEqual({ staged: 1, unstaged: 0, skipped: 3, broken: 0 })
  expect(staged().size).toBe(1)
})

test('a label that breaks a rule is staged and not released, the rest goes', async () => {
  const { staging, release, journal } = stagingOnDisk()
  expect(staging.edit('tracker', 'paste', [cell(1, 'a < b'), cell(2, 'Sound')]).broken).toBe(1)
  const { changeSet } = journal.inState('draft')[0]!
  expect(await release([changeSet])).toEqual({ released: 1, keptBack: 1 })
  expect(journal.inState('draft')).toMatchObject([
    { params: { set: { label: 'a < b' } }, broken: { code: 'label-brackets' } },
  ])
  staging.edit('tracker', 'type', [cell(1, 'a and b')])
  expect(await release([changeSet])).toEqual({ released: 1, keptBack: 0 })
})

test('of the cells that break a rule only those of this step are counted', () => {
  const { staging } = stagingOnDisk()
  expect(staging.edit('tracker', 'fill', [cell(1, 'a < b'), cell(2, 'a < b')]).broken).toBe(2)
  expect(staging.edit('tracker', 'fill', [cell(1, 'Fine', 'comment'), cell(2, 'Fine', 'comment')])).toEqual({
    staged: 2,
    unstaged: 0,
    skipped: 0,
    broken: 0,
  })
  const both = [cell(1, '<', 'label'), cell(1, 'x'.repeat(3001), 'comment'), cell(2, 'Sound')]
  expect(staging.edit('tracker', 'paste', both)).toMatchObject({ staged: 3, broken: 2 })
  expect(staging.revert('tracker', [{ id: 1, field: 'comment' }])).toMatchObject({ unstaged: 1, broken: 0 })
})

test('releasing nothing but broken edits leaves the set open, and what can be undone', async () => {
  const { staging, release, journal } = stagingOnDisk()
  staging.edit('tracker', 'type', [cell(1, 'a < b')])
  const { changeSet } = journal.inState('draft')[0]!
  expect(await release([changeSet])).toEqual({ released: 0, keptBack: 1 })
  expect(staging.canUndo().canUndo).toBe(true)
  staging.edit('tracker', 'type', [cell(2, 'Sound')])
  expect(journal.inState('draft').map((operation) => operation.changeSet)).toEqual([changeSet, changeSet])
})

test('ten thousand pasted cells are one step, which is taken back and done again across a restart', () => {
  const { staging, core, staged } = stagingOnDisk(10_000)
  const cells = Array.from({ length: 10_000 }, (_, index) => cell(index + 1, `New ${index + 1}`))
  staging.edit('tracker', 'type', [cell(1, 'Before')])
  expect(staging.edit('tracker', 'paste', cells).staged).toBe(10_000)
  expect(staged().size).toBe(10_000)
  /** Takes all parts of a step back, or does them again, each by a program opened anew; answers how many cells. */
  const takeAll = (redo: boolean): number => {
    const part = stagingOf(core).undo(redo)
    expect(part).toMatchObject({ source: 'paste' })
    return (part?.cells ?? 0) + (part?.more ? takeAll(redo) : 0)
  }
  expect(takeAll(false)).toBe(10_000)
  expect([...staged()]).toEqual([['1 label', 'Before']])
  expect(takeAll(true)).toBe(10_000)
  expect(staged().get('10000 label')).toBe('New 10000')
})

test('after a release nothing of it can be undone', async () => {
  const { staging, release, journal } = stagingOnDisk()
  staging.edit('tracker', 'type', [cell(1, 'A')])
  await release(journal.inState('draft').map(({ changeSet }) => changeSet))
  expect(staging.undo(false)).toBe(null)
  expect(journal.inState('ready')).toHaveLength(1)
})

test('an edit over one that is released takes its value as base, and falls back if that comes to nothing', async () => {
  const rig = await simRig()
  const [first] = await rig.sound()
  await rig.call('connection.workOffline', { on: true })
  await rig.label(first!.id, 'One')
  await rig.send()
  await rig.label(first!.id, 'Two')
  expect((await rig.operations()).map(({ changes }) => [changes[0]?.from, changes[0]?.to])).toEqual([
    [first!.values['label'], 'One'],
    ['One', 'Two'],
  ])
  await rig.send()
  const [one] = await rig.operations(['ready'])
  await rig.call('outbox.discard', { operations: [one!.id] })
  await rig.call('connection.workOffline', { on: false })
  await rig.settled()
  expect((await rig.operations(['done'])).map(({ changes }) => changes[0]?.to)).toEqual(['Two'])
  expect((await rig.operations(['conflict'])).length).toBe(0)
})

test('an edit that names for its base what is no edit is held against its own', async () => {
  const rig = await simRig()
  await rig.call('connection.workOffline', { on: true })
  await stageOneClone(rig)
  await rig.label((await rig.sound()).at(-1)!.id, 'Renamed')
  const [clone, edit] = await rig.operations()
  rig.tamper(`UPDATE operation SET params = json_set(params, '$.baseFrom.label', ${clone!.id}) WHERE id = ${edit!.id}`)
  await rig.send()
  await rig.call('connection.workOffline', { on: false })
  await rig.settled()
  expect(await rig.operations(['done'])).toMatchObject([{ kind: 'tracker.clone' }, { kind: 'tracker.settings' }])
  expect(rig.failures).toEqual([])
})

test('an edit over one that the panel then refuses is still sent, against what the panel holds', async () => {
  const rig = await simRig()
  const [first] = await rig.sound()
  rig.panel.faults.add({ path: 'tracker/settings/update', strike: { do: 'refuse', code: 268 } })
  await rig.call('connection.workOffline', { on: true })
  await rig.label(first!.id, 'One')
  await rig.send()
  await rig.label(first!.id, 'Two')
  await rig.send()
  await rig.call('connection.workOffline', { on: false })
  await rig.until(async () => (await rig.status()).queue.rejected === 1)
  await rig.clock.advance(60_000)
  expect(
    (await rig.operations()).map(({ state }) => state),
    'it holds its lane',
  ).toEqual(['rejected', 'ready'])
  await rig.call('outbox.discard', { operations: [(await rig.operations(['rejected']))[0]!.id] })
  await rig.settled()
  expect((await rig.operations(['done'])).map(({ changes }) => changes[0]?.to)).toEqual(['Two'])
})

test('typing into a refused cell mends it', async () => {
  const rig = await simRig()
  const [first] = await rig.sound()
  rig.panel.faults.add({ path: 'tracker/settings/update', strike: { do: 'refuse', code: 268 } })
  await rig.label(first!.id, 'One')
  await rig.send()
  await rig.until(async () => (await rig.status()).queue.rejected === 1)
  await rig.label(first!.id, 'Mended')
  expect((await rig.operations()).map(({ state, problem }) => [state, problem])).toEqual([['draft', null]])
  await rig.send()
  await rig.settled()
  expect((await rig.operations()).map(({ state, changes }) => [state, changes[0]?.to])).toEqual([['done', 'Mended']])
})

test('a refused edit with a later one behind it is left alone: what is typed comes last', async () => {
  const rig = await simRig()
  const [first] = await rig.sound()
  rig.panel.faults.add({ path: 'tracker/settings/update', strike: { do: 'refuse', code: 268 } })
  await rig.call('connection.workOffline', { on: true })
  for (const label of ['One', 'Two']) {
    await rig.label(first!.id, label)
    await rig.send()
  }
  await rig.call('connection.workOffline', { on: false })
  await rig.until(async () => (await rig.status()).queue.rejected === 1)
  await rig.label(first!.id, 'Three')
  const { rows } = await rig.call('sheet.rowsById', { sheet: 'trackers', ids: [first!.id] })
  expect(rows[0]?.marks['label']?.value).toBe('Three')
  await rig.call('outbox.discard', { operations: [(await rig.operations(['rejected']))[0]!.id] })
  await rig.send()
  await rig.settled()
  expect((await rig.rows()).find(({ id }) => id === first!.id)?.values['label']).toBe('Three')
})

test('imports are set apart from edits, as change sets of their own', async () => {
  const rig = await simRig()
  const [first, second] = await rig.sound()
  await rig.label(first!.id, 'A')
  await stageOneClone(rig)
  await rig.label(second!.id, 'B')
  const sets = (await rig.operations()).map(({ kind, changeSet }) => [kind, changeSet])
  expect(sets).toEqual([
    ['tracker.settings', 1],
    ['tracker.clone', 2],
    ['tracker.settings', 1],
  ])
})

type Command =
  | { readonly do: 'edit'; readonly cells: readonly ReturnType<typeof cell>[] }
  | { readonly do: 'revert'; readonly id: number; readonly field: string | null }
  | { readonly do: 'undo' }
  | { readonly do: 'redo' }
  | { readonly do: 'reopen' }

const fields = ['label', 'comment'] as const
const aCell = fc
  .record({ id: fc.integer({ min: 1, max: 4 }), field: fc.constantFrom(...fields), n: fc.integer({ min: 0, max: 3 }) })
  // 0 is what the panel holds.
  .map(({ id, field, n }) => cell(id, n > 0 ? `Value ${n}` : field === 'label' ? `Van ${id}` : '', field))
const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('edit' as const), cells: fc.array(aCell, { minLength: 1, maxLength: 6 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('revert' as const),
      id: fc.integer({ min: 1, max: 4 }),
      field: fc.constantFrom(...fields, null),
    }),
  },
  { weight: 4, arbitrary: fc.constantFrom<Command>({ do: 'undo' }, { do: 'redo' }, { do: 'reopen' }) },
)

test('any order of edits, reverts, undos, redos and restarts leaves what a plain list of pictures would', () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 25 }), (commands) => {
      const { core, staged, journal } = stagingOnDisk(4)
      let staging = stagingOf(core)
      const pictures: ReadonlyMap<string, string>[] = [new Map()]
      let at = 0

      for (const step of commands) {
        if (step.do === 'reopen') staging = stagingOf(core)
        else if (step.do === 'undo') {
          expect(staging.undo(false) !== null).toBe(at > 0)
          at = Math.max(0, at - 1)
        } else if (step.do === 'redo') {
          expect(staging.undo(true) !== null).toBe(at < pictures.length - 1)
          at = Math.min(pictures.length - 1, at + 1)
        } else {
          const cells =
            step.do === 'edit'
              ? step.cells
              : (step.field ? [step.field] : fields).map((field) => ({ id: step.id, field, value: null }))
          const next = new Map(pictures[at])
          for (const { id, field, value } of cells) {
            const key = `${id} ${field}`
            if (value === null || value === (field === 'label' ? `Van ${id}` : '')) next.delete(key)
            else next.set(key, value)
          }
          // A cell that is named twice may end as it began: then there is nothing to take back.
          const before = pictures[at]!
          const changed = next.size !== before.size || [...next].some(([key, value]) => before.get(key) !== value)
          if (step.do === 'edit') staging.edit('tracker', 'paste', step.cells)
          else staging.revert('tracker', [{ id: step.id, field: step.field }])
          if (changed) {
            pictures.splice(++at, Infinity, next)
          }
        }
        expect(new Map([...staged()].sort())).toEqual(new Map([...pictures[at]!].sort()))
        const drafts = journal
          .inState('draft')
          .filter(isReadable)
          .map(({ params }) => (params as { row: number }).row)
        expect(new Set(drafts).size, 'one draft a tracker').toBe(drafts.length)
      }
    }),
    { numRuns: 60 },
  )
})
