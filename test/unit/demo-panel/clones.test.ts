import { beforeEach, describe, expect, test } from 'vitest'
import type { AnsweredTracker } from './open-panel.ts'
import { OpenPanel } from './open-panel.ts'

let open: OpenPanel
let originals: AnsweredTracker[]
let clones: AnsweredTracker[]
let corrupted: AnsweredTracker

beforeEach(() => {
  open = new OpenPanel({ trackers: 2500 })
  originals = open.originals()
  clones = open.trackers({ clones_filter: 'include_clones_only' })
  corrupted = open.trackers({ clones_filter: 'exclude_clones' }).find(({ source }) => source.corrupted)!
})

/** A user who has nothing at all. */
function nobody(): number {
  return open.users().find(({ trackers_count }) => trackers_count === 0)!.id
}

const probe = new OpenPanel({ trackers: 2500 })
/** Clones that nothing keeps from being deleted, as another panel of the same seed finds out. */
const free = new OpenPanel({ trackers: 2500 })
  .trackers({ clones_filter: 'include_clones_only' })
  .filter(({ id, source }) => !source.corrupted && probe.ask('tracker/delete_clone', { tracker_id: id }).code === 0)

describe('clone', () => {
  test('gives a user a clone with its own label and the same source', () => {
    const original = originals[0]!
    const user_id = nobody()
    const { code, body } = open.ask('tracker/clone', { tracker_id: original.id, user_id, label: 'Courier' })
    expect(code).toBe(0)
    const clone = open.tracker(Number(body['id']))
    expect(clone).toMatchObject({
      clone: true,
      user_id,
      label: 'Courier',
      deleted: false,
      creation_date: '2026-11-20',
      source: { id: original.source.id, device_id: original.source.device_id },
    })
    expect(open.ask('tracker/list').body['count']).toBe(2501)
  })

  test.each<[string, number, number, () => Record<string, unknown>]>([
    ['an unknown tracker', 400, 201, () => ({ tracker_id: 1 })],
    ['a clone', 403, 219, () => ({ tracker_id: clones.find(({ source }) => !source.corrupted)!.id })],
    ['an unknown user', 400, 246, () => ({ user_id: 1 })],
    ['the owner', 400, 246, () => ({ user_id: originals[0]!.user_id })],
    ['a corrupted tracker', 400, 252, () => ({ tracker_id: corrupted.id })],
    ['a label that is too long', 400, 7, () => ({ label: 'x'.repeat(61) })],
    ['no label', 400, 7, () => ({ label: undefined })],
    ['an empty label', 400, 7, () => ({ label: '' })],
  ])('refuses %s with %i and %i', (_what, http, code, change) => {
    const asked = { tracker_id: originals[0]!.id, user_id: nobody(), label: 'c', ...change() }
    expect(open.ask('tracker/clone', asked)).toMatchObject({ http, code })
    expect(open.done()).toEqual([])
  })

  test('refuses a second clone for the same user with 409 and 247', () => {
    const existing = clones.find(({ source }) => !source.corrupted)!
    const original = originals.find(({ source }) => source.id === existing.source.id)!
    const asked = { tracker_id: original.id, user_id: existing.user_id, label: 'c' }
    expect(open.ask('tracker/clone', asked)).toMatchObject({ http: 409, code: 247 })
    // The clone was there before: asking for it is no repeat.
    expect(open.done()).toEqual([])
  })
})

describe('batch_clone', () => {
  test('clones a thousand with the originals’ labels, in their order', () => {
    const wanted = originals.slice(0, 1000)
    const user_id = nobody()
    const ids = wanted.map(({ id }) => id)
    const { code, body } = open.ask('tracker/batch_clone', { tracker_ids: ids, user_id })
    expect(code).toBe(0)
    const made = open.trackers({ user_id })
    expect(body['list']).toEqual(made.map(({ id }) => id))
    expect(body).not.toHaveProperty('ignored_trackers')
    expect(made.map(({ label, source }) => [label, source.id])).toEqual(
      wanted.map(({ label, source }) => [label, source.id]),
    )
  })

  test.each<[string, () => Record<string, unknown>]>([
    ['none', () => ({ tracker_ids: [] })],
    ['more than a thousand', () => ({ tracker_ids: Array.from({ length: 1001 }, (_, i) => i + 1) })],
  ])('refuses %s with 7 and the bounds', (_what, change) => {
    expect(open.ask('tracker/batch_clone', { user_id: nobody(), ...change() })).toMatchObject({
      http: 400,
      code: 7,
      body: { errors: [{ parameter: 'tracker_ids', error: 'size must be between 1 and 1000' }] },
    })
  })

  test.each<[string, unknown]>([
    ['a number', 5],
    ['a text that is no list', 'one'],
    ['a list with null', [5, null]],
    ['a list with text', ['x']],
    ['a list with the same id twice', [5, 5]],
    ['nothing', undefined],
  ])('refuses %s as the list with 7', (_what, tracker_ids) => {
    expect(open.ask('tracker/batch_clone', { user_id: nobody(), tracker_ids })).toMatchObject({ http: 400, code: 7 })
  })

  test.each<[string, number, () => number, (() => number)?]>([
    ['an unknown tracker', 217, () => 1],
    ['a clone', 217, () => clones[0]!.id],
    ['a corrupted tracker', 252, () => corrupted.id],
    ['an unknown user', 246, () => originals[1]!.id, () => 1],
    ['the owner of one of them', 246, () => originals[1]!.id, () => originals[1]!.user_id],
  ])('with %s refuses all with %i', (_what, code, id, user = nobody) => {
    const asked = { tracker_ids: [originals[0]!.id, id()], user_id: user(), ignore_existing: true }
    expect(open.ask('tracker/batch_clone', asked)).toMatchObject({ http: 400, code })
    expect(open.done()).toEqual([])
  })

  test('is all or nothing: where some exist, none is made, and the user’s own clones are named', () => {
    const user_id = nobody()
    const [a, b, c] = originals.map(({ id }) => id)
    const first = open.ask('tracker/batch_clone', { tracker_ids: [a, b], user_id }).body['list'] as number[]
    const answer = open.ask('tracker/batch_clone', { tracker_ids: [c, b], user_id })
    expect(answer).toMatchObject({ http: 409, code: 247 })
    expect(answer.body['list']).toEqual([first[1]])
    expect(open.trackers({ user_id })).toHaveLength(2)
  })

  test('with ignore_existing makes the others and names those of the request that it passed over', () => {
    const user_id = nobody()
    const [a, b, c] = originals.map(({ id }) => id)
    open.ask('tracker/batch_clone', { tracker_ids: [a, b], user_id })
    const { code, body } = open.ask('tracker/batch_clone', { tracker_ids: [c, b], user_id, ignore_existing: true })
    expect(code).toBe(0)
    expect(body['ignored_trackers']).toEqual([b])
    expect(body['list']).toHaveLength(1)
    expect(open.trackers({ user_id })).toHaveLength(3)
  })

  test('gives no id twice, even after the last clone was deleted', () => {
    const user_id = nobody()
    const asked = { tracker_ids: [originals[0]!.id], user_id }
    const [first] = open.ask('tracker/batch_clone', asked).body['list'] as number[]
    expect(open.ask('tracker/delete_clone', { tracker_id: first }).code).toBe(0)
    const [second] = open.ask('tracker/batch_clone', asked).body['list'] as number[]
    expect(second).toBeGreaterThan(first!)
  })
})

describe('delete_clone', () => {
  test('takes the clone away and leaves the original', () => {
    const clone = free[0]!
    expect(open.ask('tracker/delete_clone', { tracker_id: clone.id })).toMatchObject({ http: 200, code: 0 })
    expect(open.ask('tracker/read', { tracker_id: clone.id }).code).toBe(201)
    expect(open.trackers({ clones_filter: 'exclude_clones' }).some(({ source }) => source.id === clone.source.id)).toBe(
      true,
    )
  })

  test('refuses an unknown tracker with 201, an original with 403 and 249, a corrupted one with 252', () => {
    expect(open.ask('tracker/delete_clone', { tracker_id: 1 })).toMatchObject({ http: 400, code: 201 })
    expect(open.ask('tracker/delete_clone', { tracker_id: originals[0]!.id })).toMatchObject({ http: 403, code: 249 })
    expect(open.ask('tracker/delete_clone', { tracker_id: corrupted.id })).toMatchObject({ http: 400, code: 252 })
  })

  test('refuses a clone that rules or vehicles hold with 203, and names them', () => {
    const answers = clones
      .map(({ id }) => open.ask('tracker/delete_clone', { tracker_id: id }))
      .filter(({ code }) => code === 203)
    const number = expect.any(Number) as number
    expect(answers).toContainEqual(
      expect.objectContaining({ http: 400, body: expect.objectContaining({ rules: [number, number] }) as unknown }),
    )
    expect(answers).toContainEqual(
      expect.objectContaining({ body: expect.objectContaining({ vehicles: [number] }) as unknown }),
    )
  })
})

describe('batch_delete_clones', () => {
  test('deletes what it can and says of each other why not', () => {
    const [a, b, c] = free
    const held = clones.find(({ id, source }) => !source.corrupted && !free.some((clone) => clone.id === id))
    open.ask('tracker/delete_clone', { tracker_id: c!.id })
    const trackers = [a!.id, originals[0]!.id, 3, c!.id, held!.id, b!.id]
    const { code, body } = open.ask('tracker/batch_delete_clones', { trackers })
    expect(code).toBe(0)
    expect(body).toEqual({
      success: true,
      deleted_count: 2,
      not_deleted_count: 4,
      not_deleted_trackers: [
        { id: originals[0]!.id, error: 'Not a clone' },
        { id: 3, error: 'Entity not found' },
        { id: c!.id, error: 'Already deleted' },
        { id: held!.id, error: 'Delete entity associated with' },
      ],
    })
    expect(open.ask('tracker/read', { tracker_id: a!.id }).code).toBe(201)
  })

  test('leaves the list of failures out where there are none', () => {
    const { body } = open.ask('tracker/batch_delete_clones', { trackers: [free[0]!.id] })
    expect(body).toEqual({ success: true, deleted_count: 1, not_deleted_count: 0 })
  })

  test('deletes a clone that stands twice once', () => {
    const { id } = free[0]!
    expect(open.ask('tracker/batch_delete_clones', { trackers: [id, id] }).body).toMatchObject({
      deleted_count: 1,
      not_deleted_trackers: [{ id, error: 'Already deleted' }],
    })
  })

  test.each([
    ['none', []],
    ['more than five hundred', Array.from({ length: 501 }, (_, i) => i + 1)],
  ])('refuses %s with 7 and the bounds', (_what, trackers) => {
    expect(open.ask('tracker/batch_delete_clones', { trackers })).toMatchObject({
      http: 400,
      code: 7,
      body: { errors: [{ parameter: 'trackers', error: 'size must be between 1 and 500' }] },
    })
  })

  test('takes five hundred', () => {
    const trackers = Array.from({ length: 500 }, (_, i) => i + 1)
    expect(open.ask('tracker/batch_delete_clones', { trackers }).body).toMatchObject({ not_deleted_count: 500 })
  })
})
