/** A choice kept on this computer, if it is one of `choices`; undefined where there is none, or no place to keep it. */
export function kept<Choice extends string>(name: string, choices: readonly Choice[]): Choice | undefined {
  try {
    const value = localStorage.getItem(`fleetbook.${name}`)
    return choices.find((choice) => choice === value)
  } catch {
    return undefined
  }
}

/** Keeps a choice on this computer; false where that is not possible. */
export function keep(name: string, choice: string): boolean {
  try {
    localStorage.setItem(`fleetbook.${name}`, choice)
    return true
  } catch {
    return false
  }
}
