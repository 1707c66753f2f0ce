import { expect, test } from 'vitest'
import type { Keychain } from '../../../electron/ports.ts'
import { simRig, type RigOptions } from '../../support/core-rig.ts'
import { hashesAstray } from '../../support/hashes.ts'
import { createNotes, stageNotes } from '../../support/notes.ts'

// A user may have 20 sessions, each of 30 days: they are kept from one start of the program to the next.

/** A keychain whose entries can be looked at. */
function openKeychain(held = new Map<string, string>()): Keychain & { readonly held: Map<string, string> } {
  return {
    held,
    get: (account) => Promise.resolve(held.get(account) ?? null),
    set: (account, secret) => Promise.resolve(void held.set(account, secret)),
    delete: (account) => Promise.resolve(void held.delete(account)),
  }
}

const noKeychain: Keychain = {
  get: () => Promise.reject(new Error('there is none')),
  set: () => Promise.reject(new Error('there is none')),
  delete: () => Promise.reject(new Error('there is none')),
}

/** A core with two users to whom notes can be sent. */
async function rigWith(options: RigOptions) {
  const notes = createNotes()
  const made = await simRig({ ...options, panel: { userMethods: notes.methods } })
  const { users } = await made.call('lookup.users', { search: '' })
  const [first = 0, second = 0] = users.map(({ id }) => id)
  let sent = 0
  async function send(): Promise<void> {
    sent += 1
    stageNotes(made, [
      { user: first, name: 'note', text: `Ring ${sent} times` },
      { user: second, name: 'note', text: `Ring ${sent} times` },
    ])
    await made.send()
    await made.settled()
    expect((await made.operations()).every(({ state }) => state === 'done')).toBe(true)
    expect(hashesAstray(made.wire)).toEqual([])
  }
  const requests = (path: string) => made.panel.stats().requests[path] ?? 0
  return { made, users: [first, second] as const, send, requests }
}

test('a user’s session outlives the program, and the next start asks for none', async () => {
  const { made, send, requests } = await rigWith({ keychain: openKeychain() })
  await send()
  await made.restart()
  await made.online()
  await send()
  expect(requests('user/session/create')).toBe(2)
  expect(requests('user/logout')).toBe(0)
})

test('one that has ended meanwhile is opened anew, once, and what was to go goes', async () => {
  const { made, users, send, requests } = await rigWith({ keychain: openKeychain() })
  await send()
  await made.restart()
  await made.online()
  made.panel.expireUserSessions(users[0])
  await send()
  expect(made.panel.stats().refusals).toEqual({ 4: 1 })
  expect(requests('user/session/create')).toBe(3)
  await made.restart()
  await made.online()
  await send()
  expect(requests('user/session/create')).toBe(3)
})

test('one that has ended by its date is not tried', async () => {
  const { made, send, requests } = await rigWith({ keychain: openKeychain() })
  await send()
  await made.call('profiles.close', {})
  await made.clock.advance(30 * 24 * 3_600_000)
  await made.call('profiles.open', { id: made.profile })
  await made.online()
  const asked = requests('note/set')
  await send()
  expect(requests('user/session/create')).toBe(4)
  expect(requests('note/set')).toBe(asked + 2)
})

test('what the keychain holds of it may be anything', async () => {
  const keychain = openKeychain()
  const { made, send, requests } = await rigWith({ keychain })
  await send()
  for (const account of keychain.held.keys())
    if (account.includes(' user ')) keychain.held.set(account, '{"hash":"a b"')
  await made.restart()
  await made.online()
  await send()
  expect(requests('user/session/create')).toBe(4)
})

test('without a keychain it ends with the program, and is ended at the panel', async () => {
  const { made, send, requests } = await rigWith({ keychain: noKeychain })
  await send()
  await made.call('profiles.close', {})
  expect(requests('user/logout')).toBe(2)
})

test('nothing of it is in any file or event, and nothing is left of it once the panel is forgotten', async () => {
  const keychain = openKeychain()
  const { made, send } = await rigWith({ keychain })
  await send()
  const ofUsers = () => [...keychain.held.keys()].filter((account) => account.includes(' user '))
  expect(ofUsers()).toHaveLength(2)
  const kept = JSON.stringify([
    made.journal('SELECT * FROM setting'),
    made.journal('SELECT request, answer, problem FROM attempt'),
    made.events,
  ])
  for (const hash of made.wire.given.keys()) expect(kept).not.toContain(hash)
  await made.call('profiles.remove', { id: made.profile, discardStaged: true })
  expect([...keychain.held.keys()]).toEqual([])
})
