import { spawnSync } from 'node:child_process'
import { copyFileSync, cpSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { journalSteps } from '../../../electron/store/migrations/journal.ts'
import { openJournal } from '../../../electron/store/open-journal.ts'
import { openNotices } from '../../../electron/store/notices.ts'
import { liveIn } from '../../support/lived-journal.ts'
import { addEdit, journalPlace, testFolder, type Told } from '../../support/journals.ts'

const program = new URL('../../support/open-and-die.ts', import.meta.url).pathname

/** Opens the journal in a process of its own that is killed at a moment; whether it lived to the end. */
function openAndDie(path: string, moment: number): boolean {
  const run = spawnSync(process.execPath, [program, path, String(moment)], { encoding: 'utf8' })
  if (run.status !== 0 && run.signal !== 'SIGKILL') throw new Error(run.stderr)
  return run.status === 0
}

function operations(path: string): number {
  const database = new Database(path, { readonly: true })
  try {
    return Number(database.prepare('SELECT count(*) FROM operation').pluck().get())
  } finally {
    database.close()
  }
}

let lastId = 0
const noticesOf = (folder: string) =>
  openNotices(folder, { now: () => 1, id: () => `id-${++lastId}`, log: { warn: () => undefined } })
const codes = (folder: string) =>
  noticesOf(folder)
    .list()
    .map(({ problem }) => problem.code)

const stories: Record<string, { spoil: (path: string) => void; told: string[]; left: number }> = {
  'a salvage': {
    spoil(path) {
      rmSync(`${path}.backup`)
      const bytes = readFileSync(path)
      writeFileSync(path, bytes.fill(0, 0, 4096))
    },
    told: ['journal-damaged'],
    left: 210,
  },
  'a backup taking the place of a lost journal': {
    spoil: (path) => rmSync(path),
    told: ['journal-restored'],
    left: 210,
  },
  'a new journal beginning in the place of a lost one': {
    spoil(path) {
      rmSync(`${path}.backup`)
      writeFileSync(path, 'Nothing of ours. '.repeat(999))
    },
    told: ['journal-lost'],
    left: 0,
  },
  'a migration': {
    spoil(path) {
      for (const name of ['', '.backup']) rmSync(path + name)
      rmSync(path.replace('.db', '.mark'))
      const old = new Database(path)
      for (const step of journalSteps.slice(0, 1)) old.exec(step)
      old.exec(`INSERT INTO change_set VALUES (1, 'sheet', '', 5, NULL);
        INSERT INTO operation (id, change_set, kind, version, params, subject, state, staged_at)
          VALUES (1, 1, 'tracker.settings', 1, '{}', 'Van', 'draft', 5);`)
      old.pragma('user_version = 1')
      old.close()
    },
    told: [],
    left: 1,
  },
  'an older journal being doubted': {
    spoil(path) {
      rmSync(`${path}.backup`)
      const copy = `${path}-copy`
      copyFileSync(path, copy)
      const later = openJournal(path, journalPlace())
      addEdit(later, later.addChangeSet('sheet', '', 9), 999)
      later.database.close()
      copyFileSync(copy, path)
      for (const suffix of ['-copy', '-wal', '-shm']) rmSync(path + suffix, { force: true })
    },
    told: ['journal-older'],
    left: 210,
  },
}

test.for(Object.keys(stories))('%s can be cut off at any moment: nothing is lost, and it is told once', (name) => {
  const { spoil, told, left } = stories[name]!
  const made = join(testFolder(), 'journal.db')
  liveIn(made).close()
  spoil(made)
  let lived = false
  for (let moment = 1; !lived; moment += 1 + Math.floor(moment / 3)) {
    const folder = testFolder()
    cpSync(dirname(made), folder, { recursive: true })
    const path = join(folder, 'journal.db')
    lived = openAndDie(path, moment)
    const notices = noticesOf(folder)
    openJournal(path, journalPlace([], { openedBefore: true, tell: notices.tell })).close()
    expect(operations(path), `killed at moment ${moment}`).toBe(left)
    expect(codes(folder), `killed at moment ${moment}`).toEqual(told)
    if (existsSync(`${path}.part`)) expect.fail('what was begun is cleared away')
  }
})

test('a finished journal whose predecessor has made way, cut off right there, takes its place at the next opening', () => {
  const path = join(testFolder(), 'journal.db')
  liveIn(path).close()
  copyFileSync(path, `${path}.next-1`)
  renameSync(path, `${path}.aside-1`)
  for (const name of [`${path}.backup`, path.replace('.db', '.mark')]) rmSync(name)
  const told: Told[] = []
  openJournal(path, journalPlace(told, { openedBefore: true })).close()
  expect(told, 'it was told of before it was finished').toEqual([])
  expect(operations(path)).toBe(210)
})
