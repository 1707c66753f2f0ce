import { rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { demoLogin, demoPassword } from '../../electron/demo-panel/account.ts'
import { dice, type Dice } from '../../electron/demo-panel/dice.ts'
import type { LedgerEntry } from '../../electron/demo-panel/ledger.ts'
import type { SheetRow } from '../../shared/contract/sheets.ts'
import { newFolder } from './core-rig.ts'
import { aims, factsOf, oursOf, parseRow, rowsSql, type Row } from './effects.ts'
import { clonesCsv, importFile } from './import-file.ts'
import { freshImeis } from './imeis.ts'
import { startPanel, startPreview, type PanelProgram, type PreviewProgram } from './programs.ts'

/** What a crash run is to be. */
export interface CrashRunOptions {
  /** How often the program is killed. */
  readonly kills: number
  /** How many operations it has to send meanwhile, of every kind. */
  readonly operations: number
  /** Decides when it is killed. */
  readonly seed: number
  /** Requests a second. */
  readonly rate: number
}

/** What a crash run came to. */
export interface CrashRun {
  readonly kills: number
  /** Kills that met the program with something released and not yet settled; the others came when all was sent. */
  readonly whileSending: number
  /** Requests whose answer a kill took away. */
  readonly answersLost: number
  readonly operations: number
  /** Operations by their last state. */
  readonly states: Readonly<Record<string, number>>
  /** What the journal and the panel's ledger do not agree about, and what was done twice. */
  readonly broken: readonly string[]
}

/** The panel never works longer than this on a request here: milliseconds. */
const proofAfter = 2_000
/** How long the panel takes for a request, so that kills meet some under way: milliseconds. */
const panelTakes = 40

/** As on a machine that has no keychain: the password is typed at every start. */
const withoutKeychain = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' }

/**
 * The preview, in a process of its own, sends operations of every kind to a demo panel in another, and is killed at
 * random moments, and started again, as often as asked. In the end its journal and the panel's ledger are compared.
 */
export async function crashRun(options: CrashRunOptions): Promise<CrashRun> {
  const throws = dice(options.seed)
  const folder = newFolder()
  const panel = await startPanel({ trackers: Math.max(400, options.operations), seed: options.seed })
  const start = () =>
    startPreview({
      ...withoutKeychain,
      FLEETBOOK_DATA: folder,
      FLEETBOOK_DEALER_RATE: String(options.rate),
      FLEETBOOK_PROOF_AFTER: String(proofAfter),
    })
  let preview = await start()
  try {
    const { id: profile } = await preview.call('profiles.add', {
      name: 'Crashes',
      panel: { kind: 'address', baseUrl: panel.baseUrl },
      login: demoLogin,
      password: demoPassword,
    })
    await until(preview, ({ connection, pull }) => connection.state === 'online' && pull.completedAt !== null)
    await stageAll(preview, options.operations)
    await beSlow(panel)
    const { changeSets } = await preview.call('outbox.changeSets', { settled: false })
    await preview.call('outbox.send', { changeSets: changeSets.map(({ id }) => id) })

    let whileSending = 0
    for (let killed = 0; killed < options.kills; killed++) {
      if (await isSending(preview)) whileSending++
      await preview.kill()
      preview = await start()
      const early = throws.chance(0.2)
      if (early && throws.chance(0.5)) {
        await someTime(throws, 200)
        continue
      }
      await preview.call('profiles.signIn', { id: profile, password: demoPassword })
      if (!early) await until(preview, ({ sending, queue }) => sending.startedAt !== null || left(queue) === 0)
      await someTime(throws, early ? 500 : 250)
    }
    await panel.behave()
    await preview.call('profiles.signIn', { id: profile, password: demoPassword })
    const unknown = new Set<number>()
    await until(preview, async ({ queue }) => {
      for (const id of await unknownCommands(preview)) unknown.add(id)
      // What became of them, only a person can tell; who gives them up lets those go that wait behind them.
      await preview.call('outbox.settle', { operations: [...unknown], by: 'giving-up' })
      return left(queue) === 0
    })
    await preview.quit()

    const { rows, answersLost } = readJournal(join(folder, 'profiles', profile, 'journal.db'))
    return {
      kills: options.kills,
      whileSending,
      answersLost,
      operations: rows.length,
      states: tally(rows, unknown),
      broken: [...disagreements(rows, unknown, await panel.ledger()), ...(await repeats(panel))],
    }
  } finally {
    await preview.kill()
    await panel.end()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A pause of up to `most` milliseconds, as the seed has it: there is nothing to wait for but the moment itself. */
function someTime(throws: Dice, most: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, throws.whole(0, most)))
}

async function until(
  preview: PreviewProgram,
  condition: (status: Awaited<ReturnType<typeof statusOf>>) => boolean | Promise<boolean>,
): Promise<void> {
  while (!(await condition(await statusOf(preview)))) await new Promise((resolve) => setTimeout(resolve, 50))
}

function statusOf(preview: PreviewProgram) {
  return preview.call('status.read', {})
}

async function unknownCommands(preview: PreviewProgram): Promise<number[]> {
  const { rows } = await preview.call('outbox.operations', {
    ...{ changeSet: null, states: ['unknown'], search: '', from: 0, count: 1000 },
  })
  return rows.flatMap(({ id, kind }) => (kind === 'tracker.command' ? [id] : []))
}

async function isSending(preview: PreviewProgram): Promise<boolean> {
  return left((await statusOf(preview)).queue) > 0
}

/** How much is released and not settled. */
function left({ ready, sending, waiting, unknown }: Awaited<ReturnType<typeof statusOf>>['queue']): number {
  return ready + sending + waiting + unknown
}

/** Some requests are carried out at once and answered late, others the other way round. */
async function beSlow(panel: PanelProgram): Promise<void> {
  for (const path of ['tracker/settings/update', 'tracker/move', 'tracker/raw_command/send']) {
    await panel.misbehave({ path, times: 1e6, strike: { do: 'slow', milliseconds: panelTakes, when: 'before' } })
  }
  await panel.misbehave({ path: 'tracker/*', times: 1e6, strike: { do: 'slow', milliseconds: panelTakes } })
}

/** Stages so many operations, each with an effect that is like no other's. */
async function stageAll(preview: PreviewProgram, operations: number): Promise<void> {
  const rows = await rowsOf(preview)
  const sound = rows.filter(({ values }) => values['corrupted'] !== true && values['hidden'] !== true)
  const originals = sound.filter(({ values }) => values['clone'] !== true)
  const clones = sound.filter(({ values }) => values['clone'] === true)
  const share = (part: number) => Math.round(operations * part)
  const { users } = await preview.call('lookup.users', { search: '' })
  const ids = (count: number, from: number) => originals.slice(from, from + count).map(({ id }) => id)

  // Moves first, so that what follows for the same trackers must reach their new ids.
  const moving = originals.slice(0, share(0.06))
  for (const [owner, theirs] of shareOut(moving, users.map(({ id }) => id).slice(0, 5), heldBy(rows))) {
    await preview.call('sheet.act', { kind: 'tracker.move', ids: theirs, owner })
  }
  for (const plan of [13_457, 13_460]) {
    const from = plan === 13_457 ? 0 : share(0.06)
    await preview.call('sheet.act', {
      kind: 'tracker.tariff',
      ids: ids(share(0.06), from),
      plan,
      repay: true,
      charge: true,
    })
  }
  await preview.call('sheet.act', {
    ...{ kind: 'tracker.command', form: 'text', reliable: true },
    ...{ ids: ids(share(0.12), share(0.03)), command: 'report now' },
  })
  const deleted = clones.slice(0, share(0.04)).map(({ id }) => id)
  await preview.call('sheet.act', { kind: 'tracker.deleteClone', ids: deleted })
  const cells = ids(share(0.46), 0).map((id) => ({ id, field: 'label', value: `Sent to ${id}` }))
  await preview.call('sheet.stage', { sheet: 'trackers', source: 'paste', cells })

  const imeis = ['imei', ...freshImeis(share(0.08))].join('\n')
  const { equipment } = await preview.call('lookup.equipment', {})
  const fields = {
    equipment: { from: 'constant' as const, value: String(equipment[0]!.id) },
    factoryPreset: { from: 'constant' as const, value: 'no' },
  }
  await importFile(preview, 'imeis.csv', imeis, { kind: 'bundles', fields })
  // Those without a label go in batches, the others one by one.
  const cloning = originals.slice(-share(0.18))
  for (const [index, [user, theirs]] of [
    ...shareOut(
      cloning,
      users.map(({ id }) => id),
      heldBy(rows),
    ),
  ].entries()) {
    const panelIds = originals.filter(({ id }) => theirs.includes(id)).map(({ values }) => Number(values['panelId']))
    const labelled = `tracker id,user id,label\n${panelIds.map((id) => `${id},${user},Copy ${id}`).join('\n')}`
    const text = index % 2 === 0 ? clonesCsv(panelIds, user) : labelled
    await importFile(preview, 'clones.csv', text, { kind: 'clones', includeDoubtful: true })
  }
}

async function rowsOf(preview: PreviewProgram): Promise<SheetRow[]> {
  const query = { search: '', sort: [], filter: [], only: 'all' as const }
  const { view, count } = await preview.call('sheet.open', { sheet: 'trackers', ...query })
  const rows: SheetRow[] = []
  while (rows.length < count) {
    rows.push(...(await preview.call('sheet.rows', { view, from: rows.length, count: 1000 })).rows)
  }
  return rows
}

/** Who has a tracker with a device, as `source:user`. */
function heldBy(rows: readonly SheetRow[]): ReadonlySet<string> {
  return new Set(rows.map(({ values }) => `${String(values['sourceId'])}:${String(values['userId'])}`))
}

/** Gives each tracker to a user who has neither it nor a clone of it: their ids by user. */
function shareOut(
  trackers: readonly SheetRow[],
  users: readonly number[],
  held: ReadonlySet<string>,
): Map<number, number[]> {
  const shared = new Map<number, number[]>()
  trackers.forEach(({ id, values }, index) => {
    const turned = [...users.slice(index % users.length), ...users.slice(0, index % users.length)]
    const user = turned.find((candidate) => !held.has(`${String(values['sourceId'])}:${candidate}`))
    if (user !== undefined) shared.set(user, [...(shared.get(user) ?? []), id])
  })
  return shared
}

function readJournal(path: string): { rows: Row[]; answersLost: number } {
  const database = new Database(path, { readonly: true })
  try {
    const lost = `SELECT count(*) AS n FROM attempt WHERE outcome = 'unknown'`
    return {
      rows: database.prepare(rowsSql).all().map(parseRow),
      answersLost: database.prepare<[], { n: number }>(lost).get()?.n ?? 0,
    }
  } finally {
    database.close()
  }
}

function tally(rows: readonly Row[], unknown: ReadonlySet<number>): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { id, kind, state, problem } of rows) {
    const told = `${kind} ${unknown.has(id) ? 'unknown' : [state, problem ?? ''].join(' ').trim()}`
    counts[told] = (counts[told] ?? 0) + 1
  }
  return counts
}

/** Operation by operation: what is done took effect once, what is unknown at most once, and nothing else did. */
function disagreements(rows: readonly Row[], unknown: ReadonlySet<number>, entries: readonly LedgerEntry[]): string[] {
  const ours = oursOf(entries)
  const times = new Map<string, number>()
  const labels = new Map<number, string>()
  for (const entry of entries) {
    // Every settings request carries every field: only what it changed is its effect.
    const tracker = entry.effect === 'tracker.settings' ? ours(entry.tracker) : null
    if (entry.effect === 'tracker.settings' && tracker !== null) {
      if (labels.get(tracker) === entry.label) continue
      labels.set(tracker, entry.label)
    }
    for (const fact of factsOf(entry, ours)) times.set(fact, (times.get(fact) ?? 0) + 1)
  }
  const asked = new Set<string>()
  const broken = rows.flatMap((row) => {
    const [aim = ''] = aims(row)
    asked.add(aim)
    const effects = times.get(aim) ?? 0
    const agrees = row.state === 'done' ? effects === 1 : unknown.has(row.id) ? effects <= 1 : effects === 0
    return agrees ? [] : [`Operation ${row.id}, ${row.kind}, is ${row.state} and took effect ${effects} times`]
  })
  const own = (fact: string) => !/ (hidden|comment) /.test(fact)
  const unasked = [...times.keys()].filter((fact) => own(fact) && !asked.has(fact))
  return [...broken, ...unasked.map((fact) => `Nobody asked for: ${fact}`)]
}

async function repeats(panel: PanelProgram): Promise<string[]> {
  const { repeats, commandsAgain } = await panel.stats()
  const counted = repeats.refused + repeats.sameAgain + commandsAgain
  return counted > 0 ? [`The panel was asked again ${counted} times for what it had done`] : []
}
