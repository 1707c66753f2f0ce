import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createStagingArea } from '../../../electron/outbox/staging-area.ts'
import { createStagingSteps } from '../../../electron/outbox/staging-steps.ts'
import { createLongSteps, heldEvents } from '../../../electron/outbox/long-steps.ts'
import { stagingOnDisk } from '../../support/staging-on-disk.ts'

function pasting() {
  const made = stagingOnDisk()
  const paste = (from: number, count: number, value: string) =>
    made.staging.edit(
      'tracker',
      'paste',
      Array.from({ length: count }, (_, index) => ({ id: from + index, field: 'label', value: `${value} ${index}` })),
    )
  return { ...made, paste }
}

test('a full disk is answered with an error, and everything staged before is still there', () => {
  const { journal, staging, everything, paste } = pasting()
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
  // A step is kept in pieces, of which each undo takes one back.
  let undone = 0
  for (let piece = staging.undo(false); piece; piece = piece.more ? staging.undo(false) : null) undone += piece.cells
  expect(undone).toBe(400)
  expect(everything().length).toBe(410)
})

test('a step of several parts that meets a full disk is taken back as a whole, and can be made once there is room', async () => {
  const { journal, core, everything, staged, paste } = pasting()
  paste(1, 10, 'Before')
  const before = staged()
  const stagingArea = createStagingArea(core)
  const steps = createLongSteps({ events: heldEvents(core.events), clock: core.clock, rowsAtOnce: 100 })
  const { stage, undo } = createStagingSteps(stagingArea)
  const cells = Array.from({ length: 400 }, (_, index) => ({
    id: 1 + index,
    field: 'label',
    value: `${index} ${'x'.repeat(80)}`,
  }))
  let committed = 0
  const room = (pages: number) => {
    const used = Number(journal.database.pragma('page_count', { simple: true }))
    journal.database.pragma(`max_page_count = ${used + pages}`)
  }
  // The first part has room, the second has not.
  core.clock.turn = () => {
    if (committed++ === 0) room(2)
    return Promise.resolve()
  }
  await expect(steps.inTurn('stage', (parts) => stage('tracker', 'paste', cells, parts))).rejects.toThrow('disk-full')
  expect(committed, 'a part had been committed').toBe(1)
  expect(staged(), 'what was staged before is as it was, and nothing of the step is left').toEqual(before)
  expect(stagingArea.undoState()).toMatchObject({ canUndo: true })
  expect(journal.database.pragma('quick_check', { simple: true })).toBe('ok')

  room(1_000_000)
  expect((await steps.inTurn('stage', (parts) => stage('tracker', 'paste', cells, parts))).staged).toBe(400)
  expect((await steps.inTurn('undo', (parts) => undo(false, parts)))?.cells).toBe(400)
  expect(staged()).toEqual(before)
  expect(everything().length).toBeGreaterThan(400)
})

test('a disk that cannot be written to is answered with an error, and what is staged can still be read', () => {
  const { journal, everything, paste, path } = pasting()
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
