import type { Problem } from '../problem.ts'

/** Sentences by a problem's code. */
type Sentences = Readonly<Partial<Record<Problem['code'], string>>>

/** The texts of one language for problems; the named ones say it more exactly where every value is at hand. */
export interface ProblemTexts {
  readonly problems: Sentences
  readonly problemsNamed?: Sentences
}

const placeholder = /\{(?:'([^']*)'|(\w+))\}/g

/**
 * The sentence behind a problem, for texts that the core writes itself, such as a column of reasons in a file. The
 * window's own come by vue-i18n from the same messages; of its syntax this knows `{name}`, `{'literal'}` and
 * `one | many` by `count`. A code without a text stands for itself.
 */
export function problemText(texts: ProblemTexts, { code, values = {}, panelWords }: Problem): string {
  const named = texts.problemsNamed?.[code]
  const complete = [...(named ?? '').matchAll(placeholder)].every(([, , name]) => !name || (values[name] ?? '') !== '')
  const forms = ((complete ? named : undefined) ?? texts.problems[code] ?? code).split(' | ')
  const form = (values['count'] === 1 ? forms[0] : forms.at(-1)) ?? code
  const text = form.replace(placeholder, (_, literal?: string, name?: string) =>
    name === undefined ? (literal ?? '') : String(values[name] ?? ''),
  )
  return panelWords ? `${text} (${panelWords})` : text
}
