import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { useStatus } from './status.ts'

/** What was done last with what was refused, in words, as long as it is in sight and can be taken back. */
export const useRemedied = defineStore('remedied', () => {
  const status = useStatus()
  const said = shallowRef<string | null>(null)

  return {
    /** Null where nothing was done, or it can be taken back no more, as once it has been sent. */
    words: computed(() => (status.status?.undo.canUndo === false ? null : said.value)),
    tell: (words: string) => void (said.value = words),
    putAway: () => void (said.value = null),
  }
})
