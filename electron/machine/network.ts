import { networkInterfaces } from 'node:os'
import { setInterval as repeat } from 'node:timers'
import type { Network } from '../ports.ts'

/** How often the machine is asked for its addresses: milliseconds. It takes well under one. */
const every = 5_000
/** A look that comes so much later than it should has been slept through: milliseconds. */
const asleep = 30_000

/**
 * The machine's networks, by the addresses that it has: Node tells of no change, so they are looked at now and then,
 * in both hosts alike. Sleep counts as a change, too: whatever the machine wakes up to, waiting is over.
 */
export function machineNetwork({
  addresses = addressesNow,
  now = () => Date.now(),
  tick = repeatedly,
}: {
  addresses?: () => string
  now?: () => number
  tick?: (look: () => void) => void
} = {}): Network {
  const listeners = new Set<() => void>()
  let before = addresses()
  let lookedAt = now()

  tick(() => {
    const found = addresses()
    const at = now()
    const changed = found !== before || at - lookedAt > every + asleep
    before = found
    lookedAt = at
    if (changed) for (const listener of listeners) listener()
  })

  return {
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** Every address that is not the machine's own to itself, in a fixed order. */
function addressesNow(): string {
  const known = Object.entries(networkInterfaces()).flatMap(([name, all]) =>
    (all ?? []).flatMap(({ internal, cidr, address }) => (internal ? [] : [`${name} ${cidr ?? address}`])),
  )
  return known.sort().join('\n')
}

/** The program may end although it still looks. */
function repeatedly(look: () => void): void {
  repeat(look, every).unref()
}
