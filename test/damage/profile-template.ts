import { cpSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import Database from 'better-sqlite3'
import { journalSteps } from '../../electron/store/migrations/journal.ts'
import { newFolder, simRig, type SimRig } from '../support/core-rig.ts'
import { clonesCsv, importFile, originals, stranger } from '../support/import-file.ts'
import { freshImeis } from '../support/imeis.ts'

/** A data folder with a profile that somebody has worked with, to be copied and damaged. */
export interface ProfileTemplate {
  readonly profile: string
  /** The folder as the program left it when it ended. */
  readonly atRest: string
  /** The folder as a kill left it: what was done last is in the log alone. */
  readonly afterCrash: string
  remove(): void
}

/**
 * Lives a while with a profile: operations in every state that a rest can have, imports, undo steps, saved views and
 * mappings, some two hundred operations in all.
 */
export async function makeTemplate(): Promise<ProfileTemplate> {
  const rig = await simRig({ byHand: true, panel: { trackers: 400, seed: 7 } })
  try {
    await live(rig)
    const { profile } = rig
    const [afterCrash, atRest] = [newFolder(), newFolder()]
    copyFolder(rig.folder, afterCrash)
    await rig.call('profiles.close', {})
    copyFolder(rig.folder, atRest)
    // As if the program had ended, and not a person closed the profile.
    writeFileSync(join(atRest, 'profiles', 'last-open'), profile)
    return {
      profile,
      atRest,
      afterCrash,
      remove: () => [atRest, afterCrash].forEach((folder) => rmSync(folder, { recursive: true, force: true })),
    }
  } finally {
    await rig.end()
  }
}

/** Copies files as a crash leaves them: without SQLite's index of the log, and with no lock held. */
export function copyFolder(from: string, to: string): void {
  cpSync(from, to, {
    recursive: true,
    filter: (path) => !path.endsWith('-shm') && !basename(path).startsWith('lock.db'),
  })
}

/** Makes a closed journal one that an earlier program wrote, with all that its tables could hold. */
export function asEarlierVersion(journal: string, version: number): void {
  const earlier = `${journal}-earlier`
  const database = new Database(earlier)
  try {
    for (const step of journalSteps.slice(0, version)) database.exec(step)
    database.pragma(`user_version = ${version}`)
    database.pragma('foreign_keys = OFF')
    database.prepare('ATTACH ? AS later').run(journal)
    const named = `SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`
    for (const table of database.prepare<[], string>(named).pluck().all()) {
      const info = 'SELECT name FROM pragma_table_info(?, ?)'
      const columnsIn = (schema: string) => database.prepare<[string, string], string>(info).pluck().all(table, schema)
      const later = columnsIn('later')
      const columns = columnsIn('main')
        .filter((name) => later.includes(name))
        .join(', ')
      database.exec(`INSERT INTO main.${table} (${columns}) SELECT ${columns} FROM later.${table}`)
    }
  } finally {
    database.close()
  }
  for (const suffix of ['-wal', '-shm']) rmSync(journal + suffix, { force: true })
  renameSync(earlier, journal)
}

async function live(rig: SimRig): Promise<void> {
  const rows = await originals(rig)
  const edit = (from: number, count: number, value: string) =>
    rig.call('sheet.stage', {
      sheet: 'trackers',
      source: 'paste',
      cells: rows
        .slice(from, from + count)
        .map(({ id }, index) => ({ id, field: 'label', value: `${value} ${index}` })),
    })

  await edit(0, 40, 'Done')
  await rig.send()
  await rig.settled()

  // Some are refused, some meet another's value, of some the answer is lost.
  rig.panel.faults.add({ path: 'tracker/settings/update', times: 6, strike: { do: 'refuse', code: 7 } })
  await edit(40, 6, 'Refused')
  await rig.send()
  await rig.settled()
  await edit(46, 6, 'Mine')
  for (const { values } of rows.slice(46, 52)) {
    rig.panel.edit({ tracker_id: Number(values['panelId']), label: `Theirs ${Number(values['panelId'])}` })
  }
  await rig.send()
  await rig.settled()
  const user = await stranger(rig, rows.slice(60, 80))
  const panelIds = rows.slice(60, 80).map(({ values }) => Number(values['panelId']))
  await importFile(rig, 'clones.csv', clonesCsv(panelIds, user), { kind: 'clones', includeDoubtful: true })
  await rig.send()
  await rig.settled()
  await rig.call('sheet.act', {
    ...{ kind: 'tracker.command', form: 'text', reliable: true, command: 'report now' },
    ids: rows.slice(52, 58).map(({ id }) => id),
  })
  rig.panel.faults.add({ path: 'tracker/raw_command/send', times: 6, strike: { do: 'drop', when: 'after' } })
  await rig.send()
  await rig.until(async () => (await rig.operations(['ready', 'sending'])).length === 0)

  // Released and not sent, held back, discarded, and a long list of drafts.
  await rig.call('connection.workOffline', { on: true })
  await edit(80, 20, 'Ready')
  await rig.send()
  const ready = await rig.operations(['ready'])
  await rig.call('outbox.hold', { operations: ready.slice(0, 5).map(({ id }) => id), held: true })
  await rig.call('outbox.discard', { operations: ready.slice(5, 8).map(({ id }) => id) })
  const { equipment } = await rig.call('lookup.equipment', {})
  await importFile(rig, 'imeis.csv', ['imei', ...freshImeis(30)].join('\n'), {
    kind: 'bundles',
    fields: {
      equipment: { from: 'constant', value: String(equipment[0]!.id) },
      factoryPreset: { from: 'constant', value: 'no' },
    },
  })
  for (let round = 0; round < 12; round++) await edit(110 + round * 5, 5, `Draft ${round}`)
  await rig.call('sheet.undo', { redo: false })
  await edit(180, 20, 'x'.repeat(40))
}

/** The folder of the one profile in a data folder. */
export const profileFolder = (folder: string, profile: string) => join(folder, 'profiles', profile)
