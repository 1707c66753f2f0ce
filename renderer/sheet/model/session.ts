import type { SheetQuery } from '../../../shared/contract/sheets.ts'
import type { SheetName } from '../../../shared/sheets/catalogue.ts'
import type { Sheet } from '../../../shared/sheets/sheet.ts'
import { pendingEdits } from './pending-edits.ts'
import { type Reading, readingOf } from './session/reading.ts'
import { type Staging, stagingIn } from './session/staging.ts'
import { turns } from './session/turns.ts'
import { type Bridge, openView, type View } from './session/view.ts'

/** A sheet as it is looked at and edited: the view the core keeps for it, the rows in sight, edits on their way. */
export interface SheetSession extends View, Reading, Staging {
  /** Ends it. */
  close(): void
}

/** How a sheet is looked at before a person has chosen anything. */
export function plainQuery(sheet: SheetName): SheetQuery {
  return { sheet, search: '', sort: [], filter: [], only: 'all', group: null, folded: [], foldOthers: false }
}

/** Begins to look at a sheet, in the way of `start`. */
export function sheetSession(
  sheet: Sheet & { readonly name: SheetName },
  start: SheetQuery,
  bridge: Bridge,
): SheetSession {
  const pending = pendingEdits(sheet)
  const edits = turns()
  const view = openView(sheet, start, bridge, (row) => pending.over(row), edits)
  return { ...view, ...readingOf(view, bridge), ...stagingIn(view, bridge, pending, edits) }
}
