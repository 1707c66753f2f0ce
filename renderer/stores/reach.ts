import { defineStore } from 'pinia'
import { ref } from 'vue'
import { problemOf } from '../../shared/problem.ts'
import { call, onReturn, onSilence } from '../bridge.ts'

/** Milliseconds between two looks whether the core still answers, and how long an answer may take. */
const pause = 5_000
const patience = 5_000

async function answers(): Promise<boolean> {
  try {
    await call('status.read', {})
    return true
  } catch (error) {
    // Any other problem is an answer, too.
    return problemOf(error).code !== 'core-unreachable'
  }
}

/** Whether the program behind the window answers. It is asked now and then, and at once where its events break off. */
export const useReach = defineStore('reach', () => {
  const lost = ref(false)
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

  onReturn(() => void look())
  onSilence(() => void look())
  void watch()

  return { lost }
})
