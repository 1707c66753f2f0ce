import { readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Dice } from '../../electron/demo-panel/dice.ts'

/** Damages one to three files of a profile at random; answers what was done, in words. */
export function damageProfile(folder: string, throws: Dice): string[] {
  const count = throws.chance(0.7) ? 1 : throws.whole(2, 3)
  return Array.from({ length: count }, () => damageOne(folder, throws))
}

function damageOne(folder: string, throws: Dice): string {
  const files = readdirSync(folder)
    .filter((name) => statSync(join(folder, name)).isFile())
    .sort()
  if (files.length === 0) return 'nothing is left'
  const precious = files.filter((name) => name === 'journal.db' || name === 'journal.db-wal')
  const chosen = precious.length > 0 && throws.chance(0.6) ? precious : files
  const name = chosen[throws.whole(0, chosen.length - 1)]!
  const path = join(folder, name)
  const kinds = Object.entries(damages)
  const [kind, damage] = kinds[throws.whole(0, kinds.length - 1)]!
  return `${name}: ${kind}${damage(path, throws)}`
}

const pageSize = 4096

/** Each answers the details of what it did. */
const damages: Readonly<Record<string, (path: string, throws: Dice) => string>> = {
  'flipped bits': (path, throws) => {
    const bytes = readFileSync(path)
    if (bytes.length === 0) return ''
    const places = Array.from({ length: throws.whole(1, 8) }, () => throws.whole(0, bytes.length - 1))
    for (const place of places) bytes[place]! ^= 1 << throws.whole(0, 7)
    writeFileSync(path, bytes)
    return ` at ${places.join(', ')}`
  },
  'flipped a bit of the first bytes': (path, throws) => {
    const bytes = readFileSync(path)
    if (bytes.length === 0) return ''
    const place = throws.whole(0, Math.min(bytes.length, 120) - 1)
    bytes[place]! ^= 1 << throws.whole(0, 7)
    writeFileSync(path, bytes)
    return ` at ${place}`
  },
  cut: (path, throws) => {
    const length = throws.whole(0, statSync(path).size)
    truncateSync(path, length)
    return ` to ${length}`
  },
  'cut to whole pages': (path, throws) => {
    const pages = throws.whole(0, Math.floor(statSync(path).size / pageSize))
    truncateSync(path, pages * pageSize)
    return ` ${pages}`
  },
  'zeroed pages': (path, throws) => fillPages(path, throws, () => 0),
  'pages of noise': (path, throws) => fillPages(path, throws, () => throws.whole(0, 255)),
  emptied: (path) => {
    truncateSync(path, 0)
    return ''
  },
  'all NULs': (path) => {
    writeFileSync(path, Buffer.alloc(statSync(path).size))
    return ''
  },
  deleted: (path) => {
    rmSync(path)
    return ''
  },
}

function fillPages(path: string, throws: Dice, byte: () => number): string {
  const bytes = readFileSync(path)
  const pages = Math.ceil(bytes.length / pageSize)
  if (pages === 0) return ''
  const from = throws.whole(0, pages - 1)
  const to = Math.min(pages, from + throws.whole(1, 3))
  for (let at = from * pageSize; at < Math.min(to * pageSize, bytes.length); at++) bytes[at] = byte()
  writeFileSync(path, bytes)
  return ` ${from} to ${to - 1}`
}
