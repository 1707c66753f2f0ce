import { useI18n } from 'vue-i18n'
import { useAction } from '../../components/action.ts'
import { announce } from '../../components/announce.ts'
import { useConfirm } from '../../components/confirm.ts'
import { useOutbox } from '../../stores/outbox.ts'
import { type Action, asksFirst } from './actions.ts'
import { counted } from './words.ts'

/** Carries out what a person does with operations or whole change sets: asks first where something is lost, says what came of it. */
export function useOperationActions() {
  const { t } = useI18n()
  const act = useAction()
  const ask = useConfirm()
  const outbox = useOutbox()

  function confirmed(action: 'discard' | 'giving-up' | 'theirs', count: number): Promise<boolean> {
    return ask({
      title: counted(`outbox.confirm.${action}.title`, count),
      text: t(`outbox.confirm.${action}.text`),
      confirm: counted(`outbox.confirm.${action}.yes`, count),
      danger: true,
    })
  }

  /** What came of it in words, or undefined where it failed, which has then been said. */
  async function carryOut(action: Action, operations: number[]): Promise<string | undefined> {
    switch (action) {
      case 'discard': {
        const answer = await act('outbox.discard', { operations })
        return answer && counted('outbox.announced.discarded', answer.discarded)
      }
      case 'mend': {
        const answer = await act('outbox.mend', { operations })
        return answer && counted('outbox.announced.mended', answer.drafts)
      }
      case 'mine':
      case 'theirs': {
        const answer = await act('outbox.resolve', { operations, take: action })
        return answer && counted('outbox.announced.resolved', answer.resolved)
      }
      case 'looking':
      case 'giving-up': {
        const answer = await act('outbox.settle', { operations, by: action })
        if (!answer) return undefined
        const parts = [counted('outbox.announced.settled', answer.settled)]
        if (answer.still > 0) parts.push(counted('outbox.announced.still', answer.still))
        return parts.join(' ')
      }
    }
  }

  async function tell(words: string | undefined): Promise<void> {
    if (words === undefined) return
    announce(words)
    await outbox.refresh()
  }

  return {
    /** Does something with single operations. */
    async withOperations(action: Action, operations: number[]): Promise<void> {
      if (operations.length === 0) return
      if (asksFirst(action, operations.length) && !(await confirmed(action, operations.length))) return
      await tell(await carryOut(action, operations))
    },
    /** Discards whatever of these change sets has not been sent: `count` operations. */
    async discardSets(changeSets: number[], count: number): Promise<void> {
      if (!(await confirmed('discard', count))) return
      const answer = await act('outbox.discard', { changeSets })
      await tell(answer && counted('outbox.announced.discarded', answer.discarded))
    },
    /** Makes released operations that have not been sent drafts again. */
    async recallSets(changeSets: number[]): Promise<void> {
      const answer = await act('outbox.recall', { changeSets })
      await tell(answer && counted('outbox.announced.recalled', answer.recalled))
    },
  }
}
