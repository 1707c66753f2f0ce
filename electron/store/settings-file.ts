import { readFileSync, renameSync } from 'node:fs'
import { z } from 'zod'
import { problemOf, type Problem } from '../../shared/problem.ts'
import { declaredSettings, firstSettings, settingNames, type Settings } from '../../shared/settings.ts'
import type { Log } from '../ports.ts'
import { asProblem } from './database.ts'
import { writeWhole } from './whole-file.ts'

/** The settings of the program, in a file of their own in the data folder. */
export interface SettingsFile {
  read(): { settings: Settings; problem: Problem | null }
  /** Changes some of them; on disk before this returns, unless the answer says why not. */
  change(change: Partial<Settings>): { settings: Settings; problem: Problem | null }
}

const contents = z.record(z.string(), z.unknown())

/**
 * Opens the file of settings, which need not be there. One that cannot be read counts as none, is put aside once something
 * is to be written, and that is told; so is a value in it that no setting can have. What another version has written
 * there stays.
 */
export function openSettings(path: string, log: Pick<Log, 'warn'>): SettingsFile {
  let problem: Problem | null = null
  let isUnreadable = false
  /** All that the file holds, also what this version does not know. */
  let held: Record<string, unknown> = {}

  const text = textOf(path)
  if (text !== null) {
    try {
      held = contents.parse(JSON.parse(text))
    } catch (error) {
      log.warn('the settings could not be read', { error: String(error) })
      isUnreadable = true
      problem = { code: 'settings-unreadable', values: { file: path } }
    }
  }

  function settings(): Settings {
    const known: Record<string, unknown> = {}
    for (const name of settingNames) {
      const { success, data } = declaredSettings[name].schema.safeParse(held[name])
      known[name] = success ? data : firstSettings[name]
    }
    return known as Settings
  }

  return {
    read: () => ({ settings: settings(), problem }),
    change(change) {
      held = { ...held, ...change }
      try {
        if (isUnreadable) renameSync(path, `${path}.unreadable`)
        isUnreadable = false
        writeWhole(path, `${JSON.stringify(held, null, 2)}\n`)
        problem = null
      } catch (error) {
        log.warn('the settings could not be written down', { error: String(error) })
        problem = problemOf(asProblem(error))
      }
      return { settings: settings(), problem }
    },
  }
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
