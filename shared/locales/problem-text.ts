import type { Problem } from '../problem.ts'

/** The texts of one language for problems, by code. */
export type ProblemTexts = Readonly<Partial<Record<Problem['code'], string>>>

/**
 * The sentence behind a problem, for texts that the core writes itself, such as a column of reasons in a file. The
 * window's own come by vue-i18n from the same messages; of its syntax this knows `{name}` and `{'literal'}`. A code
 * without a text stands for itself.
 */
export function problemText(texts: ProblemTexts, { code, values, panelWords }: Problem): string {
  const text = (texts[code] ?? code).replace(/\{(?:'([^']*)'|(\w+))\}/g, (_, literal?: string, name?: string) =>
    literal === undefined ? String(values?.[name!] ?? '') : literal,
  )
  return panelWords ? `${text} (${panelWords})` : text
}
