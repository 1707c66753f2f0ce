import { join } from 'node:path'
import { createCore, type Core } from '../../electron/core.ts'
import { SocketError, TransportError, type Ports } from '../../electron/ports.ts'
import { noProgram } from '../support/no-program.ts'
import { sessionKeychain } from '../../electron/secrets/session-keychain.ts'
import { machineClock } from '../../electron/machine/clock.ts'
import { calls, type CallInput, type CallName, type CallOutput } from '../../shared/contract.ts'
import { ProblemError } from '../../shared/problem.ts'
import { readersHere } from '../support/readers-here.ts'

/** What a person sees of a profile after its files have been opened. */
export interface Shown {
  /** The operations, by id, with their states. */
  readonly operations: ReadonlyMap<number, string>
  readonly attempts: number
  readonly trackers: number
  readonly notices: readonly string[]
  /** What did not work. */
  readonly broken: readonly string[]
}

type Ask = <Name extends CallName>(name: Name, input: CallInput<Name>) => Promise<CallOutput<Name>>

/** A core on a data folder, without a network. */
export function offlineCore(folder: string): { core: Core; ask: Ask; errors: string[] } {
  const errors: string[] = []
  let lastId = 0
  const ports: Ports = {
    clock: machineClock,
    random: { next: () => 0.5, id: () => `id-${process.pid}-${++lastId}` },
    transport: { post: () => Promise.reject(new TransportError('unreachable', false)) },
    sockets: { open: () => Promise.reject(new SocketError('unreachable')) },
    network: { onChange: () => () => undefined },
    keychain: sessionKeychain(),
    session: sessionKeychain(),
    readers: readersHere(machineClock),
    folders: {
      profiles: join(folder, 'profiles'),
      demoPanel: join(folder, 'demo-panel'),
      settings: join(folder, 'settings.json'),
    },
    program: noProgram(folder),
    log: {
      info: () => undefined,
      warn: () => undefined,
      error: (message, details) => void errors.push(`${message} ${causes(details?.['error'])}`),
    },
  }
  const core = createCore(ports, { version: 'test' })
  return {
    core,
    errors,
    async ask<Name extends CallName>(name: Name, input: CallInput<Name>) {
      const answer = await core.call({ id: `call-${++lastId}`, name, input })
      if (!answer.ok) throw new ProblemError(answer.problem)
      return calls[name].output.parse(answer.output) as CallOutput<Name>
    },
  }
}

function causes(error: unknown): string {
  if (!(error instanceof Error)) return String(error).replace(/\s+/g, ' ').slice(-200)
  return `${error.name}: ${error.message.replace(/\s+/g, ' ').slice(-200)}${error.cause ? ` <- ${causes(error.cause)}` : ''}`
}

/** Opens a profile as a person would, mends it where it asks for that, looks at everything, and closes it again. */
export async function show(folder: string, profile: string): Promise<Shown> {
  const { core, ask, errors } = offlineCore(folder)
  const broken: string[] = []
  const works = async <T>(what: string, work: () => Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      broken.push(`${what}: ${error instanceof ProblemError ? error.problem.code : String(error)}`)
      return otherwise
    }
  }
  try {
    await works('opening', () => open(ask, profile), undefined)
    const operations = await works('outbox.operations', () => operationsOf(ask), new Map<number, string>())
    const attempts = await works('history.attempts', async () => await attemptsOf(ask), 0)
    const trackers = await works('sheet.open', () => sheetOf(ask, 'trackers'), 0)
    await works('sheet.open of users', () => sheetOf(ask, 'users'), 0)
    await works('outbox.plan', () => planOf(ask), undefined)
    await works('views.list', async () => void (await ask('views.list', { sheet: 'trackers' })), undefined)
    await works('sheet.stage', () => stageSomething(ask), undefined)
    const told = await works('status.read', async () => (await ask('status.read', {})).notices, [])
    return {
      operations,
      attempts,
      trackers,
      notices: told.map(({ problem }) => problem.code),
      broken: broken.length === 0 ? [] : [...broken, ...new Set(errors)],
    }
  } finally {
    await core.close()
  }
}

async function open(ask: Ask, profile: string): Promise<void> {
  const { profiles, unreadable, open } = await ask('profiles.list', {})
  if (open === profile) return
  const lost = unreadable.find(({ id }) => id === profile)
  if (lost && !lost.kept) {
    const panel = { kind: 'address' as const, baseUrl: 'http://127.0.0.1:9/v2' }
    await ask('profiles.mend', { id: profile, panel, login: '1230', name: '' })
    return
  }
  if (!lost && !profiles.some(({ id }) => id === profile)) throw new Error('the profile has vanished')
  await ask('profiles.open', { id: profile })
}

async function operationsOf(ask: Ask): Promise<Map<number, string>> {
  const shown = new Map<number, string>()
  for (let from = 0; ; from += 1000) {
    const { rows } = await ask('outbox.operations', { changeSet: null, states: [], search: '', from, count: 1000 })
    for (const { id, state } of rows) shown.set(id, state)
    if (rows.length < 1000) return shown
  }
}

async function attemptsOf(ask: Ask): Promise<number> {
  return (await ask('history.attempts', { search: '', outcomes: [], from: 0, count: 1000 })).count
}

async function sheetOf(ask: Ask, sheet: 'trackers' | 'users'): Promise<number> {
  const { view, count } = await ask('sheet.open', { sheet, search: '', sort: [], filter: [], only: 'all' })
  if (count > 0) await ask('sheet.rows', { view, from: 0, count: Math.min(count, 1000) })
  return count
}

async function planOf(ask: Ask): Promise<void> {
  const { changeSets } = await ask('outbox.changeSets', { settled: true })
  const open = changeSets.filter(({ counts }) => (counts.draft ?? 0) > 0).map(({ id }) => id)
  await ask('outbox.plan', { changeSets: open })
}

/** Stages an edit and takes it back, so that the next opening shows the same. */
async function stageSomething(ask: Ask): Promise<void> {
  const query = { sheet: 'trackers' as const, search: '', sort: [], filter: [], only: 'all' as const }
  const { view, count } = await ask('sheet.open', query)
  if (count === 0) return
  const { rows } = await ask('sheet.rows', { view, from: 0, count: 200 })
  const row = rows.find(({ marks }) => Object.keys(marks).length === 0)
  if (!row) return
  const value = `${String(row.values['label'])} again`
  await ask('sheet.stage', { sheet: 'trackers', source: 'type', cells: [{ id: row.id, field: 'label', value }] })
  await ask('sheet.undo', { redo: false })
}
