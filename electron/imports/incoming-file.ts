import { fail } from '../../shared/problem.ts'
import type { Clock, Random } from '../ports.ts'

const megabyte = 1024 * 1024
/** Largest file that is taken, in bytes. */
export const fileMost = 64 * megabyte
/** More files than this, or more bytes, are not held at a time: the one unused for longest goes. */
const filesMost = 4
const bytesMost = 2 * fileMost
/** A file unused for so long is forgotten when the next one comes, in milliseconds. */
const unusedMost = 60 * 60 * 1000

/** A file that the window has handed over: what is known of it here. Its bytes are with the reader, in memory only. */
export interface IncomingFile<Known> {
  readonly name: string
  readonly known: Known
}

/** The files that are held, in the order of their last use. */
export interface IncomingFiles<Known> {
  /** Begins a file of `size` bytes; answers the id by which it is known. Throws `file-large` and `file-empty`. */
  begin(name: string, size: number): string
  /** Throws `file-unknown` where it was forgotten. */
  get(id: string): IncomingFile<Known>
  forget(id: string): void
  forgetAll(): void
  readonly count: number
}

interface HeldFile<Known> extends IncomingFile<Known> {
  readonly size: number
  usedAt: number
}

/**
 * Says which files are held: those that the window has handed over, until they are forgotten, have long been unused, or
 * make room for another. `onForgotten` hears of each that is held no more.
 */
export function createIncomingFiles<Known>(options: {
  clock: Clock
  random: Random
  /** What is known of a file at first. */
  unknown: () => Known
  onForgotten: (id: string) => void
}): IncomingFiles<Known> {
  const { clock, random, unknown, onForgotten } = options
  // In the order of their last use: the oldest first.
  const files = new Map<string, HeldFile<Known>>()

  function forget(id: string): void {
    if (files.delete(id)) onForgotten(id)
  }

  function makeRoom(size: number): void {
    let bytes = size
    for (const file of files.values()) bytes += file.size
    for (const [id, file] of files) {
      const isUnused = clock.monotonic() - file.usedAt > unusedMost
      if (files.size < filesMost && bytes <= bytesMost && !isUnused) continue
      bytes -= file.size
      forget(id)
    }
  }

  return {
    begin(name, size) {
      if (size > fileMost) fail('file-large', { most: fileMost / megabyte })
      if (size === 0) fail('file-empty')
      makeRoom(size)
      const id = random.id()
      files.set(id, { name, size, usedAt: clock.monotonic(), known: unknown() })
      return id
    },
    get(id) {
      const file = files.get(id)
      if (!file) fail('file-unknown')
      file.usedAt = clock.monotonic()
      files.delete(id)
      files.set(id, file)
      return file
    },
    forget,
    forgetAll() {
      for (const id of [...files.keys()]) forget(id)
    },
    get count() {
      return files.size
    },
  }
}
