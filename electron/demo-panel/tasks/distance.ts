/** A point on the earth. */
export interface Point {
  readonly lat: number
  readonly lng: number
}

/** How far apart two points are, as the crow flies. */
export function metres(a: Point, b: Point): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180
  const half = (from: number, to: number) => Math.sin(radians(to - from) / 2) ** 2
  const square = half(a.lat, b.lat) + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * half(a.lng, b.lng)
  return 2 * 6_371_000 * Math.asin(Math.min(1, Math.sqrt(square)))
}
