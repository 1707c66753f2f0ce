import { expect, test } from 'vitest'
import { sheetsShowing } from '../../../electron/bridge/rows-by-sheet.ts'
import { type MirrorName, mirrors } from '../../../electron/store/mirror.ts'

test('what was pulled is told to the sheet of its rows, and to those that show names from it', () => {
  const told = Object.keys(mirrors).map((name) => [name, sheetsShowing(name as MirrorName)])
  expect(Object.fromEntries(told)).toEqual({
    tracker: ['trackers'],
    user: ['trackers', 'users', 'routes', 'checkpoints'],
    dealer: ['trackers', 'users'],
    tariff: ['trackers'],
    equipment: ['bundles'],
    bundle: ['bundles'],
    route: ['routes'],
    checkpoint: ['checkpoints'],
  })
})
