import { expect, test } from 'vitest'
import { simRig, type SimRig } from '../../support/core-rig.ts'

async function firstUser(rig: SimRig) {
  const question = { search: '', sort: [], filter: [], only: 'all' as const }
  const { view } = await rig.call('sheet.open', { sheet: 'users', ...question })
  return (await rig.call('sheet.rows', { view, from: 0, count: 1 })).rows[0]!
}
const choose = (rig: SimRig, ids: number[], plan: number) => rig.call('sheet.act', { kind: 'user.plan', ids, plan })
const changed = ({ panel }: SimRig) =>
  panel.ledger.entries().flatMap((entry) => (entry.effect === 'user.changed' ? [entry] : []))
const plansOf = async (rig: SimRig) => (await rig.call('lookup.tariffs', {})).tariffs

test('a default plan is staged offline, is sent with the whole user, and changes nothing else of it', async () => {
  const rig = await simRig()
  const { id, values } = await firstUser(rig)
  const plan = (await plansOf(rig)).at(-1)!
  await rig.call('connection.workOffline', { on: true })
  expect(await choose(rig, [id], plan.id)).toMatchObject({ staged: 1 })
  expect(await rig.operations(['draft'])).toMatchObject([
    { kind: 'user.plan', changes: [{ field: 'plan', to: plan.name }] },
  ])
  await rig.call('connection.workOffline', { on: false })
  await rig.sendAll()
  expect(await rig.operations(['done'])).toHaveLength(1)
  expect(changed(rig)).toMatchObject([
    { user: id, fields: { defaultPlan: plan.id, login: values['login'], comment: values['comment'] } },
  ])
})

test('another plan takes the place of a draft, and one that the user has already is not sent', async () => {
  const rig = await simRig()
  const { id } = await firstUser(rig)
  const [one, other] = await plansOf(rig)
  await choose(rig, [id], one!.id)
  await choose(rig, [id], other!.id)
  expect(await rig.operations(['draft'])).toMatchObject([{ changes: [{ to: other!.name }] }])
  await rig.sendAll()
  expect(changed(rig)).toHaveLength(1)
  await choose(rig, [id], other!.id)
  await rig.sendAll()
  expect(await rig.operations(['done'])).toHaveLength(2)
  expect(changed(rig)).toHaveLength(1)
})

test('an answer that is lost is looked up by what the user is read to have', async () => {
  for (const when of ['before', 'after'] as const) {
    const rig = await simRig()
    const { id } = await firstUser(rig)
    const plan = (await plansOf(rig)).at(-1)!
    await choose(rig, [id], plan.id)
    rig.panel.faults.add({ path: 'user/update', strike: { do: 'drop', when } })
    await rig.sendAll()
    expect(await rig.operations(['done']), when).toHaveLength(1)
    expect(changed(rig), when).toMatchObject([{ fields: { defaultPlan: plan.id } }])
  }
})

test('a plan that the dealer has not is said beforehand', async () => {
  const rig = await simRig()
  const { id } = await firstUser(rig)
  await choose(rig, [id], 999_999)
  expect(await rig.operations(['draft'])).toMatchObject([{ problem: { code: 'plan-gone' } }])
})
