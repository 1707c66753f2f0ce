import type { FieldSource } from '../../shared/contract/imports.ts'
import type { Finding, ImportField, ImportKind, KnownRow, ValuesOf } from '../../shared/imports/import-kind.ts'
import { editsOf, type KindName } from '../../shared/operations/catalogue.ts'
import { brokenBy } from '../../shared/operations/edit.ts'
import type { CellValue } from '../../shared/sheets/cell-value.ts'
import { textOf } from '../../shared/sheets/column-edit.ts'
import type { FieldTypeRules } from './field-types.ts'

/** A row that a row of a file is about, and what that says otherwise of its cells. */
export interface FoundRow {
  readonly row: KnownRow
  /** The field of the file by which it was found. */
  readonly by: string
  readonly set: Readonly<Record<string, unknown>>
}

/** A field as a judge reads it. */
interface ReadField extends Pick<ImportField, 'cell' | 'emptied' | 'usual'> {
  readonly key: string
  readonly source: FieldSource
  readonly rules: FieldTypeRules<unknown>
}

/**
 * Finds out what rows of a file say of rows that there are. A cell that shows what the row shows is no value of the
 * file's, whatever rule it may break: values that are told so are taken out, and what was found of them. Nor is any
 * field wanted of such a row.
 */
export function saysOfRow(kind: ImportKind, fields: readonly ReadField[], options: Readonly<Record<string, boolean>>) {
  return function saidOf(
    row: KnownRow,
    {
      values,
      findings,
      texts,
    }: { values: Record<string, unknown>; findings: readonly Finding[]; texts: readonly string[] },
  ): { readonly found: FoundRow; readonly findings: Finding[] } {
    const shown: KnownRow['held'] = { ...row.held, ...row.staged }
    const edits = editsOf(row.entity)
    const said: Record<string, unknown> = {}
    const settled = new Set<string>()
    const by = kind.finds?.by.find((key) => values[key] !== undefined) ?? ''
    for (const [at, { key, cell, emptied, rules, source, usual }] of fields.entries()) {
      // What stands for new rows where the file has no column says nothing of this one.
      const isUsual = source.from === 'constant' && source.value === usual
      const text = isUsual ? '' : (texts[at] ?? '')
      const stands = cell === undefined ? null : rules.tidy(textOf(shown[cell] ?? null))
      if (text === '' || text === stands) {
        settled.add(key)
        delete values[key]
        const isEmptied = text === '' && stands !== '' && emptied && source.from === 'column' && options['emptying']
        if (cell !== undefined && isEmptied) said[cell] = ''
      } else if (cell !== undefined && edits.has(cell) && values[key] !== undefined) said[cell] = values[key]
    }
    Object.assign(said, kind.finds?.set?.(values as ValuesOf<ImportKind['fields']>, row))
    const left = findings.filter(({ field }) => !settled.has(field))
    const set: Record<string, unknown> = {}
    for (const [cell, value] of Object.entries(said)) {
      const edit = edits.get(cell)?.edit
      const staged = row.staged[cell]
      // What names nobody of whom it can be is judged by its kind.
      if (!edit || value === undefined || value === (staged ?? row.held[edit.heldIn ?? cell] ?? '')) continue
      const field = fields.find((one) => one.cell === cell)?.key ?? ''
      const problem = brokenBy(edit, value as CellValue)
      if (staged !== undefined) {
        left.push({ field, problem: { code: 'cell-staged', values: { value: textOf(staged) } }, verdict: 'refused' })
      } else if (problem) left.push({ field, problem, verdict: 'refused' })
      else set[cell] = value
    }
    return { found: { row, by, set }, findings: left }
  }
}

/** The edits that this is, one a kind. */
export function editsFor({
  row,
  set,
}: Pick<FoundRow, 'row' | 'set'>): { readonly kind: KindName; readonly params: unknown }[] {
  const edits = editsOf(row.entity)
  const byKind = new Map<KindName, { set: Record<string, unknown>; base: Record<string, unknown> }>()
  for (const [cell, value] of Object.entries(set)) {
    const edited = edits.get(cell)
    if (!edited) continue
    const name = edited.kind.name as KindName
    const edit = byKind.get(name) ?? { set: {}, base: {} }
    edit.set[cell] = value
    edit.base[cell] = row.held[edited.edit.heldIn ?? cell] ?? ''
    byKind.set(name, edit)
  }
  return [...byKind].map(([kind, edit]) => {
    const further = [...edits.values()].find((edited) => edited.kind.name === kind)?.kind.further
    return { kind, params: { row: row.id, ...edit, baseFrom: {}, ...further?.make(row.held) } }
  })
}
