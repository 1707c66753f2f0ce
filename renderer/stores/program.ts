import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { ProgramState } from '../../shared/contract/settings.ts'
import { call } from '../bridge.ts'

/** What is known of the program and its machine, asked for where it is shown. */
export const useProgram = defineStore('program', () => {
  /** Null until the core has said it. */
  const state = shallowRef<ProgramState | null>(null)

  /** Left as it was where it cannot be told. */
  async function refresh(): Promise<void> {
    state.value = await call('program.state', {}).catch(() => state.value)
  }

  return { state, refresh }
})
