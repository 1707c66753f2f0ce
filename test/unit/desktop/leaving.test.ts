import { expect, test } from 'vitest'
import { leave } from '../../../electron/desktop/leaving.ts'
import { askedKeychain } from '../../../electron/secrets/asked-keychain.ts'
import { sessionKeychain } from '../../../electron/secrets/session-keychain.ts'

const never = () => new Promise<never>(() => undefined)

/** What is done, in order, with a core that closes when it is told. */
function program() {
  const done: string[] = []
  let closed: () => void = () => undefined
  const core = {
    close: () => new Promise<void>((resolve) => (closed = resolve)).then(() => void done.push('closed')),
  }
  return { done, core, close: () => closed(), exit: () => void done.push('exit'), kill: () => void done.push('kill') }
}

test('a program whose keychain never answers ends at once, but not before the core has closed', async () => {
  const keychain = askedKeychain({ get: never, set: never, delete: never })
  void keychain.get('a')
  const { done, core, close, ...ends } = program()
  const left = leave(core, keychain, ends)
  await Promise.resolve()
  expect(done).toEqual([])
  close()
  await left
  expect(done).toEqual(['closed', 'kill'])
})

test('a program whose keychain has answered exits as any does, though the answer was a refusal', async () => {
  const refuse = () => Promise.reject(new Error('it is locked'))
  const keychain = askedKeychain({ ...sessionKeychain(), delete: refuse })
  await keychain.set('a', 'horse')
  expect(await keychain.get('a')).toBe('horse')
  await keychain.delete('a').catch(() => undefined)
  const { done, core, close, ...ends } = program()
  const left = leave(core, keychain, ends)
  close()
  await left
  expect(done).toEqual(['closed', 'exit'])
})

test('a core that does not close cleanly does not keep the program from ending', async () => {
  const { done, ...ends } = program()
  const core = { close: () => Promise.reject(new Error('it broke')) }
  await leave(core, askedKeychain(sessionKeychain()), ends).catch(() => undefined)
  expect(done).toEqual(['exit'])
})
