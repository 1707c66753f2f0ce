/** Where something is to stand in an order: at a number, from 1, or so many places on from where it is. */
export type PlaceInOrder = { readonly at: number } | { readonly by: number }

/** Reads a place as people write it: `3`, or `+2` and `-1` for down and up. Null where it says none. */
export function readPlace(text: string): PlaceInOrder | null {
  const [, sign, digits] = /^\s*([+\-−–])?\s*(\d{1,6})\s*$/.exec(text) ?? []
  if (digits === undefined) return null
  const number = Number(digits)
  if (number === 0) return null
  if (sign === undefined) return { at: number }
  return { by: sign === '+' ? number : -number }
}

/** Reads places with commas between them, such as `3, 1, 2`; none where one of them cannot be read. */
export function readPlaces(text: string): readonly PlaceInOrder[] {
  const places = text.split(',').map(readPlace)
  return places.every((place) => place !== null) ? places : []
}
