import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { Status } from '../../shared/contract/profiles.ts'
import type { Permissions } from '../../shared/model/permissions.ts'
import { usualPolicy } from '../../shared/rules/password.ts'
import { type Problem, problemOf } from '../../shared/problem.ts'
import { call, onEvent, onReturn } from '../bridge.ts'

/** What is always in sight: profile, connection, last pull, queue. The core's word, never guessed here. */
export const useStatus = defineStore('status', () => {
  /** Null until the core has answered for the first time. */
  const status = shallowRef<Status | null>(null)
  /** Why the core could not be asked, if it could not. */
  const problem = shallowRef<Problem | null>(null)

  /** Counts what the core has told unasked. */
  let told = 0

  /** Asks the core now, instead of waiting for its next event. */
  async function refresh(): Promise<void> {
    const before = told
    try {
      const answer = await call('status.read', {})
      // Answers and events come by different ways: one that was overtaken by an event may be older.
      if (told === before) status.value = answer
      problem.value = null
    } catch (error) {
      problem.value = problemOf(error)
    }
  }

  onEvent((event) => {
    if (event.event !== 'status') return
    told += 1
    status.value = event.status
    problem.value = null
  })
  onReturn(() => void refresh())
  void refresh()

  const profile = computed(() => status.value?.profile ?? null)
  const connection = computed(() => status.value?.connection.state ?? 'closed')
  const online = computed(() => connection.value === 'online')
  /** Operations that a person has to look at before they can go on, or at all. */
  const attention = computed(() => {
    const queue = status.value?.queue
    return queue ? queue.broken + queue.unknown + queue.conflict + queue.rejected : 0
  })
  /** Drafts that can be released; one that breaks a rule is told by `attention`. */
  const staged = computed(() => {
    const queue = status.value?.queue
    return queue ? queue.draft - queue.broken : 0
  })
  /** Released operations that go by themselves and have not been settled. */
  const queued = computed(() => {
    const queue = status.value?.queue
    return queue ? queue.ready + queue.sending + queue.waiting : 0
  })
  /** Released operations that a person holds back. */
  const held = computed(() => status.value?.queue.held ?? 0)
  /** A run goes on, or is paused with something left that it would send: what was all recalled has ended it. */
  const underWay = computed(() => {
    const sending = status.value?.sending
    return sending !== undefined && (sending.running || (sending.paused && queued.value > 0))
  })
  /** Everything in the outbox that is not settled. */
  const unsettled = computed(() => {
    const queue = status.value?.queue
    return queue ? queue.draft + queued.value + queue.held + queue.unknown + queue.conflict + queue.rejected : 0
  })

  /** What the account may do. The status is told anew all the time, and much is drawn by this: it stays the same while it is. */
  const permissions = computed((before?: Permissions): Permissions => {
    const now = status.value?.permissions ?? {}
    return before && JSON.stringify(before) === JSON.stringify(now) ? before : now
  })

  /** How passwords of users have to be. */
  const passwordPolicy = computed(() => status.value?.passwordPolicy ?? usualPolicy)

  return {
    status,
    problem,
    profile,
    connection,
    online,
    attention,
    staged,
    queued,
    held,
    underWay,
    unsettled,
    permissions,
    passwordPolicy,
    refresh,
  }
})
