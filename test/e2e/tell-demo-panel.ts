import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Where the built-in panel of the program that runs on a data folder listens, as its log says. Throws while it does
 * not run.
 */
export function demoPanelAddress(data: string): string {
  const log = readFileSync(join(data, 'logs', 'fleetbook.log'), 'utf8')
  const address = log.match(/http:\/\/127\.0\.0\.1:\d+/g)?.at(-1)
  if (!address) throw new Error('The log does not say where the demo panel listens')
  return address
}

/** The built-in panel's own word, outside its API where the path says so. Throws unless it answers with 200. */
export async function tellDemoPanel(data: string, path: string, body?: unknown): Promise<unknown> {
  const answer = await fetch(
    new URL(path, demoPanelAddress(data)),
    body ? { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) } : {},
  )
  if (answer.status !== 200) throw new Error(`The demo panel answered ${path} with ${answer.status}`)
  return answer.json()
}

/** Lets the built-in panel behave again. */
export async function calmDemoPanel(data: string): Promise<void> {
  await fetch(new URL('/demo/faults', demoPanelAddress(data)), { method: 'DELETE' })
}
