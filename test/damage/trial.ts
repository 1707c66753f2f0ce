import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type Database from 'better-sqlite3'
import { dice } from '../../electron/demo-panel/dice.ts'
import { newFolder } from '../support/core-rig.ts'
import { canRecover, count, readRecovered } from '../support/sqlite-recovery.ts'
import { damageProfile } from './damages.ts'
import { copyFolder, profileFolder, type ProfileTemplate } from './profile-template.ts'
import { show, type Shown } from './shown.ts'

/** What one damaged profile came to. */
export interface DamageTrial {
  readonly seed: number
  readonly damaged: readonly string[]
  /** Operations shown of how many there were. */
  readonly shown: number
  readonly before: number
  /** What SQLite's own recovery reads of the same files; null where it reads nothing, or is not installed. */
  readonly bySqlite: number | null
  readonly notices: readonly string[]
  /** Promises that were broken. */
  readonly broken: readonly string[]
}

/** How many operations a journal holds that are shown: not what was discarded before it had any part in anything. */
const shownIn = (recovered: Database.Database) =>
  count(
    recovered,
    `SELECT count(DISTINCT id) FROM operation WHERE state <> 'discarded' OR attempts > 0 OR theirs IS NOT NULL`,
  )

/** What an undamaged copy of a template shows. */
export async function shownOf(folder: string, profile: string): Promise<Shown> {
  const copy = newFolder()
  try {
    copyFolder(folder, copy)
    return await show(copy, profile)
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

/** Damages a copy of a profile as the seed has it, opens it twice, and holds what is shown against what was there. */
export async function damageTrial(template: ProfileTemplate, whole: Shown, seed: number): Promise<DamageTrial> {
  const throws = dice(seed)
  const folder = newFolder()
  try {
    const crashed = throws.chance(0.5)
    copyFolder(crashed ? template.afterCrash : template.atRest, folder)
    const own = profileFolder(folder, template.profile)
    const damaged = damageProfile(own, throws)
    const bySqlite = canRecover ? readRecovered(join(own, 'journal.db'), shownIn) : null
    const first = await show(folder, template.profile)
    const second = await show(folder, template.profile)
    const before = whole.operations.size
    return {
      ...{ seed, before, bySqlite, notices: first.notices },
      damaged: [crashed ? 'after a crash' : 'at rest', ...damaged],
      shown: first.operations.size,
      broken: [
        ...first.broken.map((line) => `at the first start, ${line}`),
        ...second.broken.map((line) => `at the second start, ${line}`),
        ...(first.operations.size < before && first.notices.length === 0
          ? [`${first.operations.size} of ${before} operations are shown, and nothing says so`]
          : []),
        ...(second.operations.size < first.operations.size
          ? [`the second start shows ${second.operations.size} operations, the first ${first.operations.size}`]
          : []),
        ...first.notices.filter((code) => !second.notices.includes(code)).map((code) => `${code} is told once only`),
        ...(bySqlite !== null && first.operations.size < Math.min(bySqlite, before)
          ? [`SQLite's own recovery reads ${bySqlite} operations, and ${first.operations.size} are shown`]
          : []),
      ],
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
