import type { CellValue, Condition, SheetQuery } from '../../../shared/contract/looking.ts'
import type { CallOutput } from '../../../shared/contract.ts'
import type { SheetRow } from '../../../shared/contract/sheets.ts'
import { type SheetName, sheets } from '../../../shared/sheets/catalogue.ts'
import type { Sheet } from '../../../shared/sheets/sheet.ts'
import { fold, prefixPattern } from '../folding.ts'
import { conditionsOf } from './conditions.ts'
import type { Shown } from './shown.ts'
import { columnOf, type Piece } from './sources.ts'

type Found = CallOutput<'sheet.find'>['found'][number]

/** The ids of at most so many rows that a text names: by the panel's id, by how their names begin, or as the search does. */
export function idsNamed(shown: Shown, sheet: SheetName, text: string, most: number): number[] {
  const wanted = text.trim()
  if (wanted === '') return []
  const found = new Set<number>()
  for (const piece of namings(sheet, wanted)) {
    if (found.size >= most) break
    for (const id of [...shown.idsWhere(piece)].sort((one, other) => one - other)) {
      if (found.size < most) found.add(id)
    }
  }
  return [...found]
}

/** What a text may say of a row, what says it most clearly first. */
function namings(sheet: SheetName, text: string): Piece[] {
  const question: SheetQuery = {
    ...{ sheet, search: '', sort: [], filter: [], only: 'all' },
    ...{ group: null, folded: [], foldOthers: false },
  }
  const isId: Condition = { is: 'oneOf', field: sheets[sheet].id, values: [Number(text)] }
  const { key } = columnOf(sheet, sheets[sheet].named)
  return [
    ...(/^\d{1,15}$/.test(text) ? conditionsOf({ ...question, filter: [isId] }) : []),
    { sql: `${key} LIKE ? ESCAPE '\\'`, bound: [prefixPattern(text)] },
    ...conditionsOf({ ...question, search: text }),
  ]
}

/** A row as it is told to whoever looks for it. */
export function foundAs(sheet: SheetName, { id, values, marks }: SheetRow, text: string): Found {
  const { columns, named, id: idField }: Sheet = sheets[sheet]
  const valueOf = (field: string): CellValue | undefined => marks[field]?.value ?? values[field]
  const says = (field: string): boolean => fold(String(valueOf(field) ?? '')).includes(fold(text.trim()))
  const by = says(named) || says(idField) ? undefined : columns.find(({ searched, field }) => searched && says(field))
  return {
    ...{ sheet, id },
    panelId: Number(values[idField] ?? 0) || null,
    name: String(valueOf(named) ?? ''),
    matched: by ? { field: by.field, value: String(valueOf(by.field)) } : null,
  }
}
