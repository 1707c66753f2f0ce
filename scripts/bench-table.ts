import { globSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { goalText, keeps } from '../test/bench/bench.ts'
import type { Bench, BenchFile, Measured } from '../test/bench/bench.ts'
import { slowest } from '../test/bench/slowest.ts'
import { project } from './build.ts'

// Measures what docs promise, each beside its floor in the same run, one after the other. bench.ts runs it where the
// desktop application can be opened. Words choose files by their name; those that no file has in its name, rows.
const words = process.argv.slice(2)
const all = globSync('test/bench/*.bench.ts', { cwd: project }).sort()
const ofFiles = words.filter((word) => all.some((file) => file.includes(word)))
const ofRows = words.filter((word) => !ofFiles.includes(word))
const chosen = (name: string, by: readonly string[]) => by.length === 0 || by.some((word) => name.includes(word))
const files = all.filter((file) => chosen(file, ofFiles))

const rows: string[][] = []
let missed = 0
for (const file of files) {
  const { default: benches, end } = (await import(pathToFileURL(resolve(project, file)).href)) as BenchFile
  for (const bench of [benches].flat().filter(({ name }) => chosen(name, ofRows))) {
    console.log(`… ${bench.name}`)
    rows.push(await rowOf(bench))
  }
  await end?.()
}
print([['work', 'measured', 'floor', 'ratio', 'goal', 'peer', 'verdict', ''], ...rows])
for (const line of slowest()) console.log(line)
process.exitCode = missed > 0 || rows.length === 0 ? 1 : 0

async function rowOf(bench: Bench): Promise<string[]> {
  try {
    const measured = await bench.run()
    const kept = keeps(bench.goal, measured)
    if (kept === false) missed += 1
    return [
      bench.name,
      figure(measured.value, measured.unit),
      measured.floor === undefined ? '–' : figure(measured.floor, measured.unit),
      measured.floor === undefined ? '–' : (measured.value / measured.floor).toFixed(2),
      goalText(bench.goal, measured.unit),
      peerText(measured),
      kept === null ? 'no peer' : kept ? 'kept' : 'MISSED',
      measured.note ?? '',
    ]
  } catch (error) {
    missed += 1
    return [bench.name, '–', '–', '–', '–', '–', 'FAILED', error instanceof Error ? error.message : String(error)]
  }
}

/** A peer, what it took, and how often ours goes into that: above 1 where the peer takes longer. */
function peerText({ value, unit, peer }: Measured): string {
  if (!peer) return '–'
  if ('missing' in peer) return `${peer.name}: ${peer.missing}`
  return `${peer.name} ${figure(peer.value, unit)} (${figure(peer.value / value, '×')})`
}

function figure(value: number, unit: Measured['unit'] | '×'): string {
  return `${value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 2 : 0 })} ${unit}`
}

function print(table: readonly string[][]): void {
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)))
  console.log()
  for (const row of table)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
}
