import { beforeEach, describe, expect, test } from 'vitest'
import { OpenPanel, type AnsweredTracker } from './open-panel.ts'

let open: OpenPanel
let original: AnsweredTracker
let user_id: number

beforeEach(() => {
  open = new OpenPanel({ trackers: 2000 })
  original = open.originals().find(({ group_id, comment }) => group_id !== 0 && comment !== undefined)!
  user_id = open.stranger(original)
})

const move = (change: Record<string, unknown> = {}) =>
  open.ask('tracker/move', { tracker_id: original.id, user_id, ...change })
const countOf = (id: number) => open.users().find((user) => user.id === id)!.trackers_count

describe('move', () => {
  test('gives the tracker to another user under a new id, higher than any other', () => {
    const highest = Math.max(...open.trackers().map(({ id }) => id))
    const { http, body } = move()
    expect([http, body]).toEqual([200, { success: true, id: highest + 1 }])
    const { avatar_file_name: _avatar, ...kept } = original
    expect(open.tracker(highest + 1)).toMatchObject({
      ...kept,
      id: highest + 1,
      user_id,
      owner_name: expect.any(String) as unknown,
      creation_date: '2026-11-20',
      group_id: 0,
    })
    expect(open.done()).toEqual([{ effect: 'tracker.move', tracker: original.id, newId: highest + 1, user: user_id }])
  })

  test('leaves nothing under the old id', () => {
    const count = open.ask('tracker/list').body['count']
    move()
    expect(open.ask('tracker/list').body['count']).toBe(count)
    expect(open.ask('tracker/read', { tracker_id: original.id })).toMatchObject({ http: 400, code: 201 })
    expect(open.trackers({ user_id: original.user_id }).some(({ id }) => id === original.id)).toBe(false)
  })

  test('counts for the new owner and no more for the old one', () => {
    const [theirs, ours] = [countOf(original.user_id), countOf(user_id)]
    move()
    expect([countOf(original.user_id), countOf(user_id)]).toEqual([theirs - 1, ours + 1])
    expect(open.trackers({ user_id })).toHaveLength(ours + 1)
  })

  test('leaves the clones where they are, and the device one', () => {
    const third = open.stranger(original, { ...original, user_id })
    const clone = Number(open.ask('tracker/clone', { tracker_id: original.id, user_id: third, label: 'c' }).body['id'])
    const target = open.stranger(original)
    const id = Number(move({ user_id: target }).body['id'])
    expect(open.tracker(clone)).toMatchObject({ user_id: third, clone: true, source: open.tracker(id).source })
    // The device has still its one clone for this user.
    expect(open.ask('tracker/clone', { tracker_id: id, user_id: third, label: 'c' }).code).toBe(247)
    expect(open.ask('tracker/clone', { tracker_id: id, user_id: original.user_id, label: 'c' }).code).toBe(0)
  })

  test('there and back again goes through two new ids', () => {
    const first = Number(move().body['id'])
    const second = move({ tracker_id: first, user_id: original.user_id }).body['id']
    expect(second).toBe(first + 1)
    expect(open.tracker(first + 1)).toMatchObject({ user_id: original.user_id, label: original.label })
    expect(open.panel.stats().repeats).toEqual({ refused: 0, sameAgain: 0 })
  })

  test('takes a hidden tracker along', () => {
    const hidden = open.originals().find(({ deleted }) => deleted)!
    const { body } = move({ tracker_id: hidden.id, user_id: open.stranger(hidden) })
    expect(open.tracker(Number(body['id'])).deleted).toBe(true)
  })

  test.each<[string, number, number, () => Record<string, unknown>]>([
    ['an unknown tracker', 400, 201, () => ({ tracker_id: 1 })],
    ['a clone', 403, 219, () => ({ tracker_id: aClone().id })],
    ['an unknown user', 400, 246, () => ({ user_id: 1 })],
    ['the owner', 400, 246, () => ({ user_id: original.user_id })],
    [
      'a user who has a clone of it',
      409,
      247,
      () => ({ tracker_id: originalOf(aClone()).id, user_id: aClone().user_id }),
    ],
    [
      'a corrupted tracker',
      400,
      252,
      () => ({ tracker_id: open.trackers().find(({ source }) => source.corrupted)!.id }),
    ],
  ])('refuses %s with %i and %i', (_what, http, code, change) => {
    expect(move(change())).toMatchObject({ http, code })
    expect(open.done()).toEqual([])
  })

  test.each(['tracker_id', 'user_id'])('refuses to go without %s with 7 and names it', (parameter) => {
    expect(move({ [parameter]: undefined })).toMatchObject({
      http: 400,
      code: 7,
      body: { errors: [{ parameter, error: 'must not be null' }] },
    })
  })
})

describe('a move again', () => {
  test('of the old id is a refused repeat', () => {
    move()
    expect(move()).toMatchObject({ http: 400, code: 201 })
    expect(open.done().at(-1)).toEqual({ effect: 'none', fault: 'repeat', refused: true, of: 2, about: original.id })
  })

  test('of the new id to the same user is one too', () => {
    const { id } = move().body
    expect(move({ tracker_id: id })).toMatchObject({ code: 246 })
    expect(open.done().at(-1)).toEqual({ effect: 'none', fault: 'repeat', refused: true, of: 2, about: id })
  })

  test('after other hands have moved or taken it is nobody’s repeat', () => {
    open.panel.edit({ tracker_id: original.id, user_id })
    expect(move()).toMatchObject({ code: 201 })
    const moved = open.trackers().at(-1)!
    expect(move({ tracker_id: moved.id }).code).toBe(246)
    open.panel.edit({ tracker_id: moved.id, gone: true })
    expect(move({ tracker_id: moved.id }).code).toBe(201)
    expect(open.panel.stats().repeats.refused).toBe(0)
  })
})

test('what was set before a move is known again under the new id', () => {
  const settings = { label: 'a', deleted: false }
  open.ask('tracker/settings/update', { ...settings, tracker_id: original.id })
  const tracker_id = move().body['id']
  open.ask('tracker/settings/update', { ...settings, tracker_id })
  expect(open.panel.stats().repeats).toEqual({ refused: 0, sameAgain: 1 })
})

test('other hands cannot move a clone, to nobody, or to whom has it', () => {
  expect(() => open.panel.edit({ tracker_id: aClone().id, user_id })).toThrow(RangeError)
  expect(() => open.panel.edit({ tracker_id: original.id, user_id: 1 })).toThrow(RangeError)
  expect(() => open.panel.edit({ tracker_id: original.id, user_id: original.user_id })).toThrow(RangeError)
})

function aClone(): AnsweredTracker {
  return open.trackers({ clones_filter: 'include_clones_only' }).find(({ source }) => !source.corrupted)!
}

function originalOf({ source }: AnsweredTracker): AnsweredTracker {
  return open.originals().find((tracker) => tracker.source.id === source.id)!
}
