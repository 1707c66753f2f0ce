import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { calls, callAnswer, type CallInput, type CallName, type CallOutput } from '../../shared/contract.ts'
import { ledgerEntry, type LedgerEntry } from '../../electron/demo-panel/ledger.ts'
import type { FaultInput } from '../../electron/demo-panel/faults.ts'
import { ProblemError } from '../../shared/problem.ts'

const project = resolve(import.meta.dirname, '../..')

/** A program of this project in a process of its own. */
interface Program {
  /** What it printed, up to the first text that fits. */
  readonly said: string
  /** Ends it and waits until it is gone. */
  end(signal: NodeJS.Signals): Promise<void>
}

/** Starts a program and waits for what it says. Throws where it ends before that. */
async function run(script: string, args: string[], environment: NodeJS.ProcessEnv, wanted: RegExp): Promise<Program> {
  const child: ChildProcessByStdio<null, Readable, null> = spawn(process.execPath, [script, ...args], {
    cwd: project,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const gone = new Promise<void>((done) => child.once('exit', () => done()))
  const said = new Promise<string>((heard) => {
    let printed = ''
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
      const found = wanted.exec(printed)?.[0]
      if (found) heard(found)
    })
  })
  const ended = gone.then(() => {
    throw new Error(`${script} ended before it said anything`)
  })
  return {
    said: await Promise.race([said, ended]),
    async end(signal) {
      child.kill(signal)
      await gone
    },
  }
}

/** The demo panel in a process of its own, told over HTTP what to do. */
export interface PanelProgram {
  readonly baseUrl: string
  misbehave(fault: FaultInput): Promise<void>
  behave(): Promise<void>
  ledger(): Promise<LedgerEntry[]>
  stats(): Promise<{ readonly repeats: { refused: number; sameAgain: number }; readonly commandsAgain: number }>
  end(): Promise<void>
}

export async function startPanel(options: { trackers: number; seed: number }): Promise<PanelProgram> {
  const args = ['--port', '0', '--rate', '0', '--control']
  const sizes = ['--trackers', String(options.trackers), '--seed', String(options.seed)]
  const program = await run('scripts/demo-panel.ts', [...args, ...sizes], {}, /http:\/\/127\.0\.0\.1:\d+\/v2/)
  const ask = async (method: string, path: string, body?: object) => {
    const url = new URL(`/demo/${path}`, program.said)
    const response = await fetch(url, { method, ...(body ? { body: JSON.stringify(body) } : {}) })
    return (await response.json()) as unknown
  }
  return {
    baseUrl: program.said,
    misbehave: async (fault) => void (await ask('POST', 'faults', fault)),
    behave: async () => void (await ask('DELETE', 'faults')),
    ledger: async () => ledgerEntry.array().parse(await ask('GET', 'ledger')),
    stats: async () => (await ask('GET', 'stats')) as Awaited<ReturnType<PanelProgram['stats']>>,
    end: () => program.end('SIGTERM'),
  }
}

/** The preview host in a process of its own. */
export interface PreviewProgram {
  /** A call of the contract. Throws the {@link ProblemError} that it answers, or whatever a broken connection throws. */
  call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>>
  kill(): Promise<void>
  quit(): Promise<void>
}

export async function startPreview(environment: NodeJS.ProcessEnv): Promise<PreviewProgram> {
  const program = await run('electron/preview.ts', [], environment, /http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/)
  const { origin } = new URL(program.said)
  let cookie = ''
  let calling = 0

  async function enter(): Promise<void> {
    const entered = await fetch(program.said, { redirect: 'manual' })
    cookie = entered.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  }

  return {
    async call<Name extends CallName>(name: Name, input: CallInput<Name>) {
      if (cookie === '') await enter()
      const response = await fetch(`${origin}/bridge/call`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin, cookie },
        body: JSON.stringify({ id: `call-${++calling}`, name, input }),
      })
      const answer = callAnswer.parse(await response.json())
      if (!answer.ok) throw new ProblemError(answer.problem)
      return calls[name].output.parse(answer.output) as CallOutput<Name>
    },
    kill: () => program.end('SIGKILL'),
    quit: () => program.end('SIGTERM'),
  }
}
