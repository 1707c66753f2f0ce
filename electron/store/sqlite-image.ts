import { closeSync, openSync, readFileSync, readSync } from 'node:fs'

/**
 * The pages of a SQLite file as they stand on disk, read without SQLite: for files that it cannot open, or would open
 * with less than is there. (https://www.sqlite.org/fileformat2.html)
 */
export interface Image {
  /** How many pages there may be, by the length of the file and what the log names. */
  readonly pages: number
  /** A page by its number, from 1 on; null where there is none. One that was cut is filled up with zeros. */
  page(number: number): Buffer | null
  /** A page in the log is spoilt, so that an older one stands for it: what is found may have been changed since. */
  readonly inDoubt: boolean
}

/** The size of a page in every file that this program makes: SQLite's own default. */
export const pageSize = 4096
const signature = Buffer.from('SQLite format 3\0')
const logHeader = 32
const frameHeader = 24

/** One page in a write-ahead log. */
interface Frame {
  readonly page: number
  readonly at: number
  /** It ends a transaction. */
  readonly commits: boolean
  /** Its checksum is right, seen from the one that stands in the frame before it, be that spoilt or not. */
  readonly sound: boolean
}

/** What a write-ahead log holds. */
export interface WriteAheadLog {
  readonly bytes: Buffer
  readonly frames: readonly Frame[]
  /** How many frames SQLite takes over: all up to the last commit before the first spoilt frame. */
  readonly recovered: number
  /** How many frames were committed, as far as can be told: up to the last commit that can be read. */
  readonly promised: number
}

/** Whether a file begins as a SQLite file of ours does. */
export function isDatabaseFile(path: string): boolean {
  const head = Buffer.alloc(100)
  let file: number
  try {
    file = openSync(path, 'r')
  } catch {
    return false
  }
  try {
    const length = readSync(file, head)
    return length === head.length && head.subarray(0, 16).equals(signature) && head.readUInt16BE(16) === pageSize
  } finally {
    closeSync(file)
  }
}

/** The write-ahead log next to a database; without frames where there is none. */
export function readLog(path: string): WriteAheadLog {
  const bytes = bytesOf(`${path}-wal`)
  const nothing = { bytes, frames: [], recovered: 0, promised: 0 }
  if (bytes.length < logHeader + frameHeader + pageSize) return nothing
  const bigEndian = (bytes.readUInt32BE(0) & 1) === 1
  const headerSum = checksum(bytes.subarray(0, 24), [0, 0], bigEndian)
  const headerSound =
    bytes.readUInt32BE(8) === pageSize &&
    headerSum[0] === bytes.readUInt32BE(24) &&
    headerSum[1] === bytes.readUInt32BE(28)
  const count = Math.floor((bytes.length - logHeader) / (frameHeader + pageSize))
  const startOf = (index: number) => logHeader + index * (frameHeader + pageSize)
  // Where the header is spoilt, the second frame tells which frames belong together.
  const salt = headerSound ? bytes.subarray(16, 24) : bytes.subarray(startOf(Math.min(1, count - 1)) + 8).subarray(0, 8)
  const frames: Frame[] = []
  let unbroken = headerSound
  let recovered = 0
  let promised = 0
  for (let index = 0; index < count; index++) {
    const at = startOf(index)
    const seedAt = index === 0 ? 24 : startOf(index - 1) + 16
    const seed: Sum = [bytes.readUInt32BE(seedAt), bytes.readUInt32BE(seedAt + 4)]
    const begun = checksum(bytes.subarray(at, at + 8), seed, bigEndian)
    const sum = checksum(bytes.subarray(at + frameHeader, at + frameHeader + pageSize), begun, bigEndian)
    const page = bytes.readUInt32BE(at)
    const commits = bytes.readUInt32BE(at + 4) !== 0
    const sound =
      page > 0 &&
      bytes.subarray(at + 8, at + 16).equals(salt) &&
      sum[0] === bytes.readUInt32BE(at + 16) &&
      sum[1] === bytes.readUInt32BE(at + 20)
    unbroken &&= sound
    frames.push({ page, at: at + frameHeader, commits, sound })
    if (unbroken && commits) recovered = index + 1
    if (sound && commits) promised = index + 1
  }
  return { bytes, frames, recovered, promised }
}

/** The pages of a file with those of its log over them: the first `frames` of it, but for spoilt ones. */
export function readImage(path: string, log = readLog(path), frames = log.promised): Image {
  const file = bytesOf(path)
  const taken = log.frames.slice(0, frames)
  const inLog = new Map(taken.filter(({ sound }) => sound).map(({ page, at }) => [page, at]))
  const pages = Math.max(Math.ceil(file.length / pageSize), ...inLog.keys(), 0)
  return {
    pages,
    inDoubt: taken.some(({ sound }) => !sound),
    page(number) {
      const at = inLog.get(number)
      if (at !== undefined) return log.bytes.subarray(at, at + pageSize)
      const found = file.subarray((number - 1) * pageSize, number * pageSize)
      if (number < 1 || found.length === 0) return null
      return found.length === pageSize ? found : Buffer.concat([found, Buffer.alloc(pageSize - found.length)])
    },
  }
}

type Sum = readonly [number, number]

function checksum(bytes: Buffer, seed: Sum, bigEndian: boolean): Sum {
  let [a, b] = seed
  const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  for (let at = 0; at < bytes.length; at += 8) {
    a = (a + words.getUint32(at, !bigEndian) + b) | 0
    b = (b + words.getUint32(at + 4, !bigEndian) + a) | 0
  }
  return [a >>> 0, b >>> 0]
}

function bytesOf(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return Buffer.alloc(0)
    throw error
  }
}
