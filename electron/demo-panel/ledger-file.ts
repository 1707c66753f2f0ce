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
  const file = openSync(path, 'a+', 0o600)
  const kept = readLedger(path, file)

  return {
    entries: () => kept,
    append(...added) {
      appendFileSync(file, `${JSON.stringify(added)}\n`)
      for (const entry of added) kept.push(entry)
    },
    close: () => closeSync(file),
  }
}

/** What a ledger holds, its last line taken away where that was cut short; lets go of the file where it is damaged. */
function readLedger(path: string, file: number): LedgerEntry[] {
  try {
    const text = readFileSync(path, 'utf8')
    const whole = text.slice(0, text.lastIndexOf('\n') + 1)
    if (whole.length < text.length) ftruncateSync(file, Buffer.byteLength(whole))
    return whole
      .split('\n')
      .filter((line) => line !== '')
      .flatMap((line) => ledgerLine(line))
  } catch (error) {
    closeSync(file)
    throw error
  }
}

/** A line holds the entries of one request, so that a crash leaves all of them or none. */
function ledgerLine(line: string): LedgerEntry[] {
  return ledgerEntry.array().parse(JSON.parse(line))
}
