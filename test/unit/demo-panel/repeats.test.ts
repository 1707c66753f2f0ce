import { beforeEach, expect, test } from 'vitest'
import { memoryLedger } from '../../../electron/demo-panel/ledger.ts'
import { OpenPanel, type AnsweredTracker } from './open-panel.ts'

let open: OpenPanel
let original: AnsweredTracker
let user_id: number

beforeEach(() => {
  open = new OpenPanel()
  original = open.originals()[0]!
  user_id = open.stranger(original)
})

const repeats = () => open.panel.stats().repeats
const clone = () => open.ask('tracker/clone', { tracker_id: original.id, user_id, label: 'c' })
const set = (label: string) => open.ask('tracker/settings/update', { tracker_id: original.id, label, deleted: false })

test('a clone that the client made is a refused repeat when it is asked for again', () => {
  const id = clone().body['id']
  expect(clone().code).toBe(247)
  expect(open.ask('tracker/batch_clone', { tracker_ids: [original.id], user_id }).code).toBe(247)
  expect(open.done().slice(1)).toEqual([
    { effect: 'none', fault: 'repeat', refused: true, of: 2, about: id },
    { effect: 'none', fault: 'repeat', refused: true, of: 2, about: id },
  ])
  expect(repeats()).toEqual({ refused: 2, sameAgain: 0 })
})

test('to pass over one’s own clone on purpose is no refused repeat, but is noted', () => {
  clone()
  open.ask('tracker/batch_clone', { tracker_ids: [original.id], user_id, ignore_existing: true })
  expect(repeats()).toEqual({ refused: 0, sameAgain: 1 })
})

test('a clone that was deleted may be made again', () => {
  open.ask('tracker/delete_clone', { tracker_id: clone().body['id'] })
  expect(clone().code).toBe(0)
  expect(repeats()).toEqual({ refused: 0, sameAgain: 0 })
})

test('a deletion is a refused repeat the second time, by itself or in a batch', () => {
  const id = clone().body['id']
  open.ask('tracker/delete_clone', { tracker_id: id })
  expect(open.ask('tracker/delete_clone', { tracker_id: id }).code).toBe(201)
  open.ask('tracker/batch_delete_clones', { trackers: [id] })
  expect(repeats()).toEqual({ refused: 2, sameAgain: 0 })
})

test('what other hands took away is nobody’s repeat', () => {
  const id = Number(clone().body['id'])
  open.panel.edit({ tracker_id: id, gone: true })
  expect(open.ask('tracker/delete_clone', { tracker_id: id }).code).toBe(201)
  expect(open.ask('tracker/batch_delete_clones', { trackers: [id] }).body).toMatchObject({
    not_deleted_trackers: [{ id, error: 'Entity not found' }],
  })
  expect(repeats()).toEqual({ refused: 0, sameAgain: 0 })
})

test('an IMEI that the client imported is a refused repeat, one that was there before is not', () => {
  const imeis = ['352093081234562', '352093081234570']
  const bundles = { equip_id: 13785, factory_preset: true }
  open.ask('tracker/bundle/import', { ...bundles, imeis })
  open.ask('tracker/bundle/import', { ...bundles, imeis: [imeis[1], '352093081234588'] })
  open.ask('tracker/bundle/import', { ...bundles, imeis: [open.bundles()[0]!.imei] })
  expect(open.done().slice(2)).toEqual([{ effect: 'none', fault: 'repeat', refused: true, of: 3, about: imeis[1] }])
})

test('the same settings again are noted and change nothing; with others in between they are no repeat', () => {
  set('a')
  expect(set('a')).toMatchObject({ http: 200, code: 0 })
  expect(repeats()).toEqual({ refused: 0, sameAgain: 1 })
  set('b')
  set('a')
  expect(repeats()).toEqual({ refused: 0, sameAgain: 1 })
  expect(open.tracker(original.id).label).toBe('a')
})

test('settings that other hands have changed since may be set again', () => {
  set('a')
  open.panel.edit({ tracker_id: original.id, label: 'theirs' })
  set('a')
  expect(open.tracker(original.id).label).toBe('a')
  expect(repeats()).toEqual({ refused: 0, sameAgain: 0 })
})

test('settings of other fields are no repeat', () => {
  set('a')
  open.ask('tracker/settings/update', { tracker_id: original.id, label: 'a', deleted: true })
  open.ask('tracker/settings/update', { tracker_id: original.id, label: 'a', deleted: true, comment: '' })
  expect(repeats()).toEqual({ refused: 0, sameAgain: 0 })
})

test('a repeat is found out after a restart too', () => {
  clone()
  open = new OpenPanel({ ledger: memoryLedger(open.panel.ledger.entries()) }, open.clock)
  expect(clone().code).toBe(247)
  expect(repeats().refused).toBe(1)
})
