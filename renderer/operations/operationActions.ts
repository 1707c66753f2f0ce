import { useMessage } from 'naive-ui'
import { useI18n } from 'vue-i18n'
import type { CallInput, CallOutput } from '../../shared/contract.ts'
import type { OperationState } from '../../shared/operations/states.ts'
import { useAction } from '../components/action.ts'
import { announce } from '../announce.ts'
import { useConfirm } from '../components/confirm.ts'
import { useOutbox } from '../stores/outbox.ts'
import { type Action, asksFirst, type Losing } from './actions.ts'
import { counted } from './words.ts'

/** So many operations are asked for at a time. */
const page = 1000

/** What turning a sent change set round came to. */
export type Undone = CallOutput<'outbox.undoSent'>

/** What a person has decided of a conflict. */
export type Resolution = Omit<CallInput<'outbox.resolve'>, 'operations'>

/** Carries out what a person does with operations or whole change sets: asks first where something is lost, says what came of it. */
export function useOperationActions() {
  const { t } = useI18n()
  const act = useAction()
  const ask = useConfirm()
  const message = useMessage()
  const outbox = useOutbox()

  function confirmed(action: Losing, count: number): Promise<boolean> {
    return ask({
      title: counted(`outbox.confirm.${action}.title`, count),
      text: t(`outbox.confirm.${action}.text`),
      confirm: counted(`outbox.confirm.${action}.yes`, count),
      danger: true,
    })
  }

  /** How many it has settled or changed, and that in words; undefined where it failed, which has then been said. */
  async function carryOut(action: Action, operations: number[]): Promise<{ count: number; words: string } | undefined> {
    const told = (what: string, count: number) => ({ count, words: counted(`outbox.announced.${what}`, count) })
    switch (action) {
      case 'discard': {
        const answer = await act('outbox.discard', { operations })
        return answer && told('discarded', answer.discarded)
      }
      case 'mend': {
        const answer = await act('outbox.mend', { operations })
        return answer && told('mended', answer.drafts)
      }
      case 'hold':
      case 'let-go': {
        const held = action === 'hold'
        const answer = await act('outbox.hold', { operations, held })
        return answer && told(held ? 'held' : 'let-go', answer.changed)
      }
      case 'mine':
      case 'theirs': {
        const answer = await act('outbox.resolve', { operations, take: action })
        return answer && told('resolved', answer.resolved)
      }
      case 'looking':
      case 'giving-up': {
        const answer = await act('outbox.settle', { operations, by: action })
        if (!answer) return undefined
        const { words } = told('settled', answer.settled)
        const still = answer.still > 0 ? ` ${counted('outbox.announced.still', answer.still)}` : ''
        return { count: answer.settled, words: words + still }
      }
    }
  }

  async function tell(words: string | undefined): Promise<void> {
    if (words === undefined) return
    announce(words)
    await outbox.refresh()
  }

  /** Does something with single operations; resolves to how many it was done with. */
  async function withOperations(action: Action, operations: number[]): Promise<number> {
    if (operations.length === 0) return 0
    if (asksFirst(action, operations.length) && !(await confirmed(action, operations.length))) return 0
    const came = await carryOut(action, operations)
    await tell(came?.words)
    return came?.count ?? 0
  }

  /** Every operation of these change sets that is in a state. */
  async function operationsIn(changeSets: readonly number[], state: OperationState): Promise<number[]> {
    const ids: number[] = []
    for (const changeSet of changeSets) {
      for (let from = 0, count = 1; from < count; from += page) {
        const answer = await act('outbox.operations', { changeSet, states: [state], search: '', from, count: page })
        if (!answer) return []
        ids.push(...answer.rows.map(({ id }) => id))
        count = answer.count
      }
    }
    return ids
  }

  return {
    withOperations,
    /** Settles conflicts as a person has decided; resolves to how many were settled. */
    async resolve(operations: number[], resolution: Resolution): Promise<number> {
      const answer = await act('outbox.resolve', { operations, ...resolution })
      if (!answer) return 0
      if (answer.resolved > 0) await tell(counted('outbox.announced.resolved', answer.resolved))
      else message.warning(t('outbox.conflict.broken'), { duration: 8000, closable: true })
      return answer.resolved
    },
    /** Settles every conflict of these change sets the same way. */
    async resolveAll(changeSets: readonly number[], take: 'mine' | 'theirs'): Promise<void> {
      await withOperations(take, await operationsIn(changeSets, 'conflict'))
    },
    /** Discards whatever of these change sets has not been sent: `count` operations. */
    async discardSets(changeSets: number[], count: number): Promise<void> {
      if (!(await confirmed('discard', count))) return
      const answer = await act('outbox.discard', { changeSets })
      await tell(answer && counted('outbox.announced.discarded', answer.discarded))
    },
    /** Stages the opposite of what was sent of a change set: `count` operations. */
    async undoSent(changeSet: number, count: number): Promise<Undone | undefined> {
      const confirmed = await ask({
        title: counted('outbox.confirm.undo.title', count),
        text: t('outbox.confirm.undo.text'),
        confirm: t('outbox.confirm.undo.yes'),
      })
      if (!confirmed) return undefined
      const answer = await act('outbox.undoSent', { changeSet })
      if (answer) {
        const { staged } = answer
        await tell(staged > 0 ? counted('outbox.undone.staged', staged) : t('outbox.undone.nothing'))
      }
      return answer
    },
    /** Makes released operations that have not been sent drafts again. */
    async recallSets(changeSets: number[]): Promise<void> {
      const answer = await act('outbox.recall', { changeSets })
      await tell(answer && counted('outbox.announced.recalled', answer.recalled))
    },
  }
}
