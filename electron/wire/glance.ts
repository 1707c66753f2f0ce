import type { Status } from '../../shared/contract/profiles.ts'

/** What is to be seen of the program where its window is not: at the taskbar or the dock, and when it is to quit. */
export interface Glance {
  /** How far sending has come, from 0 to 1; null where nothing is being sent. */
  readonly progress: number | null
  /** How many operations wait for a person. */
  readonly needs: number
}

/** Nothing is under way, and nothing is known to need anybody. */
export const atRest: Glance = { progress: null, needs: 0 }

/** Hundredths are enough, and none is told twice. */
const rounded = (part: number): number => Math.floor(part * 100) / 100

/** Watches status after status; answers what is to be seen with the first that shows it otherwise, else null. */
export function glances(): (status: Pick<Status, 'sending' | 'connection' | 'queue'>) => Glance | null {
  let last = atRest
  return ({ sending, connection, queue }) => {
    // Paused or without a connection, nothing is under way that quitting would break off.
    const isUnderWay = sending.running && !sending.paused && connection.state === 'online'
    const glance = {
      progress: isUnderWay ? rounded(sending.done / Math.max(1, sending.total)) : null,
      needs: queue.conflict + queue.unknown + queue.rejected,
    }
    if (glance.progress === last.progress && glance.needs === last.needs) return null
    last = glance
    return glance
  }
}
