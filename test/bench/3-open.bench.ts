import { _electron } from '@playwright/test'
import { desktopCommand, findElectron } from '../../scripts/electron-runtime.ts'
import { bareProgram, type Launch } from './bare-window.ts'
import type { Bench } from './bench.ts'
import { pullFrom, startCore, startPanel, timed, trackers } from './rig.ts'

const openings = 5
/**
 * Milliseconds after which an opening has failed: one in a hundred shows its page just while Playwright attaches to it,
 * which then waits for it without end; what the tests do against that would be a part of what is measured.
 */
const patience = 60_000

/** A page that draws as many cells as a window of the application shows. */
const cells = `<!doctype html>
<meta charset="utf-8" />
<table></table>
<script>
  for (let row = 0; row < 40; row++) {
    const line = document.querySelector('table').insertRow()
    for (let column = 0; column < 12; column++) {
      const cell = line.insertCell()
      cell.textContent = 'Cell ' + row + ' ' + column
      cell.dataset.row = row
      cell.dataset.field = column === 0 ? 'label' : column
    }
  }
</script>`

/** Milliseconds from the start of a program until its window shows the first cell of the first row. */
async function opening(launch: Launch): Promise<number> {
  let close = async () => {}
  try {
    return await timed(async () => {
      const application = await _electron.launch(launch)
      close = () => application.close()
      const page = await application.firstWindow()
      await inTime(page.evaluate(firstCellDrawn))
    })
  } finally {
    await close()
  }
}

async function inTime(drawn: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`No cell after ${patience / 1000} s`)), patience)
  })
  try {
    await Promise.race([drawn, late])
  } finally {
    clearTimeout(timer)
  }
}

/** Runs within the page, frame by frame: whoever looks from outside looks twice a second after a while. */
function firstCellDrawn(): Promise<void> {
  return new Promise((resolve) => {
    function look(): void {
      const cell = document.querySelector('[data-row="0"][data-field="label"]')
      if (/\S/.test(cell?.textContent ?? '')) resolve()
      else requestAnimationFrame(look)
    }
    look()
  })
}

const middle = (times: number[]): number => times.sort((one, other) => one - other)[Math.floor(times.length / 2)] ?? NaN

export default {
  name: `open on ${trackers.toLocaleString('en')} cached trackers: first rows`,
  goal: { ratioAtMost: 1.5 },
  async run() {
    const electron = findElectron()
    if (!electron) throw new Error('there is no Electron to open')
    const panel = await startPanel()
    const bench = startCore({ kept: true })
    const bare = bareProgram(cells)
    try {
      await pullFrom(bench, panel)
      await bench.end()
      const { program, args } = desktopCommand(electron)
      const environment = { ...process.env, FLEETBOOK_DATA: bench.folder } as Record<string, string>
      const whole: number[] = []
      const empty: number[] = []
      // By turns, so that what the machine does meanwhile meets both.
      for (let turn = 0; turn < openings; turn++) {
        empty.push(await opening(bare.launch))
        whole.push(await opening({ executablePath: program, args, env: environment }))
      }
      const worst = Math.round(Math.max(...whole))
      return {
        value: middle(whole),
        floor: middle(empty),
        unit: 'ms',
        note: `middle of ${openings}, worst ${worst} ms`,
      }
    } finally {
      await panel.stop()
      bench.remove()
      bare.remove()
    }
  },
} satisfies Bench
