import { beforeEach, describe, expect, test } from 'vitest'
import { OpenPanel, type AnsweredTracker } from './open-panel.ts'

let open: OpenPanel
let cloned: AnsweredTracker
let clones: AnsweredTracker[]

beforeEach(() => {
  open = new OpenPanel()
  const all = open.trackers()
  const clonesOf = ({ source }: AnsweredTracker) => all.filter((one) => one.clone && one.source.id === source.id)
  cloned = open.originals().find((one) => clonesOf(one).length > 0)!
  clones = clonesOf(cloned)
})

const corrupt = (change: Record<string, unknown> = {}) =>
  open.ask('tracker/corrupt', { tracker_id: cloned.id, ...change })

describe('corrupt', () => {
  test('deletes the tracker, spoils its device and removes its clones, unless it is told not to', () => {
    expect(corrupt()).toMatchObject({ code: 0, body: { success: true } })
    const [left, ...none] = open.trackers().filter(({ source }) => source.id === cloned.source.id)
    expect(none).toEqual([])
    expect(left).toMatchObject({ id: cloned.id, deleted: true })
    expect(left!.source).toMatchObject({ corrupted: true, device_id: `corrupted_${cloned.source.device_id}` })
    expect(left!.source.phone).toBeUndefined()
    expect(open.done()).toEqual([
      { effect: 'tracker.corrupt', tracker: cloned.id, clones: clones.map(({ id }) => id).sort((a, b) => a - b) },
    ])
  })

  test('is refused with 253 and the clones while there are any that are not to go', () => {
    const { code, body } = corrupt({ corrupt_clones: false })
    expect(code).toBe(253)
    expect(body['list']).toEqual(clones.map(({ id }) => id))
    for (const { id } of clones) open.panel.edit({ tracker_id: id, gone: true })
    expect(corrupt({ corrupt_clones: false })).toMatchObject({ code: 0 })
  })

  test('is refused for a clone with 219, for none with 201, and a second time with 252, which is noted', () => {
    expect(corrupt({ tracker_id: clones[0]!.id })).toMatchObject({ code: 219 })
    expect(corrupt({ tracker_id: 9_999_999 })).toMatchObject({ code: 201 })
    corrupt()
    expect(corrupt()).toMatchObject({ code: 252 })
    expect(open.ask('tracker/read', { tracker_id: cloned.id })).toMatchObject({ code: 252 })
    const command = { device_id: cloned.source.device_id, command: 'reset' }
    expect(open.ask('tracker/raw_command/send', command)).toMatchObject({ code: 252 })
    expect(open.panel.stats().repeats).toEqual({ refused: 1, sameAgain: 0 })
  })
})
