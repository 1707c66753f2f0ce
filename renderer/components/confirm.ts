import { readonly, shallowRef } from 'vue'

/** A question that must be answered before anything else goes on. */
export interface Question {
  readonly title: string
  /** What will happen, and what of it cannot be undone; of several things a list. */
  readonly text: string | readonly string[]
  /** What the button does: "Discard 34 changes", never "OK". */
  readonly confirm: string
  /** True where something is lost or cannot be undone. */
  readonly danger?: boolean
  /** What has to be typed before the button works; for what is rarely wanted and hard to mend. */
  readonly typed?: string
}

interface Asked extends Question {
  answer(confirmed: boolean): void
}

const asked = shallowRef<Asked | null>(null)

/** The question that ConfirmDialog.vue shows now. */
export const currentQuestion = readonly(asked)

/** Asks; resolves to whether the person confirmed. A question that is still open is thereby answered with no. */
export function ask(question: Question): Promise<boolean> {
  asked.value?.answer(false)
  return new Promise((resolve) => {
    asked.value = {
      ...question,
      answer(confirmed) {
        asked.value = null
        resolve(confirmed)
      },
    }
  })
}

/** The way to ask from a component: `const ask = useConfirm(); if (await ask({ … })) …`. */
export function useConfirm(): typeof ask {
  return ask
}
