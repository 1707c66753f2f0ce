import { readonly, ref } from 'vue'

const words = ref('')

/** What a screen reader is to say next; App.vue puts it into the page's one live region. */
export const announcement = readonly(words)

/** Says something to those who listen to the page instead of looking at it. The same words once more are said once more. */
export function announce(text: string): void {
  words.value = words.value === text ? `${text}\u00a0` : text
}
