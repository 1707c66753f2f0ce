import { rmSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import type { CallInput, CallName, CallOutput } from '../../shared/contract.ts'
import { desktopHost } from '../e2e/host-desktop.ts'
import { cell } from '../e2e/steps.ts'
import { freshImeis } from '../support/imeis.ts'
import { revoGridDrawing } from './bare-grids.ts'
import type { Bench, Measured } from './bench.ts'
import { pullFrom, startCore, startPanel, trackers } from './rig.ts'
import { installGauge } from './window-gauge.ts'

const operations = 50_000
const importedRows = 100_000
/** Milliseconds between two movements of the pointer, and how long an idle window is watched. */
const pace = { pointer: 16, idle: 3000 }

type Call = <Name extends CallName>(name: Name, input: CallInput<Name>) => Promise<CallOutput<Name>>
/** Hands over a piece of the file that is imported, by its place in {@link pieces}. */
type SendPiece = (file: string, at: number) => Promise<unknown>

/** A piece of bulk work, with what has to be there before it. */
interface Work {
  readonly name: string
  readonly does: (call: Call, sendPiece: SendPiece) => Promise<unknown>
}

/** Stages a change of every label in the first rows of a sheet. */
async function stage(call: Call): Promise<void> {
  const { view } = await call('sheet.open', { sheet: 'trackers', search: '', sort: [], filter: [], only: 'all' })
  const { staged } = await call('sheet.change', {
    sheet: 'trackers',
    field: 'label',
    where: { rows: 'range', view, from: 0, count: operations },
    change: { do: 'replace', find: '^', with: 'A ', regex: true, matchCase: false, whole: false },
  })
  if (staged !== operations) throw new Error(`${staged} of ${operations} cells were staged`)
}

async function changeSetsOf(call: Call): Promise<number[]> {
  const { changeSets } = await call('outbox.changeSets', { settled: false })
  return changeSets.map(({ id }) => id)
}

/** The file that is imported, and its pieces: made before anything is measured, since that takes its time. */
const imported = Buffer.from(`IMEI\n${freshImeis(importedRows).join('\n')}\n`)
const pieceSize = 512 * 1024
const pieces = Array.from({ length: Math.ceil(imported.length / pieceSize) }, (_, at) =>
  imported.subarray(at * pieceSize, (at + 1) * pieceSize).toString('base64'),
)

async function importFile(call: Call, sendPiece: SendPiece): Promise<void> {
  const { file } = await call('imports.begin', { name: 'devices.csv', size: imported.length })
  for (const at of pieces.keys()) await sendPiece(file, at)
  const { suggested, mappings } = await call('imports.read', { file, reading: {} })
  const { equipment } = await call('lookup.equipment', {})
  const mapping = suggested ?? mappings.bundles
  const fields = { ...mapping.fields, equipment: { from: 'constant' as const, value: String(equipment[0]?.id ?? 0) } }
  const { ready } = await call('imports.check', { file, mapping: { ...mapping, fields } })
  if (ready !== importedRows) throw new Error(`${ready} of ${importedRows} rows can be staged`)
  await call('imports.stage', { file, includeDoubtful: false })
}

async function pullAnew(call: Call): Promise<void> {
  await call('connection.workOffline', { on: false })
  while ((await call('status.read', {})).connection.state !== 'online') await sleep(100)
  await call('pull.start', {})
  while ((await call('status.read', {})).pull.running) await sleep(100)
}

/** A piece of work on everything that is staged. */
function onAll(name: 'outbox.plan' | 'outbox.send' | 'outbox.recall' | 'outbox.discard'): Work['does'] {
  return async (call) => call(name, { changeSets: await changeSetsOf(call) })
}

/** The pieces of bulk work, in an order in which each finds what it works on; nothing is sent. */
const works: readonly Work[] = [
  { name: `${operations.toLocaleString('en')} operations are staged`, does: stage },
  { name: 'they are undone', does: (call) => call('sheet.undo', { redo: false }) },
  { name: 'they are done again', does: (call) => call('sheet.undo', { redo: true }) },
  { name: 'they are planned', does: onAll('outbox.plan') },
  { name: 'they are released', does: onAll('outbox.send') },
  { name: 'they are recalled', does: onAll('outbox.recall') },
  { name: 'they are discarded', does: onAll('outbox.discard') },
  { name: `${importedRows.toLocaleString('en')} rows are imported`, does: importFile },
  { name: `${trackers.toLocaleString('en')} trackers are pulled`, does: pullAnew },
]

/** Works through it all offline, up to the pull; what is measured of each piece goes to `found`. */
async function workThrough<Found>(
  call: Call,
  sendPiece: SendPiece,
  measure: (work: () => Promise<unknown>) => Promise<Found>,
): Promise<Map<string, Found>> {
  const found = new Map<string, Found>()
  await call('connection.workOffline', { on: true })
  for (const { name, does } of works) found.set(name, await measure(() => does(call, sendPiece)))
  return found
}

// ---- the window ----

/** How late things were, in milliseconds: a movement of the pointer until the page had dealt with it, and each frame. */
interface Lateness {
  readonly pointer: number
  readonly frame: number
  readonly took: number
}

/** Moves the pointer over the window for as long as something is done, and watches every frame. */
async function watched(page: Page, act: () => Promise<unknown>): Promise<Lateness> {
  const browser = await page.context().newCDPSession(page)
  const box = await cell(page, 3, 'label').boundingBox()
  const [x, y] = [box?.x ?? 300, box?.y ?? 300]
  // The first movement of all takes longer, whatever else is done.
  await browser.send('Input.dispatchMouseEvent', { type: 'mouseMoved', x, y })
  const own = monitorEventLoopDelay({ resolution: 1 })
  own.enable()
  let going = true
  let pointer = 0
  async function movePointer(): Promise<void> {
    for (let step = 0; going; step++) {
      own.reset()
      const begun = performance.now()
      // Answered once the page has dealt with it: all the way through main and the window.
      await browser.send('Input.dispatchMouseEvent', { type: 'mouseMoved', x: x + (step % 40), y: y + (step % 7) })
      const took = performance.now() - begun
      // As long as the bench's own loop stood still, it could not see the answer.
      pointer = Math.max(pointer, took - ownDelay(own))
      await sleep(pace.pointer)
    }
  }
  await page.evaluate(() => window.gauge.beginFrames())
  const moving = movePointer()
  const begun = performance.now()
  await act()
  const took = performance.now() - begun
  going = false
  await moving
  own.disable()
  const { lengths } = await page.evaluate(() => window.gauge.endFrames())
  await browser.detach()
  return { pointer, frame: Math.max(...lengths), took }
}

/** The longest that this process's loop stood still, in milliseconds. */
function ownDelay({ max }: ReturnType<typeof monitorEventLoopDelay>): number {
  // Its timer of a millisecond counts, too; without a tick since the last reset there is none.
  return Math.max(0, max / 1e6 - 2)
}

interface WindowFound {
  readonly idle: Lateness
  readonly byWork: ReadonlyMap<string, Lateness>
}

let inWindow: Promise<WindowFound> | null = null

async function measureWindow(): Promise<WindowFound> {
  const panel = await startPanel()
  const bench = startCore({ kept: true })
  await pullFrom(bench, panel)
  await bench.end()
  const host = await desktopHost.start({ data: bench.folder, environment: {} })
  try {
    const { page } = host
    await cell(page, 0, 'label').filter({ hasText: /\S/ }).waitFor()
    await page.evaluate(installGauge, revoGridDrawing)
    await page.evaluate((pieces) => void Object.assign(window, { pieces }), pieces)
    const idle = await watched(page, () => sleep(pace.idle))
    const call: Call = (name, input) => page.evaluate(callCore, { name, input }) as never
    const sendPiece: SendPiece = (file, at) => page.evaluate(callCore, { name: 'imports.chunk', input: { file }, at })
    const byWork = await workThrough(call, sendPiece, (work) => watched(page, work))
    return { idle, byWork }
  } finally {
    await host.quit()
    await panel.stop()
    rmSync(bench.folder, { recursive: true, force: true })
  }
}

declare global {
  interface Window {
    /** The pieces of the file that is imported: handed to the page beforehand, which takes its time. */
    readonly pieces: readonly string[]
  }
}

/** A call that is made within the page; `at` names the piece of the file that goes with it. */
interface Asked {
  readonly name: string
  readonly input: object
  readonly at?: number
}

/** Runs within the page. A long answer is neither read there nor handed over, which would take the page's time. */
async function callCore({ name, input, at }: Asked): Promise<unknown> {
  const whole = at === undefined ? input : { ...input, data: window.pieces[at] }
  const text = String(await window.fleetbook!.call(JSON.stringify({ id: crypto.randomUUID(), name, input: whole })))
  if (text.length > 100_000 && text.startsWith('{"ok":true')) return null
  const answer = JSON.parse(text) as { ok: boolean; output: unknown; problem: unknown }
  if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer.problem)}`)
  return answer.output
}

const ms = (value: number): string => `${Math.round(value)} ms`

function inTheWindow({ name }: Work): Bench {
  return {
    name: `the window while ${name}`,
    goal: { aboveFloorAtMost: 50 },
    async run(): Promise<Measured> {
      const { idle, byWork } = await (inWindow ??= measureWindow())
      const found = byWork.get(name)
      if (!found) throw new Error('This was not measured')
      // Each against its own: a pointer that is late in an idle window, too, excuses no frame.
      const gauges = [
        { value: found.pointer, floor: idle.pointer },
        { value: found.frame, floor: idle.frame },
      ] as const
      const [first, second] = gauges
      const worst = first.value - first.floor > second.value - second.floor ? first : second
      return {
        ...worst,
        unit: 'ms',
        note: `worst: pointer ${ms(found.pointer)} (idle ${ms(idle.pointer)}), frame ${ms(found.frame)} (idle ${ms(idle.frame)}); it took ${ms(found.took)}`,
      }
    },
  }
}

// ---- the core ----

interface Loop {
  readonly p99: number
  readonly most: number
  readonly took: number
}

let inCore: Promise<ReadonlyMap<string, Loop>> | null = null

async function measureCore(): Promise<ReadonlyMap<string, Loop>> {
  const panel = await startPanel()
  const bench = startCore()
  const delay = monitorEventLoopDelay({ resolution: 1 })
  try {
    await pullFrom(bench, panel)
    const sendPiece: SendPiece = (file, at) => bench.call('imports.chunk', { file, data: pieces[at] ?? '' })
    return await workThrough(bench.call, sendPiece, async (work) => {
      await turn()
      delay.reset()
      delay.enable()
      const begun = performance.now()
      await work()
      const took = performance.now() - begun
      delay.disable()
      return { p99: delay.percentile(99) / 1e6, most: delay.max / 1e6, took }
    })
  } finally {
    await bench.end()
    await panel.stop()
  }
}

function inTheCore({ name }: Work): Bench {
  return {
    name: `the core's loop while ${name}`,
    goal: { valueAtMost: 50 },
    async run(): Promise<Measured> {
      const found = (await (inCore ??= measureCore())).get(name)
      if (!found) throw new Error('This was not measured')
      return { value: found.p99, unit: 'ms', note: `p99; ${ms(found.most)} at most; it took ${ms(found.took)}` }
    },
  }
}

export default [...works.map(inTheWindow), ...works.map(inTheCore)]
