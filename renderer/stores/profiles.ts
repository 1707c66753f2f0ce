import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { CallInput, CallOutput } from '../../shared/contract.ts'
import type { ProfileSummary, UnreadableProfile } from '../../shared/contract/profiles.ts'
import { type Problem, problemOf } from '../../shared/problem.ts'
import { call } from '../bridge.ts'
import { useStatus } from './status.ts'

/**
 * The panels that this computer knows. Everything that changes them throws the core's ProblemError.
 * Passwords pass through as arguments; none is kept here.
 */
export const useProfiles = defineStore('profiles', () => {
  /** Null until they have been read for the first time. */
  const list = shallowRef<readonly ProfileSummary[] | null>(null)
  /** Those whose own file cannot be read. */
  const unreadable = shallowRef<readonly UnreadableProfile[]>([])
  /** Where the password of each is, by its id, as far as that is known. */
  const places = shallowRef<CallOutput<'profiles.secrets'>['places']>({})
  /** Why they could not be read. */
  const problem = shallowRef<Problem | null>(null)

  let asked = 0

  /** Left as they were where they cannot be told: what can be done does not hang on them. */
  async function askPlaces(mine: number): Promise<void> {
    const known = await call('profiles.secrets', {}).catch(() => null)
    if (known && mine === asked) places.value = known.places
  }

  async function refresh(): Promise<void> {
    const mine = ++asked
    const askedPlaces = askPlaces(mine)
    try {
      const known = await call('profiles.list', {})
      // An older answer may come after a newer one.
      if (mine !== asked) return
      list.value = known.profiles
      unreadable.value = known.unreadable
      problem.value = null
    } catch (error) {
      if (mine === asked) problem.value = problemOf(error)
    }
    await askedPlaces
  }

  async function changed<Answer>(answer: Promise<Answer>): Promise<Answer> {
    const value = await answer
    await Promise.all([refresh(), useStatus().refresh()])
    return value
  }

  /** Signs in and out again, to see whose panel it is. */
  const test = (account: CallInput<'profiles.test'>): Promise<CallOutput<'profiles.test'>> =>
    call('profiles.test', account)
  const add = (account: CallInput<'profiles.add'>) => changed(call('profiles.add', account))
  const demo = () => changed(call('profiles.demo', {}))
  const open = (id: string) => changed(call('profiles.open', { id }))
  const mend = (account: CallInput<'profiles.mend'>) => changed(call('profiles.mend', account))
  const mark = (marked: CallInput<'profiles.mark'>) => changed(call('profiles.mark', marked))
  const close = () => changed(call('profiles.close', {}))
  const signIn = (id: string, password: string) => changed(call('profiles.signIn', { id, password }))
  const remove = (id: string, discardStaged: boolean) => changed(call('profiles.remove', { id, discardStaged }))

  return { list, unreadable, places, problem, refresh, test, add, demo, open, mend, mark, close, signIn, remove }
})
