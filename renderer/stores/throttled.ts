/**
 * Calls `work` at once, and, however often it is called for meanwhile, once more when the first has ended and
 * `pause` milliseconds have passed: never two at a time, and never the last call lost.
 */
export function throttled(work: () => Promise<void> | void, pause: number): () => void {
  let busy = false
  let again = false

  async function run(): Promise<void> {
    busy = true
    again = false
    await Promise.allSettled([work(), new Promise((done) => setTimeout(done, pause))])
    busy = false
    if (again) void run()
  }

  return () => {
    again = true
    if (!busy) void run()
  }
}
