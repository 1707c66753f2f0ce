import type { Status } from '../../shared/contract/profiles.ts'

/** What a run of sending came to. */
export interface RunEnd {
  readonly sent: number
  readonly refused: number
  /** What a person has to settle: conflicts, and effects that nobody can tell. */
  readonly open: number
}

/** Watches status after status; answers what a run came to with the first that shows it ended, else null. */
export function runEnds(): (status: Pick<Status, 'sending' | 'connection' | 'queue'>) => RunEnd | null {
  let running = false
  return ({ sending, connection, queue }) => {
    // Without a connection a run stands still and goes on by itself; paused, it waits for a person.
    if (running && (connection.state !== 'online' || sending.paused)) return null
    const ended = running && !sending.running
    running = sending.running
    if (!ended) return null
    return {
      sent: sending.done - sending.refused - sending.already,
      refused: sending.refused,
      open: queue.conflict + queue.unknown,
    }
  }
}
