/** Folds a text for searching and sorting; SQLite itself folds ASCII only. */
export function fold(text: string): string {
  return text.toLowerCase()
}

/** A LIKE pattern for "contains", with the text folded as the columns that it is held against. Use with ESCAPE '\\'. */
export function likePattern(text: string): string {
  return `%${prefixPattern(text)}`
}

/** The same for "begins with". */
export function prefixPattern(text: string): string {
  return `${fold(text).replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`
}
