import { describe, expect, test } from 'vitest'
import { OpenPanel } from './open-panel.ts'

const open = new OpenPanel({ trackers: 2000 })
const sound = open.originals()
const corrupted = open.trackers().find(({ source }) => source.corrupted)!

describe('settings/update', () => {
  test('sets label, visibility and comment', () => {
    const { id } = sound[0]!
    const asked = { tracker_id: id, label: '=Грузовик, "7"', deleted: true, comment: 'two\nlines' }
    expect(open.ask('tracker/settings/update', asked)).toMatchObject({ http: 200, code: 0, body: { success: true } })
    expect(open.tracker(id)).toMatchObject({ label: asked.label, deleted: true, comment: asked.comment })
  })

  test('leaves the comment alone where none is given, and takes it away where it is empty', () => {
    const { id } = sound[1]!
    open.ask('tracker/settings/update', { tracker_id: id, label: 'a', deleted: false, comment: 'kept' })
    open.ask('tracker/settings/update', { tracker_id: id, label: 'b', deleted: false })
    expect(open.tracker(id)).toMatchObject({ label: 'b', comment: 'kept' })
    open.ask('tracker/settings/update', { tracker_id: id, label: 'b', deleted: false, comment: '' })
    expect(open.tracker(id)).not.toHaveProperty('comment')
  })

  test('of a clone leaves the original alone', () => {
    const original = sound[2]!
    const clone = Number(
      open.ask('tracker/clone', { tracker_id: original.id, user_id: open.stranger(original), label: 'c' }).body['id'],
    )
    open.ask('tracker/settings/update', { tracker_id: clone, label: 'mine', deleted: true })
    expect(open.tracker(original.id)).toEqual(original)
  })

  test.each([
    ['label', {}, 'label'],
    ['label', { label: null }, 'label'],
    ['label', { label: '' }, 'label'],
    ['label', { label: '   ' }, 'label'],
    ['label', { label: 'x'.repeat(61) }, 'label'],
    ['label', { label: 'a<b' }, 'label'],
    ['label', { label: 'a>b' }, 'label'],
    ['label', { label: 'a\nb' }, 'label'],
    ['label', { label: 'a\ue000b' }, 'label'],
    ['deleted', { label: 'a', deleted: undefined }, 'deleted'],
    ['deleted', { label: 'a', deleted: 'yes' }, 'deleted'],
    ['comment', { label: 'a', comment: 'x'.repeat(3001) }, 'comment'],
    ['comment', { label: 'a', comment: 'a\u0000b' }, 'comment'],
    ['tracker_id', { label: 'a', tracker_id: 'x' }, 'tracker_id'],
    ['tracker_id', { label: 'a', tracker_id: 0 }, 'tracker_id'],
  ])('refuses a bad %s with 7 and names it: %j', (_what, change, parameter) => {
    const before = open.done().length
    const { code, http, body } = open.ask('tracker/settings/update', {
      tracker_id: sound[3]!.id,
      deleted: false,
      ...change,
    })
    expect([http, code]).toEqual([400, 7])
    expect(body['errors']).toMatchObject([{ parameter }])
    expect(open.done()).toHaveLength(before)
  })

  test('takes the longest label and the longest comment', () => {
    const asked = { tracker_id: sound[4]!.id, label: 'x'.repeat(60), deleted: false, comment: 'y'.repeat(3000) }
    expect(open.ask('tracker/settings/update', asked).code).toBe(0)
  })

  test('refuses an unknown tracker with 201 and a corrupted one with 252', () => {
    const asked = { label: 'a', deleted: false }
    expect(open.ask('tracker/settings/update', { ...asked, tracker_id: 1 })).toMatchObject({ http: 400, code: 201 })
    expect(open.ask('tracker/settings/update', { ...asked, tracker_id: corrupted.id })).toMatchObject({
      http: 400,
      code: 252,
    })
  })
})

test('a tracker is read whole, an unknown one refused with 201, a corrupted one with 252', () => {
  const listed = open.trackers({ limit: 1, offset: 9 })[0]!
  expect(open.tracker(listed.id)).toEqual(listed)
  expect(open.ask('tracker/read', { tracker_id: 1 })).toMatchObject({ http: 400, code: 201 })
  expect(open.ask('tracker/read', { tracker_id: corrupted.id })).toMatchObject({ http: 400, code: 252 })
  expect(corrupted.deleted).toBe(true)
})

test('somebody else’s edit is seen, and is no client’s doing', () => {
  const { id, label } = sound[5]!
  open.panel.edit({ tracker_id: id, comment: 'by others' })
  expect(open.tracker(id)).toMatchObject({ label, comment: 'by others' })
  expect(open.panel.ledger.entries().at(-1)).toMatchObject({ session: 0, effect: 'tracker.settings' })
  open.panel.edit({ tracker_id: id, gone: true })
  expect(open.ask('tracker/read', { tracker_id: id }).code).toBe(201)
  expect(() => open.panel.edit({ tracker_id: id, label: 'x' })).toThrow(RangeError)
})
