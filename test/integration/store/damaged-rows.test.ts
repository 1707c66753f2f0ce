import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ProblemError } from '../../../shared/problem.ts'
import { simRig, type SimRig } from '../../support/core-rig.ts'
import { originals, stageOneClone, stranger } from '../../support/import-file.ts'

/** What a cell may come to hold, as SQL: by table and column. None of it can be read, by this version at least. */
const damages: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  operation: {
    kind: [`'tracker.paint'`, `''`],
    version: ['2', '0', '1152921504606846976'],
    params: [
      `''`,
      `'{'`,
      `'[]'`,
      `'{"tracker":1}'`,
      `substr(params, 1, 20)`,
      `json_insert(params, '$.further', 1)`,
      `json_insert(params, '$.set.colour', 'green')`,
    ],
    state: [`'painted'`, `''`],
    broken: [`'{'`, `'{"code":5}'`],
    problem: [`'never'`, `'[]'`],
    theirs: [`'{'`, `'{"label":{}}'`],
    result: [`'{'`, `'"done"'`],
    retry_at: ['1152921504606846976'],
    attempts: ['-1', '1152921504606846976'],
    sent_at: ['-1152921504606846976'],
    outcome: ['-5', '1152921504606846976'],
    file_row: ['-1'],
    staged_at: ['1152921504606846976'],
  },
  change_set: { origin: [`'painted'`], created_at: ['1152921504606846976'] },
  attempt: { outcome: [`'painted'`], request: [`'{'`], answer: [`'{'`], problem: [`'{'`], at: ['1152921504606846976'] },
  undo_step: { cells: [`'{'`, `'[{"id":1}]'`], version: ['9'], source: [`'painted'`] },
  imported_file: { file: [`'{'`, `'[]'`], version: ['9'] },
  imported_row: { cells: [`'{'`, `'[5]'`] },
  setting: { value: [`'{'`], version: ['9'] },
  saved_view: { look: [`'{'`, `'{}'`], version: ['9'] },
}

interface Damage {
  readonly table: string
  readonly column: string
  readonly value: string
  /** Which of the table's rows. */
  readonly row: number
}

const damage: fc.Arbitrary<Damage> = fc.constantFrom(...Object.keys(damages)).chain((table) =>
  fc.constantFrom(...Object.keys(damages[table]!)).chain((column) =>
    fc.record({
      table: fc.constant(table),
      column: fc.constant(column),
      value: fc.constantFrom(...damages[table]![column]!),
      row: fc.nat(20),
    }),
  ),
)
/** As often in what is to be sent as anywhere else. */
const damageOfOperation = damage.filter(({ table }) => table === 'operation')

const look = { search: 'x', sort: [], filter: [], only: 'all', group: null, columns: [] } as const

/** The same impossible place for any operation: the journal takes it once. */
const outOfPlace = (row: number): Damage => ({ table: 'operation', column: 'outcome', value: '-5', row })

/** A journal with something in each of its tables: sent, released while offline, staged, imported. */
async function filledRig(): Promise<SimRig> {
  const rig = await simRig({ panel: { trackers: 40 }, byHand: true })
  const rows = await rig.sound()
  await rig.label(rows[0]!.id, 'Sent before')
  await rig.send()
  await rig.settled()
  await rig.call('connection.workOffline', { on: true })
  for (const { id } of rows.slice(1, 4)) await rig.label(id, `Released ${id}`)
  await rig.send()
  for (const { id } of rows.slice(4, 8)) await rig.label(id, `Staged ${id}`)
  await stageOneClone(rig)
  await rig.call('views.save', {
    sheet: 'trackers',
    name: 'Night',
    look: { ...look, sort: [], filter: [], columns: [] },
  })
  return rig
}

/**
 * Spoils cells of a closed journal; answers the operations that were hit, with the labels that they were to write. What
 * the journal itself does not take, such as a place that another has already, hits nothing.
 */
function spoil(rig: SimRig, list: readonly Damage[]): Map<number, string> {
  const hit = new Map<number, string>()
  for (const { table, column, value, row } of list) {
    const ids = rig.journal<{ id: number }>(`SELECT rowid AS id FROM ${tableOf(table)} ORDER BY id`)
    if (ids.length === 0) continue
    const { id } = ids[row % ids.length]!
    const where =
      table === 'setting' ? `name IN (SELECT name FROM setting LIMIT 1 OFFSET ${row % ids.length})` : `rowid = ${id}`
    // What is damaged twice may be no JSON for a second one to be put into.
    const safe = value.startsWith('json_insert') ? `CASE WHEN json_valid(params) THEN ${value} ELSE '{' END` : value
    const operation = () => rig.journal<{ params: string }>(`SELECT * FROM operation WHERE id = ${id}`)[0]
    const before = operation()
    rig.tamper(`UPDATE OR IGNORE ${table} SET ${column} = ${safe} WHERE ${where}`)
    if (table !== 'operation' || isDeepStrictEqual(operation(), before)) continue
    hit.set(id, hit.get(id) ?? /"label":"([^"]*)"/.exec(before!.params)?.[1] ?? '')
  }
  return hit
}

/** Settings have no row ids; counting them is enough. */
const tableOf = (table: string) => (table === 'setting' ? '(SELECT row_number() OVER () AS rowid FROM setting)' : table)

/** A step back or forward; one that cannot be read says so, and nothing else may go wrong. */
async function step(rig: SimRig, redo: boolean): Promise<void> {
  try {
    await rig.call('sheet.undo', { redo })
  } catch (error) {
    if (!(error instanceof ProblemError) || error.problem.code !== 'step-unreadable') throw error
  }
}

test('whichever cells are damaged, everything else works, what is damaged is seen, and nothing of it is sent', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(damageOfOperation, { maxLength: 2 }),
      fc.array(damage, { maxLength: 3 }),
      async (some, others) => {
        const rig = await filledRig()
        await rig.call('profiles.close', {})
        const hit = spoil(rig, [...some, ...others])
        const was = new Map(
          rig
            .journal<{ id: number; state: string; params: string; kind: string; version: number }>(
              'SELECT * FROM operation',
            )
            .map((row) => [row.id, row]),
        )
        const sentBefore = rig.panel.ledger.entries().length
        await rig.call('profiles.open', { id: rig.profile })

        expect((await rig.status()).notices, 'it is no damage of the file').toEqual([])
        const shown = new Map((await rig.operations()).map((operation) => [operation.id, operation]))
        for (const id of hit.keys())
          expect(shown.get(id), `operation ${id}`).toMatchObject({ readable: false, problem: {} })
        const { changeSets } = await rig.call('outbox.changeSets', { settled: true })
        const sets = changeSets.map(({ id }) => id)
        const plan = await rig.call('outbox.plan', { changeSets: sets })
        const unreadableDrafts = [...shown.values()].filter(({ state, readable }) => state === 'draft' && !readable)
        expect(plan.unreadable.reduce((sum, group) => sum + group.operations, 0)).toBe(unreadableDrafts.length)
        expect((await rig.rows()).length).toBeGreaterThan(30)
        const attempts = await rig.call('history.attempts', { search: '', outcomes: [], from: 0, count: 100 })
        for (const { id } of attempts.rows) await rig.call('history.attempt', { id })
        for (const changeSet of sets) await rig.call('outbox.exportRefused', { changeSet })
        const views = await rig.call('views.list', { sheet: 'trackers' })
        expect(views.views.length + views.unreadable.length).toBe(1)
        await rig.call('sheet.recallLook', { sheet: 'trackers' })
        const [, , , , , , , , , fresh] = await rig.sound()
        await rig.label(fresh!.id, 'Staged afterwards')
        await step(rig, false)
        await step(rig, true)

        await rig.call('connection.workOffline', { on: false })
        await rig.online()
        await rig.call('outbox.send', {
          changeSets: (await rig.call('outbox.changeSets', { settled: false })).changeSets.map(({ id }) => id),
        })
        await rig.clock.advance(600_000)
        const sent = rig.panel.ledger.entries().slice(sentBefore)
        const labels = sent.flatMap((entry) => ('label' in entry ? [entry.label] : []))
        expect(labels).toContain('Staged afterwards')
        for (const [id, label] of hit) {
          const [now] = rig.journal<{ params: string; kind: string; version: number }>(
            `SELECT * FROM operation WHERE id = ${id}`,
          )
          const { params, kind, version } = was.get(id)!
          expect(now, 'it is kept whole').toMatchObject({ params, kind, version })
          if (label !== '') expect(labels, `operation ${id}`).not.toContain(label)
        }
        for (const { id, state, kind } of await rig.operations()) {
          if (!hit.has(id) && kind === 'tracker.settings')
            expect([id, state]).toEqual([id, expect.stringMatching(/^(done|discarded|draft)$/)])
        }
        const damagedOpen = (await rig.operations()).filter(
          ({ id, state }) => hit.has(id) && !['done', 'discarded'].includes(state),
        )
        const ids = damagedOpen.map(({ id }) => id)
        await rig.call('outbox.settle', { operations: ids, by: 'giving-up' })
        await rig.call('outbox.discard', { operations: ids })
        for (const { id, state } of await rig.operations()) if (ids.includes(id)) expect(state).toBe('discarded')
        const left = (await rig.operations()).map(({ id, state }) => [id, state])
        await rig.call('profiles.close', {})
        await rig.call('profiles.open', { id: rig.profile })
        expect((await rig.status()).notices, 'opened again').toEqual([])
        expect((await rig.operations()).map(({ id, state }) => [id, state])).toEqual(left)
        expect(rig.failures).toEqual([])
        await rig.end()
      },
    ),
    { numRuns: 25, examples: [[[outOfPlace(0), outOfPlace(1)], []]] },
  )
})

test.for([`params = '{'`, `params = '{}'`, `result = '{'`, `result = '{"panelId":"none"}'`, `kind = 'tracker.paint'`])(
  'a move that is done and then damaged (%s) keeps no profile from opening, also where the cache is gone',
  async (damage) => {
    const rig = await simRig()
    const [moved] = await originals(rig)
    await rig.call('sheet.act', { kind: 'tracker.move', ids: [moved!.id], owner: await stranger(rig, [moved!]) })
    await rig.label((await rig.sound()).at(-1)!.id, 'Renamed')
    await rig.send()
    await rig.settled()
    await rig.call('profiles.close', {})
    rig.tamper(`UPDATE operation SET ${damage} WHERE kind = 'tracker.move'`)
    for (const name of ['cache.db', 'cache.db-wal']) rmSync(join(rig.profileFolder, name), { force: true })
    await rig.call('profiles.open', { id: rig.profile })
    await rig.online()
    expect((await rig.rows()).length).toBeGreaterThan(500)
    expect((await rig.operations()).map(({ state }) => state)).toEqual(['done', 'done'])
    expect(rig.failures).toEqual([])
  },
)

test.for(['-5', '1152921504606846976', 'NULL'])(
  'the place of the last outcome that is damaged (%s) is not taken for a journal that is older',
  async (place) => {
    const rig = await simRig()
    const [sent, released, staged] = await rig.sound()
    await rig.label(sent!.id, 'Sent')
    await rig.send()
    await rig.settled()
    await rig.call('connection.workOffline', { on: true })
    await rig.label(released!.id, 'Released')
    await rig.send()
    await rig.label(staged!.id, 'Staged')
    await rig.call('profiles.close', {})
    rig.tamper(`UPDATE operation SET outcome = ${place} WHERE state = 'done'`)
    for (const opening of ['first', 'second', 'third']) {
      await rig.call('profiles.open', { id: rig.profile })
      expect((await rig.status()).notices, opening).toEqual([])
      expect((await rig.operations()).map(({ state }) => state).sort(), opening).toEqual(['done', 'draft', 'ready'])
      // The mark beside the journal is written with every commit.
      await rig.label(staged!.id, `Staged, ${opening}`)
      await rig.call('profiles.close', {})
    }
    await rig.call('profiles.open', { id: rig.profile })
    await rig.call('connection.workOffline', { on: false })
    await rig.online()
    await rig.send()
    await rig.settled()
    expect((await rig.operations()).map(({ state }) => state)).toEqual(['done', 'done', 'done'])
    const shown = new Map((await rig.rows()).map(({ id, values }) => [id, values['label']]))
    expect([sent, released, staged].map((row) => shown.get(row!.id))).toEqual(['Sent', 'Released', 'Staged, third'])
    expect(rig.failures).toEqual([])
  },
)
