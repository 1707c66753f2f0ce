import type { Problem } from '../problem.ts'
import { tidyIdentifier } from './identifier.ts'

/** Degrees north and east. */
export interface Coordinates {
  readonly lat: number
  readonly lng: number
}

const number = String.raw`[-+−]?\d{1,3}(?:\.\d+)?`
const pair = String.raw`(${number})(?:,|%2C|~|/|\+|%20|\s)+(${number})`

// Maps that say a place in their links: north first, but where a map has it the other way round.
const links: readonly { readonly pattern: RegExp; readonly eastFirst?: true }[] = [
  // Google: the place itself goes before what the window shows.
  { pattern: new RegExp(`!3d(${number})!4d(${number})`) },
  { pattern: new RegExp(String.raw`[?&](?:q|query|destination|daddr)=(?:loc:)?${pair}`, 'i') },
  // OpenStreetMap
  { pattern: new RegExp(`[?&]mlat=(${number})&mlon=(${number})`) },
  {
    pattern: new RegExp(String.raw`yandex\.[^/]+/.*[?&](?:pt|whatshere%5Bpoint%5D|whatshere\[point\]|ll)=${pair}`, 'i'),
    eastFirst: true,
  },
  { pattern: new RegExp(String.raw`2gis\.[^/]+/.*(?:[?&]m=|geo/\d+/)${pair}`, 'i'), eastFirst: true },
  // Apple, Bing, HERE
  { pattern: new RegExp(String.raw`[?&](?:ll|sll|coordinate|cp|center|map)=${pair}`, 'i') },
  { pattern: new RegExp(String.raw`#map=[\d.]+/${pair}`) },
  { pattern: new RegExp(String.raw`/@${pair}`) },
  { pattern: new RegExp(String.raw`^geo:${pair}`, 'i') },
]

const decimals = new RegExp(String.raw`^(${number})°?\s*[,;/\s]\s*(${number})°?$`)
/** With commas in the numbers: what parts the two is something else, or a comma and a blank, or one comma of three. */
const withCommas = /^([-+−]?\d{1,3}),(\d+)°?\s*[,;/\s]\s*([-+−]?\d{1,3}),(\d+)°?$/

const angle = String.raw`([-+−]?\d{1,3}(?:[.,]\d+)?)\s*[°º]\s*(?:(\d{1,2}(?:[.,]\d+)?)\s*['′’]\s*)?(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:["″”]|''|′′)\s*)?`
const anglesBefore = new RegExp(`^([NS])\\s*${angle}[,;]?\\s*([EWO])\\s*${angle}$`, 'i')
const anglesAfter = new RegExp(`^${angle}([NS])[,;]?\\s*${angle}([EWO])$`, 'i')
const anglesAlone = new RegExp(`^${angle}[,;\\s]\\s*${angle}$`)
const lettered = new RegExp(
  String.raw`^(?:([NS])\s*)?(\d{1,3}(?:[.,]\d+)?)\s*([NS])?[,;\s]\s*(?:([EWO])\s*)?(\d{1,3}(?:[.,]\d+)?)\s*([EWO])?$`,
  'i',
)

const toNumber = (text: string | undefined): number => Number((text ?? '0').replace('−', '-').replace(',', '.'))

function degrees(whole: string | undefined, minutes: string | undefined, seconds: string | undefined): number {
  const value = Math.abs(toNumber(whole)) + toNumber(minutes) / 60 + toNumber(seconds) / 3600
  return /^[-−]/.test(whole ?? '') ? -value : value
}

const signed = (value: number, side: string | undefined): number => (/[SW]/i.test(side ?? '') ? -value : value)

/** Two numbers that a text says, in its order: north first, unless what it is says otherwise. */
function numbersIn(text: string): Coordinates | null {
  for (const { pattern, eastFirst } of links) {
    const [, one, other] = pattern.exec(text) ?? []
    if (one === undefined) continue
    const [lat, lng] = eastFirst ? [other, one] : [one, other]
    return { lat: toNumber(lat), lng: toNumber(lng) }
  }
  // One number with a comma, or two without a point: nobody can tell.
  if (/^[-+−]?\d+,\d+$/.test(text)) return null
  const plain = decimals.exec(text)
  if (plain) return { lat: toNumber(plain[1]), lng: toNumber(plain[2]) }
  const commas = withCommas.exec(text)
  if (commas) return { lat: toNumber(`${commas[1]}.${commas[2]}`), lng: toNumber(`${commas[3]}.${commas[4]}`) }
  const before = anglesBefore.exec(text)
  if (before) {
    const [, ns, a, b, c, ew, d, e, f] = before
    return { lat: signed(degrees(a, b, c), ns), lng: signed(degrees(d, e, f), ew) }
  }
  const after = anglesAfter.exec(text)
  if (after) {
    const [, a, b, c, ns, d, e, f, ew] = after
    return { lat: signed(degrees(a, b, c), ns), lng: signed(degrees(d, e, f), ew) }
  }
  const alone = anglesAlone.exec(text)
  if (alone) return { lat: degrees(alone[1], alone[2], alone[3]), lng: degrees(alone[4], alone[5], alone[6]) }
  const sides = lettered.exec(text)
  if (!sides) return null
  const [, nsBefore, north, nsAfter, ewBefore, east, ewAfter] = sides
  const [ns, ew] = [nsBefore ?? nsAfter, ewBefore ?? ewAfter]
  return ns && ew ? { lat: signed(toNumber(north), ns), lng: signed(toNumber(east), ew) } : null
}

function found(text: string): { readonly at: Coordinates } | { readonly problem: Problem } {
  const values = { value: text.slice(0, 100) }
  const at = numbersIn(tidyIdentifier(text).replace(/\s+/g, ' '))
  if (!at) return { problem: { code: 'coordinates-unreadable', values } }
  if (Math.abs(at.lat) <= 90 && Math.abs(at.lng) <= 180) return { at }
  const isSwapped = Math.abs(at.lat) <= 180 && Math.abs(at.lng) <= 90
  return { problem: { code: isSwapped ? 'coordinates-swapped' : 'coordinates-range', values } }
}

/** Places of a decimal that say where something is to a centimetre. */
const places = 7

/** A number in digits, without an exponent and without zeros at its end. */
const plainly = (value: number): string =>
  value
    .toFixed(places)
    .replace(/\.?0+$/, '')
    .replace(/^-0$/, '0')

/** Coordinates as a cell shows them: degrees north, then east. */
export function coordinatesText({ lat, lng }: Coordinates): string {
  return `${plainly(lat)}, ${plainly(lng)}`
}

/**
 * What a text for coordinates becomes: decimals with point or comma, degrees, minutes and seconds, or a link to a map,
 * as the one form that cells show. A text that says none stays as it is.
 */
export function readCoordinates(text: string): string {
  const read = found(text)
  return 'at' in read ? coordinatesText(read.at) : text
}

/** The rule for coordinates: degrees that there are, north first. Null where it is kept. */
export function checkCoordinates(text: string): Problem | null {
  const read = found(text)
  return 'problem' in read ? read.problem : null
}

/** The coordinates that a cell's text says; null where it says none. */
export function coordinatesIn(text: string): Coordinates | null {
  const read = found(text)
  return 'at' in read ? read.at : null
}
