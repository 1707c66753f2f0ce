/** A thing on the page of settings, and all the words by which it is found. */
export interface Searched {
  readonly name: string
  readonly words: string
}

/** The names of those in which every word that was typed begins a word. Nothing typed finds all. */
export function foundBy(typed: string, all: readonly Searched[]): ReadonlySet<string> {
  const wanted = wordsOf(typed)
  const found = all.filter(({ words }) => {
    const has = wordsOf(words)
    return wanted.every((word) => has.some((one) => one.startsWith(word)))
  })
  return new Set(found.map(({ name }) => name))
}

function wordsOf(text: string): string[] {
  return text.toLocaleLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
}
