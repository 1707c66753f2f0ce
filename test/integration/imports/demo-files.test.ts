import { expect, test } from 'vitest'
import { demoSeed } from '../../../electron/demo-panel/built-in.ts'
import { demoFile, type DemoFileName } from '../../../shared/imports/demo-files.ts'
import { simRig } from '../../support/core-rig.ts'
import { importFile } from '../../support/import-file.ts'
import { watchedRig } from '../../support/watched-rig.ts'

// The files that a newcomer drops are known for what they are, and become what the demo panel takes.

const counts: Record<DemoFileName, { ready: number; doubtful: number; refused: number; sent: number }> = {
  bundles: { ready: 8, doubtful: 1, refused: 1, sent: 8 },
  users: { ready: 5, doubtful: 0, refused: 0, sent: 5 },
  // The routes themselves are made with their stops.
  routes: { ready: 6, doubtful: 0, refused: 0, sent: 8 },
}

test.for(['bundles', 'users', 'routes'] as const)('the file of %s is read without a hand, and sent', async (name) => {
  const panel = { seed: demoSeed, trackers: 400 }
  const { sent, ...found } = counts[name]
  const rig = name === 'users' ? (await watchedRig([], { panel })).rig : await simRig({ panel })
  const nextWeek = new Date(rig.clock.now() + 7 * 24 * 3600 * 1000).toISOString().slice(0, 10)
  const file = demoFile(name, nextWeek)
  const { read, check, staged } = await importFile(rig, file.name, file.text)
  expect(read.suggested?.kind).toBe(name)
  expect(check).toMatchObject({ ...found, missing: [] })
  expect(staged).toMatchObject({ staged: found.ready })
  await rig.sendAll()
  expect(await rig.operations(['done'])).toHaveLength(sent)
})
