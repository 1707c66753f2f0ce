import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { createCore, type Core } from '../../electron/core.ts'
import { demoLogin, demoPassword } from '../../electron/demo-panel/account.ts'
import { realPorts } from '../../electron/real-ports.ts'
import { calls, type CallInput, type CallName, type CallOutput } from '../../shared/contract.ts'
import type { Status } from '../../shared/contract/profiles.ts'
import { gatherSlow } from './slowest.ts'

/** The size at which everything is measured. */
export const trackers = 100_000

/** The module that reads files in a thread, as it is built for the desktop: from its source it starts later. */
const reader = new URL('../../out/main/file-reader.js', import.meta.url)

/** A demo panel in a process of its own, so that its work does not count as the client's. */
export interface BenchPanel {
  readonly baseUrl: string
  stop(): Promise<void>
}

/** Starts a demo panel of so many trackers, without a rate limit unless it is to have one of so many requests a second. */
export async function startPanel({ rate = 0, size = trackers } = {}): Promise<BenchPanel> {
  const script = resolve(import.meta.dirname, '../../scripts/demo-panel.ts')
  const args = ['--port', '0', '--rate', String(rate), '--trackers', String(size)]
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const line = await new Promise<string>((resolve) => createInterface(child.stdout).once('line', resolve))
  const baseUrl = /http:\S+/.exec(line)?.[0]
  if (!baseUrl) throw new Error(`The demo panel did not say where it is: ${line}`)
  return {
    baseUrl,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

/** A core on a folder of its own, in this process. */
export interface BenchCore {
  readonly core: Core
  readonly folder: string
  call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>>
  /** Resolves at the first status, from now on, for which the condition holds. */
  until(condition: (status: Status) => boolean): Promise<void>
  end(): Promise<void>
  /** Removes its folder, once what was slow has been taken from its log. */
  remove(): void
}

/** Starts a core, without a rate limit unless it says otherwise; its folder is removed at the end unless it is `kept`. */
export function startCore({ kept = false, rate = Infinity } = {}): BenchCore {
  const folder = mkdtempSync(join(tmpdir(), 'fleetbook-bench-'))
  const core = createCore(realPorts(folder, reader), { version: 'bench', dealerRate: rate, pullEvery: 0 })
  let calls_ = 0

  function remove(): void {
    gatherSlow(folder)
    rmSync(folder, { recursive: true, force: true })
  }

  async function call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>> {
    const answer = await core.call({ id: `bench-${++calls_}`, name, input })
    if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer.problem)}`)
    return calls[name].output.parse(answer.output) as CallOutput<Name>
  }
  return {
    core,
    folder,
    call,
    until: (condition) =>
      new Promise((resolve) => {
        const stop = core.listen((event) => {
          if (event.event !== 'status' || !condition(event.status)) return
          stop()
          resolve()
        })
      }),
    async end() {
      await core.close()
      if (!kept) remove()
    },
    remove,
  }
}

/** Adds the panel as a profile and waits for its first pull. */
export async function pullFrom({ call, until }: BenchCore, { baseUrl }: BenchPanel): Promise<void> {
  const pulled = until(({ pull }) => pull.completedAt !== null && !pull.running)
  await call('profiles.add', {
    name: 'bench',
    panel: { kind: 'address', baseUrl },
    login: demoLogin,
    password: demoPassword,
  })
  await pulled
}

/** Milliseconds that work takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}

/** A bare client: one POST of JSON by Node's own fetch, and what came back. */
export function post(baseUrl: string, path: string, body: object, hash?: string): Promise<string> {
  return postTo(`${baseUrl}/panel/${path}`, body, hash)
}

async function postTo(url: string, body: object, hash?: string): Promise<string> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...(hash ? { Authorization: `NVX ${hash}` } : {}) },
    body: JSON.stringify(body),
  })
  return answer.text()
}

/** A session of the bare client. */
export async function signIn(baseUrl: string): Promise<string> {
  return hashIn(await post(baseUrl, 'account/auth', { login: demoLogin, password: demoPassword }))
}

const hashIn = (answer: string) => (JSON.parse(answer) as { hash: string }).hash

/** Does something at the User API in the bare client's session of a user. Throws where it is refused. */
export async function asUser(baseUrl: string, user: number): Promise<(path: string, body: object) => Promise<void>> {
  const hash = hashIn(await post(baseUrl, 'user/session/create', { user_id: user }, await signIn(baseUrl)))
  return async (path, body) => {
    const answer = await postTo(`${baseUrl}/${path}`, body, hash)
    if (!(JSON.parse(answer) as { success: boolean }).success) throw new Error(`${path} was refused: ${answer}`)
  }
}
