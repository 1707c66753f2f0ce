import { beforeEach, describe, expect, test } from 'vitest'
import { memoryLedger } from '../../../electron/demo-panel/ledger.ts'
import { OpenPanel, type AnsweredTracker } from './open-panel.ts'

let open: OpenPanel
let tracker: AnsweredTracker

beforeEach(() => {
  open = new OpenPanel({ trackers: 1000 })
  tracker = open.originals()[0]!
})

const send = (change: Record<string, unknown> = {}) =>
  open.ask('tracker/raw_command/send', { device_id: tracker.source.device_id, command: 'setparam 101:4', ...change })

describe('raw_command/send', () => {
  test('sends text, reliably, unless it is told otherwise', () => {
    expect(send()).toMatchObject({ http: 200, body: { success: true } })
    expect(send({ command: '0aFF', type: 'hex', reliable: false }).code).toBe(0)
    const device = tracker.source.device_id
    expect(open.done()).toEqual([
      { effect: 'tracker.command', device, command: 'setparam 101:4', type: 'text', reliable: true },
      { effect: 'tracker.command', device, command: '0aFF', type: 'hex', reliable: false },
    ])
  })

  test.each(['xyz', '0x0A', '0a f', 'abc'])('refuses %j as hexadecimal with 7 and the panel’s words', (command) => {
    expect(send({ command, type: 'hex' })).toMatchObject({
      http: 400,
      code: 7,
      body: { errors: [{ parameter: 'command', error: 'Non-hex string' }] },
    })
    expect(send({ command }).code).toBe(0)
  })

  test.each<[string, Record<string, unknown>]>([
    ['device_id', { device_id: undefined, tracker_id: 1 }],
    ['command', { command: undefined }],
    ['command', { command: '' }],
    ['type', { type: 'binary' }],
    ['reliable', { reliable: 'perhaps' }],
  ])('refuses a bad %s with 7 and names it: %j', (parameter, change) => {
    expect(send(change)).toMatchObject({ http: 400, code: 7, body: { errors: [{ parameter }] } })
    expect(open.done()).toEqual([])
  })

  test('refuses an unknown device with 201, a corrupted one with 252', () => {
    const corrupted = open.trackers().find(({ source }) => source.corrupted)!
    expect(send({ device_id: '1' })).toMatchObject({ http: 400, code: 201 })
    expect(send({ device_id: corrupted.source.device_id })).toMatchObject({ http: 400, code: 252 })
  })

  test('finds a device as long as a tracker is left of it', () => {
    const clone = open.ask('tracker/clone', { tracker_id: tracker.id, user_id: open.stranger(tracker), label: 'c' })
    open.panel.edit({ tracker_id: tracker.id, gone: true })
    expect(send().code).toBe(0)
    open.ask('tracker/delete_clone', { tracker_id: clone.body['id'] })
    expect(send().code).toBe(201)
  })
})

describe('a command again', () => {
  test('is sent again, and the ledger says of which it is the repetition', () => {
    send()
    send()
    expect(send().code).toBe(0)
    expect(open.done()).toMatchObject([{}, { again: 2 }, { again: 3 }])
    expect(open.done()[0]).not.toHaveProperty('again')
    expect(open.panel.stats()).toMatchObject({ commandsAgain: 2, repeats: { refused: 0, sameAgain: 0 } })
  })

  test('of another text, of another type or to another device is none', () => {
    send({ command: '00' })
    send({ command: '01' })
    send({ command: '00', type: 'hex' })
    send({ command: '00', device_id: open.originals()[1]!.source.device_id })
    expect(open.panel.stats().commandsAgain).toBe(0)
  })

  test('is known after a restart too', () => {
    send()
    open = new OpenPanel({ trackers: 1000, ledger: memoryLedger(open.panel.ledger.entries()) }, open.clock)
    send()
    expect(open.panel.stats().commandsAgain).toBe(1)
  })
})
