import { shallowRef } from 'vue'
import { z } from 'zod'

/** So many commands are remembered. */
const most = 8
const key = 'fleetbook.recent-commands'

function read(): readonly string[] {
  try {
    return z
      .array(z.string().max(200))
      .max(most)
      .catch([])
      .parse(JSON.parse(localStorage.getItem(key) ?? '[]'))
  } catch {
    return []
  }
}

const ids = shallowRef(read())

/** The commands that were chosen last by their names, by their ids, newest first. */
export const recentOffers = (): readonly string[] => ids.value

/** Remembers that one was chosen, on this computer where that is possible. */
export function rememberOffer(id: string): void {
  ids.value = [id, ...ids.value.filter((one) => one !== id)].slice(0, most)
  try {
    localStorage.setItem(key, JSON.stringify(ids.value))
  } catch {
    // Then it is remembered until the window is closed.
  }
}
