import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openNotices } from '../../../electron/store/notices.ts'
import { simRig } from '../../support/core-rig.ts'
import { testFolder } from '../../support/journals.ts'

let lastId = 0
const open = (folder: string) =>
  openNotices(folder, { now: () => 7, id: () => `id-${++lastId}`, log: { warn: () => undefined } })
const codes = (folder: string) =>
  open(folder)
    .list()
    .map(({ problem }) => problem.code)

test('a notice is told at every opening until a person has seen it', () => {
  const folder = testFolder()
  open(folder).tell({ code: 'journal-damaged', values: { rows: 3 } })
  open(folder).tell({ code: 'disk-full' })
  const notices = open(folder)
  expect(notices.list()).toMatchObject([
    { at: 7, problem: { code: 'journal-damaged', values: { rows: 3 } } },
    { at: 7, problem: { code: 'disk-full' } },
  ])
  notices.seen(notices.list()[0]!.id)
  expect(codes(folder)).toEqual(['disk-full'])
})

test('the same thing told again is one notice, and a new one once it was seen', () => {
  const folder = testFolder()
  const notices = open(folder)
  notices.tell({ code: 'journal-damaged', values: { rows: 3 } })
  notices.tell({ code: 'journal-damaged', values: { rows: 3 } })
  notices.tell({ code: 'journal-damaged', values: { rows: 4 } })
  expect(notices.list()).toHaveLength(2)
  for (const { id } of notices.list()) notices.seen(id)
  notices.tell({ code: 'journal-damaged', values: { rows: 3 } })
  expect(codes(folder)).toEqual(['journal-damaged'])
})

test.for(['', '[{"id":', '\0\0\0\0'])('notices that cannot be read are kept aside, and that is told: %j', (text) => {
  const folder = testFolder()
  writeFileSync(join(folder, 'notices.json'), text)
  expect(codes(folder)).toEqual(['notices-unreadable'])
  expect(codes(folder)).toEqual(['notices-unreadable'])
  expect(existsSync(join(folder, 'notices.json.unreadable'))).toBe(true)
})

test('on a disk that takes no more a notice is told for as long as the profile is open', () => {
  const folder = testFolder()
  const notices = open(folder)
  rmSync(folder, { recursive: true })
  notices.tell({ code: 'disk-full' })
  expect(notices.list()).toHaveLength(1)
  mkdirSync(folder)
})

test('what became of the journal is told over restarts, until a person has seen it', async () => {
  const rig = await simRig()
  await rig.call('profiles.close', {})
  writeFileSync(join(rig.profileFolder, 'journal.db'), 'Not a database. '.repeat(2000))
  await rig.call('profiles.open', { id: rig.profile })
  await rig.restart()
  await rig.crash()
  const { notices } = await rig.status()
  expect(notices).toMatchObject([{ problem: { code: 'journal-restored' } }])
  await rig.call('notices.seen', { id: notices[0]!.id })
  expect((await rig.status()).notices).toEqual([])
  await rig.restart()
  expect((await rig.status()).notices).toEqual([])
})
