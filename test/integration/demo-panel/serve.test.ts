import { request } from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { demoLogin, demoPassword } from '../../../electron/demo-panel/account.ts'
import { createDemoPanel, type DemoPanel } from '../../../electron/demo-panel/demo-panel.ts'
import { serveDemoPanel, type ServedPanel } from '../../../electron/demo-panel/serve.ts'
import { machineClock } from '../../../electron/machine/clock.ts'

let panel: DemoPanel
let served: ServedPanel
let hash: string
/** What the panel was asked to wait, instead of waiting. */
let waited: number[]

const clock = {
  sleep: (milliseconds: number) => {
    waited.push(milliseconds)
    return Promise.resolve()
  },
}

async function post(path: string, parameters: Record<string, unknown> = {}): Promise<Response> {
  return fetch(`${served.baseUrl}/panel/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `NVX ${hash}` },
    body: JSON.stringify(parameters),
  })
}

async function fields(response: Response): Promise<Record<string, unknown>> {
  return (await response.json()) as Record<string, unknown>
}

/** An address under `/demo`. */
function demo(path: string): string {
  return new URL(`/demo/${path}`, served.baseUrl).href
}

beforeEach(async () => {
  waited = []
  panel = createDemoPanel({ seed: 5, trackers: 200, clock: machineClock, rate: null })
  served = await serveDemoPanel({ panel, clock, control: true })
  hash = ''
  hash = String((await fields(await post('account/auth', { login: demoLogin, password: demoPassword })))['hash'])
})

afterEach(() => served.close())

describe('over HTTP', () => {
  test('the address is on loopback and ends as Fleetbook wants it', () => {
    expect(served.baseUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v2$/)
  })

  test('a question is answered as JSON', async () => {
    const response = await post('tracker/list', { limit: 1 })
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toMatch(/^application\/json/)
    expect(await fields(response)).toMatchObject({ success: true, count: 200 })
  })

  test('GET, a form, no /v2 and a slash at the end will do', async () => {
    const { origin } = new URL(served.baseUrl)
    const signIn = `login=${demoLogin}&password=${encodeURIComponent(demoPassword)}`
    for (const response of [
      await fetch(`${origin}/panel/account/auth/?${signIn}`),
      await fetch(`${origin}/panel/account/auth/`, { method: 'POST', body: new URLSearchParams(signIn) }),
      await fetch(`${origin}/v2/panel/user/list?hash=${hash}&limit=1`),
    ]) {
      expect(await fields(response)).toMatchObject({ success: true })
    }
  })

  test('text of any script comes back as it went', async () => {
    const { list } = (await fields(await post('tracker/list', { limit: 1 }))) as { list: { id: number }[] }
    const tracker_id = list[0]!.id
    const label = '=«Ё», "ים", 货车, ü, 🚚'
    await post('tracker/settings/update', { tracker_id, label, deleted: false })
    expect(await fields(await post('tracker/read', { tracker_id }))).toMatchObject({ value: { label } })
  })

  test('a refusal has its status', async () => {
    const response = await post('tracker/read', { tracker_id: 1 })
    expect(response.status).toBe(400)
    expect(await fields(response)).toMatchObject({ success: false, status: { code: 201 } })
  })

  test('a body above 10 MB is refused with 412 and code 9', async () => {
    const response = await post('tracker/list', { filter: 'x'.repeat(10 * 1024 * 1024) })
    expect(response.status).toBe(412)
    expect(await fields(response)).toMatchObject({ status: { code: 9 } })
  })

  test('pages in a browser have no business here', async () => {
    const address = `${served.baseUrl}/panel/tracker/list`
    expect((await fetch(address, { headers: { origin: 'https://example.com' } })).status).toBe(403)
    const rebound = await new Promise<number | undefined>((resolve, reject) => {
      request(address, { headers: { host: 'panel.example.com' } }, (response) => {
        response.resume()
        resolve(response.statusCode)
      })
        .on('error', reject)
        .end()
    })
    expect(rebound).toBe(403)
  })

  test.each(['//', '//[', '/%', '/%ff?%', '/v2/panel/%00', '/demo/%', '///?hash=%'])(
    'a strange address is the fault of whoever asks: %s',
    async (path) => {
      const { port } = new URL(served.baseUrl)
      const status = await new Promise<number>((resolve, reject) => {
        request({ host: '127.0.0.1', port, path, method: 'POST' }, (response) => {
          response.resume()
          resolve(response.statusCode ?? 0)
        })
          .on('error', reject)
          .end('{')
      })
      expect(status).toBeGreaterThanOrEqual(400)
      expect(status).toBeLessThan(500)
    },
  )

  test('a port that is taken is said so', async () => {
    const port = Number(new URL(served.baseUrl).port)
    await expect(serveDemoPanel({ panel, clock, port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })
})

describe('faults over HTTP', () => {
  const path = 'tracker/bundle/import'
  const imeis = ['352093081234562']
  const act = () => post(path, { imeis, equip_id: 13785, factory_preset: false })
  const acted = () => panel.ledger.entries().some(({ effect }) => effect === 'bundle.import')

  test.each([
    ['before', false],
    ['after', true],
  ] as const)('a connection that drops %s acting gives no answer', async (when, hasActed) => {
    panel.faults.add({ path, strike: { do: 'drop', when } })
    await expect(act()).rejects.toThrow('fetch failed')
    expect(acted()).toBe(hasActed)
    // Nothing in between has sent it again.
    expect(panel.stats().requests[path]).toBe(1)
  })

  test('a connection that drops during the answer gives half of it', async () => {
    panel.faults.add({ path, strike: { do: 'drop', when: 'during' } })
    const response = await act()
    expect(response.status).toBe(200)
    await expect(response.text()).rejects.toThrow('terminated')
    expect(acted()).toBe(true)
  })

  test('a slow panel waits by the clock, before or after acting', async () => {
    panel.faults.add({ path, strike: { do: 'slow', milliseconds: 120_000, when: 'before' } })
    panel.faults.add({ path, strike: { do: 'slow', milliseconds: 40_000 } })
    await act()
    await act()
    expect(waited).toEqual([120_000, 40_000])
  })

  test('a proxy’s page comes instead of JSON', async () => {
    panel.faults.add({ path, strike: { do: 'garbage', form: 'html', when: 'before' } })
    const response = await act()
    expect(response.headers.get('content-type')).toBe('text/html')
    expect(acted()).toBe(false)
  })

  test('a panel that fails inside answers 500 and code 6', async () => {
    const broken = createDemoPanel({
      seed: 1,
      trackers: 1,
      clock: machineClock,
      ledger: { entries: () => [], append: () => undefined },
    })
    const { baseUrl, close } = await serveDemoPanel({
      panel: {
        ...broken,
        receive: () => {
          throw new Error('broken')
        },
      },
      clock,
    })
    const response = await fetch(`${baseUrl}/panel/tracker/list`)
    expect(response.status).toBe(500)
    expect(await fields(response)).toMatchObject({ status: { code: 6 } })
    await close()
  })
})

test('closing drops whoever is being kept waiting', async () => {
  const slow = await serveDemoPanel({ panel, clock: machineClock })
  panel.faults.add({ path: 'tracker/list', strike: { do: 'slow', milliseconds: 600_000 } })
  const answer = fetch(`${slow.baseUrl}/panel/tracker/list?hash=${hash}`)
  const given = expect(answer).rejects.toThrow('fetch failed')
  await expect.poll(() => panel.stats().requests['tracker/list']).toBe(1)
  await slow.close()
  await given
})

describe('control', () => {
  test('adds faults, lists them and clears them', async () => {
    const added = { path: 'user/list', strike: { do: 'refuse', code: 14 } }
    for (let i = 0; i < 2; i++) await fetch(demo('faults'), { method: 'POST', body: JSON.stringify(added) })
    expect((await post('user/list')).status).toBe(503)
    expect(await (await fetch(demo('faults'))).json()).toMatchObject([added])
    await fetch(demo('faults'), { method: 'DELETE' })
    expect((await post('user/list')).status).toBe(200)
  })

  test.each([
    ['faults', '{"strike":{"do":"explode"}}'],
    ['faults', 'no JSON'],
    ['edit', '{"tracker_id":"x"}'],
    ['edit', '{"tracker_id":1,"label":"x"}'],
    ['edit', '{"task_id":1,"status":"done"}'],
    ['edit', '{"task_id":1,"status":"assigned"}'],
    ['habits', '{"listsOmit":["source"]}'],
  ])('refuses what it does not understand: POST /demo/%s %s', async (path, body) => {
    const response = await fetch(demo(path), { method: 'POST', body })
    expect(response.status).toBe(400)
    expect(await fields(response)).toHaveProperty('error')
  })

  test('edits as somebody else, ends sessions, shows ledger and counts', async () => {
    const { list } = (await fields(await post('tracker/list', { limit: 1 }))) as { list: { id: number }[] }
    const tracker_id = list[0]!.id
    await fetch(demo('edit'), { method: 'POST', body: JSON.stringify({ tracker_id, label: 'theirs' }) })
    expect(await fields(await post('tracker/read', { tracker_id }))).toMatchObject({ value: { label: 'theirs' } })
    await fetch(demo('sessions/expire'), { method: 'POST' })
    expect(await fields(await post('tracker/list'))).toMatchObject({ status: { code: 4 } })
    expect(await (await fetch(demo('ledger'))).json()).toMatchObject([
      { effect: 'panel.made' },
      { effect: 'tracker.settings', label: 'theirs', session: 0 },
    ])
    expect(await (await fetch(demo('stats'))).json()).toMatchObject({ sessions: 1, requests: { 'tracker/list': 2 } })
  })

  test('makes the panel differ from the documented one', async () => {
    await fetch(demo('habits'), { method: 'POST', body: JSON.stringify({ listsOmit: ['label'] }) })
    const { list } = (await fields(await post('tracker/list', { limit: 1 }))) as { list: object[] }
    expect(list[0]).not.toHaveProperty('label')
    await fetch(demo('habits'), { method: 'POST', body: '{}' })
    expect(await fields(await post('tracker/list', { limit: 1 }))).toHaveProperty('list.0.label')
  })

  test('is outside the rate limit', async () => {
    const limited = createDemoPanel({
      seed: 5,
      trackers: 20,
      clock: machineClock,
      rate: { perSecond: 0.001, burst: 1 },
    })
    const { baseUrl, close } = await serveDemoPanel({ panel: limited, clock, control: true })
    for (let i = 0; i < 5; i++) expect((await fetch(new URL('/demo/stats', baseUrl))).status).toBe(200)
    await close()
  })

  test('is not there unless asked for', async () => {
    const { baseUrl, close } = await serveDemoPanel({ panel, clock })
    const response = await fetch(new URL('/demo/ledger', baseUrl))
    expect(await fields(response)).toMatchObject({ status: { code: 111 } })
    await close()
  })
})
