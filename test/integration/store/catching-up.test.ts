import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openProfileFiles, type ProfileFiles } from '../../../electron/bridge/profile-files.ts'
import { catchUp } from '../../../electron/outbox/settling.ts'
import { trackerOf } from '../../../electron/panel/answers.ts'
import { openCache } from '../../../electron/store/open-cache.ts'
import { createSteadyTime } from '../../../electron/time.ts'
import { addEdit, openTestJournal, testFolder } from '../../support/journals.ts'
import { createSimClock } from '../../support/sim-clock.ts'

const outcomes = 2200

/** A profile's folder whose journal holds so many outcomes, and whose cache was lost. */
function withoutCache(): string {
  const folder = testFolder()
  const { journal } = openTestJournal(join(folder, 'journal.db'))
  const set = journal.addChangeSet('sheet', '', 1)
  journal.commit(() => {
    const ids = Array.from({ length: outcomes }, (_, index) => addEdit(journal, set, index + 1))
    journal.move(ids, 'ready')
    journal.move(ids, 'sending')
    journal.finish(new Map(ids.map((id) => [id, null])))
  })
  journal.close()
  return folder
}

/** The same where the cache holds rows and has seen none of these outcomes. */
function withCacheBehind(): string {
  const folder = withoutCache()
  const { cache } = openCache(join(folder, 'cache.db'))
  cache.writePage('tracker', [{ ...trackerOf({ id: 1, label: 'Before' })!, id: 1 }], 0)
  cache.close()
  return folder
}

/** Opens the files of a profile; `between` is asked for a turn of the others. */
function open(folder: string, between: () => Promise<void> = () => Promise.resolve()): Promise<ProfileFiles> {
  const clock = { ...createSimClock(), turn: between }
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
  let id = 0
  return openProfileFiles({
    folder,
    profile: {
      ...{ id: 'profile', name: 'Panel', login: 'login', dealerId: null, openedAt: 1 },
      panel: { kind: 'address', baseUrl: 'http://127.0.0.1:9/v2', plainHttpConfirmed: false },
    },
    openedBefore: true,
    ports: { clock, log, random: { id: () => `id-${++id}`, next: () => 0.5 } },
    time: createSteadyTime(clock),
    queries: { now: () => 0, from: Infinity, took: () => undefined },
  })
}

/** The last outcome that the cache of a closed profile has applied. */
function appliedIn(folder: string): number {
  const { cache } = openCache(join(folder, 'cache.db'))
  const applied = cache.applied()
  cache.close()
  return applied
}

test('a cache that was lost is begun at the last outcome: it has no row that one could change', async () => {
  let turns = 0
  const files = await open(withoutCache(), () => Promise.resolve(void (turns += 1)))
  expect(files.cache.applied()).toBe(outcomes)
  expect(turns).toBe(0)
  files.close()
})

test('a cache that is behind catches up in parts, with turns for others in between', async () => {
  const folder = withCacheBehind()
  let turns = 0
  const files = await open(folder, () => Promise.resolve(void (turns += 1)))
  expect(files.cache.applied()).toBe(outcomes)
  expect(turns).toBe(4)
  expect(files.cache.byIds('tracker', [1]).get(1)?.label).toBe('Label 1')
  expect(catchUp(files.journal, files.cache)).toEqual([])
  files.close()
})

test('catching up that is cut off keeps what was applied, and goes on from there', async () => {
  const folder = withCacheBehind()
  let turns = 0
  const cutOff = open(folder, () => {
    turns += 1
    return turns === 2 ? Promise.reject(new Error('cut off')) : Promise.resolve()
  })
  await expect(cutOff).rejects.toThrow('cut off')
  expect(appliedIn(folder)).toBe(1000)
  turns = 0
  const files = await open(folder, () => Promise.resolve(void (turns += 1)))
  expect(files.cache.applied()).toBe(outcomes)
  expect(turns).toBe(2)
  files.close()
  rmSync(folder, { recursive: true, force: true })
})
