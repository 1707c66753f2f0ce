import { isKeyboardFree } from '../model/free-keyboard.ts'

/** Takes the keyboard for what may not be there yet. */
export interface TakingFocus {
  /** Takes it, or remembers that it is wanted. */
  take(): void
  /** What is to have it may be there by now: takes it late, unless somebody else has it. */
  takeLate(): void
}

/** Gives the keyboard to what `target` finds. */
export function takingFocus(target: () => HTMLElement | null): TakingFocus {
  let isWanted = false

  function take(): void {
    const host = target()
    host?.focus({ preventScroll: true })
    isWanted = host === null || document.activeElement !== host
  }

  return {
    take,
    takeLate() {
      if (!isWanted) return
      if (isKeyboardFree()) take()
      else isWanted = false
    },
  }
}
