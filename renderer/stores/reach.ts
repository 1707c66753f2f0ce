import { defineStore } from 'pinia'
import { ref } from 'vue'
import { problemOf } from '../../shared/problem.ts'
import { call, onGiveUp, onRestart, onReturn, onSilence } from '../bridge.ts'

/** Milliseconds between two looks whether the core still answers, and how long an answer may take. */
const pause = 5_000
const patience = 5_000

async function ask(): Promise<boolean> {
  try {
    await call('status.read', {})
    return true
  } catch (error) {
    // Any other problem is an answer, too.
    return problemOf(error).code !== 'core-unreachable'
  }
}

let asking: Promise<boolean> | null = null
/** Whether it answers; while it does not, it is not asked a second time. */
function answers(): Promise<boolean> {
  asking ??= ask().finally(() => (asking = null))
  return asking
}

/**
 * Whether the program behind the window answers, and what became of it. It is asked now and then, and at once where its
 * events break off.
 */
export const useReach = defineStore('reach', () => {
  const lost = ref(false)
  /** The log of a core that broke down too often to be started again; null while it may be. */
  const givenUp = ref<string | null>(null)
  /** When the core was last started again, until a person has seen that: milliseconds since 1970. */
  const restartedAt = ref<number | null>(null)
  let latest = 0

  async function look(): Promise<void> {
    const mine = (latest += 1)
    const tooLong = new Promise<false>((resolve) => setTimeout(() => resolve(false), patience))
    const answered = await Promise.race([answers(), tooLong])
    if (mine === latest) lost.value = !answered
  }

  async function watch(): Promise<void> {
    await look()
    setTimeout(() => void watch(), pause)
  }

  onRestart(() => {
    givenUp.value = null
    restartedAt.value = Date.now()
  })
  onGiveUp((log) => {
    givenUp.value = log
    restartedAt.value = null
    lost.value = true
  })
  onReturn(() => void look())
  onSilence(() => void look())
  void watch()

  return { lost, givenUp, restartedAt }
})
