import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { z } from 'zod'
import { writeWhole } from './whole-file.ts'

/** What a journal was known to hold at some moment. */
export const journalMark = z.object({
  /** The journal's own id. */
  journal: z.string(),
  /** The version of its shape. */
  version: z.int(),
  /** How many commits it has seen. */
  commits: z.int(),
  /** How many operations there are. */
  operations: z.int(),
  /** How many requests were begun, ever. */
  attempts: z.int(),
  /** The last outcome. */
  outcome: z.int(),
})
export type JournalMark = z.infer<typeof journalMark>

/**
 * A small file next to the journal that says what the journal holds, written after every commit, where neither the
 * journal's log nor the journal can take it along. It is never ahead of the journal: a journal that holds less than its
 * mark says has lost something.
 */
export interface MarkFile {
  write(mark: JournalMark): void
  /** Makes the last mark outlast a power cut. */
  settle(): void
  close(): void
}

const nameOf = (path: string) => `${path.replace(/\.db$/, '')}.mark`
/** Two marks stand in the file, and the older is written over, so that one of them is always whole. */
const slot = 512
/** Stands in the place of a mark while there is none. */
const none = 'none'
const markOrNone = z.union([journalMark, z.literal(none)])

/** What is known of a journal by the file next to it. */
export interface KnownMark {
  /** Null where nothing is known, or nothing yet. */
  readonly mark: JournalMark | null
  /** The file is gone or cannot be read: what it said is not known. */
  readonly lost: boolean
}

/** Reads the mark next to a journal. */
export function readMark(path: string): KnownMark {
  let text: string
  try {
    text = readFileSync(nameOf(path), 'latin1')
  } catch {
    return { mark: null, lost: true }
  }
  const read = [0, slot].flatMap((at) => parsed(text.slice(at, at + slot)) ?? [])
  const marks = read.filter((mark) => mark !== none)
  const mark = marks.reduce<JournalMark | null>((last, one) => (last && last.commits > one.commits ? last : one), null)
  return { mark, lost: read.length === 0 }
}

/** Opens the file for what its journal is going to hold. What it says so far stays until the second mark. */
export function openMark(path: string): MarkFile {
  let file: number
  try {
    file = openSync(nameOf(path), existsSync(nameOf(path)) ? 'r+' : 'w', 0o600)
  } catch {
    // A disk that takes no more: the journal can still be looked at, and tells by itself what it cannot write.
    return { write: () => undefined, settle: () => undefined, close: () => undefined }
  }
  return {
    write(mark) {
      try {
        writeSync(file, lineOf(mark), (mark.commits % 2) * slot, 'latin1')
      } catch {
        // It is committed all the same: the mark before says less than there is, never more.
      }
    },
    settle: () => fsyncSync(file),
    close: () => closeSync(file),
  }
}

/** Forgets what the journal held, because another takes its place, and says that nothing is known of that one yet. */
export function forgetMark(path: string): void {
  writeWhole(nameOf(path), lineOf(none))
}

/** One mark as it stands in the file, as long as its place. */
function lineOf(mark: JournalMark | typeof none): string {
  const text = JSON.stringify(mark)
  return `${crc32(text).toString(16).padStart(8, '0')} ${text}`.padEnd(slot - 1) + '\n'
}

function parsed(line: string): JournalMark | typeof none | null {
  const text = line.slice(9).trimEnd()
  if (text === '' || crc32(text) !== Number.parseInt(line.slice(0, 8), 16)) return null
  try {
    return markOrNone.parse(JSON.parse(text))
  } catch {
    return null
  }
}
