import { createHash } from 'node:crypto'

/** What opens a console: both go into the address of its WebSocket. */
interface ConsoleKey {
  readonly key: string
  /** Seconds since 1970, UTC, as the panel gives them. */
  readonly timestamp: number
}

/** How long a key opens a console: milliseconds. Undocumented and decided here, as is that it opens one only. */
const lifetime = 60_000

/** The keys that have been given for consoles and have opened none yet. They end with the process. */
export class ConsoleKeys {
  readonly #seed: number
  readonly #given = new Map<string, ConsoleKey & { readonly device: string; readonly at: number }>()
  #count = 0

  constructor(seed: number) {
    this.#seed = seed
  }

  /** A fresh key for the console of a device. */
  give(device: string, now: number): ConsoleKey {
    for (const [key, { at }] of this.#given) if (now - at >= lifetime) this.#given.delete(key)
    const key = createHash('sha256').update(`${this.#seed}:console:${++this.#count}:${now}`).digest('hex').slice(0, 40)
    const given = { key, timestamp: Math.floor(now / 1000) }
    this.#given.set(key, { ...given, device, at: now })
    return given
  }

  /** Whether a key opens the console of a device: it does so once. */
  take({ key, timestamp, device }: { key: string; timestamp: string; device: string }, now: number): boolean {
    const given = this.#given.get(key)
    this.#given.delete(key)
    return (
      given !== undefined &&
      given.device === device &&
      String(given.timestamp) === timestamp &&
      now - given.at < lifetime
    )
  }
}
