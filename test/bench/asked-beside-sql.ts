import { calls } from '../../shared/contract.ts'
import type { SheetQuery } from '../../shared/contract/looking.ts'
import type { BareSql } from './bare-sql.ts'
import type { Measured } from './bench.ts'
import type { BenchCore } from './rig.ts'

/** Each question is asked so often; the middle counts. */
const times = 7

export type Question = Partial<SheetQuery>

let asks = 0

/** A question about a sheet, with all that it leaves open. */
export const whole = (sheet: SheetQuery['sheet'], question: Question): SheetQuery => ({
  ...{ sheet, search: '', sort: [], filter: [], only: 'all', group: null, folded: [], foldOthers: false },
  ...question,
})

const middle = (all: readonly number[]) => all.toSorted((one, other) => one - other)[Math.floor(times / 2)] ?? NaN

/**
 * Of the questions of a kind, the one that takes longest beside bare SQL: from the call to the core's answer, parsed on
 * both sides of it. One comes after the other, and all of them anew: a question that was asked just before is answered sooner.
 */
export async function worst(
  { core, call }: BenchCore,
  bare: BareSql,
  sheet: SheetQuery['sheet'],
  questions: readonly Question[],
): Promise<Measured> {
  const taken = questions.map((question) => ({ question, ours: [] as number[], floor: [] as number[] }))
  for (let turn = 0; turn < times; turn++) {
    for (const { question, ours, floor } of taken) {
      const begun = performance.now()
      const wanted = bare.ids(whole(sheet, question))
      floor.push(performance.now() - begun)
      const asked = performance.now()
      const answer = await core.call({ id: `look-${++asks}`, name: 'sheet.open', input: whole(sheet, question) })
      ours.push(performance.now() - asked)
      if (!answer.ok) throw new Error(JSON.stringify(answer.problem))
      if (turn > 0) continue
      const { view, count } = calls['sheet.open'].output.parse(answer.output)
      const { ids } = await call('sheet.ids', { view, from: 0, count: Math.max(1, count) })
      const found = question.group ? ids.filter((id) => id >= 0) : ids
      const other = found.findIndex((id, index) => id !== wanted[index])
      if (found.length !== wanted.length || other >= 0) {
        throw new Error(`Bare SQL answers otherwise, from row ${other} on: ${JSON.stringify(question)}`)
      }
    }
  }
  const rows = taken.map(({ question, ours, floor }) => ({ question, value: middle(ours), floor: middle(floor) }))
  const { question, value, floor } = rows.reduce((one, other) =>
    other.value / other.floor > one.value / one.floor ? other : one,
  )
  const longest = Math.round(Math.max(...rows.map((row) => row.value)))
  const note = `of ${questions.length}: ${JSON.stringify(question)}; none takes longer than ${longest} ms`
  return { value, floor, unit: 'ms', note }
}
