import { readonly, type Ref, ref } from 'vue'

const now = ref(Date.now())
let ticking: ReturnType<typeof setInterval> | undefined

/** The present, in milliseconds since 1970, UTC: renewed every five seconds, for texts such as "2 min ago". */
export function useNow(): Readonly<Ref<number>> {
  ticking ??= setInterval(() => (now.value = Date.now()), 5000)
  return readonly(now)
}
