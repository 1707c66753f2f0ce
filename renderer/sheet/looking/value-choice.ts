import type { CellValue } from '../../../shared/contract/looking.ts'

/** Most values that a filter can name, as the contract has it. */
export const valuesAtOnce = 500

/** With these chosen as well, as far as there is room for them. */
export function withAll(chosen: readonly CellValue[], found: readonly CellValue[]): readonly CellValue[] {
  return [...new Set([...chosen, ...found])].slice(0, Math.max(valuesAtOnce, chosen.length))
}

/** With none of these chosen. */
export function withNone(chosen: readonly CellValue[], found: readonly CellValue[]): readonly CellValue[] {
  const gone = new Set(found)
  return chosen.filter((value) => !gone.has(value))
}
