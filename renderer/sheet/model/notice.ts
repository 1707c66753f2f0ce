import { onBeforeUnmount, shallowRef, type ShallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { problemOf } from '../../../shared/problem.ts'
import { announce } from '../../announce.ts'
import { number, problemWords } from '../../wording.ts'

/** A passing word about what has just been done: read at the lower edge, and aloud. */
export interface Notice {
  readonly text: Readonly<ShallowRef<string>>
  /** What can be done about it, as a button next to it; null mostly. */
  readonly offer: Readonly<ShallowRef<Offer | null>>
  say(...parts: (string | false)[]): void
  /** Says it, and offers something to do about it. */
  sayWith(offer: Offer, ...parts: (string | false)[]): void
  /** Says what went wrong. */
  sayWrong(error: unknown): void
  /** Does something; where it fails, what went wrong is said and nothing is thrown. */
  said(work: () => Promise<void>): Promise<void>
  /** A count in the words of `sheet.notice.<key>`, for what is said; false of nothing. */
  count(key: string, value: number): string | false
}

/** Something that a person may want after what has just been done. */
export interface Offer {
  /** What the button does. */
  readonly label: string
  accept(): void
}

/** How long a notice stays in sight, in milliseconds; longer where it has to be decided on. */
const stays = 8000
const staysWithOffer = 60_000

/** The notice of one sheet. */
export function useNotice(): Notice {
  const { t } = useI18n()
  const text = shallowRef('')
  const offered = shallowRef<Offer | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  onBeforeUnmount(() => clearTimeout(timer))

  function clear(): void {
    text.value = ''
    offered.value = null
  }

  function show(offer: Offer | null, parts: readonly (string | false)[]): void {
    text.value = parts.filter(Boolean).join(' · ')
    offered.value = offer
    announce([text.value, offer?.label].filter(Boolean).join(' · '))
    clearTimeout(timer)
    timer = setTimeout(clear, offer ? staysWithOffer : stays)
  }

  function sayWrong(error: unknown): void {
    show(null, [problemWords(problemOf(error))])
  }

  return {
    text,
    offer: offered,
    say: (...parts) => show(null, parts),
    sayWith: (offer, ...parts) => show(offer, parts),
    sayWrong,
    async said(work) {
      try {
        await work()
      } catch (error) {
        sayWrong(error)
      }
    },
    count: (key, value) => value > 0 && t(`sheet.notice.${key}`, { count: number(value) }, value),
  }
}
