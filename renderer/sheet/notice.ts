import { onBeforeUnmount, shallowRef, type ShallowRef } from 'vue'
import { announce } from '../components/announce.ts'

/** A passing word about what has just been done: read at the lower edge, and aloud. */
export interface Notice {
  readonly text: Readonly<ShallowRef<string>>
  say(...parts: (string | false)[]): void
}

/** How long a notice stays in sight, in milliseconds. */
const stays = 8000

/** The notice of one sheet. */
export function useNotice(): Notice {
  const text = shallowRef('')
  let timer: ReturnType<typeof setTimeout> | undefined
  onBeforeUnmount(() => clearTimeout(timer))
  return {
    text,
    say(...parts) {
      text.value = parts.filter(Boolean).join(' · ')
      announce(text.value)
      clearTimeout(timer)
      timer = setTimeout(() => (text.value = ''), stays)
    },
  }
}
