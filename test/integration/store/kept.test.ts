import { expect, test } from 'vitest'
import type { Announcer } from '../../../electron/bridge/announcer.ts'
import { createAnnouncer } from '../../../electron/bridge/announcer.ts'
import type { LastLook, Look } from '../../../shared/contract/looking.ts'
import { simRig } from '../../support/core-rig.ts'
import { createSimClock } from '../../support/sim-clock.ts'

const look: Look = { search: '', sort: [], filter: [], only: 'all', group: null, columns: [] }
const { search: _search, ...rest } = look
const left: LastLook = { ...rest, only: 'staged', folded: [], foldOthers: false, view: null, lent: null }

test('a saved view of a newer version is listed as one that cannot be read, keeps its name, and can be removed', async () => {
  const rig = await simRig({ panel: { trackers: 30 } })
  const { id } = await rig.call('views.save', { sheet: 'trackers', name: 'Night', look })
  rig.tamper(`UPDATE saved_view SET version = 2, look = '{"from":2030}'`)
  expect(await rig.call('views.list', { sheet: 'trackers' })).toEqual({
    views: [],
    unreadable: [{ id, name: 'Night', problem: { code: 'kept-newer', values: { version: 2 } } }],
  })
  await expect(rig.call('views.save', { sheet: 'trackers', name: 'Night', look })).rejects.toThrow('view-unreadable')
  expect(rig.journal('SELECT look, version FROM saved_view')).toEqual([{ look: '{"from":2030}', version: 2 }])
  await rig.call('views.remove', { id })
  expect(await rig.call('views.list', { sheet: 'trackers' })).toEqual({ views: [], unreadable: [] })
})

test('a look of a newer version is not looked through, and stays beside the one that takes its place', async () => {
  const rig = await simRig({ panel: { trackers: 30 } })
  await rig.call('sheet.keepLook', { sheet: 'trackers', look: left })
  rig.tamper(`UPDATE setting SET version = 2, value = '{"from":2030}' WHERE name = 'look:trackers'`)
  expect(await rig.call('sheet.recallLook', { sheet: 'trackers' })).toBe(null)
  await rig.call('sheet.keepLook', { sheet: 'trackers', look: left })
  expect(await rig.call('sheet.recallLook', { sheet: 'trackers' })).toEqual(left)
  expect(rig.journal(`SELECT value, version FROM setting WHERE name LIKE 'look:%unread%'`)).toEqual([
    { value: '{"from":2030}', version: 2 },
  ])
})

test('a step that cannot be read is said to be one, stays, and what is staged after it can be taken back', async () => {
  const rig = await simRig({ panel: { trackers: 30 } })
  const [first, second] = await rig.sound()
  await rig.label(first!.id, 'First')
  rig.tamper(`UPDATE undo_step SET version = 99`)
  await expect(rig.call('sheet.undo', { redo: false })).rejects.toThrow('step-unreadable')
  await rig.label(second!.id, 'Second')
  await rig.call('sheet.undo', { redo: false })
  const staged = await rig.rows({ only: 'staged' })
  expect(staged.map(({ marks }) => marks['label']?.value)).toEqual(['First'])
  expect(rig.journal('SELECT version, undone FROM undo_step WHERE version = 99')).toEqual([{ version: 99, undone: 0 }])
})

test('a step of an action whose parameters are of a newer version is said to be one, and takes nothing back', async () => {
  const rig = await simRig({ panel: { trackers: 30 } })
  const [first] = await rig.sound()
  const command = { kind: 'tracker.command', command: 'reboot', form: 'text', reliable: true } as const
  await rig.call('sheet.act', { ...command, ids: [first!.id] })
  await rig.call('sheet.revert', { sheet: 'trackers', cells: [{ id: first!.id, field: null }] })
  rig.tamper(`UPDATE undo_step SET cells = json_set(cells, '$[0].version', 9) WHERE source = 'revert'`)
  await expect(rig.call('sheet.undo', { redo: false })).rejects.toThrow('step-unreadable')
  expect(await rig.operations(['draft'])).toEqual([])
  expect(rig.journal(`SELECT undone FROM undo_step WHERE source = 'revert'`)).toEqual([{ undone: 0 }])
})

test('settings that are damaged keep nothing from working offline', async () => {
  const rig = await simRig({ panel: { trackers: 30 } })
  await rig.call('connection.workOffline', { on: true })
  rig.tamper(`UPDATE setting SET value = '{' WHERE name <> 'offline'`)
  await rig.restart()
  expect(await rig.status()).toMatchObject({ connection: { state: 'chosen-offline' }, permissions: {} })
  expect((await rig.rows()).length).toBeGreaterThan(20)
  await rig.clock.advance(1000)
  expect(rig.events.at(-1)).toMatchObject({ event: 'status' })
  expect(rig.failures).toEqual([])
})

test('a status that cannot be read is logged, ends nothing, and keeps no other event back', async () => {
  const clock = createSimClock()
  const errors: string[] = []
  const log = { info: () => undefined, warn: () => undefined, error: (message: string) => void errors.push(message) }
  const announcer: Announcer = createAnnouncer({ clock, log }, () => Promise.reject(new Error('damaged')))
  const heard: string[] = []
  announcer.listen(({ event }) => heard.push(event))
  announcer.history()
  await clock.advance(1000)
  expect(heard).toEqual(['history'])
  expect(errors).toEqual(['the status could not be read'])
})
