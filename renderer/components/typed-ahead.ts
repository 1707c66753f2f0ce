/** How long typing may pause and still go on with the same word, in milliseconds. */
const pause = 700

/** Finds an entry by what is typed: by the first letters of its name, or by one letter again and again. */
export interface TypedAhead {
  /** The index of the entry that a letter leads to, or null. `at` is where one stands, -1 nowhere; `time` in milliseconds. */
  type(letter: string, names: readonly string[], at: number, time: number): number | null
}

/** What is typed in one list. */
export function typedAhead(): TypedAhead {
  let typed = ''
  let last = -Infinity

  return {
    type(letter, names, at, time) {
      typed = time - last <= pause ? typed + letter.toLocaleLowerCase() : letter.toLocaleLowerCase()
      last = time
      const isRepeated = [...typed].every((one) => one === typed[0])
      // A word that goes on may stay at its entry; the same letter again means the next one.
      const start = [...typed].length > 1 && !isRepeated ? Math.max(0, at) : at + 1
      const wanted = isRepeated ? (typed[0] ?? '') : typed
      for (const step of names.keys()) {
        const index = (start + step) % names.length
        if (names[index]?.trim().toLocaleLowerCase().startsWith(wanted)) return index
      }
      return null
    },
  }
}
