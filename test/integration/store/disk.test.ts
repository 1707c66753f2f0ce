import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createStaging } from '../../../electron/outbox/staging.ts'
import { openCache } from '../../../electron/store/cache.ts'
import { trackerOf } from '../../../electron/panel/answers.ts'
import { createSimClock } from '../../support/sim-clock.ts'
import { openTestJournal, testFolder } from '../../support/journals.ts'

/** Staging over a real journal and a cache of 500 trackers. */
function stagingOnDisk() {
  const { journal, path } = openTestJournal()
  const { cache } = openCache(join(testFolder(), 'cache.db'))
  const rows = Array.from({ length: 500 }, (_, index) => trackerOf({ id: index + 1, label: `Van ${index + 1}` })!)
  cache.beginPull()
  cache.writePage('tracker', rows as never, 0)
  const news = { changed: () => undefined, attempted: () => undefined }
  const staging = createStaging({ journal, cache, clock: createSimClock(), news })
  const everything = () => journal.database.prepare('SELECT * FROM operation ORDER BY id').all()
  const paste = (from: number, count: number, value: string) =>
    staging.edit(
      'paste',
      Array.from({ length: count }, (_, index) => ({ id: from + index, field: 'label', value: `${value} ${index}` })),
    )
  return { journal, staging, everything, paste, path }
}

test('a full disk is answered with an error, and everything staged before is still there', () => {
  const { journal, staging, everything, paste } = stagingOnDisk()
  paste(1, 10, 'Before')
  const before = everything()
  const pages = Number(journal.database.pragma('page_count', { simple: true }))
  journal.database.pragma(`max_page_count = ${pages + 2}`)
  expect(() => paste(20, 400, 'x'.repeat(50))).toThrow('disk-full')
  expect(everything(), 'nothing is half-written').toEqual(before)
  expect(staging.canUndo()).toEqual({ canUndo: true, canRedo: false })
  expect(journal.database.pragma('quick_check', { simple: true })).toBe('ok')

  journal.database.pragma('max_page_count = 1000000')
  expect(paste(20, 400, 'Now').staged).toBe(400)
  expect(staging.undo(false)?.cells).toBe(400)
  expect(everything().length).toBe(410)
})

test('a disk that cannot be written to is answered with an error, and what is staged can still be read', () => {
  const { journal, everything, paste, path } = stagingOnDisk()
  paste(1, 10, 'Before')
  const before = everything()
  const bytes = readFileSync(`${path}-wal`)
  journal.database.pragma('query_only = ON')
  expect(() => paste(20, 10, 'After')).toThrow('disk-read-only')
  expect(() => journal.setSetting('offline', 'yes')).toThrow('disk-read-only')
  expect(everything()).toEqual(before)
  expect(readFileSync(`${path}-wal`).equals(bytes)).toBe(true)
  journal.database.pragma('query_only = OFF')
  expect(paste(20, 10, 'After').staged).toBe(10)
})
