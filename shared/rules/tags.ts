import type { Problem } from '../problem.ts'
import type { ColumnEdit } from '../sheets/column-edit.ts'
import { tidyIdentifier } from './identifier.ts'
import { idIn } from './reference.ts'

/** A word by which a user sorts routes and stops, by the panel's id. */
export interface Tag {
  readonly id: number
  readonly name: string
}

/** Tags as a row holds them: the panel's ids, ascending, with commas between them. */
export function tagsText(ids: readonly number[]): string {
  return [...new Set(ids)].sort((a, b) => a - b).join()
}

/** The ids of such a text; of any other one none. */
export function tagIdsIn(text: string): number[] {
  return isTagsText(text) && text !== '' ? text.split(',').map(Number) : []
}

const isTagsText = (text: string): boolean => /^(\d+(,\d+)*)?$/.test(text)

/** Tags as a text names them: with commas, semicolons or lines between them. */
export function tagNamesIn(text: string): string[] {
  return text
    .split(/[,;\n]/)
    .map((name) => name.trim())
    .filter((name) => name !== '')
}

/** Whatever is called so, upper and lower case alike, and whatever has it for its id. */
export function tagsAlike<Known extends Tag>(text: string, tags: readonly Known[]): readonly Known[] {
  const key = tidyIdentifier(text).toLowerCase()
  const id = idIn(text)
  return tags.filter((tag) => tag.id === id || tidyIdentifier(tag.name).toLowerCase() === key)
}

/** What is called so, upper and lower case alike, or by its id; a name goes before an id. */
function tagsCalled(text: string, tags: readonly Tag[]): readonly Tag[] {
  const alike = tagsAlike(text, tags)
  const key = tidyIdentifier(text).toLowerCase()
  const named = alike.filter(({ name }) => tidyIdentifier(name).toLowerCase() === key)
  return named.length > 0 ? named : alike
}

/**
 * Reads names of tags, or their ids, with commas between them. A text of which one names none, or several, stays as it is,
 * with the reason.
 */
export function readTags(
  text: string,
  tags: readonly Tag[],
): { readonly value: string; readonly problem: Problem | null } {
  const names = tagNamesIn(text)
  const ids: number[] = []
  for (const name of names) {
    const [only, ...others] = tagsCalled(name, tags)
    if (only && others.length === 0) ids.push(only.id)
    else {
      const values = { value: name.slice(0, 100) }
      // A number by itself would be read as an id that is known.
      const kept = isTagsText(text.trim()) ? names.map((one) => `#${one}`).join(', ') : text
      return { value: kept, problem: { code: only ? 'tag-ambiguous' : 'tag-unknown', values } }
    }
  }
  return { value: tagsText(ids), problem: null }
}

/** How tags are edited: those of the row's user, by their names. */
export const tagsEdit: ColumnEdit = {
  read: (text) => text,
  check: (value) =>
    typeof value === 'string' && !isTagsText(value)
      ? { code: 'tag-unknown', values: { value: value.slice(0, 100) } }
      : null,
  list: 'tag',
  mayBeEmpty: true,
  within: 'userId',
  heldIn: 'tagIds',
}
