import { type Look, look, type SheetQuery } from '../../../../shared/contract/looking.ts'
import type { Sheet } from '../../../../shared/sheets/sheet.ts'
import { type Arrangement, arrangementOf, isSameArrangement } from './arrangement.ts'

const question = look.omit({ columns: true })

/** How a sheet is looked at, as a view holds it; which groups are folded is not part of it. */
export function lookOf(query: SheetQuery, columns: Arrangement): Look {
  return { ...question.parse(query), columns: [...columns] }
}

/** Whether a sheet is looked at as a view says. */
export function isLookedAt(view: Look, sheet: Sheet, query: SheetQuery, columns: Arrangement): boolean {
  return (
    JSON.stringify(question.parse(view)) === JSON.stringify(question.parse(query)) &&
    isSameArrangement(arrangementOf(sheet, view.columns), columns)
  )
}
