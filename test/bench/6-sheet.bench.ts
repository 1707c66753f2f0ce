import { setTimeout as sleep } from 'node:timers/promises'
import { chromium, type CDPSession, type Page } from '@playwright/test'
import { findElectron } from '../../scripts/electron-runtime.ts'
import type { SheetQuery } from '../../shared/contract/looking.ts'
import { trackersSheet } from '../../shared/sheets/trackers.ts'
import { desktopHost } from '../e2e/host-desktop.ts'
import { previewHost } from '../e2e/host-preview.ts'
import type { RunningHost } from '../e2e/hosts.ts'
import { cell, choose, goTo, search } from '../e2e/steps.ts'
import type { Bench, Goal, Measured } from './bench.ts'
import { pullFrom, startCore, startPanel, trackers } from './rig.ts'
import { type Drawn, type Frames, installGauge, type Wanted } from './window-gauge.ts'

/** Everything is done so often; the middle counts. */
const rounds = 7
const pasted = 10_000
/** Notches of the wheel, each as far as a fast one goes, in pixels. */
const notches = { count: 150, pixels: 240 }
const jumps = 30
/** Rows that the core sends together: a walk by these is sent every row. */
const sentTogether = 100
const rate = 1000 / 60

const size = `${trackers.toLocaleString('en')} × ${trackersSheet.columns.length}`

const sorted = (values: readonly number[]): number[] => values.toSorted((one, other) => one - other)
const part = (values: readonly number[], share: number): number =>
  sorted(values)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? NaN
const middle = (values: readonly number[]): number => part(values, 0.5)
const ms = (value: number): string => `${value.toFixed(value < 20 ? 1 : 0)} ms`

/** The application with everything in it, open at the sheet of trackers. */
interface Opened {
  readonly host: RunningHost
  readonly page: Page
  readonly browser: CDPSession
  /** What has to be said of every figure; empty in the desktop application. */
  readonly where: string
  release(): Promise<void>
}

let opened: Promise<Opened> | null = null
const open = (): Promise<Opened> => (opened ??= begin())

async function begin(): Promise<Opened> {
  const panel = await startPanel()
  const bench = startCore({ kept: true })
  await pullFrom(bench, panel)
  await bench.end()
  // Nothing is pulled while it is measured.
  await panel.stop()
  const options = { data: bench.folder, environment: {} }
  const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY)
  const missing = findElectron() ? (hasDisplay ? null : 'no display') : 'no Electron'
  const preview = missing ? await previewHost(chromium) : null
  const host = await (preview ?? desktopHost).start(options)
  await cell(host.page, 0, 'label').filter({ hasText: /\S/ }).waitFor()
  await host.page.evaluate(installGauge)
  return {
    host,
    page: host.page,
    browser: await host.page.context().newCDPSession(host.page),
    where: missing ? `in Chromium, since there is ${missing}` : '',
    async release() {
      await host.quit()
      await preview?.release()
      bench.remove()
    },
  }
}

/** Does something in the window, and finds out when what is wanted has been drawn. */
async function drawnAfter(page: Page, wanted: Wanted, act: () => Promise<void>): Promise<Drawn> {
  await page.evaluate(() => window.gauge.begin())
  const drawn = page.evaluate((wanted) => window.gauge.drawn(wanted), wanted)
  await act()
  return drawn
}

function bench(what: string, goal: Goal, measure: (opened: Opened) => Promise<Measured>): Bench {
  return {
    name: `sheet of ${size} in the window: ${what}`,
    goal,
    async run() {
      const opened = await open()
      const measured = await measure(opened)
      return { ...measured, note: [measured.note, opened.where].filter(Boolean).join('; ') }
    },
  }
}

// ---- frames ----

async function framesDuring(page: Page, act: () => Promise<unknown>): Promise<Frames> {
  await page.evaluate(() => window.gauge.beginFrames())
  await act()
  return page.evaluate(() => window.gauge.endFrames())
}

/** The frames of a window that nothing happens in. */
let idle: Promise<Frames> | null = null
const idleFrames = (page: Page): Promise<Frames> =>
  (idle ??= framesDuring(page, () => page.evaluate(() => window.gauge.idle(180))))

async function scrolling({ lengths, blank }: Frames, page: Page, ...further: string[]): Promise<Measured> {
  const { lengths: floor } = await idleFrames(page)
  const note = [
    `middle ${ms(middle(lengths))}`,
    `worst ${ms(Math.max(...lengths))} (floor ${ms(Math.max(...floor))})`,
    `${blank} of ${lengths.length} frames with blank cells`,
    ...further,
  ]
  return { value: part(lengths, 0.95), floor: part(floor, 0.95), unit: 'ms', note: note.join(', ') }
}

/** Frames come as often as where nothing happens, but for what a clock is off. */
const displayRate: Goal = { ratioAtMost: 1.1 }

const wheel = bench('a frame of 95 in 100, by the wheel', displayRate, async ({ page }) => {
  await page.evaluate(() => window.gauge.jump(0))
  await idleFrames(page)
  const box = await cell(page, 5, 'label').boundingBox()
  await page.mouse.move((box?.x ?? 0) + 5, (box?.y ?? 0) + 5)
  const turned: Promise<void>[] = []
  const frames = await framesDuring(page, async () => {
    for (let notch = 0; notch < notches.count; notch++) {
      turned.push(page.mouse.wheel(0, notches.pixels))
      await sleep(rate)
    }
    await Promise.all(turned)
    // What the wheel has set going comes to rest.
    await page.evaluate(() => window.gauge.idle(10))
  })
  const top = await page.evaluate(
    () => document.querySelector('revogr-viewport-scroll.rgCol .vertical-inner')?.scrollTop ?? 0,
  )
  return scrolling(frames, page, `${Math.round(top).toLocaleString('en')} pixels`)
})

const jumping = bench('a frame of 95 in 100, by jumps of the scroll bar', displayRate, async ({ page }) => {
  const times: number[] = []
  const frames = await framesDuring(page, async () => {
    for (let jump = 0; jump < jumps; jump++) {
      // Everywhere, and nowhere twice.
      const row = (jump * 61_803 + 500) % (trackers - 1000)
      times.push(await page.evaluate((row) => window.gauge.jump(row), row))
      await page.evaluate(() => window.gauge.idle(10))
    }
  })
  return scrolling(frames, page, `no cell blank after ${ms(middle(times))}, at worst ${ms(Math.max(...times))}`)
})

// ---- asking ----

const firstRows: Goal = { valueAtMost: 50 }

/** What a person asks, and how; the same as a question of the core. */
interface Asking {
  readonly question: Partial<SheetQuery>
  act(): Promise<void>
}

/**
 * One act after the other, all of them so often. The middle of the slowest counts, from when the core was asked until
 * the rows stood in the page; its floor is the bare question.
 */
async function slowest(page: Page, acts: readonly Asking[]): Promise<Measured> {
  const all = acts.map((): Drawn[] => [])
  const bare = acts.map((): number[] => [])
  for (let round = 0; round < rounds; round++) {
    for (const [index, { act }] of acts.entries()) {
      // Where all rows are shown again, the sheet goes back to the row that it was left at.
      await page.evaluate(() => window.gauge.idle(30))
      all[index]?.push(await drawnAfter(page, { rows: true }, act))
    }
  }
  for (let round = 0; round < rounds; round++) {
    for (const [index, { question }] of acts.entries()) {
      const asked = { sheet: 'trackers', search: '', sort: [], filter: [], only: 'all', ...question }
      bare[index]?.push(await page.evaluate((asked) => window.gauge.bare('sheet.open', asked), asked))
    }
  }
  const middles = all.map((drawn) => middle(drawn.map(({ rows, asked }) => rows - asked)))
  const value = Math.max(...middles)
  const at = middles.indexOf(value)
  const painted = middle((all[at] ?? []).map(({ painted, asked }) => painted - asked))
  const which = `slowest of ${acts.length}: ${JSON.stringify(acts[at]?.question)}`
  return { value, floor: middle(bare[at] ?? []), unit: 'ms', note: `painted after ${ms(painted)}; ${which}` }
}

const painting = bench('first rows after its page is asked for', { valueAtMost: 500 }, async ({ page }) => {
  const times: Drawn[] = []
  for (let round = 0; round < rounds; round++) {
    await goTo(page, 'Users')
    await cell(page, 0, 'login').filter({ hasText: /\S/ }).waitFor()
    times.push(await drawnAfter(page, { rows: true }, () => goTo(page, 'Trackers')))
  }
  const rows = times.map(({ rows }) => rows)
  const painted = middle(times.map(({ painted }) => painted))
  const note = `painted after ${ms(painted)}, worst ${ms(Math.max(...rows))}`
  return { value: middle(rows), unit: 'ms', note }
})

const sorting = bench('sort by a heading: first rows', firstRows, async ({ page }) => {
  // The last one leaves them in the order that they come in.
  const headings = { label: 'Label', modelName: 'Model', deviceId: 'Device ID', owner: 'Owner', panelId: 'ID' }
  return slowest(
    page,
    Object.entries(headings).map(([field, name]) => ({
      question: { sort: [{ field, descending: false }] },
      act: () => page.getByRole('columnheader', { name, exact: true }).click(),
    })),
  )
})

const filtering = bench('filter by a condition: first rows', firstRows, async ({ page }) => {
  await page
    .getByRole('group', { name: 'Filters, sorting and columns' })
    .getByRole('button', { name: 'Filter by Connection' })
    .click()
  const dialog = page.getByRole('dialog', { name: 'Filter by Connection' })
  // Each is chosen beside the other one, then taken out again.
  const steps = [
    { name: 'Active', values: ['active'] },
    { name: 'Offline', values: ['active', 'offline'] },
    { name: 'Active', values: ['offline'] },
    { name: 'Offline', values: [] },
  ]
  const measured = await slowest(
    page,
    steps.map(({ name, values }) => ({
      question: { filter: values.length > 0 ? [{ is: 'oneOf', field: 'connection', values }] : [] },
      act: () => dialog.getByRole('checkbox', { name }).click(),
    })),
  )
  await page.keyboard.press('Escape')
  return measured
})

const searching = bench('search: first rows', firstRows, ({ page }) =>
  slowest(
    page,
    ['van', '1', 'truck 12', ''].map((text) => ({
      question: { search: text },
      // At once, so that nothing is asked for in between.
      async act() {
        await search(page).selectText()
        if (text === '') await page.keyboard.press('Delete')
        else await page.keyboard.insertText(text)
      },
    })),
  ),
)

// ---- editing ----

/** What the pastes and their undoing took: the one cannot be measured without the other. */
let edited: Promise<{ pastes: Drawn[]; undos: Drawn[] }> | null = null

async function edit({ host, page }: Opened): Promise<{ pastes: Drawn[]; undos: Drawn[] }> {
  const pastes: Drawn[] = []
  const undos: Drawn[] = []
  const count = pasted.toLocaleString('en')
  await page.evaluate(() => window.gauge.jump(0))
  for (let round = 0; round < rounds; round++) {
    await choose(page, 0, 'label')
    await host.copy(Array.from({ length: pasted }, (_, index) => `Bench ${round} ${index}`).join('\r\n'))
    const staged = { marks: true, notice: `${count} cells staged` }
    pastes.push(await drawnAfter(page, staged, () => page.keyboard.press('ControlOrMeta+V')))
    const undone = { marks: false, notice: 'Undone' }
    undos.push(await drawnAfter(page, undone, () => page.keyboard.press('ControlOrMeta+Z')))
  }
  return { pastes, undos }
}

/** From the key until it is said what came of it, which is when the core has answered and the rows have been fetched. */
function said(drawn: readonly Drawn[], marks: string): Measured {
  const note = `${marks} after ${ms(middle(drawn.map(({ marks }) => marks)))}`
  return { value: middle(drawn.map(({ notice }) => notice)), unit: 'ms', note }
}

const pasting = bench(
  `paste ${pasted.toLocaleString('en')} cells by Ctrl+V: said to be staged`,
  { valueAtMost: 300 },
  async (opened) => said((await (edited ??= edit(opened))).pastes, 'marks drawn'),
)

// Undo is not promised; more than this would be felt.
const undoing = bench('undo of it by Ctrl+Z: said to be undone', { valueAtMost: 500 }, async (opened) =>
  said((await (edited ??= edit(opened))).undos, 'marks gone'),
)

// ---- memory ----

interface Memory {
  readonly heap: number
  readonly nodes: number
}

async function memoryOf(browser: CDPSession): Promise<Memory> {
  await browser.send('HeapProfiler.collectGarbage')
  await browser.send('Performance.enable')
  const { metrics } = await browser.send('Performance.getMetrics')
  const metric = (name: string) => metrics.find((one) => one.name === name)?.value ?? NaN
  return { heap: metric('JSHeapUsedSize') / 1024 ** 2, nodes: metric('Nodes') }
}

let walked: Promise<{ before: Memory; after: Memory }> | null = null

/** Past all rows; the first tenth fills what is held on purpose. */
async function walk({ page, browser }: Opened): Promise<{ before: Memory; after: Memory }> {
  const over = (from: number, to: number) =>
    page.evaluate(([from, to, step]) => window.gauge.walk(from, to, step), [from, to, sentTogether] as const)
  await over(0, trackers / 10)
  const before = await memoryOf(browser)
  await over(trackers / 10, trackers)
  return { before, after: await memoryOf(browser) }
}

const past = `after all rows have been scrolled past, to after a tenth`
const notGrown: Goal = { ratioAtMost: 1.1 }

const heap = bench(`its heap ${past}`, notGrown, async (opened) => {
  const { before, after } = await (walked ??= walk(opened))
  return { value: after.heap, floor: before.heap, unit: 'MB' }
})

const nodes = bench(`its DOM nodes ${past}`, notGrown, async (opened) => {
  const { before, after } = await (walked ??= walk(opened))
  return { value: after.nodes, floor: before.nodes, unit: 'nodes' }
})

export default [painting, wheel, jumping, sorting, filtering, searching, pasting, undoing, heap, nodes]

export async function end(): Promise<void> {
  await (await opened)?.release()
}
