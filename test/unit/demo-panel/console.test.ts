import { beforeEach, describe, expect, test } from 'vitest'
import { demoDealerId } from '../../../electron/demo-panel/dealer.ts'
import { OpenPanel, type AnsweredTracker } from './open-panel.ts'

let open: OpenPanel
let tracker: AnsweredTracker

beforeEach(() => {
  open = new OpenPanel()
  tracker = open.originals().find(({ source, deleted }) => !source.blocked && !deleted)!
})

const connect = (id = tracker.id) => open.ask('tracker/console/connect', { tracker_id: id })

/** The query that opens a console, as a client puts it together. */
function query(change: Record<string, unknown> = {}): string {
  const { key, timestamp } = connect().body
  const asked = { device: tracker.source.device_id, key, timestamp, dealer_id: demoDealerId, ...change }
  return new URLSearchParams(Object.entries(asked).map(([name, value]) => [name, String(value)])).toString()
}

describe('console/connect', () => {
  test('gives a key of 40 signs, another one each time, and the time in seconds', () => {
    const [first, second] = [connect().body, connect().body]
    expect(first).toMatchObject({
      key: expect.stringMatching(/^[0-9a-f]{40}$/) as string,
      timestamp: open.clock.now() / 1000,
    })
    expect(second['key']).not.toBe(first['key'])
  })

  test('refuses an unknown tracker with 201, a corrupted one with 252, one that is hidden or blocked with 230', () => {
    expect(connect(1).code).toBe(201)
    expect(connect(open.trackers().find(({ source }) => source.corrupted)!.id).code).toBe(252)
    open.panel.edit({ tracker_id: tracker.id, blocked: true })
    expect(connect()).toMatchObject({ http: 400, code: 230 })
    open.panel.edit({ tracker_id: tracker.id, blocked: false, deleted: true })
    expect(connect().code).toBe(230)
  })

  test('needs the permission to update trackers', () => {
    const reader = new OpenPanel({ permissions: { trackers: ['read'] } })
    expect(reader.ask('tracker/console/connect', { tracker_id: tracker.id }).code).toBe(13)
  })
})

describe('a console', () => {
  test('is opened by a key, once', () => {
    const asked = query()
    expect(open.panel.openConsole(asked)).not.toBeNull()
    expect(open.panel.openConsole(asked)).toBeNull()
  })

  test.each([
    ['a device', { device: '1' }],
    ['a dealer', { dealer_id: 7 }],
    ['a key', { key: 'x' }],
    ['a time', { timestamp: 1 }],
  ])('is not opened with %s that is another', (_what, change) => {
    expect(open.panel.openConsole(query(change))).toBeNull()
  })

  test('is not opened by a key that has become old, nor without anything', () => {
    const asked = query()
    open.clock.pass(60_000)
    expect(open.panel.openConsole(asked)).toBeNull()
    expect(open.panel.openConsole('')).toBeNull()
  })

  test('reports what the device says of itself at that time', () => {
    const console = open.panel.openConsole(query())!
    const [frame = ''] = console.report().frames
    const { type, data } = JSON.parse(frame) as { type: string; data: [string, string][] }
    expect(type).toBe('status')
    expect(data[0]).toEqual(['Time', new Date(open.clock.now()).toISOString()])
    expect(data.every(([name, value]) => typeof name === 'string' && typeof value === 'string')).toBe(true)
  })

  test('repeats a command, answers it, and writes down that it came', () => {
    const console = open.panel.openConsole(query())!
    const said = console.receive('getver').frames.map((frame) => JSON.parse(frame) as object)
    expect(said).toMatchObject([
      { type: 'output', msg: '> getver' },
      { type: 'output', msg: expect.stringContaining(tracker.source.device_id) as string },
    ])
    expect(console.receive('nonsense').frames[1]).toContain('Not recognized')
    const device = tracker.source.device_id
    expect(open.done()).toEqual([
      { effect: 'console.command', device, command: 'getver' },
      { effect: 'console.command', device, command: 'nonsense' },
    ])
  })

  test('is struck by faults: drops before or after a command was done, or says what is no frame', () => {
    const console = open.panel.openConsole(query())!
    const { faults } = open.panel
    faults.add({ path: 'console/command', strike: { do: 'drop', when: 'before' } })
    expect(console.receive('one')).toEqual({ frames: [], drop: true })
    faults.add({ path: 'console/command', strike: { do: 'drop', when: 'after' } })
    expect(console.receive('two')).toMatchObject({ frames: { length: 2 }, drop: true })
    faults.add({ path: 'console/report', strike: { do: 'garbage', form: 'html' } })
    expect(console.report()).toEqual({ frames: [expect.stringMatching(/^<html>/)], drop: false })
    faults.add({ path: 'console', strike: { do: 'refuse', code: 3 } })
    expect(open.panel.openConsole(query())).toBeNull()
    expect(open.done()).toMatchObject([{ command: 'two' }])
  })
})
