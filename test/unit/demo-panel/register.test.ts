import { beforeEach, describe, expect, test } from 'vitest'
import { OpenPanel, type AnsweredTracker } from './open-panel.ts'

let open: OpenPanel
let tracker: AnsweredTracker

beforeEach(() => {
  open = new OpenPanel()
  tracker = open.originals().find(({ source }) => source.model.startsWith('tel') && !source.blocked)!
})

const retry = (change: Record<string, unknown> = {}, name = 'register_retry') =>
  open.ask(`tracker/${name}`, { tracker_id: tracker.id, ...change })
const one = (fits: (one: AnsweredTracker) => boolean) => ({ tracker_id: open.trackers().find(fits)!.id })

describe('register_retry', () => {
  test('is noted with what was said of commands, and again what came once more', () => {
    expect(retry()).toMatchObject({ code: 0, body: { success: true } })
    open.clock.pass(120_000)
    retry({ send_register_commands: false })
    expect(open.done()).toMatchObject([
      { effect: 'tracker.register', tracker: tracker.id, commands: null },
      { effect: 'tracker.register', tracker: tracker.id, commands: false, again: 2 },
    ])
    expect(open.panel.stats().commandsAgain).toBe(1)
  })

  test('is refused with 264 for two minutes, by the clock of the panel', () => {
    retry()
    open.clock.pass(119_999)
    expect(retry()).toMatchObject({ code: 264 })
    open.clock.pass(1)
    expect(retry()).toMatchObject({ code: 0 })
  })

  test('is refused for none, clones, what is blocked, deleted, or has no GSM, each with its code', () => {
    const sound = ({ source }: AnsweredTracker) => !source.corrupted && !source.blocked
    expect(retry({ tracker_id: 9_999_999 })).toMatchObject({ code: 201 })
    expect(retry(one((each) => each.clone && sound(each)))).toMatchObject({ code: 219 })
    expect(retry(one(({ clone, source }) => !clone && source.blocked))).toMatchObject({ code: 208 })
    expect(retry(one(({ clone, source }) => !clone && source.corrupted === true))).toMatchObject({ code: 252 })
    for (const model of ['gl300', 'navixymobile_xgps'])
      expect(retry(one((each) => !each.clone && sound(each) && each.source.model === model))).toMatchObject({
        code: 214,
      })
  })

  test('is known by one name alone, which on an older panel is another', () => {
    expect(retry({}, 'register_entry')).toMatchObject({ code: 111 })
    open.panel.habits = { registersBy: 'register_entry' }
    expect(retry()).toMatchObject({ code: 111 })
    expect(retry({}, 'register_entry')).toMatchObject({ code: 0 })
  })
})
