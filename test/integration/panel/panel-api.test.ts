import { describe, expect, it, onTestFinished } from 'vitest'
import { createDemoPanel } from '../../../electron/demo-panel/demo-panel.ts'
import type { DemoPanelOptions } from '../../../electron/demo-panel/demo-panel.ts'
import { demoLogin, demoPassword } from '../../../electron/demo-panel/account.ts'
import { serveDemoPanel } from '../../../electron/demo-panel/serve.ts'
import { machineClock } from '../../../electron/machine/clock.ts'
import { machineRandom } from '../../../electron/machine/random.ts'
import { createLimiters } from '../../../electron/panel/limiter.ts'
import { createPanel } from '../../../electron/panel/panel.ts'
import type { Panel } from '../../../electron/panel/panel.ts'
import {
  listAllBundles,
  listAllTrackers,
  listBundles,
  listEquipment,
  listTariffs,
  listTrackers,
  listUsers,
  pageSize,
  readBundle,
  readTracker,
} from '../../../electron/panel/panel-api.ts'
import { createNodeTransport } from '../../../electron/panel/transport.ts'
import { httpServer, json, refuse } from './server.ts'
import type { Answer } from './server.ts'

const log = { info: () => undefined, warn: () => undefined, error: () => undefined }

function connect(baseUrl: string): Panel {
  const transport = createNodeTransport()
  onTestFinished(() => transport.close())
  return createPanel({
    baseUrl,
    credentials: () => Promise.resolve({ login: demoLogin, password: demoPassword }),
    transport,
    clock: machineClock,
    random: machineRandom,
    limits: createLimiters({ clock: machineClock, random: machineRandom, perSecond: Infinity }).of(
      'http://127.0.0.1',
      1,
    ),
    log,
  })
}

/** The built-in panel, without its limit. */
async function demo(options: Partial<DemoPanelOptions> = {}) {
  const made = createDemoPanel({ seed: 1, trackers: 2500, clock: machineClock, rate: null, ...options })
  const served = await serveDemoPanel({ panel: made, clock: machineClock })
  onTestFinished(() => served.close())
  return { made, panel: connect(served.baseUrl) }
}

/** A panel that answers everything but signing in by `answer`. */
async function oddPanel(answer: Answer) {
  const server = await httpServer((arrived, response) =>
    /auth$|get_info$/.test(arrived.path)
      ? json(response, { success: true, hash: 'h', id: 1 })
      : answer(arrived, response),
  )
  return { server, panel: connect(server.url) }
}

describe('the lists of the panel', () => {
  it('come in pages, each row once, with their number', async () => {
    const { panel } = await demo()
    const pages = [0, 1000, 2000].map((offset) => listTrackers(panel, { offset, limit: pageSize }))
    const read = await Promise.all(pages)
    expect(read.map(({ list, count, skipped }) => [list.length, count, skipped])).toEqual([
      [1000, 2500, 0],
      [1000, 2500, 0],
      [500, 2500, 0],
    ])
    expect(new Set(read.flatMap(({ list }) => list.map((row) => row.panelId))).size).toBe(2500)
    expect((await listAllTrackers(panel)).map((row) => row.panelId)).toEqual(
      read.flatMap(({ list }) => list.map((row) => row.panelId)),
    )
  })

  it('can be of one user, of clones or without them', async () => {
    const { panel } = await demo()
    const all = await listAllTrackers(panel)
    const only = await listAllTrackers(panel, { clonesFilter: 'only' })
    const without = await listAllTrackers(panel, { clonesFilter: 'exclude' })
    expect(only.length).toBeGreaterThan(0)
    expect(only.every((row) => row.clone)).toBe(true)
    expect(without.some((row) => row.clone)).toBe(false)
    expect(only.length + without.length).toBe(all.length)
    const userId = all[0]?.userId ?? 0
    const theirs = await listAllTrackers(panel, { userId })
    expect(theirs).toEqual(all.filter((row) => row.userId === userId))
  })

  it('are there for users, plans, device types and bundles', async () => {
    const { panel } = await demo()
    const page = { offset: 0, limit: pageSize }
    const users = await listUsers(panel, page)
    expect(users.list[0]).toMatchObject({ login: expect.stringContaining('@') as string })
    expect((await listTariffs(panel, page)).list[0]?.name).not.toBe('')
    expect((await listEquipment(panel)).list[0]?.modelCode).not.toBe('')
    const bundles = await listBundles(panel, page)
    expect(bundles.list[0]?.imei).toMatch(/^\d{15}$/)
    expect(await listAllBundles(panel)).toHaveLength(bundles.count)
  })

  it('are refused, not empty, without the permission', async () => {
    const { panel } = await demo({ permissions: { base: ['get_dealer_info'], trackers: ['read'] } })
    await expect(listBundles(panel, { offset: 0, limit: 10 })).rejects.toMatchObject({
      problem: { code: 'permission' },
    })
  })

  it('are read again where they changed while they were being read', async () => {
    let asked = 0
    const { panel } = await oddPanel(({ body }, response) => {
      asked += 1
      const offset = Number(body.offset)
      // After the first page one row of it goes away, and so one of the second is never shown.
      const all = Array.from({ length: asked > 1 ? 1499 : 1500 }, (_, i) => ({ id: i + (asked > 1 ? 2 : 1) }))
      json(response, { success: true, list: all.slice(offset, offset + Number(body.limit)), count: all.length })
    })
    const rows = await listAllTrackers(panel)
    expect(rows.map((row) => row.panelId)).toEqual(Array.from({ length: 1499 }, (_, i) => i + 2))
  })

  it('are a failure to wait for where they never stand still', async () => {
    let count = 1500
    const { panel } = await oddPanel(({ body }, response) => {
      const length = Math.min(Number(body.limit), count - Number(body.offset))
      json(response, { success: true, list: Array.from({ length }, (_, i) => ({ id: i + 1 })), count: count++ })
    })
    await expect(listAllTrackers(panel)).rejects.toMatchObject({ next: 'wait', effect: 'none' })
  })

  it('go by what they hold where the panel gives smaller pages than it was asked for', async () => {
    const { panel } = await oddPanel(({ body }, response) => {
      const offset = Number(body.offset)
      const list = Array.from({ length: Math.min(100, 250 - offset) }, (_, i) => ({ id: offset + i + 1 }))
      json(response, { success: true, list, count: 250 })
    })
    expect(await listAllTrackers(panel)).toHaveLength(250)
  })

  it('pass over rows that have no id, and count them', async () => {
    const { panel } = await oddPanel((_, response) =>
      json(response, { success: true, list: [{ id: 1 }, {}, null, 'x', { id: '2' }], count: '5' }),
    )
    const page = await listTrackers(panel, { offset: 0, limit: 10 })
    expect(page).toMatchObject({ list: [{ panelId: 1 }, { panelId: 2 }], count: 5, skipped: 3 })
  })

  it('may be left out where they are empty, and only then', async () => {
    const empty = await oddPanel((_, response) => json(response, { success: true, count: 0 }))
    expect(await listTrackers(empty.panel, { offset: 0, limit: 10 })).toEqual({ list: [], count: 0, skipped: 0 })
    for (const answer of [{}, { count: 5 }, { list: 'x', count: 0 }]) {
      const odd = await oddPanel((_, response) => json(response, { success: true, ...answer }))
      await expect(listTrackers(odd.panel, { offset: 0, limit: 10 })).rejects.toMatchObject({
        problem: { code: 'not-a-panel' },
      })
    }
  })

  it('know that there may be more where the panel gives no number', async () => {
    const { panel } = await oddPanel(({ body }, response) =>
      json(response, { success: true, list: [{ id: 1 }, { id: 2 }].slice(0, Number(body.limit)) }),
    )
    expect((await listTrackers(panel, { offset: 10, limit: 2 })).count).toBe(13)
    expect((await listTrackers(panel, { offset: 10, limit: 5 })).count).toBe(12)
  })

  it('try the other name of the filter for clones where the panel does not know the first', async () => {
    const { panel, server } = await oddPanel(({ body }, response) =>
      body.clones_filter === 'include_clones_only'
        ? refuse(response, 7, 400, { errors: [{ parameter: 'clones_filter', error: 'one of only_include_clones' }] })
        : json(response, { success: true, list: [{ id: 1, clone: true }], count: 1 }),
    )
    expect((await listTrackers(panel, { clonesFilter: 'only', offset: 0, limit: 10 })).list).toHaveLength(1)
    expect(server.arrived.slice(2).map(({ body }) => body.clones_filter)).toEqual([
      'include_clones_only',
      'only_include_clones',
    ])
  })
})

describe('one row of the panel', () => {
  it('is as in its list, or null where it is not there', async () => {
    const { panel } = await demo()
    const { list } = await listTrackers(panel, { offset: 0, limit: 100 })
    const sound = list.find((row) => !row.corrupted)
    expect(await readTracker(panel, sound?.panelId ?? 0)).toEqual(sound)
    expect(await readTracker(panel, 999_999_999)).toBeNull()
    const [bundle] = (await listBundles(panel, { offset: 0, limit: 1 })).list
    expect(await readBundle(panel, bundle?.imei ?? '')).toEqual(bundle)
    expect(await readBundle(panel, '000000000000000')).toBeNull()
  })

  it('is no row without an id', async () => {
    const { panel } = await oddPanel((_, response) => json(response, { success: true, value: {} }))
    await expect(readTracker(panel, 1)).rejects.toMatchObject({ problem: { code: 'not-a-panel' } })
  })
})
