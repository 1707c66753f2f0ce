import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

let folder: string
let running: ChildProcess | undefined

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'demo-panel-'))
})
afterEach(async () => {
  await stop()
  rmSync(folder, { recursive: true })
})

/** Starts the script and gives what it printed once it has printed its last line. */
async function start(...options: string[]): Promise<string> {
  const child = spawn(process.execPath, ['scripts/demo-panel.ts', '--port', '0', '--trackers', '50', ...options])
  running = child
  let printed = ''
  for await (const chunk of child.stdout) {
    printed += String(chunk)
    if (printed.includes('Ctrl+C')) break
  }
  return printed
}

async function stop(): Promise<void> {
  if (!running || running.exitCode !== null) return
  const exited = once(running, 'exit')
  running.kill('SIGTERM')
  await exited
}

async function ask(
  baseUrl: string,
  path: string,
  parameters: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const response = await fetch(`${baseUrl}/panel/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(parameters),
  })
  return (await response.json()) as Record<string, unknown>
}

test('the script prints where to go and how to sign in, and a restart goes on from the state', async () => {
  const state = join(folder, 'state.jsonl')
  const options = ['--state', state, '--seed', '3', '--login', 'me', '--password', 'my own password']
  const signIn = { login: 'me', password: 'my own password' }
  let tracker_id = 0
  for (const round of ['first', 'second']) {
    const printed = await start(...options)
    expect(printed).toContain('my own password')
    const baseUrl = /http:\/\/127\.0\.0\.1:\d+\/v2/.exec(printed)![0]
    const { hash } = await ask(baseUrl, 'account/auth', signIn)
    if (round === 'first') {
      const { list } = (await ask(baseUrl, 'tracker/list', { hash, limit: 1 })) as { list: { id: number }[] }
      tracker_id = list[0]!.id
      await ask(baseUrl, 'tracker/settings/update', { hash, tracker_id, label: 'kept', deleted: false })
    } else {
      expect(await ask(baseUrl, 'tracker/read', { hash, tracker_id })).toMatchObject({ value: { label: 'kept' } })
    }
    // Without --control nobody can tell it what to do.
    expect((await fetch(new URL('/demo/ledger', baseUrl))).status).toBe(400)
    await stop()
  }
})
