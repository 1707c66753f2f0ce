import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readMark } from '../../../electron/store/journal-mark.ts'
import { simRig } from '../../support/core-rig.ts'

test('what came of a request shares its commit with the attempt of the one that takes its place', async () => {
  const edits = 60
  const rig = await simRig({ core: { dealerRate: Infinity } })
  try {
    const rows = (await rig.sound()).slice(0, edits)
    for (const { id } of rows) await rig.label(id, `Renamed ${id}`)
    const commits = () => readMark(join(rig.profileFolder, 'journal.db')).mark!.commits
    await rig.send('quick')
    const before = commits()
    await rig.settled()
    expect(await rig.operations(['done'])).toHaveLength(edits)
    // Six are under way at once: one commit writes down how six have ended and six begin.
    expect(commits() - before).toBe(edits / 6 + 1)
  } finally {
    await rig.end()
  }
})
