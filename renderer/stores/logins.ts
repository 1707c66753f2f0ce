import { defineStore } from 'pinia'
import { ref, watch } from 'vue'
import { useStatus } from './status.ts'

/** Logins by the id of their user, as they were chosen: an id alone tells a person nothing. Of the open panel only. */
export const useLogins = defineStore('logins', () => {
  const status = useStatus()
  const known = ref<Readonly<Record<string, string>>>({})
  watch(
    () => status.profile?.id,
    () => (known.value = {}),
  )

  function remember(id: number, login: string): void {
    known.value = { ...known.value, [id]: login }
  }

  return { known, remember }
})
