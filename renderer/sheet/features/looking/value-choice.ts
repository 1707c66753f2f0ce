import { type CellValue, valuesAtOnce } from '../../../../shared/contract/looking.ts'

/** With these chosen as well, as far as there is room for them. */
export function withAll(chosen: readonly CellValue[], found: readonly CellValue[]): readonly CellValue[] {
  return [...new Set([...chosen, ...found])].slice(0, Math.max(valuesAtOnce, chosen.length))
}

/** With none of these chosen. */
export function withNone(chosen: readonly CellValue[], found: readonly CellValue[]): readonly CellValue[] {
  const gone = new Set(found)
  return chosen.filter((value) => !gone.has(value))
}
