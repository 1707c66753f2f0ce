import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { Bench, Peer } from './bench.ts'
import { peerPackage } from './peers.ts'
import { pullFrom, signIn, startCore, startPanel, timed, type BenchCore } from './rig.ts'

const clones = 1000
/** Requests a second that the panel allows. */
const limit = 10
/** As many are cloned by newman; to wait for all of them would say no more. */
const byNewman = 50

/** What newman writes down of a run. */
const newmanRun = z.object({
  run: z.object({
    timings: z.object({ started: z.number(), completed: z.number() }),
    failures: z.array(z.unknown()),
    executions: z.array(z.object({ response: z.object({ code: z.number() }) })),
  }),
})

/** Clones trackers for a user by newman, one request each; answers what all of them would take, in seconds. */
async function newman(baseUrl: string, trackers: readonly number[], user: number): Promise<Peer> {
  const name = 'newman, one by one'
  const found = await peerPackage('newman')
  if ('missing' in found) return { name, missing: found.missing }
  const folder = mkdtempSync(join(tmpdir(), 'fleetbook-newman-'))
  const [collection, data, told] = ['clones.json', 'clones.csv', 'run.json'].map((file) => join(folder, file)) as [
    string,
    string,
    string,
  ]
  try {
    writeFileSync(data, `tracker_id,user_id\n${trackers.map((id) => `${id},${user}`).join('\n')}\n`)
    writeFileSync(collection, JSON.stringify(collectionFor(baseUrl, await signIn(baseUrl))))
    const pace = ['--delay-request', String(1000 / limit)]
    const report = ['--reporters', 'json', '--reporter-json-export', told]
    const args = [join(found.folder, 'bin/newman.js'), 'run', collection, '--iteration-data', data, ...pace, ...report]
    const child = spawn(process.execPath, args, { stdio: 'inherit' })
    const code = await new Promise((resolve) => child.once('exit', resolve))
    const { run } = newmanRun.parse(JSON.parse(readFileSync(told, 'utf8')))
    const well = run.executions.filter(({ response }) => response.code === 200).length
    if (code !== 0 || well !== trackers.length) throw new Error(`newman made ${well} of ${trackers.length} clones`)
    const seconds = (run.timings.completed - run.timings.started) / 1000
    return { name, value: (seconds / trackers.length) * clones }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A collection of one request, `tracker/clone`, filled from each line of the data; a refusal is a failed test. */
function collectionFor(baseUrl: string, hash: string) {
  const header = [
    { key: 'Content-Type', value: 'application/json' },
    { key: 'Authorization', value: `NVX ${hash}` },
  ]
  const raw = '{"tracker_id": {{tracker_id}}, "user_id": {{user_id}}, "label": "Clone {{tracker_id}}"}'
  return {
    info: { name: 'clones', schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json' },
    item: [
      {
        name: 'clone',
        request: { method: 'POST', header, body: { mode: 'raw', raw }, url: `${baseUrl}/panel/tracker/clone` },
      },
    ],
  }
}

/** Originals that can be cloned to a user who has none of them, by the panel's ids, and that user. */
async function toClone({ call }: BenchCore): Promise<{ trackers: number[]; user: { id: number; login: string } }> {
  const filter = ['clone', 'corrupted'].map((field) => ({ is: 'oneOf' as const, field, values: [false] }))
  const { users } = await call('lookup.users', { search: '' })
  const user = users.reduce((one, other) => (other.trackers < one.trackers ? other : one))
  const { view, count } = await call('sheet.open', { sheet: 'trackers', search: '', sort: [], filter, only: 'all' })
  const fields = ['panelId', 'userId', 'dealerId', 'sourceId']
  const { cells } = await call('sheet.cells', { view, from: 0, count, fields })
  const { rows } = await call('sheet.rows', { view, from: 0, count: 1 })
  const own = rows[0]?.values['dealerId']
  const trackers = cells.filter(([, owner, dealer]) => owner !== user.id && dealer === own)
  return { trackers: trackers.slice(0, clones + byNewman).map(([id]) => Number(id)), user }
}

/** Clones trackers from a CSV: handed over, read, checked, staged and sent. */
async function fromCsv({ call, until }: BenchCore, trackers: readonly number[], login: string): Promise<void> {
  const bytes = Buffer.from(`Tracker ID,Login\n${trackers.map((id) => `${id},${login}`).join('\n')}\n`)
  const { file } = await call('imports.begin', { name: 'clones.csv', size: bytes.length })
  await call('imports.chunk', { file, data: bytes.toString('base64') })
  const { suggested } = await call('imports.read', { file, reading: {} })
  if (suggested?.kind !== 'clones') throw new Error('The file suggests something else')
  await call('imports.check', { file, mapping: suggested })
  const { changeSet, staged } = await call('imports.stage', { file, includeDoubtful: false })
  if (staged !== clones) throw new Error(`${staged} of ${clones} rows could be staged`)
  const sent = until(({ queue, sending }) => !sending.running && queue.ready + queue.sending + queue.draft === 0)
  await call('outbox.send', { changeSets: [changeSet], reading: 'exact' })
  await sent
}

export default {
  name: `${clones.toLocaleString('en')} clones from a CSV at ${limit}/s`,
  goal: { soonerThanPeer: 300 },
  async run() {
    const panel = await startPanel({ rate: limit })
    const bench = startCore({ rate: limit })
    try {
      await pullFrom(bench, panel)
      const { trackers, user } = await toClone(bench)
      if (trackers.length < clones + byNewman) throw new Error('There is too little to clone')
      // As the page does where files are dropped.
      await bench.call('imports.expect', {})
      const peer = await newman(panel.baseUrl, trackers.slice(clones), user.id)
      // What newman has used up of the limit comes back.
      await sleep(2000)
      const value = (await timed(() => fromCsv(bench, trackers.slice(0, clones), user.login))) / 1000
      const { count } = await bench.call('outbox.operations', {
        ...{ changeSet: null, states: ['done'], search: '', from: 0, count: 1 },
      })
      if (count !== clones) throw new Error(`${count} of ${clones} clones were made`)
      const { count: requests } = await bench.call('history.attempts', {
        ...{ search: '', outcomes: [], from: 0, count: 1 },
      })
      const note = `from the file to the last answer, in ${requests} request${requests === 1 ? '' : 's'}; newman: ${byNewman} clones, times ${clones / byNewman}, without its start`
      return { value, peer, unit: 's', note }
    } finally {
      await bench.end()
      await panel.stop()
    }
  },
} satisfies Bench
