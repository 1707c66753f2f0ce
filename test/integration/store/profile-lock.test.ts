import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { lockProfile } from '../../../electron/store/profile-lock.ts'
import { simRig } from '../../support/core-rig.ts'
import { testFolder } from '../../support/journals.ts'

const holder = resolve(import.meta.dirname, '../../support/hold-profile.ts')

/** Another process that tries to hold the lock, and what it says of that. */
async function otherProcess(path: string): Promise<{ process: ChildProcess; said: string }> {
  const child = spawn(process.execPath, [holder, path], { stdio: ['pipe', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [said] = (await once(child.stdout, 'data')) as [Buffer]
  return { process: child, said: said.toString().trim() }
}

test.for(['SIGTERM', 'SIGKILL'] as const)(
  'a profile is free again once its process has ended by %s',
  async (signal) => {
    const path = join(testFolder(), 'lock.db')
    const other = await otherProcess(path)
    expect(other.said).toBe('held')
    expect(() => lockProfile(path)).toThrow('profile-busy')
    other.process.kill(signal)
    await once(other.process, 'exit')
    lockProfile(path).release()
  },
)

test('a second process is turned away, and let in after the first has let go', async () => {
  const path = join(testFolder(), 'lock.db')
  const lock = lockProfile(path)
  expect((await otherProcess(path)).said).toBe('profile-busy')
  lock.release()
  expect((await otherProcess(path)).said).toBe('held')
})

test('a core says that another program has the profile open', async () => {
  const rig = await simRig()
  await rig.call('profiles.close', {})
  const other = await otherProcess(join(rig.profileFolder, 'lock.db'))
  expect(await rig.answer('profiles.open', { id: rig.profile })).toMatchObject({
    ok: false,
    problem: { code: 'profile-busy' },
  })
  other.process.kill('SIGKILL')
  await once(other.process, 'exit')
  await rig.call('profiles.open', { id: rig.profile })
})
