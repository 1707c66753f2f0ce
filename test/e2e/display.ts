import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { hasProgram } from '../../scripts/run.ts'

/** Whether each worker can have a display of its own. */
export const hasOwnDisplays = process.platform === 'linux' && hasProgram('Xvfb')

/**
 * Gives this process, and whatever it starts from then on, a display of its own; the function that it resolves to ends
 * it. The clipboard and the focus are one to a display: programs that are tested beside each other would take them away
 * from each other.
 */
export async function takeOwnDisplay(): Promise<() => Promise<void>> {
  const server = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '1920x1080x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const gone = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  const number = await Promise.race([
    new Promise<string>((resolve) => createInterface({ input: server.stdout }).once('line', resolve)),
    gone.then(() => {
      throw new Error('Xvfb ended before it had a display')
    }),
  ])
  process.env.DISPLAY = `:${number}`
  return async () => {
    server.kill()
    await gone
  }
}
