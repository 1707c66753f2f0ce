import { expect, test } from 'vitest'
import { simRig, type RigOptions, type SimRig } from '../../support/core-rig.ts'
import { otherClient } from '../../support/other-client.ts'

async function users(rig: SimRig, query: object = {}) {
  const question = { search: '', sort: [], filter: [], only: 'all' as const }
  const { view, count } = await rig.call('sheet.open', { sheet: 'users', ...question, ...query })
  return (await rig.call('sheet.rows', { view, from: 0, count })).rows
}
const edit = (rig: SimRig, id: number, field: string, value: string) =>
  rig.call('sheet.stage', { sheet: 'users', source: 'type', cells: [{ id, field, value }] })
const changes = ({ panel }: SimRig) =>
  panel.ledger.entries().flatMap((entry) => (entry.effect === 'user.changed' && entry.session !== 0 ? [entry] : []))

/** A panel, and its first user: a legal entity, of whom every field is told. */
async function rigWithUser(options: RigOptions = {}) {
  const rig = await simRig(options)
  const [user, other] = await users(rig)
  return { rig, user: user!, other: other! }
}

test('a comment and a phone are typed, sent in one request, and nothing else of the user is lost', async () => {
  const { rig, user } = await rigWithUser()
  await edit(rig, user.id, 'comment', 'Calls back')
  await edit(rig, user.id, 'phone', '+44 (20) 7946-0018')
  expect(await rig.operations(['draft'])).toMatchObject([
    { kind: 'user.update', changes: [{ field: 'phone', to: '442079460018' }, { field: 'comment' }] },
  ])
  const read = () => otherClient(rig.panel)('user/read', { user_id: user.id })
  const before = read()
  await rig.sendAll()
  expect(await rig.operations(['done'])).toHaveLength(1)
  expect(changes(rig)).toHaveLength(1)
  expect(before).toHaveProperty('discount')
  expect(read()).toEqual({
    ...before,
    value: { ...(before['value'] as object), comment: 'Calls back', phone: '442079460018' },
  })
  expect((await users(rig))[0]?.values).toMatchObject({ comment: 'Calls back', phone: '442079460018' })
})

test('what this program knows nothing of is kept, too, and so is what others have changed meanwhile', async () => {
  const { rig, user } = await rigWithUser()
  const ask = otherClient(rig.panel)
  const { value, discount } = ask('user/read', { user_id: user.id })
  const theirs = { ...(value as object), passport: 'P 123', contact: { by: 'post' } }
  ask('user/update', { user: theirs, discount, comment: 'Theirs', default_tariff_id: 16002 })
  await edit(rig, user.id, 'phone', '442079460018')
  await rig.sendAll()
  expect(ask('user/read', { user_id: user.id })).toMatchObject({
    value: { passport: 'P 123', contact: { by: 'post' }, comment: 'Theirs', phone: '442079460018' },
    discount,
    default_tariff_id: 16002,
  })
})

test('what somebody else has written into the same field is a conflict; the same value is done already', async () => {
  const { rig, user } = await rigWithUser()
  const second = (await users(rig)).find(({ id, values }) => id !== user.id && values['legalType'] === 'individual')!
  await edit(rig, user.id, 'comment', 'Mine')
  await edit(rig, second.id, 'comment', 'The same')
  rig.panel.edit({ said_of_user: user.id, comment: 'Theirs' })
  rig.panel.edit({ said_of_user: second.id, comment: 'The same' })
  await rig.sendAll()
  expect(await rig.operations(['conflict'])).toMatchObject([{ changes: [{ to: 'Mine', theirs: 'Theirs' }] }])
  expect(await rig.operations(['done'])).toMatchObject([{ already: true }])
  expect(changes(rig)).toEqual([])
})

test('an answer that is lost is looked up by reading the user, and nothing is sent twice', async () => {
  const { rig, user } = await rigWithUser()
  for (const [when, value] of [
    ['before', 'One'],
    ['after', 'Two'],
  ] as const) {
    rig.panel.faults.add({ path: 'user/update', strike: { do: 'drop', when } })
    await edit(rig, user.id, 'comment', value)
    await rig.sendAll()
  }
  expect(await rig.operations(['done'])).toHaveLength(2)
  expect(changes(rig).map(({ fields }) => fields.comment)).toEqual(['One', 'Two'])
  expect(rig.panel.stats().repeats).toEqual({ refused: 0, sameAgain: 0 })
})

test('what was sent is taken back, by the values before', async () => {
  const { rig, user } = await rigWithUser()
  await edit(rig, user.id, 'city', 'Graz')
  await edit(rig, user.id, 'activated', user.values['activated'] ? 'no' : 'yes')
  const [draft] = await rig.operations(['draft'])
  await rig.sendAll()
  await rig.call('outbox.undoSent', { changeSet: draft!.changeSet })
  await rig.sendAll()
  expect(changes(rig).map(({ fields }) => [fields.post_city, fields.activated])).toEqual([
    ['Graz', !user.values['activated']],
    [user.values['city'], user.values['activated']],
  ])
})

test('a login that another user is known to have is said at its cell and stays; one that is taken meanwhile is refused', async () => {
  const { rig, user, other } = await rigWithUser()
  await edit(rig, user.id, 'login', String(other.values['login']))
  expect(await rig.operations(['draft'])).toMatchObject([{ problem: { code: 'login-taken' } }])
  await edit(rig, user.id, 'login', 'new@example.com')
  expect(await rig.operations(['draft'])).toMatchObject([{ problem: null }])
  rig.panel.edit({ said_of_user: other.id, login: 'New@example.com' })
  await rig.sendAll()
  expect(await rig.operations(['rejected'])).toMatchObject([{ problem: { code: 'login-taken', panelCode: 206 } }])
})

test('values that the panel would not take are kept and said, each by its rule', async () => {
  const { rig, user } = await rigWithUser()
  const person = (await users(rig)).find(({ values }) => values['legalType'] === 'individual')!
  for (const [id, field, value, code] of [
    [user.id, 'comment', 'a'.repeat(256), 'user-comment-long'],
    [user.id, 'phone', '1234567890123456', 'phone-format'],
    [user.id, 'phone', 'call me', 'phone-format'],
    [user.id, 'firstName', ' ', 'user-name-empty'],
    [user.id, 'lastName', 'a'.repeat(101), 'text-long'],
    [user.id, 'login', 'nobody', 'login-format'],
    [user.id, 'activated', 'perhaps', 'yes-or-no'],
    [user.id, 'street', '', 'user-needs-address'],
    [user.id, 'legalName', '', 'user-needs-legal-name'],
    [person.id, 'legalName', 'Somebody Ltd', 'not-of-legal-type'],
  ] as const) {
    await edit(rig, id, field, value)
    expect(await rig.operations(['draft']), `${field}: ${value}`).toMatchObject([{ problem: { code } }])
    await rig.call('sheet.revert', { sheet: 'users', cells: [{ id, field: null }] })
  }
  expect(await edit(rig, person.id, 'postIndex', '')).toMatchObject({ broken: 0 })
})

test('the panel’s refusals are told in words of our own, with the panel’s beside them', async () => {
  const { rig, user } = await rigWithUser()
  for (const [code, says] of [
    [201, 'entity-gone'],
    [206, 'login-taken'],
    [7, 'user-field-refused'],
  ] as const) {
    const extra = code === 7 ? { errors: [{ parameter: 'user.phone', error: 'must be another' }] } : undefined
    rig.panel.faults.add({ path: 'user/update', strike: { do: 'refuse', code, ...(extra && { extra }) } })
    await edit(rig, user.id, 'comment', `After ${code}`)
    await rig.sendAll()
    const [refused] = await rig.operations(['rejected'])
    expect(refused, String(code)).toMatchObject({ problem: { code: says, panelCode: code } })
    await rig.call('outbox.discard', { operations: [refused!.id] })
  }
})

test('a user whose legal type wants what the panel does not show, or what nobody has said, is not written', async () => {
  const { rig, user } = await rigWithUser()
  const ask = otherClient(rig.panel)
  const { value } = ask('user/read', { user_id: user.id })
  const { activated: _, ...without } = value as Record<string, unknown>
  rig.panel.faults.add({ path: 'user/read', strike: { do: 'answer', fields: { value: without } } })
  await edit(rig, user.id, 'comment', 'One')
  await rig.sendAll()
  expect(await rig.operations(['rejected'])).toMatchObject([{ problem: { code: 'user-not-shown' } }])
  const unregistered = { ...(value as object), registered_city: '' }
  rig.panel.faults.add({ path: 'user/read', strike: { do: 'answer', fields: { value: unregistered } } })
  await rig.clock.advance(60_000)
  await edit(rig, user.id, 'comment', 'Two')
  await rig.sendAll()
  expect((await rig.operations(['rejected'])).at(-1)).toMatchObject({ problem: { code: 'user-needs-registered' } })
  expect(changes(rig)).toEqual([])
})

test('users of a sub-dealer are not edited', async () => {
  const { rig } = await rigWithUser({ panel: { subDealerUsers: 2 } })
  const foreign = (await users(rig)).at(-1)!
  await edit(rig, foreign.id, 'comment', 'Mine?')
  expect(await rig.operations(['draft'])).toMatchObject([{ problem: { code: 'user-foreign' } }])
})
