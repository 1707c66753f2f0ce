import type { Bench } from './bench.ts'
import { leftBy, plainCommit } from './plain-commit.ts'
import { pullFrom, startCore, startPanel, timed, trackers } from './rig.ts'

const cells = 10_000
const pastes = 5

const middle = (times: number[]) => times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? NaN

export default {
  name: `paste ${cells.toLocaleString('en')} cells: staged`,
  goal: { ratioAtMost: 2 },
  async run() {
    const panel = await startPanel()
    const bench = startCore()
    const { call } = bench
    try {
      await pullFrom(bench, panel)
      const { view } = await call('sheet.open', { sheet: 'trackers', search: '', sort: [], filter: [], only: 'all' })
      const staged: number[] = []
      const undone: number[] = []
      const bare: number[] = []
      for (let paste = 0; paste < pastes; paste++) {
        const { ids } = await call('sheet.ids', { view, from: paste * cells, count: cells })
        const values = ids.map((id, index) => ({ id, field: 'label', value: `Bench ${index}` }))
        staged.push(await timed(() => call('sheet.stage', { sheet: 'trackers', source: 'paste', cells: values })))
        bare.push(await plainCommit(leftBy(bench.folder)))
        undone.push(
          await timed(async () => {
            const { step } = await call('sheet.undo', { redo: false })
            if (step?.cells !== cells) throw new Error(`${step?.cells} of ${cells} cells were one step`)
          }),
        )
      }
      const among = trackers.toLocaleString('en')
      return {
        value: middle(staged),
        floor: middle(bare),
        unit: 'ms',
        note: `among ${among} trackers; taken back in ${Math.round(middle(undone))} ms`,
      }
    } finally {
      await bench.end()
      await panel.stop()
    }
  },
} satisfies Bench
