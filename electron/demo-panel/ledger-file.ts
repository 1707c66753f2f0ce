import { appendFileSync, closeSync, ftruncateSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { ledgerEntry, type Ledger, type LedgerEntry } from './ledger.ts'

/** A ledger in a file of JSON lines, which survives the end of the process. One process at a time may have it open. */
interface LedgerFile extends Ledger {
  close(): void
}

/**
 * Opens the ledger at `path`, or begins it. A last line that was cut short belongs to a request that was never
 * answered, and is taken away; any other damage throws.
 */
export function ledgerFile(path: string): LedgerFile {
  mkdirSync(dirname(path), { recursive: true })
  const file = openSync(path, 'a+')
  const text = readFileSync(path, 'utf8')
  const whole = text.slice(0, text.lastIndexOf('\n') + 1)
  if (whole.length < text.length) ftruncateSync(file, Buffer.byteLength(whole))
  const kept = whole
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => ledgerLine(line))

  return {
    entries: () => kept,
    append(...added) {
      appendFileSync(file, `${JSON.stringify(added)}\n`)
      for (const entry of added) kept.push(entry)
    },
    close: () => closeSync(file),
  }
}

/** A line holds the entries of one request, so that a crash leaves all of them or none. */
function ledgerLine(line: string): LedgerEntry[] {
  return ledgerEntry.array().parse(JSON.parse(line))
}
