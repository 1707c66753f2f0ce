import type { Reference } from '../../../../shared/rules/reference.ts'
import { idText } from '../../../../shared/rules/reference.ts'

/** Something that a cell can name, as the list at the field offers it. */
export interface Choice {
  readonly id: number
  /** What the cell shows once it is chosen. */
  readonly name: string
  /** What tells it from others of the same name. */
  readonly hint: string
}

/** Looks for what fits a text; the best first. */
export type FindChoices = (text: string) => Promise<readonly Choice[]>

/** Of what a cell can name, how it is looked for; `whose` says of whom, where that matters. */
export type Choosing = Readonly<Record<Reference, (text: string, whose: unknown) => Promise<readonly Choice[]>>>

/** What has been chosen as a text for the cell: it is read back as that very one, whatever others are called. */
export function textOfChoice({ id }: Choice): string {
  return idText(id)
}

/** Those that fit a text, by name or id: what is called exactly so first, then what begins so, then all others. */
export function ranked(choices: readonly Choice[], text: string): Choice[] {
  const wanted = text.trim().toLowerCase()
  if (wanted === '') return [...choices]
  const rank = ({ id, name }: Choice): number => {
    const called = name.toLowerCase()
    if ([called, String(id), idText(id)].includes(wanted)) return 0
    if (called.startsWith(wanted)) return 1
    return 2
  }
  return choices
    .map((choice) => ({ choice, rank: rank(choice) }))
    .sort((one, other) => one.rank - other.rank)
    .map(({ choice }) => choice)
}

/** Whether a text is a part of a name, or the beginning of the id. */
export function fits({ id, name }: Choice, text: string): boolean {
  const wanted = text.trim().toLowerCase()
  return name.toLowerCase().includes(wanted) || String(id).startsWith(wanted.replace(/^#/, ''))
}
