import { ref } from 'vue'
import { type Problem, problemOf } from '../../../shared/problem.ts'

/** What is being done with a panel in the list, and why the last try failed. One thing is done at a time. */
export function useAttempt(before: Problem | null = null) {
  const busy = ref<'opening' | 'removing' | null>(null)
  const problem = ref<Problem | null>(before)

  async function attempt(doing: 'opening' | 'removing', what: () => Promise<unknown>): Promise<void> {
    if (busy.value) return
    busy.value = doing
    problem.value = null
    try {
      await what()
    } catch (error) {
      problem.value = problemOf(error)
    } finally {
      busy.value = null
    }
  }

  return { busy, problem, attempt }
}
