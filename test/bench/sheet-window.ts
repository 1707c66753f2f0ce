import { _electron, type CDPSession, type Page } from '@playwright/test'
import { shownText } from '../../renderer/sheet/model/cell-text.ts'
import { trackersSheet } from '../../shared/sheets/trackers.ts'
import { desktopHost } from '../e2e/host-desktop.ts'
import type { RunningHost } from '../e2e/hosts.ts'
import { cell } from '../e2e/steps.ts'
import { bareRevoGrid, bareTabulator, type GridPage, revoGridDrawing, type Shown } from './bare-grids.ts'
import { bareProgram } from './bare-window.ts'
import { peerPackage } from './peers.ts'
import { type BenchCore, pullFrom, startCore, startPanel, trackers } from './rig.ts'
import { installGauge } from './window-gauge.ts'

// The windows of the sheet's bench, each opened when it is first asked for, with the gauge in it: the application, and
// beside it grids with nothing around them, which show the same texts in the same place of a window of the same size.

/** A window with a grid. */
export interface GridWindow {
  readonly page: Page
  readonly browser: CDPSession
}

/** The application with everything in it, open at the sheet of trackers. */
export interface Application extends GridWindow {
  readonly host: RunningHost
  /** Its data folder. */
  readonly data: string
  /** What the sheet shows. */
  readonly shown: Shown
}

const ends: (() => Promise<void>)[] = []
let opened: Promise<Application> | null = null
let revoGrid: Promise<GridWindow> | null = null
let tabulator: Promise<GridWindow | { readonly missing: string }> | null = null

/** The application. */
export function openApplication(): Promise<Application> {
  return (opened ??= startApplication())
}

/** RevoGrid, which the sheet is drawn by, alone. */
export function openRevoGrid(): Promise<GridWindow> {
  return (revoGrid ??= openApplication().then(({ shown }) => openGrid(bareRevoGrid(shown))))
}

/** Tabulator, which one would pick instead; why not where it cannot be had. */
export function openTabulator(): Promise<GridWindow | { readonly missing: string }> {
  return (tabulator ??= openApplication().then(async ({ shown }) => {
    const found = await peerPackage('tabulator-tables')
    return 'missing' in found ? found : openGrid(bareTabulator(shown, found.folder))
  }))
}

/** Closes them all. */
export async function closeWindows(): Promise<void> {
  for (const end of ends.reverse()) await end()
}

async function startApplication(): Promise<Application> {
  const panel = await startPanel()
  const bench = startCore({ kept: true })
  ends.push(() => Promise.resolve(bench.remove()))
  await pullFrom(bench, panel)
  const rows = await textsOf(bench)
  await bench.end()
  // Nothing is pulled while it is measured.
  await panel.stop()
  const host = await desktopHost.start({ data: bench.folder, environment: {} })
  ends.push(() => host.quit())
  const { page } = host
  await cell(page, 0, 'label').filter({ hasText: /\S/ }).waitFor()
  return {
    ...(await gauged(page, { drawing: revoGridDrawing })),
    host,
    data: bench.folder,
    shown: await shownIn(page, rows),
  }
}

async function openGrid(grid: GridPage): Promise<GridWindow> {
  const program = bareProgram(grid.page, grid.files)
  ends.push(() => Promise.resolve(program.remove()))
  const application = await _electron.launch(program.launch)
  ends.push(() => application.close())
  const page = await application.firstWindow()
  await page.locator(grid.drawing.cell).filter({ hasText: /\S/ }).first().waitFor()
  return gauged(page, grid)
}

async function gauged(page: Page, { drawing }: Pick<GridPage, 'drawing'>): Promise<GridWindow> {
  await page.evaluate(installGauge, drawing)
  const browser = await page.context().newCDPSession(page)
  await browser.send('Performance.enable')
  return { page, browser }
}

/** The texts of all rows, in the order that the sheet opens in. */
async function textsOf({ call }: BenchCore): Promise<Record<string, string>[]> {
  const together = 10_000
  const { columns } = trackersSheet
  const fields = columns.map(({ field }) => field)
  const words = { yes: 'Yes', no: 'No', named: (_field: string, code: string) => code }
  const rows: Record<string, string>[] = []
  const { view } = await call('sheet.open', { sheet: 'trackers', search: '', sort: [], filter: [], only: 'all' })
  for (let from = 0; from < trackers; from += together) {
    const { cells } = await call('sheet.cells', { view, from, count: together, fields })
    for (const values of cells) {
      const texts = columns.map((column, at) => [column.field, shownText(column, values[at] ?? null, words)] as const)
      rows.push({ [rowNumber]: (rows.length + 1).toLocaleString('en'), ...Object.fromEntries(texts) })
    }
  }
  return rows
}

/** The column of the rows' numbers. */
const rowNumber = '#'

/** What the sheet of a page shows, and where. */
async function shownIn(page: Page, rows: Shown['rows']): Promise<Shown> {
  const sizeOf = async (part: string) => {
    const box = await page.locator(part).first().boundingBox()
    if (!box) throw new Error(`The sheet has no ${part}`)
    return box
  }
  const number = await sizeOf('[data-row-head]')
  return {
    rows,
    columns: [
      { field: rowNumber, width: number.width, pinned: true },
      ...trackersSheet.columns.map((column) => ({ ...column, pinned: 'pinned' in column })),
    ],
    rowHeight: number.height,
    box: await sizeOf('revo-grid'),
  }
}
