/*
 * Where a spreadsheet may find a formula in a cell: at its beginning, and after a sign at which another spreadsheet, or
 * the same one in another country, would begin a new cell (`A;=1+1`) or row; quotes in between do not help. Fullwidth
 * signs are taken for ours in some languages, and a tab or line break at the beginning is passed over.
 * (OWASP, CSV injection)
 */
const atStart = /^('*)(?=[\t\r\n]|"*[=+\-@＝＋－＠])/
const within = /([,;|\t\r\n])('*)(?="*[=+\-@＝＋－＠])/g
const guardedAtStart = /^'('*)(?=[\t\r\n]|"*[=+\-@＝＋－＠])/
const guardedWithin = /([,;|\t\r\n])'('*)(?="*[=+\-@＝＋－＠])/g

/** Keeps a spreadsheet from running any part of a cell as a formula: an apostrophe goes in front of each. */
export function guardFormula(cell: string): string {
  return cell.replace(within, "$1'$2").replace(atStart, "'$1")
}

/**
 * Takes the apostrophes off again: `unguardFormula(guardFormula(x)) === x` for every x. An apostrophe that stands in
 * front of anything else is the person's, and stays.
 */
export function unguardFormula(cell: string): string {
  return cell.replace(guardedAtStart, '$1').replace(guardedWithin, '$1$2')
}
