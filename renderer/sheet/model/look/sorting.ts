import type { SheetQuery } from '../../../../shared/contract/looking.ts'

/** Columns by which rows are sorted, the weightiest first. */
export type Sort = SheetQuery['sort']

/** Most columns to sort by at a time. */
export const sortsAtOnce = 5

/** Whether rows stand as their sheet has them by itself. */
export const isInOwnOrder = ({ sort, group }: Pick<SheetQuery, 'sort' | 'group'>): boolean =>
  sort.length === 0 && group === null

/** By this column alone. */
export function sortedBy(field: string, descending: boolean): Sort {
  return [{ field, descending }]
}

/** By this column too: at its place if it is one already, else as the last; where there is no more room, unchanged. */
export function alsoSortedBy(sort: Sort, field: string, descending: boolean): Sort {
  if (sort.some((part) => part.field === field)) {
    return sort.map((part) => (part.field === field ? { field, descending } : part))
  }
  return sort.length < sortsAtOnce ? [...sort, { field, descending }] : sort
}

/** No longer by this column. */
export function notSortedBy(sort: Sort, field: string): Sort {
  return sort.filter((part) => part.field !== field)
}

/** What a click on a heading asks for: ascending, descending, not at all; `also` in addition to the others. */
export function sortClicked(sort: Sort, field: string, also: boolean): Sort {
  const present = sort.find((part) => part.field === field)
  if (also) {
    return present?.descending ? notSortedBy(sort, field) : alsoSortedBy(sort, field, present !== undefined)
  }
  const isAlone = sort.length === 1 && present !== undefined
  if (!isAlone) return sortedBy(field, false)
  return present.descending ? [] : sortedBy(field, true)
}

/** With a part one place weightier (-1) or lighter (1). */
export function sortMoved(sort: Sort, field: string, step: -1 | 1): Sort {
  const at = sort.findIndex((part) => part.field === field)
  const part = sort[at]
  const other = sort[at + step]
  if (!part || !other) return sort
  return sort.map((one) => (one === part ? other : one === other ? part : one))
}
