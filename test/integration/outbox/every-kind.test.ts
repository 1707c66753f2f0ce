import { expect, test } from 'vitest'
import { kindNames } from '../../../shared/operations/catalogue.ts'
import { both, prepare } from '../../support/both-ways.ts'
import { pulledRoutes } from '../../support/pulled-routes.ts'

/*
 * Every kind of operation goes both ways: it is staged offline, nothing of it leaves, it is sent once the connection is
 * back, and what was sent is undone where there is an inverse. What becomes of refusals and lost answers stands in the
 * tests of each.
 */

test.each(kindNames)('%s is staged offline, sent, and undone where there is an inverse', async (kind) => {
  const rig = await pulledRoutes()
  const { made } = rig
  await prepare(rig, kind)
  const done = async () => (await made.operations()).filter((one) => one.kind === kind && one.state === 'done')
  const effects = () => made.panel.ledger.entries().length

  await made.call('connection.workOffline', { on: true })
  const before = effects()
  await both[kind].stage(rig)
  expect((await made.operations(['draft'])).map((one) => one.kind)).toContain(kind)
  await made.send()
  expect((await made.operations(['ready'])).map((one) => one.kind)).toContain(kind)
  expect(effects(), 'nothing leaves before the connection is back').toBe(before)

  await made.call('connection.workOffline', { on: false })
  await made.settled()
  expect((await made.operations()).map(({ state, problem }) => [state, problem?.code])).toEqual(
    (await made.operations()).map(() => ['done', undefined]),
  )
  const [operation] = await done()
  expect(effects()).toBeGreaterThan(before)

  await made.call('connection.workOffline', { on: true })
  const undone = await made.call('outbox.undoSent', { changeSet: operation!.changeSet })
  if (!both[kind].inverse) {
    expect(undone).toMatchObject({ staged: 0, left: [{ problem: { code: 'no-inverse' } }] })
    return
  }
  expect(undone.staged).toBeGreaterThan(0)
  const afterDoing = effects()
  await made.send()
  await made.call('connection.workOffline', { on: false })
  await made.settled()
  expect((await made.operations()).every(({ state }) => state === 'done')).toBe(true)
  expect(effects()).toBeGreaterThan(afterDoing)
})
