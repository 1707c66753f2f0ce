import { expect, test } from 'vitest'
import { simRig } from '../../support/core-rig.ts'
import { importFile, originals, stranger } from '../../support/import-file.ts'

test('a clone with a label of its own, whose tracker is gone by then, says so beside the panel’s own words', async () => {
  const rig = await simRig()
  const [original] = await originals(rig)
  const user = await stranger(rig, [original!])
  const panelId = Number(original!.values['panelId'])
  await importFile(rig, 'one.csv', `tracker id,user id,label\n${panelId},${user},Copy\n`)
  rig.panel.edit({ tracker_id: panelId, gone: true })
  await rig.send()
  await rig.settled()
  expect(await rig.operations()).toMatchObject([
    { state: 'rejected', problem: { code: 'entity-gone', panelCode: 201, panelWords: 'Not found in the database' } },
  ])
})
