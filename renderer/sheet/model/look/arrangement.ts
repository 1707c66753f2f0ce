import type { KeptColumn } from '../../../../shared/contract/looking.ts'
import type { Sheet, SheetColumn } from '../../../../shared/sheets/sheet.ts'

/** The columns of a sheet as a person has them, in the order of the screen but for pinned ones, which come first there. */
export type Arrangement = readonly KeptColumn[]

/** Narrowest and widest that a column can be made, in pixels. */
export const narrowest = 48
const widest = 2000

/** A sheet's columns as nobody has touched them. */
export function plainArrangement(sheet: Sheet): Arrangement {
  return sheet.columns.map(({ field, width, pinned }) => ({ field, width, hidden: false, pinned: pinned ?? false }))
}

/**
 * What was kept, for the sheet of today: columns that it no longer has are left out, those that it has got since stand
 * behind the one they follow in the sheet.
 */
export function arrangementOf(sheet: Sheet, kept: Arrangement): Arrangement {
  const plain = plainArrangement(sheet)
  const known = new Set(sheet.columns.map(({ field }) => field))
  const columns = new Map(kept.filter(({ field }) => known.has(field)).map((column) => [column.field, column]))
  const result = [...columns.values()]
  plain.forEach((column, index) => {
    if (columns.has(column.field)) return
    const before = plain[index - 1]?.field
    result.splice(result.findIndex(({ field }) => field === before) + 1, 0, column)
  })
  return isUsable(result) ? result : plain
}

/** Whether a column is left that scrolls: what is pinned alone would leave no room. */
function isUsable(arrangement: Arrangement): boolean {
  return arrangement.some((column) => !column.hidden && !column.pinned)
}

/** The columns that are shown, in the order of the screen. */
export function shownOf(sheet: Sheet, arrangement: Arrangement): SheetColumn[] {
  const columns = new Map<string, SheetColumn>(sheet.columns.map((column) => [column.field, column]))
  const shown = arrangement.filter(({ hidden }) => !hidden)
  return [...shown.filter(({ pinned }) => pinned), ...shown.filter(({ pinned }) => !pinned)].flatMap(
    ({ field }) => columns.get(field) ?? [],
  )
}

function changed(arrangement: Arrangement, field: string, change: Partial<KeptColumn>): Arrangement {
  return arrangement.map((column) => (column.field === field ? { ...column, ...change } : column))
}

/** With a column this wide, in pixels, as far as that is sensible. */
export function resized(arrangement: Arrangement, field: string, width: number): Arrangement {
  return changed(arrangement, field, { width: Math.max(narrowest, Math.min(widest, Math.round(width))) })
}

/** With a column shown or hidden; the last one that scrolls stays. */
export function shownOrHidden(arrangement: Arrangement, field: string, hidden: boolean): Arrangement {
  const next = changed(arrangement, field, { hidden })
  return isUsable(next) ? next : arrangement
}

/** With all columns shown. */
export function allShown(arrangement: Arrangement): Arrangement {
  return arrangement.map((column) => ({ ...column, hidden: false }))
}

/** With a column pinned, behind the others that are, or unpinned, before the others; the last one that scrolls stays. */
export function pinned(arrangement: Arrangement, field: string, isPinned: boolean): Arrangement {
  const column = arrangement.find((one) => one.field === field)
  if (!column || column.pinned === isPinned) return arrangement
  const others = arrangement.filter((one) => one.field !== field)
  const moved = { ...column, pinned: isPinned }
  const next = [...others.filter((one) => one.pinned), moved, ...others.filter((one) => !one.pinned)]
  return isUsable(next) ? next : arrangement
}

/** With a column before or behind another one, pinned if that is; the last one that scrolls stays. */
export function moved(arrangement: Arrangement, field: string, to: string, side: 'before' | 'behind'): Arrangement {
  const column = arrangement.find((one) => one.field === field)
  const target = arrangement.find((one) => one.field === to)
  if (!column || !target || column === target) return arrangement
  const others = arrangement.filter((one) => one !== column)
  const at = others.indexOf(target) + (side === 'before' ? 0 : 1)
  const next = [...others.slice(0, at), { ...column, pinned: target.pinned }, ...others.slice(at)]
  return isUsable(next) ? next : arrangement
}

/** The shown column next to this one, among those that are pinned as it is; undefined at the end. */
function neighbourOf(arrangement: Arrangement, field: string, step: -1 | 1): KeptColumn | undefined {
  const column = arrangement.find((one) => one.field === field)
  const block = arrangement.filter((one) => !one.hidden && one.pinned === column?.pinned)
  const at = block.findIndex((one) => one.field === field)
  return at === -1 ? undefined : block[at + step]
}

/** Whether a column can go a step to the left or right. */
export function canStep(arrangement: Arrangement, field: string, step: -1 | 1): boolean {
  return neighbourOf(arrangement, field, step) !== undefined
}

/** With a column one step to the left or right, past the next one that is shown. */
export function stepped(arrangement: Arrangement, field: string, step: -1 | 1): Arrangement {
  const neighbour = neighbourOf(arrangement, field, step)
  return neighbour ? moved(arrangement, field, neighbour.field, step === -1 ? 'before' : 'behind') : arrangement
}

/** Whether two are the same on the screen. */
export function isSameArrangement(one: Arrangement, other: Arrangement): boolean {
  return (
    one.length === other.length &&
    one.every((column, index) => {
      const counterpart = other[index]
      return (
        column.field === counterpart?.field &&
        column.hidden === counterpart.hidden &&
        column.pinned === counterpart.pinned &&
        column.width === counterpart.width
      )
    })
  )
}
