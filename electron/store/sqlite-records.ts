import { pageSize, type Image } from './sqlite-image.ts'

/** A value as a SQLite record holds it; undefined where its bytes are gone. */
export type Value = string | number | Buffer | null | undefined

/** A row as it stands on a page: its number (0 in a table without row numbers) and its values in order. */
export interface PageRow {
  readonly rowid: number
  readonly values: readonly Value[]
}

/** What a page of a tree is: of a table or of an index, with rows or with further pages below it, or both. */
export type PageKind = 'table' | 'table-inner' | 'index' | 'index-inner'
const kinds: Readonly<Record<number, PageKind>> = { 13: 'table', 5: 'table-inner', 10: 'index', 2: 'index-inner' }

/** Nothing that we write is as long. */
const longestRow = 256 * 1024 * 1024

/** What a page says that it is; null where it is none of a tree. */
export function pageKind(image: Image, number: number): PageKind | null {
  const page = image.page(number)
  return (page && kinds[page.readUInt8(headerAt(number))]) ?? null
}

/** The pages right below a page of a tree. */
export function pagesBelow(image: Image, number: number): number[] {
  const kind = pageKind(image, number)
  const page = image.page(number)
  if (!page || (kind !== 'table-inner' && kind !== 'index-inner')) return []
  const below = cellsOf(page, number, 12).flatMap((at) => (at + 4 <= pageSize ? [page.readUInt32BE(at)] : []))
  return [...below, page.readUInt32BE(headerAt(number) + 8)].filter((below) => below > 1 && below <= image.pages)
}

/** The rows that stand on a page, each read by itself: one that is spoilt does not hide the others. */
export function rowsOn(image: Image, number: number): PageRow[] {
  const kind = pageKind(image, number)
  const page = image.page(number)
  if (!page || kind === null || kind === 'table-inner') return []
  return cellsOf(page, number, kind === 'index-inner' ? 12 : 8).flatMap((at) => {
    const row = rowAt(image, page, kind === 'index-inner' ? at + 4 : at, kind === 'table')
    return row ? [row] : []
  })
}

/** Page 1 begins with the header of the file. */
const headerAt = (number: number) => (number === 1 ? 100 : 0)

function cellsOf(page: Buffer, number: number, headerLength: number): number[] {
  const header = headerAt(number)
  const begin = header + headerLength
  const count = Math.min(page.readUInt16BE(header + 3), Math.floor((pageSize - begin) / 2))
  return Array.from({ length: count }, (_, index) => page.readUInt16BE(begin + index * 2)).filter((at) => at > begin)
}

function rowAt(image: Image, page: Buffer, at: number, numbered: boolean): PageRow | null {
  const length = varint(page, at)
  if (!length || length.value < 2 || length.value > longestRow) return null
  const rowid = numbered ? varint(page, length.end) : { value: 0, end: length.end }
  if (!rowid) return null
  const values = record(payload(image, page, rowid.end, length.value, numbered))
  return values && { rowid: rowid.value, values }
}

/** The bytes of a row, with those that overflow to other pages; as many of them as can be reached. */
function payload(image: Image, page: Buffer, at: number, length: number, numbered: boolean): Buffer {
  const least = Math.floor(((pageSize - 12) * 32) / 255) - 23
  const most = numbered ? pageSize - 35 : Math.floor(((pageSize - 12) * 64) / 255) - 23
  if (length <= most) return page.subarray(at, at + length)
  const wanted = least + ((length - least) % (pageSize - 4))
  const here = wanted <= most ? wanted : least
  const parts = [page.subarray(at, at + here)]
  let left = length - here
  let next = at + here + 4 <= pageSize ? page.readUInt32BE(at + here) : 0
  while (left > 0) {
    const further = next > 1 ? image.page(next) : null
    if (!further) break
    const part = further.subarray(4, 4 + left)
    parts.push(part)
    left -= part.length
    next = further.readUInt32BE(0)
  }
  return Buffer.concat(parts)
}

/** The values of a record; null where not even its head makes sense. */
function record(bytes: Buffer): Value[] | null {
  const head = varint(bytes, 0)
  if (!head || head.value < 2 || head.value > bytes.length) return null
  const types: number[] = []
  let at = head.end
  while (at < head.value) {
    const type = varint(bytes, at)
    if (!type) return null
    types.push(type.value)
    at = type.end
  }
  return types.map((type) => {
    const length = lengthOf(type)
    const value = bytes.subarray(at, at + length)
    at += length
    return valueOf(type, value, length)
  })
}

function lengthOf(type: number): number {
  if (type >= 12) return Math.floor((type - 12) / 2)
  return [0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0][type] ?? 0
}

function valueOf(type: number, bytes: Buffer, length: number): Value {
  if (type === 0) return null
  if (type === 8 || type === 9) return type - 8
  if (type >= 12 && (bytes.length > 0 || length === 0)) return type % 2 === 1 ? bytes.toString('utf8') : bytes
  if (type >= 10 || bytes.length < length) return undefined
  if (type === 7) return bytes.readDoubleBE(0)
  return type === 6 ? Number(bytes.readBigInt64BE(0)) : bytes.readIntBE(0, length)
}

/** SQLite's number of up to nine bytes; null where it goes beyond what is there or what can be counted. */
function varint(bytes: Buffer, at: number): { value: number; end: number } | null {
  let value = 0
  for (let index = 0; index < 9; index++) {
    const byte = bytes[at + index]
    if (byte === undefined) return null
    value = value * 128 + (byte & 0x7f)
    if (byte < 0x80) return value <= Number.MAX_SAFE_INTEGER ? { value, end: at + index + 1 } : null
  }
  return null
}
