import type { FileReading } from '../contract/imports.ts'

/** The upper halves of the code pages, byte 80 to FF, as browsers read them. */
const upperHalves = {
  'windows-1251':
    'ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\u0098™љ›њќћџ\u00a0ЎўЈ¤Ґ¦§Ё©Є«¬\u00ad®Ї°±Ііґµ¶·ё№є»јЅѕїАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя',
  'windows-1252':
    '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ\u00a0¡¢£¤¥¦§¨©ª«¬\u00ad®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ',
} as const

function wide(text: string, bigEndian: boolean): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(text.length * 2))
  for (let at = 0; at < text.length; at += 1) view.setUint16(at * 2, text.charCodeAt(at), !bigEndian)
  return new Uint8Array(view.buffer)
}

function inCodePage(text: string, upper: string): Uint8Array<ArrayBuffer> | null {
  const byteOf = new Map([...upper].map((letter, at) => [letter.charCodeAt(0), 0x80 + at]))
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    const byte = code < 0x80 ? code : byteOf.get(code)
    if (byte === undefined) return null
    bytes[at] = byte
  }
  return bytes
}

/**
 * A text in an encoding other than UTF-8, which every host writes by itself; null where it has a character that the
 * encoding lacks. A byte order mark is written as it stands in the text.
 */
export function encodeText(
  text: string,
  encoding: Exclude<FileReading['encoding'], 'utf-8'>,
): Uint8Array<ArrayBuffer> | null {
  if (encoding === 'utf-16le' || encoding === 'utf-16be') return wide(text, encoding === 'utf-16be')
  return inCodePage(text, upperHalves[encoding])
}
