/** What a spreadsheet takes for the beginning of a formula, and the guard itself, so that guarding can be undone. */
const risky = /^[=+\-@\t\r']/

/** Keeps a spreadsheet from running a cell as a formula: an apostrophe goes in front. */
export function guardFormula(cell: string): string {
  return risky.test(cell) ? `'${cell}` : cell
}

/** Takes the apostrophe off again: `unguardFormula(guardFormula(x)) === x` for every x. */
export function unguardFormula(cell: string): string {
  return cell.startsWith("'") && risky.test(cell.slice(1)) ? cell.slice(1) : cell
}
