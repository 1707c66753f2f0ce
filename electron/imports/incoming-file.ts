import { fail } from '../../shared/problem.ts'
import type { Clock, Random } from '../ports.ts'

/** Largest file that is taken, in bytes. */
export const fileMost = 64 * 1024 * 1024
/** More files than this are not held at a time: the one unused for longest goes. */
const filesMost = 4
/** A file unused for so long is forgotten when the next one comes, in milliseconds. */
const unusedMost = 60 * 60 * 1000

/** A file that the window hands over in chunks. It lives in memory only. */
export interface IncomingFile<Contents> {
  readonly name: string
  /** Throws `bad-call` while the file has not been handed over whole. */
  bytes(): Uint8Array
  /** What has been made of it so far. */
  contents: Contents | null
}

export interface IncomingFiles<Contents> {
  /** Begins a file of `size` bytes; answers the id by which it is known. Throws `file-large` and `file-empty`. */
  begin(name: string, size: number): string
  /** Adds bytes, as base64. Throws `file-unknown`, and `bad-call` for more bytes than were announced. */
  add(id: string, data: string): void
  /** Throws `file-unknown` where it was forgotten. */
  get(id: string): IncomingFile<Contents>
  forget(id: string): void
}

interface HeldFile<Contents> extends IncomingFile<Contents> {
  readonly whole: Uint8Array
  received: number
  usedAt: number
}

/** Keeps the files that the window has handed over, until they are forgotten or have long been unused. */
export function createIncomingFiles<Contents>(clock: Clock, random: Random): IncomingFiles<Contents> {
  // In the order of their last use: the oldest first.
  const files = new Map<string, HeldFile<Contents>>()

  function use(id: string): HeldFile<Contents> {
    const file = files.get(id)
    if (!file) fail('file-unknown')
    file.usedAt = clock.monotonic()
    files.delete(id)
    files.set(id, file)
    return file
  }

  function makeRoom(): void {
    for (const [id, { usedAt }] of files) {
      if (files.size >= filesMost || clock.monotonic() - usedAt > unusedMost) files.delete(id)
    }
  }

  return {
    begin(name, size) {
      if (size > fileMost) fail('file-large', { most: fileMost / 1024 / 1024 })
      if (size === 0) fail('file-empty')
      makeRoom()
      const id = random.id()
      const whole = new Uint8Array(size)
      const file: HeldFile<Contents> = {
        name,
        whole,
        received: 0,
        usedAt: clock.monotonic(),
        contents: null,
        bytes: () => (file.received === size ? whole : fail('bad-call')),
      }
      files.set(id, file)
      return id
    },
    add(id, data) {
      const file = use(id)
      const bytes = Buffer.from(data, 'base64')
      if (file.received + bytes.length > file.whole.length) fail('bad-call')
      file.whole.set(bytes, file.received)
      file.received += bytes.length
    },
    get: use,
    forget: (id) => void files.delete(id),
  }
}
