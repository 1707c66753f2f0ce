import { describe, expect, test } from 'vitest'
import { demoLogin, demoPassword } from '../../../electron/demo-panel/account.ts'
import { methodPath, type PanelRequest } from '../../../electron/demo-panel/request.ts'
import { answerOf, OpenPanel } from './open-panel.ts'

const open = new OpenPanel()
const form = 'application/x-www-form-urlencoded'
const json = 'application/json; charset=utf-8'

function send(request: Partial<PanelRequest>) {
  return answerOf(
    open.panel.handle({ method: 'POST', path: '/v2/panel/tracker/list', headers: {}, body: '', ...request }),
  )
}

test.each([
  ['/v2/panel/tracker/list', 'tracker/list'],
  ['/panel/tracker/list', 'tracker/list'],
  ['/panel/account/auth/', 'account/auth'],
  ['/v2/panel/tracker/bundle/list//', 'tracker/bundle/list'],
  ['/v2panel/tracker/list', null],
  ['/v2/tracker/list', null],
  ['/v2/panel/', null],
  ['/v3/panel/tracker/list', null],
  ['/v2/panel/../x', null],
])('the path %s asks for %s', (path, method) => {
  expect(methodPath(path)).toBe(method)
})

describe('the same question may be put', () => {
  const asked = { user_id: open.trackers()[0]!.user_id, limit: 2, ascending: false, order_by: 'label' }
  const inForm = String(
    new URLSearchParams(Object.entries({ ...asked, hash: open.hash }).map(([k, v]) => [k, String(v)])),
  )
  const expected = open.ask('tracker/list', asked).body

  test.each<[string, Partial<PanelRequest>]>([
    [
      'as JSON with the hash in the body',
      { headers: { 'content-type': json }, body: JSON.stringify({ ...asked, hash: open.hash }) },
    ],
    [
      'as JSON with numbers and flags as text',
      {
        headers: { 'content-type': json, authorization: `nvx ${open.hash}` },
        body: JSON.stringify({ ...asked, limit: '2', ascending: 'false' }),
      },
    ],
    ['as a form', { headers: { 'content-type': form }, body: inForm }],
    ['as a query of a GET', { method: 'GET', query: inForm }],
    [
      'half in the query, half in the body',
      {
        headers: { 'content-type': json },
        query: `hash=${open.hash}&limit=999`,
        body: JSON.stringify(asked),
      },
    ],
    ['without /v2 and with a slash', { path: '/panel/tracker/list/', method: 'GET', query: inForm }],
  ])('%s', (_how, request) => {
    expect(send(request).body).toEqual(expected)
  })
})

test('lists in a form or a query are JSON', () => {
  const query = `hash=${open.hash}&user_id=1&tracker_ids=${encodeURIComponent('[5, 6]')}`
  expect(send({ method: 'GET', path: '/v2/panel/tracker/batch_clone', query }).code).toBe(246)
  expect(send({ method: 'GET', path: '/v2/panel/tracker/batch_clone', query: `${query}x` }).code).toBe(7)
})

test('null is the same as absent', () => {
  expect(open.ask('tracker/list', { limit: null, filter: null, user_id: null }).body['count']).toBe(600)
})

test('unknown parameters are passed over', () => {
  expect(open.ask('tracker/list', { colour: 'red' }).code).toBe(0)
})

test('a login that is a number in JSON is its digits', () => {
  expect(open.ask('account/auth', { login: Number(demoLogin), password: demoPassword }).code).toBe(0)
})

test.each<[string, Partial<PanelRequest>, number]>([
  ['an unknown method of the API', { path: '/v2/panel/tracker/fly' }, 111],
  ['a path outside the panel', { path: '/v2/user/auth' }, 111],
  ['another HTTP method', { method: 'PUT' }, 112],
  ['JSON that is cut short', { headers: { 'content-type': json }, body: '{"hash":' }, 5],
  ['JSON that is no object', { headers: { 'content-type': json }, body: '[1]' }, 5],
  ['a body of another sort', { headers: { 'content-type': 'text/plain' }, body: 'hash=1' }, 5],
  ['no hash', {}, 3],
])('%s is refused', (_what, request, code) => {
  expect(send(request)).toMatchObject({ http: 400, code, body: { success: false } })
})

test('a refusal has the panel’s form', () => {
  expect(open.ask('tracker/read', { tracker_id: 1 }).body).toEqual({
    success: false,
    status: { code: 201, description: 'Not found in the database' },
  })
})
