import { computed, type ComputedRef, shallowRef, type ShallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { PutBackAnswer } from '../../../shared/contract/changes.ts'
import { announce } from '../../announce.ts'
import { useAction } from '../../components/action.ts'
import { useStatus } from '../../stores/status.ts'
import { number, problemWords } from '../../wording.ts'

/** Puts changes back, says what came of it, and takes that back. */
export interface PuttingBack {
  /** What came of the last time, in lines; null once it was put away. */
  readonly words: Readonly<ShallowRef<readonly string[] | null>>
  readonly undoable: ComputedRef<boolean>
  putBack(ids: Iterable<number>): Promise<void>
  undo(): Promise<void>
  close(): void
}

/** What the page of changes puts back. */
export function usePuttingBack(): PuttingBack {
  const { t } = useI18n()
  const act = useAction()
  const status = useStatus()
  const words = shallowRef<readonly string[] | null>(null)
  /** How many steps were staged: one for each sheet. */
  const steps = shallowRef(0)

  function linesOf({ staged, unstaged, broken, left }: PutBackAnswer): string[] {
    const counted = (key: string, n: number) => (n > 0 ? [t(`changes.putBack.${key}`, { n: number(n) }, n)] : [])
    return [
      ...(staged + unstaged === 0 ? [t('changes.putBack.nothing')] : counted('staged', staged)),
      ...counted('unstaged', unstaged),
      ...counted('broken', broken),
      ...left.map(({ problem, changes: n }) =>
        t('changes.putBack.left', { n: number(n), why: problemWords(problem) }, n),
      ),
    ]
  }

  return {
    words,
    undoable: computed(() => steps.value > 0 && status.status?.undo.canUndo !== false),
    async putBack(ids) {
      const answer = await act('changes.putBack', { ids: [...ids] })
      if (!answer) return
      steps.value = answer.steps
      words.value = linesOf(answer)
      announce(words.value.join(' '))
    },
    async undo() {
      for (; steps.value > 0; steps.value -= 1) if (!(await act('sheet.undo', { redo: false }))) return
      words.value = null
      announce(t('changes.putBack.undone'))
    },
    close() {
      words.value = null
      steps.value = 0
    },
  }
}
