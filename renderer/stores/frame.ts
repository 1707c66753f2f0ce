import { defineStore } from 'pinia'
import { ref } from 'vue'

/** What stands over or beside every page. */
export const useFrame = defineStore('frame', () => {
  /** Whether the list of keys is open, which any page has. */
  const keysOpen = ref(false)
  /** At which step of the tour one is. */
  const tourStep = ref(0)

  return { keysOpen, tourStep }
})
