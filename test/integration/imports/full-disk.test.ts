import { expect, test } from 'vitest'
import { freshImeis } from '../../support/imeis.ts'
import { importFile } from '../../support/import-file.ts'
import { rigOnDisk } from '../../support/rig-on-disk.ts'

const imeis = freshImeis(900, 300)

/** A rig that stages a file in parts of a hundred rows, and has room for some of them. */
async function importing() {
  const disk = await rigOnDisk('journal.db', { core: { rowsAtOnce: 100 } })
  const { rig } = disk
  const { equipment } = await rig.call('lookup.equipment', {})
  const count = (sql: string) => rig.journal<{ n: number }>(`SELECT count(*) AS n FROM ${sql}`)[0]!.n
  return {
    ...disk,
    importAll: () =>
      importFile(rig, 'devices.csv', `IMEI\n${imeis.join('\n')}\n`, {
        kind: 'bundles',
        fields: { equipment: { from: 'constant', value: String(equipment[0]!.id) } },
      }),
    sets: async () => (await rig.call('outbox.changeSets', { settled: true })).changeSets,
    drafts: () => count(`operation WHERE state = 'draft'`),
    unfinished: () => count('unfinished'),
  }
}

/** The same, after an import that the disk had room for a half of, and none for taking that back. */
async function halfImported() {
  const made = await importing()
  made.fullAfter(4)
  await expect(made.importAll()).rejects.toThrow('disk-full')
  expect(made.drafts(), 'a part was staged').toBeGreaterThan(0)
  expect(made.drafts(), 'and not all of it').toBeLessThan(imeis.length)
  expect(made.unfinished(), 'and even the taking back had no room').toBe(made.drafts())
  return made
}

test('what a full disk has left of a file is told as unfinished, and never sent', async () => {
  const { rig, sets, drafts, room } = await halfImported()
  const staged = drafts()
  expect(await sets()).toMatchObject([{ title: 'devices.csv', unfinished: true, counts: { draft: staged } }])
  await expect(rig.send()).rejects.toThrow('disk-')
  expect(drafts()).toBe(staged)

  room(100_000)
  const [tracker] = await rig.sound()
  await rig.label(tracker!.id, 'Sent all the same')
  expect(drafts(), 'the next step takes it back').toBe(1)
  expect(await sets()).toMatchObject([{ origin: 'sheet', unfinished: false }])
  await rig.send()
  await rig.settled()
  expect(rig.journal('SELECT DISTINCT kind FROM attempt')).toEqual([{ kind: 'tracker.settings' }])
})

test('what a full disk has left of a file is taken back by itself once there is room, and the file can be staged', async () => {
  const { rig, sets, drafts, room, importAll } = await halfImported()
  await rig.clock.advance(300_000)
  expect(drafts(), 'there is no room yet').toBeGreaterThan(0)
  room(100_000)
  await rig.clock.advance(60_000)
  expect(drafts()).toBe(0)
  expect(await sets()).toEqual([])
  expect((await importAll()).staged).toMatchObject({ staged: imeis.length, left: 0 })
  expect(await sets()).toMatchObject([{ unfinished: false, counts: { draft: imeis.length } }])
})

test('what a full disk has left of a file is taken back at the next start', async () => {
  const { rig, sets, unfinished } = await halfImported()
  await rig.restart()
  await rig.until(() => unfinished() === 0)
  expect(await sets()).toEqual([])
})

test('a file of which all was staged before the disk was full is told as staged', async () => {
  const { rig, sets, fullAfter, room, importAll } = await importing()
  await importAll()
  rig.tamper(`UPDATE operation SET state = 'rejected'`)
  // Nine parts, and then the mapping would be remembered, and what was refused would be discarded.
  fullAfter(imeis.length / 100)
  expect((await importAll()).staged).toMatchObject({ staged: imeis.length })
  room(100_000)
  await rig.label((await rig.sound())[0]!.id, 'Later')
  expect(await sets()).toMatchObject([
    { origin: 'sheet' },
    { counts: { draft: imeis.length } },
    { counts: { rejected: expect.any(Number) as number } },
  ])
})
