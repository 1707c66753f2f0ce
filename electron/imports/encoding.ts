import { isAscii, isUtf8 } from 'node:buffer'
import type { FileReading } from '../../shared/contract/imports.ts'
import { fail } from '../../shared/problem.ts'

export type Encoding = FileReading['encoding']

/** So many bytes at the beginning tell what kind of file it is. */
const lookSize = 64 * 1024

/** So many control characters may stand in any text, however short. */
const strayMost = 3

/** Above this part of a file, characters that were lost speak against its encoding, not against their rows. */
const lostMost = 0.1

/** So many letters outside ASCII settle which code page they are of. */
const lettersEnough = 10_000

const signatures: readonly [name: string, bytes: readonly number[]][] = [
  // A spreadsheet's own file is a zip; a person who picks one most likely has an .xlsx.
  ['xlsx', [0x50, 0x4b, 0x03, 0x04]],
  ['xls', [0xd0, 0xcf, 0x11, 0xe0]],
  ['pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['gzip', [0x1f, 0x8b]],
  ['png', [0x89, 0x50, 0x4e, 0x47]],
  ['jpeg', [0xff, 0xd8, 0xff]],
]

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, i) => bytes[i] === byte)
}

/** What a byte order mark says, if there is one. */
function markedEncoding(bytes: Uint8Array): Encoding | null {
  if (startsWith(bytes, [0xef, 0xbb, 0xbf])) return 'utf-8'
  if (startsWith(bytes, [0xff, 0xfe])) return 'utf-16le'
  if (startsWith(bytes, [0xfe, 0xff])) return 'utf-16be'
  return null
}

/** UTF-16 without a mark shows by its zeros: digits and separators have one in the same place each. */
function utf16(bytes: Uint8Array): Encoding | null {
  const zeros = [0, 0]
  for (let i = 0; i < bytes.length; i++) if (bytes[i] === 0) zeros[i % 2]! += 1
  const [even, odd] = zeros as [number, number]
  const most = bytes.length / 2
  if (odd > most * 0.1 && even < odd * 0.05) return 'utf-16le'
  if (even > most * 0.1 && odd < even * 0.05) return 'utf-16be'
  return null
}

/** A few stray zeros or controls spoil the rows that they stand in; a file that is full of them is no text. */
function isBinary(bytes: Uint8Array): boolean {
  let controls = 0
  for (const byte of bytes) {
    if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x0c) controls += 1
  }
  return controls > strayMost && controls > bytes.length * 0.02
}

/** How many characters outside ASCII are whole in UTF-8, and how many bytes are of none. Enough of them settle it. */
function utf8Census(bytes: Uint8Array): { whole: number; broken: number } {
  let whole = 0
  let broken = 0
  for (let i = 0; i < bytes.length && whole + broken < lettersEnough;) {
    const byte = bytes[i]!
    const length = byte < 0x80 ? 1 : byte < 0xc2 ? 0 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : byte < 0xf5 ? 4 : 0
    let follow = 1
    while (follow < length && (bytes[i + follow]! & 0xc0) === 0x80) follow += 1
    const isWhole = follow === length
    if (!isWhole) broken += 1
    else if (length > 1) whole += 1
    i += follow
  }
  return { whole, broken }
}

/** Cyrillic letters stand together; the accented ones of western languages stand alone between plain ones. */
function cyrillicOrWestern(bytes: Uint8Array): Encoding {
  const isLetter = (byte: number | undefined) =>
    byte !== undefined && (byte >= 0xc0 || byte === 0xa8 || byte === 0xb8 || byte === 0xb2 || byte === 0xb3)
  let together = 0
  let alone = 0
  for (let i = 0; i < bytes.length && together + alone < lettersEnough; i++) {
    if (!isLetter(bytes[i])) continue
    if (isLetter(bytes[i - 1]) || isLetter(bytes[i + 1])) together += 1
    else alone += 1
  }
  return together > alone ? 'windows-1251' : 'windows-1252'
}

/**
 * The encoding that a file seems to be in: by its mark, else UTF-16 by its zeros, else UTF-8 if more of its letters are
 * whole than broken, else a Windows code page by the look of its letters. Throws `file-binary` where it is no text at all, and `file-empty`.
 */
export function guessEncoding(bytes: Uint8Array): Encoding {
  if (bytes.length === 0) fail('file-empty')
  refuseBinary(bytes)
  const marked = markedEncoding(bytes)
  if (marked) return marked
  const look = bytes.subarray(0, lookSize)
  const wide = utf16(look)
  if (wide) return wide
  if (isBinary(look)) fail('file-binary', { format: '' })
  // The letters that tell may stand far down: valid at the start is not enough to decide.
  if (isUtf8(bytes)) return 'utf-8'
  const { whole, broken } = utf8Census(bytes)
  return whole > broken ? 'utf-8' : cyrillicOrWestern(bytes)
}

/** Stands where bytes are of no character of the encoding; some files bring it along from an earlier mishap. */
export const lostCharacter = '\ufffd'

const lostCharacters = new RegExp(lostCharacter, 'g')
const beyondAscii = /[\u0080-\uffff]/g

/** Throws `file-binary` for bytes that are no text in any encoding, by what they begin with. */
export function refuseBinary(bytes: Uint8Array): void {
  const signature = signatures.find(([, start]) => startsWith(bytes, start))
  if (signature) fail('file-binary', { format: signature[0] })
}

/** The bytes of a file as text, part by part. */
export interface FileText {
  /**
   * The text of a part that ends where a line does, without the byte order mark of the file; {@link lostCharacter}
   * stands where bytes are of no character.
   */
  part(from: number, to: number): string
  /** Where the first line break at or after a place ends; the end of the file where there is none. */
  lineEnd(from: number): number
  /** Takes note of what was lost in a part. */
  count(from: number, to: number, text: string): void
  /** Throws `file-encoding` where so much was lost that the file cannot be in this encoding. */
  settle(): void
}

/** The bytes of a file as text in an encoding, its lines ended by `lineBreak`. */
export function fileText(bytes: Uint8Array, encoding: Encoding, lineBreak: '\n' | '\r'): FileText {
  const first = new TextDecoder(encoding)
  // A mark is one at the beginning of a file only.
  const further = new TextDecoder(encoding, { ignoreBOM: true })
  const code = lineBreak.charCodeAt(0)
  const width = encoding.startsWith('utf-16') ? 2 : 1
  /** Which byte of two holds the code of a line break; the other one is zero. */
  const low = encoding === 'utf-16be' ? 1 : 0
  let lost = 0
  let whole = 0

  return {
    part: (from, to) => (from === 0 ? first : further).decode(bytes.subarray(from, to)),
    lineEnd(from) {
      for (let at = from; ;) {
        const found = bytes.indexOf(code, at)
        if (found < 0) return bytes.length
        if (width === 1) return found + 1
        const start = found - low
        if (start % 2 === 0 && start >= from && bytes[start + 1 - low] === 0) return start + 2
        at = found + 1
      }
    },
    count(from, to, text) {
      if (width === 1 && isAscii(bytes.subarray(from, to))) return
      const lostHere = text.match(lostCharacters)?.length ?? 0
      lost += lostHere
      whole += (text.match(beyondAscii)?.length ?? 0) - lostHere
    },
    settle() {
      const isSo = encoding === 'utf-8' && isUtf8(bytes)
      if (!isSo && lost > whole && lost > bytes.length * lostMost) fail('file-encoding', { encoding })
    },
  }
}
