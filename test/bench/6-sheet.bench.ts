import { setTimeout as sleep } from 'node:timers/promises'
import type { CDPSession, Page } from '@playwright/test'
import type { SheetQuery } from '../../shared/contract/looking.ts'
import { trackersSheet } from '../../shared/sheets/trackers.ts'
import { cell, choose, goTo, search } from '../e2e/steps.ts'
import type { Bench, Goal, Measured, Peer } from './bench.ts'
import { middle, ms, part } from './figures.ts'
import { leftBy, plainCommit } from './plain-commit.ts'
import { trackers } from './rig.ts'
import {
  type Application,
  closeWindows,
  type GridWindow,
  openApplication,
  openRevoGrid,
  openTabulator,
} from './sheet-window.ts'
import type { Drawn, Frames, Wanted } from './window-gauge.ts'

/** Everything is done so often; the middle counts. */
const rounds = 5
/** Edits that are pasted, and that are staged while it is asked. */
const edits = 10_000
/** Notches of the wheel, each as far as a fast one goes, in pixels. */
const notches = { count: 150, pixels: 240 }
const jumps = 30
/** How often each grid is scrolled, by turns: what the machine does meanwhile meets all of them. */
const turns = 3
/** Rows that the core sends together: a walk by these is sent every row. */
const sentTogether = 100
const rate = 1000 / 60

const size = `${trackers.toLocaleString('en')} × ${trackersSheet.columns.length}`

/** Does something in the window, and finds out when what is wanted has been drawn. */
async function drawnAfter(page: Page, wanted: Wanted, act: () => Promise<void>): Promise<Drawn> {
  await page.evaluate(() => window.gauge.begin())
  const [drawn] = await Promise.all([page.evaluate((wanted) => window.gauge.drawn(wanted), wanted), act()])
  return drawn
}

function bench(what: string, goal: Goal, measure: (opened: Application) => Promise<Measured>): Bench {
  return {
    name: `sheet of ${size} in the window: ${what}`,
    goal,
    run: async () => measure(await openApplication()),
  }
}

// ---- frames ----

/** What scrolling a grid took. */
interface Scrolled extends Frames {
  /** Milliseconds of its thread for each frame that it drew. */
  readonly busy: number
  /** What is to be said of it. */
  readonly note: string
}

/** Scrolls a grid in some way, and resolves to what is to be said of it. */
type Scroll = (page: Page) => Promise<string>

async function framesDuring({ page, browser }: GridWindow, scroll: Scroll): Promise<Scrolled> {
  await page.evaluate(() => window.gauge.jump(0))
  await page.evaluate(() => window.gauge.idle(30))
  const before = await taskTime(browser)
  await page.evaluate(() => window.gauge.beginFrames())
  const note = await scroll(page)
  const frames = await page.evaluate(() => window.gauge.endFrames())
  return { ...frames, busy: ((await taskTime(browser)) - before) / frames.lengths.length, note }
}

/** Milliseconds that the page's thread has worked so far. */
async function taskTime(browser: CDPSession): Promise<number> {
  const { metrics } = await browser.send('Performance.getMetrics')
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN) * 1000
}

const byWheel: Scroll = async (page) => {
  const box = await page.locator('revo-grid, .tabulator').first().boundingBox()
  await page.mouse.move((box?.x ?? 0) + 200, (box?.y ?? 0) + 200)
  await page.evaluate(() => window.gauge.beginWheel())
  const turned: Promise<void>[] = []
  for (let notch = 0; notch < notches.count; notch++) {
    turned.push(page.mouse.wheel(0, notches.pixels))
    await sleep(rate)
  }
  await Promise.all(turned)
  await page.evaluate((pixels) => window.gauge.wheelTurned(pixels), notches.count * notches.pixels)
  // What the wheel has set going comes to rest.
  await page.evaluate(() => window.gauge.idle(10))
  return `${Math.round(await page.evaluate(() => window.gauge.top())).toLocaleString('en')} pixels`
}

/** The times until no cell was blank. */
async function jumpTimes(page: Page): Promise<number[]> {
  const times: number[] = []
  for (let jump = 0; jump < jumps; jump++) {
    // Everywhere, and nowhere twice.
    const row = (jump * 61_803 + 500) % (trackers - 1000)
    times.push(await page.evaluate((row) => window.gauge.jump(row), row))
    await page.evaluate(() => window.gauge.idle(10))
  }
  return times
}

const byJumps: Scroll = async (page) => {
  const times = await jumpTimes(page)
  return `no cell blank after ${ms(middle(times))}, at worst ${ms(Math.max(...times))}`
}

const p95 = (scrolled: readonly Scrolled[]): number => middle(scrolled.map(({ lengths }) => part(lengths, 0.95)))

function saidOf(name: string, scrolled: readonly Scrolled[]): string {
  const [{ lengths, blank, note }] = scrolled as [Scrolled]
  const busy = middle(scrolled.map(({ busy }) => busy))
  return [
    `${name}: middle ${ms(middle(lengths))}, worst ${ms(Math.max(...lengths))}`,
    `busy ${ms(busy)} a frame`,
    `${blank} of ${lengths.length} frames with blank cells`,
    note,
  ].join(', ')
}

/** Scrolls the sheet and the bare grid by turns, and once what one would pick instead. */
function scrolling(what: string, scroll: Scroll): Bench {
  return bench(`a frame of 95 in 100, ${what}`, { ratioAtMost: 1.1 }, async (application) => {
    const bare = await openRevoGrid()
    const own: Scrolled[] = []
    const floor: Scrolled[] = []
    for (let turn = 0; turn < turns; turn++) {
      floor.push(await framesDuring(bare, scroll))
      own.push(await framesDuring(application, scroll))
    }
    const note = `${saidOf('sheet', own)}; ${saidOf('bare', floor)}`
    return { value: p95(own), floor: p95(floor), peer: await tabulatorAt(scroll), unit: 'ms', note }
  })
}

async function tabulatorAt(scroll: Scroll): Promise<Peer> {
  const name = 'Tabulator'
  const opened = await openTabulator()
  if ('missing' in opened) return { name, ...opened }
  try {
    return { name, value: p95([await framesDuring(opened, scroll)]) }
  } catch (error) {
    // What it cannot do is no fault of ours.
    return { name, missing: error instanceof Error ? error.message : String(error) }
  }
}

const wheel = scrolling('by the wheel', byWheel)
const jumping = scrolling('by jumps of the scroll bar', byJumps)

let drawing: Promise<number> | null = null

/** One frame of the bare grid: until it has drawn other rows. */
function oneFrame(): Promise<number> {
  return (drawing ??= openRevoGrid().then(async ({ page }) => middle(await jumpTimes(page))))
}

// ---- asking ----

const firstRows: Goal = { ratioAtMost: 1.5 }

/** What a person asks, and how; the same as a question of the core. */
interface Asking {
  readonly question: Partial<SheetQuery>
  /** What comes before it and is not measured. */
  prepare?(): Promise<void>
  act(): Promise<void>
}

/**
 * One act after the other, all of them so often. The middle of the one farthest above its floor counts, from when the
 * core was asked until the rows stood in the page; its floor is the bare question and one frame of the bare grid.
 */
async function slowest(page: Page, acts: readonly Asking[]): Promise<Measured> {
  const frame = await oneFrame()
  const all = acts.map((): Drawn[] => [])
  const bare = acts.map((): number[] => [])
  for (let round = 0; round < rounds; round++) {
    for (const [index, { prepare, act }] of acts.entries()) {
      await prepare?.()
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
  const found = acts.map(({ question }, index) => ({
    value: middle((all[index] ?? []).map(({ rows, asked }) => rows - asked)),
    painted: middle((all[index] ?? []).map(({ painted, asked }) => painted - asked)),
    floor: middle(bare[index] ?? []) + frame,
    question,
  }))
  const [worst] = found.toSorted((one, other) => other.value / other.floor - one.value / one.floor)
  if (!worst) throw new Error('Nothing was asked')
  const { value, floor, painted, question } = worst
  const which = `worst of ${acts.length}: ${JSON.stringify(question)}`
  return {
    value,
    floor,
    unit: 'ms',
    note: `painted after ${ms(painted)}; a frame of the bare grid ${ms(frame)}; ${which}`,
  }
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

/** The ways to ask, by what they are called. */
const waysToAsk: Readonly<Record<string, (page: Page) => Promise<Measured>>> = {
  async 'sort by a heading'(page) {
    // The last one leaves them in the order that they come in.
    const headings = { label: 'Label', modelName: 'Model', deviceId: 'Device ID', owner: 'Owner', panelId: 'ID' }
    return slowest(
      page,
      Object.entries(headings).map(([field, name]) => ({
        question: { sort: [{ field, descending: false }] },
        act: () => page.getByRole('columnheader', { name, exact: true }).click(),
      })),
    )
  },
  async 'filter by a condition'(page) {
    await bar(page).getByRole('button', { name: 'Filter by Connection' }).click()
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
  },
  search: (page) =>
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
  async group(page) {
    const groups = { modelName: 'Model', owner: 'Owner' }
    const measured = await slowest(
      page,
      Object.entries(groups).map(([field, name]) => ({
        question: { group: field },
        async prepare() {
          await page.getByRole('columnheader', { name, exact: true }).hover()
          await page.getByRole('button', { name: `${name}: menu` }).click()
        },
        act: () => page.getByRole('menuitem', { name: 'Group by this column', exact: true }).click(),
      })),
    )
    await page.getByRole('button', { name: 'Do not group by Owner' }).click()
    await cell(page, 0, 'label').waitFor()
    return measured
  },
}

const bar = (page: Page) => page.getByRole('group', { name: 'Filters, sorting and columns' })

const asking = Object.entries(waysToAsk).map(([way, ask]) =>
  bench(`${way}: first rows`, firstRows, ({ page }) => ask(page)),
)

const askingStaged = Object.entries(waysToAsk).map(([way, ask]) =>
  bench(`${way}, ${edits.toLocaleString('en')} cells staged: first rows`, firstRows, async (application) => {
    await (stagedOnce ??= paste(application, 'Staged').then(() => undefined))
    return ask(application.page)
  }),
)

// ---- editing ----

/** The paste that is left staged for what is asked afterwards. */
let stagedOnce: Promise<void> | null = null

/** Pastes other labels over the first rows. */
async function paste({ host, page }: Application, label: string): Promise<Drawn> {
  await choose(page, 0, 'label')
  await host.copy(Array.from({ length: edits }, (_, index) => `${label} ${index}`).join('\r\n'))
  const staged = { marks: true, notice: `${edits.toLocaleString('en')} cells staged` }
  return drawnAfter(page, staged, () => page.keyboard.press('ControlOrMeta+V'))
}

/** What the pastes and their undoing took, and the same bytes alone: none can be measured without the others. */
interface Edited {
  readonly pastes: readonly Drawn[]
  readonly undos: readonly Drawn[]
  readonly commits: readonly number[]
}

let edited: Promise<Edited> | null = null

async function edit(application: Application): Promise<Edited> {
  const { page, data } = application
  const pastes: Drawn[] = []
  const undos: Drawn[] = []
  const commits: number[] = []
  await page.evaluate(() => window.gauge.jump(0))
  for (let round = 0; round < rounds; round++) {
    pastes.push(await paste(application, `Bench ${round}`))
    commits.push(await plainCommit(leftBy(data)))
    const undone = { marks: false, notice: 'Undone' }
    undos.push(await drawnAfter(page, undone, () => page.keyboard.press('ControlOrMeta+Z')))
  }
  return { pastes, undos, commits }
}

/**
 * From the key until it is said what came of it, which is when the core has answered and the rows have been fetched. Its
 * floor: the same bytes as rows in one commit, and one frame of the bare grid.
 */
async function said(drawn: readonly Drawn[], { commits }: Edited, marks: string): Promise<Measured> {
  const frame = await oneFrame()
  const commit = middle(commits)
  const note = [
    `${marks} after ${ms(middle(drawn.map(({ marks }) => marks)))}`,
    `the commit alone ${ms(commit)}, a frame of the bare grid ${ms(frame)}`,
  ]
  return { value: middle(drawn.map(({ notice }) => notice)), floor: commit + frame, unit: 'ms', note: note.join('; ') }
}

const asBytes: Goal = { ratioAtMost: 2 }

const pasting = bench(
  `paste ${edits.toLocaleString('en')} cells by Ctrl+V: said to be staged`,
  asBytes,
  async (application) => {
    const measured = await (edited ??= edit(application))
    return said(measured.pastes, measured, 'marks drawn')
  },
)

const undoing = bench('undo of it by Ctrl+Z: said to be undone', asBytes, async (application) => {
  const measured = await (edited ??= edit(application))
  return said(measured.undos, measured, 'marks gone')
})

// ---- memory ----

interface Memory {
  readonly heap: number
  readonly nodes: number
}

async function memoryOf(browser: CDPSession): Promise<Memory> {
  await browser.send('HeapProfiler.collectGarbage')
  const { metrics } = await browser.send('Performance.getMetrics')
  const metric = (name: string) => metrics.find((one) => one.name === name)?.value ?? NaN
  return { heap: metric('JSHeapUsedSize') / 1024 ** 2, nodes: metric('Nodes') }
}

let walked: Promise<{ before: Memory; after: Memory }> | null = null

/** Past all rows; the first tenth fills what is held on purpose. */
async function walk({ page, browser }: Application): Promise<{ before: Memory; after: Memory }> {
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

export default [painting, wheel, jumping, ...asking, pasting, undoing, ...askingStaged, heap, nodes]

export const end = closeWindows
