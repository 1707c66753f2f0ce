import { beforeEach, describe, expect, test } from 'vitest'
import type { FaultInput } from '../../../electron/demo-panel/faults.ts'
import { OpenPanel } from './open-panel.ts'

let open: OpenPanel
let id: number

beforeEach(() => {
  open = new OpenPanel()
  id = open.trackers({ limit: 1 })[0]!.id
})

const path = 'tracker/settings/update'
const edit = () => open.outcome(path, { tracker_id: id, label: 'edited', deleted: false })
const acted = () => open.done().length === 1
const add = (strike: FaultInput['strike']) => open.panel.faults.add({ path, strike })

describe('a fault can', () => {
  test('refuse with a code, without acting', () => {
    add({ do: 'refuse', code: 8 })
    expect(edit()).toMatchObject({ outcome: 'answer', status: 503 })
    expect(acted()).toBe(false)
  })

  test('refuse with further fields', () => {
    open.panel.faults.add({ strike: { do: 'refuse', code: 203, extra: { entities: [{ type: 'rules' }] } } })
    expect(open.ask('tracker/delete_clone', { tracker_id: id }).body).toMatchObject({
      status: { code: 203 },
      entities: [{ type: 'rules' }],
    })
  })

  test.each([
    ['before', false, false],
    ['after', true, false],
    ['during', true, true],
  ] as const)('drop the connection %s acting', (when, hasActed, begun) => {
    add({ do: 'drop', when })
    const outcome = edit()
    expect(outcome).toMatchObject({ outcome: 'drop', acted: hasActed })
    expect(outcome.outcome === 'drop' && outcome.begun !== null).toBe(begun)
    expect(acted()).toBe(hasActed)
  })

  test('end every session', () => {
    add({ do: 'expire' })
    expect(edit()).toMatchObject({ status: 400 })
    expect(acted()).toBe(false)
    expect(open.ask('tracker/list').code).toBe(4)
    open.signIn()
    expect(open.ask('tracker/list').code).toBe(0)
  })

  test.each([
    ['html', { status: 200, contentType: 'text/html' }],
    ['empty', { status: 200, body: '' }],
    ['type', { contentType: 'text/plain', body: '{"success":true}' }],
    ['cut', { status: 200, body: '{"succes' }],
  ] as const)('answer garbage (%s), having acted or not', (form, expected) => {
    add({ do: 'garbage', form, when: 'before' })
    expect(edit()).toMatchObject(expected)
    expect(acted()).toBe(false)
    add({ do: 'garbage', form })
    expect(edit()).toMatchObject(expected)
    expect(acted()).toBe(true)
  })

  test('be slow after acting, or act only after being slow', () => {
    add({ do: 'slow', milliseconds: 700 })
    expect(edit()).toMatchObject({ outcome: 'answer', delay: 700 })
    add({ do: 'slow', milliseconds: 900, when: 'before' })
    const before = open.done().length
    const pending = open.panel.receive({
      method: 'POST',
      path: `/panel/${path}`,
      headers: { 'content-type': 'application/json', authorization: `NVX ${open.hash}` },
      body: JSON.stringify({ tracker_id: id, label: 'late', deleted: false }),
    })
    expect(pending.delay).toBe(900)
    expect(open.done()).toHaveLength(before)
    expect(pending.act()).toMatchObject({ outcome: 'answer', delay: 0 })
    expect(open.done()).toHaveLength(before + 1)
  })
})

describe('a fault strikes', () => {
  const refuse = { do: 'refuse', code: 14 } as const

  test('as often as it is told, after letting pass what it is told to', () => {
    open.panel.faults.add({ path: 'tracker/list', skip: 1, times: 2, strike: refuse })
    const codes = [1, 2, 3, 4].map(() => open.ask('tracker/list', { limit: 1 }).code)
    expect(codes).toEqual([0, 14, 14, 0])
    expect(open.panel.faults.left()).toEqual([])
  })

  test('only its own path, or all that begin like it', () => {
    open.panel.faults.add({ path: 'tracker/*', strike: refuse })
    expect(open.ask('user/list').code).toBe(0)
    expect(open.ask('tracker/bundle/list').code).toBe(14)
  })

  test('only requests of its parameters', () => {
    open.panel.faults.add({ parameters: { tracker_id: id }, strike: refuse })
    expect(open.ask('tracker/read', { tracker_id: id + 1 }).code).not.toBe(14)
    expect(open.ask('tracker/read', { tracker_id: id }).code).toBe(14)
  })

  test('one after the other, the first that fits, until they are cleared', () => {
    add({ do: 'refuse', code: 1 })
    add({ do: 'refuse', code: 6 })
    add({ do: 'refuse', code: 8 })
    expect([edit(), edit()]).toMatchObject([{ status: 500 }, { status: 500 }])
    open.panel.faults.clear()
    expect(edit()).toMatchObject({ status: 200 })
  })
})

test('sessions can be ended and requests are counted', () => {
  open.panel.expireSessions()
  expect(open.ask('tracker/list').code).toBe(4)
  expect(open.panel.stats()).toEqual({
    requests: { 'account/auth': 1, 'tracker/list': 2 },
    refusals: { 4: 1 },
    aboveRate: 0,
    sessions: 1,
    userSessions: 0,
    repeats: { refused: 0, sameAgain: 0 },
    commandsAgain: 0,
  })
})
