import { computed, shallowRef, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import type { RemedyOffer, RemedyTaken, WhichOperations } from '../../shared/contract/remedies.ts'
import type { RemedyName } from '../../shared/operations/remedy.ts'
import { announce } from '../announce.ts'
import { call } from '../bridge.ts'
import { useAction } from '../components/action.ts'
import { useOutbox } from '../stores/outbox.ts'
import { useRemedied } from '../stores/remedied.ts'
import { counted } from './words.ts'

/** Something that can still be done, and how it is told: by a button, and by what it will do. */
export interface ToldOffer {
  readonly remedy: RemedyName
  readonly words: { readonly do: string; readonly hint: string }
}

/**
 * What can still be done with operations that were refused or are kept back, and the doing of it. It is asked for anew
 * whenever change sets have changed; `which` answers null where nothing is to be asked.
 */
export function useRemedies(which: () => WhichOperations | null) {
  const { te, t } = useI18n()
  const act = useAction()
  const outbox = useOutbox()
  const remedied = useRemedied()
  const known = shallowRef<readonly RemedyOffer[]>([])
  const busy = shallowRef(false)
  // What is asked for counts, not the object that says it.
  const asked = computed(() => JSON.stringify(which()))

  async function ask(): Promise<void> {
    const key = asked.value
    const wanted = which()
    // Where the core cannot say it, nothing is offered: whatever else can be done is there all the same.
    const answer = wanted && (await call('outbox.remedies', wanted).catch(() => null))
    if (key === asked.value) known.value = answer?.offers ?? []
  }
  watch(asked, () => (known.value = []))
  watch([asked, () => outbox.changeSets], ask, { immediate: true })

  const offers = computed(() =>
    known.value.map(({ remedy, operations }): ToldOffer => {
      // Of drafts it is another thing to say: nothing of them was refused.
      const ofDrafts = `outbox.remedies.${remedy}.draft`
      const texts = which()?.state === 'draft' && te(`${ofDrafts}.do`) ? ofDrafts : `outbox.remedies.${remedy}`
      return { remedy, words: { do: counted(`${texts}.do`, operations), hint: counted(`${texts}.hint`, operations) } }
    }),
  )

  /** What a remedy has come to, in words. */
  function wordsOf(remedy: RemedyName, { helped, along, freed, staged, left }: RemedyTaken): string {
    const some = (key: string, count: number): string[] => {
      const texts = [`outbox.remedies.${remedy}.${key}`, `outbox.remedies.${key}`].filter((text) => te(text))
      return count > 0 ? texts.slice(0, 1).map((text) => counted(text, count)) : []
    }
    return [
      ...some('done', helped),
      ...some('along', along),
      ...some('freed', freed),
      ...some('staged', staged),
      ...some('left', left),
    ].join(' ')
  }

  async function take(remedy: RemedyName): Promise<void> {
    const wanted = which()
    if (!wanted || busy.value) return
    busy.value = true
    const answer = await act('outbox.remedy', { ...wanted, remedy })
    busy.value = false
    if (!answer) return
    const words = wordsOf(remedy, answer) || t('outbox.remedies.nothing')
    remedied.tell(words)
    announce(words)
    await outbox.refresh()
  }

  return { offers, busy, take }
}
