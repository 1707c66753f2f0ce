import { onScopeDispose, shallowReactive } from 'vue'

/** A command that can be chosen by its name, wherever the focus is. */
export interface Offer {
  /** Tells it from all others, also the next time that the window is opened. */
  readonly id: string
  /** What it does, in words. */
  readonly label: string
  /** What it belongs to, in a word or two: the page, the sheet, the panel. */
  readonly of: string
  /** Its key, as a person reads it, or what else is to be known of it. */
  readonly hint?: string | undefined
  /** Why it cannot be done now; absent where it can. */
  readonly off?: string | undefined
  run(): void
}

type Source = () => readonly Offer[]

const sources = shallowReactive(new Set<Source>())

/** Offers commands for as long as the component lives that calls it. The source is asked anew whenever they are to be shown. */
export function offer(source: Source): void {
  sources.add(source)
  onScopeDispose(() => sources.delete(source))
}

/** All that is offered now. The page that is in sight comes before the window, which was there first. */
export function offered(): readonly Offer[] {
  return [...sources].reverse().flatMap((source) => source())
}
