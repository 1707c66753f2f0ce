import { computed, type ComputedRef, shallowRef, type ShallowRef } from 'vue'
import type { Choice, FindChoices } from './choices.ts'

/** The list of what a cell can name, while the cell is edited. */
export interface ChoiceList {
  readonly choices: Readonly<ShallowRef<readonly Choice[]>>
  /** Which of them a key would take; -1 is none. */
  readonly at: ShallowRef<number>
  readonly isOpen: ComputedRef<boolean>
  /** Whether what was asked for has been found. */
  readonly isFound: Readonly<ShallowRef<boolean>>
  /** Begins for a cell: everything is offered, and nothing is taken until something is typed or gone to. */
  open(find: FindChoices): void
  /** The text has become another: the first that fits is the one that a key takes. */
  ask(text: string): void
  /** Goes up or down in the list, and round again. */
  move(step: 1 | -1): void
  /**
   * What a key takes: null where that is nothing, so that the text stays as it was typed. Where what fits is still being
   * looked for, it comes once it is found.
   */
  take(): Promise<Choice | null> | null
  close(): void
}

export function choiceList(): ChoiceList {
  const choices = shallowRef<readonly Choice[]>([])
  const at = shallowRef(-1)
  const isFound = shallowRef(false)
  const find = shallowRef<FindChoices | null>(null)
  /** What was asked for last, as it will be found. */
  let coming: Promise<readonly Choice[]> = Promise.resolve([])
  let first = -1
  let turn = 0

  function look(text: string, begin: number): void {
    const mine = (turn += 1)
    if (!find.value) return
    isFound.value = false
    first = begin
    at.value = -1
    // What cannot be looked up now is not offered; the next key asks again.
    const found = find.value(text).catch(() => [])
    coming = found
    void found.then((all) => {
      if (mine !== turn) return
      choices.value = all
      at.value = all.length > 0 ? begin : -1
      isFound.value = true
    })
  }

  return {
    choices,
    at,
    isFound,
    isOpen: computed(() => find.value !== null),
    open(of) {
      find.value = of
      choices.value = []
      look('', -1)
    },
    ask: (text) => look(text, text.trim() === '' ? -1 : 0),
    move(step) {
      const { length } = choices.value
      if (length === 0) return
      at.value = at.value < 0 ? (step === 1 ? 0 : length - 1) : (at.value + step + length) % length
    },
    take() {
      if (!find.value) return null
      if (isFound.value || at.value >= 0) {
        const choice = choices.value[at.value]
        return choice ? Promise.resolve(choice) : null
      }
      return first < 0 ? null : coming.then(([best]) => best ?? null)
    },
    close() {
      turn += 1
      find.value = null
      choices.value = []
      at.value = -1
    },
  }
}
