import type { CellValue, Mark, SheetRow } from '../../../shared/contract/sheets.ts'
import type { Sign } from '../../../shared/operations/states.ts'
import { isCreator, isKindName, kindOf } from '../../../shared/operations/catalogue.ts'
import { waitsForPerson } from '../../operations/words.ts'

/** A cell as it is shown: the staged value if there is one, and what is to be said of it. */
export interface ShownCell {
  readonly value: CellValue
  readonly mark: Mark | undefined
}

/** The value and the mark of a row's field. */
export function shownCell(row: SheetRow, field: string): ShownCell {
  const mark = row.marks[field]
  return { value: mark?.value === undefined ? (row.values[field] ?? null) : mark.value, mark }
}

/** Whether what is staged breaks a rule of the panel, so that it will not be sent as it is. */
export function isBroken(mark: Mark): boolean {
  return mark.state === 'draft' && mark.problem !== undefined
}

/** Whether a cell holds nothing: cleared and never filled are one. */
export function isEmpty(value: CellValue): boolean {
  return value === null || value === ''
}

/** The sign that a mark is drawn by. A draft that breaks a rule is refused before anybody asks the panel. */
export function signOfMark(mark: Mark): Sign {
  return isBroken(mark) ? 'refused' : mark.sign
}

/**
 * Where to find the words for a mark: those of its sign, but nobody has refused what was not sent, and what waits behind
 * something that needs a person does not go by itself.
 */
export function wordsOfMark(mark: Mark): string {
  if (mark.state === 'ready' && mark.waitsFor && waitsForPerson(mark.waitsFor)) return 'outbox.states.behind'
  return isBroken(mark) ? 'sheet.broken' : `app.signs.${signOfMark(mark)}`
}

/** Whether what is staged here can still be taken back: nothing of it has been sent. */
export function isRevertible(mark: Mark): boolean {
  return mark.state === 'draft'
}

/** The same of a cell: of what makes its row it is taken back with the row alone. */
export function isCellRevertible({ state, kind }: Pick<Mark, 'state' | 'kind'>): boolean {
  return state === 'draft' && !(isKindName(kind) && isCreator(kindOf(kind)))
}

/** The fields of a row that carry a mark, the row itself (`""`) left out. */
export function markedFields(row: SheetRow): string[] {
  return Object.keys(row.marks).filter((field) => field !== '')
}

/** Whether somebody has to do something about a cell before it goes on. */
export function needsPerson(mark: Mark | undefined): boolean {
  return mark !== undefined && (isBroken(mark) || ['refused', 'conflict', 'unknown'].includes(signOfMark(mark)))
}
