import { setPriority } from 'node:os'

/**
 * Niceness of what works for the window: where processors are scarce the window draws first, and yet a quarter of one is
 * left to the core beside any other program. Windows has no step so small, and takes no notice.
 */
const niceness = 5

/**
 * Lets the window and main go before the calling process; on Linux, before the calling thread. Where the system does
 * not allow it everything works all the same, only less smoothly.
 */
export function letWindowGoFirst(): void {
  try {
    setPriority(0, niceness)
  } catch {
    // Nothing depends on it, and nobody could do anything about it.
  }
}
