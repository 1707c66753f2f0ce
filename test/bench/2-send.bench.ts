import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Reading } from '../../shared/contract/outbox.ts'
import { simRig } from '../support/core-rig.ts'
import type { Bench } from './bench.ts'
import { post, pullFrom, signIn, startCore, startPanel, timed } from './rig.ts'

const edits = 10_000
/** As many as the outbox has under way. */
const sideBySide = 6

/** A bare loop of the same concurrency, with two FULL commits an edit. */
async function floor(baseUrl: string, ids: readonly number[]): Promise<void> {
  const path = join(tmpdir(), `fleetbook-floor-${process.pid}.db`)
  const database = new Database(path)
  try {
    database.pragma('journal_mode = WAL')
    database.pragma('synchronous = FULL')
    database.exec('CREATE TABLE edit (id INTEGER PRIMARY KEY, label TEXT, state TEXT) STRICT')
    const begin = database.prepare(`INSERT INTO edit VALUES (?, ?, 'sending')`)
    const end = database.prepare(`UPDATE edit SET state = 'done' WHERE id = ?`)
    const hash = await signIn(baseUrl)
    const queue = ids.entries()
    const worker = async () => {
      for (const [index, id] of queue) {
        const label = `Floor ${index}`
        begin.run(id, label)
        await post(baseUrl, 'tracker/settings/update', { tracker_id: id, label, deleted: false, comment: '' }, hash)
        end.run(id)
      }
    }
    await Promise.all(Array.from({ length: sideBySide }, worker))
  } finally {
    database.close()
    for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true })
  }
}

const unthrottled: Bench = {
  name: `send ${edits.toLocaleString('en')} settings edits, panel unthrottled`,
  goal: { ratioAtMost: 1 },
  async run() {
    const panel = await startPanel()
    const bench = startCore()
    const { call, until } = bench
    try {
      await pullFrom(bench, panel)
      const filter = [{ is: 'oneOf' as const, field: 'corrupted', values: [false] }]
      const { view } = await call('sheet.open', { sheet: 'trackers', search: '', sort: [], filter, only: 'all' })
      const { ids } = await call('sheet.ids', { view, from: 0, count: edits })
      const bare = await timed(() => floor(panel.baseUrl, ids))
      // The bare loop has changed the same trackers behind the core's back: it must know before it edits them.
      const again = until(({ pull }) => !pull.running && (pull.changes?.changed ?? 0) >= edits)
      await call('pull.start', {})
      await again
      const send = async (reading: Reading) => {
        await call('sheet.stage', {
          sheet: 'trackers',
          source: 'paste',
          cells: ids.map((id, index) => ({ id, field: 'label', value: `Bench ${reading} ${index}` })),
        })
        const { changeSets } = await call('outbox.changeSets', { settled: false })
        return timed(async () => {
          const sent = until(
            ({ queue, sending }) => !sending.running && queue.ready + queue.sending + queue.draft === 0,
          )
          await call('outbox.send', { changeSets: changeSets.map(({ id }) => id), reading })
          await sent
        })
      }
      const value = await send('quick')
      const exact = await send('exact')
      const { count } = await call('outbox.operations', {
        changeSet: null,
        states: ['done'],
        search: '',
        from: 0,
        count: 1,
      })
      if (count !== 2 * edits) throw new Error(`${count} of ${2 * edits} edits were done`)
      const note = `read ahead; each read just before it leaves: ${Math.round(exact)} ms`
      return { value, floor: bare, unit: 'ms', note }
    } finally {
      await bench.end()
      await panel.stop()
    }
  },
}

/** The documented limit of a dealer, in requests a second. */
const limit = 10

const atTheLimit: Bench = {
  name: `send ${edits.toLocaleString('en')} settings edits at ${limit}/s, simulated clock`,
  goal: { ratioAtLeast: 0.98 },
  async run() {
    const rate = { perSecond: limit, burst: limit }
    const rig = await simRig({ byHand: true, panel: { trackers: Math.round(edits * 1.15), rate } })
    try {
      const rows = (await rig.sound()).slice(0, edits)
      await rig.call('sheet.stage', {
        sheet: 'trackers',
        source: 'paste',
        cells: rows.map(({ id }) => ({ id, field: 'label', value: `Bench ${id}` })),
      })
      const before = rig.wire.sent.length
      const began = rig.clock.now()
      await rig.send('quick')
      await rig.settled()
      const isEdit = ({ path }: { path: string }) => path === 'tracker/settings/update'
      const sent = rig.wire.sent.slice(before)
      const last = sent.findLastIndex(isEdit)
      const requests = sent.slice(0, last + 1)
      const seconds = ((sent[last]?.at ?? NaN) - began) / 1000
      const written = requests.filter(isEdit).length
      const tooMany = rig.panel.stats().aboveRate
      if (written !== edits || tooMany > 0) throw new Error(`${written} edits were sent, ${tooMany} met 429`)
      const note = `requests in ${Math.round(seconds)} simulated s; ${requests.length - edits} of them read ahead; none met 429`
      return { value: requests.length / seconds, floor: limit, unit: '/s', note }
    } finally {
      await rig.end()
    }
  },
}

export default [unthrottled, atTheLimit]
