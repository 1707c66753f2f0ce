import type { FieldSource, ImportMapping } from '../../shared/contract/imports.ts'
import { importNames, importOf, type ImportName } from '../../shared/imports/catalogue.ts'
import type { ImportField } from '../../shared/imports/import-kind.ts'
import type { Equipment } from '../../shared/model/bundle.ts'
import { rulesOf } from './field-types.ts'

type Rows = readonly (readonly string[])[]

/** So many rows at the beginning tell what a column holds. */
const rowsEnough = 50

/** So many headings that tell what list a file is settle it. */
const signsEnough = 2

/** A heading as it is compared: lower case, words parted by single blanks. */
export function plainHeading(heading: string): string {
  return heading
    .normalize('NFKC')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim()
}

/** What share of a column's values have the look of a type; null for types that have none. */
function lookOf(field: ImportField, column: number, rows: Rows): number | null {
  const { tidy, looksLike } = rulesOf(field.type)
  if (!looksLike) return null
  const texts = rows
    .slice(0, rowsEnough)
    .map((row) => tidy(row[column] ?? ''))
    .filter((text) => text !== '')
  return texts.length === 0 ? null : texts.filter(looksLike).length / texts.length
}

/** Whether a heading says something else than the field where others stand next to it that tell what list this is. */
function saysOtherwise({ elsewhere }: ImportField, heading: string, headings: readonly string[]): boolean {
  if (!elsewhere?.headings.includes(heading)) return false
  return headings.filter((other) => elsewhere.alongside.includes(other)).length >= signsEnough
}

/** How well a column suits a field: 0 not at all, 3 its heading is one of the field's own. */
function fit(field: ImportField, heading: string, headings: readonly string[], look: number | null): number {
  if (saysOtherwise(field, heading, headings)) return 0
  if (field.amid?.headings.includes(heading) && field.amid.alongside.some((one) => headings.includes(one))) return 3
  if (heading !== '' && field.headings.includes(heading)) return 3
  const looksRight = look === null || look > 0.5
  const within = field.headings.some((own) => own.length > 3 && ` ${heading} `.includes(` ${own} `))
  if (within && looksRight) return 2
  return field.required && look !== null && look > 0.8 ? 1 : 0
}

/** The mapping that headings and values suggest for one kind, and how sure that is. */
function suggestFor(
  name: ImportName,
  headings: readonly string[],
  rows: Rows,
  equipment: readonly Equipment[],
): { mapping: ImportMapping; score: number; isComplete: boolean } {
  const kind = importOf(name)
  const fields = Object.entries(kind.fields)
  const plain = headings.map(plainHeading)
  const fits = fields
    .flatMap(([key, field]) =>
      plain.map((heading, column) => ({
        key,
        column,
        points: fit(field, heading, plain, lookOf(field, column, rows)),
      })),
    )
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points)
  const columns = new Map<string, number>()
  let score = 0
  for (const { key, column, points } of fits) {
    if (columns.has(key) || [...columns.values()].includes(column)) continue
    columns.set(key, column)
    score += points
  }
  const sourceOf = (key: string, field: ImportField): FieldSource => {
    const column = columns.get(key)
    if (column !== undefined) return { from: 'column', column }
    const only = field.type === 'equipment' && equipment.length === 1 ? equipment[0] : undefined
    if (only) return { from: 'constant', value: String(only.id) }
    return field.usual === undefined ? { from: 'nothing' } : { from: 'constant', value: field.usual }
  }
  return {
    mapping: {
      kind: name,
      fields: Object.fromEntries(fields.map(([key, field]) => [key, sourceOf(key, field)])),
      options: { ...kind.options },
    },
    score,
    // What one value for all rows cannot give; of rows that there are, their ids are enough.
    isComplete:
      kind.finds?.by.slice(0, 1).some((key) => columns.has(key)) ||
      fields.every(([key, { required, constant }]) => !required || constant || columns.has(key)),
  }
}

/** What headings and values suggest, for each kind, and the kind that they suit best; null where they suit none. */
export function suggest(
  headings: readonly string[],
  rows: Rows,
  equipment: readonly Equipment[],
): { best: ImportMapping | null; mappings: Record<ImportName, ImportMapping> } {
  const all = importNames.map((name) => ({ name, ...suggestFor(name, headings, rows, equipment) }))
  // A kind that lacks a column suits the file less than any that has all.
  const complete = all.filter(({ score, isComplete }) => isComplete && score > 0)
  const best = (complete.length > 0 ? complete : all).reduce((one, other) => (other.score > one.score ? other : one))
  const mappings = Object.fromEntries(all.map(({ name, mapping }) => [name, mapping]))
  return { best: best.score > 0 ? best.mapping : null, mappings: mappings as Record<ImportName, ImportMapping> }
}

/** Whether a cell holds an address or digits, and not words in which digits may stand. */
function isValue(cell: string): boolean {
  return cell.includes('@') || (/\d/.test(cell) && !/\p{L}{2}/u.test(cell))
}

/** Whether most cells of a column hold values of which {@link isValue} is true. */
function holdsValues(column: number, rows: Rows): boolean {
  const cells = rows.map((row) => row[column] ?? '').filter((cell) => cell.trim() !== '')
  return cells.length > 0 && cells.filter(isValue).length > cells.length / 2
}

/**
 * Whether the first row of a file holds headings: it has one that some kind of import knows, or it is all words where
 * the rows below it hold values. Digits in words (“Client e-mail 1”) make no value of them.
 */
export function looksLikeHeading(first: readonly string[], rows: Rows): boolean {
  const plain = first.map(plainHeading)
  const isKnown = importNames.some((name) =>
    Object.values(importOf(name).fields).some(({ headings }) => plain.some((heading) => headings.includes(heading))),
  )
  if (isKnown) return true
  const last = first.findLastIndex((cell) => cell.trim() !== '')
  const cells = first.slice(0, last + 1)
  if (cells.length === 0 || !cells.every((cell) => cell.trim() !== '' && !isValue(cell))) return false
  const some = rows.slice(0, rowsEnough)
  if (cells.some((_, column) => holdsValues(column, some))) return true
  return !cells.some((cell) => /\d/.test(cell)) && some.some((row) => row.some((cell) => /[\d@]/.test(cell)))
}
