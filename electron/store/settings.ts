import { readVersioned, type Read, type Versioned } from '../../shared/versioned.ts'
import type { Commit, Sqlite } from './database.ts'

/** What a journal keeps under names, apart from what is staged and sent. */
export interface Settings {
  setting(name: string): string | null
  setSetting(name: string, value: string): void
  /** What is kept under a name; null where nothing is. */
  kept<Value>(name: string, format: Versioned<Value>): Read<Value> | null
  /** Keeps something under a name, in the place of what was kept there; what cannot be read is kept under another name. */
  keep<Value>(name: string, format: Versioned<Value>, value: Value): void
}

/** The settings of an open journal. */
export function settingsIn(database: Sqlite, commit: Commit): Settings {
  const readSetting = database.prepare<[string], { value: string; version: number }>(
    'SELECT value, version FROM setting WHERE name = ?',
  )
  const writeSetting = database.prepare(
    `INSERT INTO setting (name, value, version) VALUES (?, ?, ?)
     ON CONFLICT (name) DO UPDATE SET value = excluded.value, version = excluded.version`,
  )

  return {
    setting: (name) => readSetting.get(name)?.value ?? null,
    setSetting: (name, value) => void commit(() => writeSetting.run(name, value, 1)),
    kept(name, format) {
      const found = readSetting.get(name)
      return found ? readVersioned(format, found.version, found.value) : null
    },
    keep: (name, format, value) =>
      void commit(() => {
        const before = readSetting.get(name)
        if (before && 'unreadable' in readVersioned(format, before.version, before.value)) {
          writeSetting.run(`${name} (unread, version ${before.version})`, before.value, before.version)
        }
        writeSetting.run(name, JSON.stringify(value), format.version)
      }),
  }
}
