import type { CoreOptions } from '../../electron/core.ts'
import { actions, type Actions } from './actions.ts'
import { longActions } from './long-actions.ts'

/** A kind of life that a seed can lead: what can happen in it, and what the core is told. */
interface Story {
  readonly actions: Actions
  readonly core: Partial<CoreOptions>
}

/** Every kind of life. What can happen in one is never changed: a seed that failed once would no longer be the same. */
export const stories = {
  /** All ways of changing something at the panel, a few cells at a time. */
  sending: { actions, core: {} },
  /** The same, and steps so long that they are staged in parts. */
  staging: { actions: [...actions, ...longActions], core: { cellsAtOnce: 4 } },
} as const satisfies Record<string, Story>

export type StoryName = keyof typeof stories
