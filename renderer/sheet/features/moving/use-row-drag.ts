import { computed, type ComputedRef, shallowRef, type ShallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { CellValue } from '../../../../shared/contract/sheets.ts'
import { kindOf } from '../../../../shared/operations/catalogue.ts'
import { sheets } from '../../../../shared/sheets/catalogue.ts'
import type { Related, Sheet } from '../../../../shared/sheets/sheet.ts'
import type { Landing } from '../../model/grid.ts'
import { isInOwnOrder } from '../../model/look/sorting.ts'
import type { Notice } from '../../model/notice.ts'
import { type SelectedRows, whereTheyStand } from '../../model/selected-rows.ts'
import { rangeOf, rowsIn, type Selection } from '../../model/selection.ts'
import type { SheetSession } from '../../model/session.ts'
import type { Selecting } from '../../model/use-selecting.ts'

/** Selected rows that are drawn by the pointer to another place of the sheet's own order. */
export interface RowDrag {
  readonly isOffered: ComputedRef<boolean>
  /** Where they would land; null where they are. */
  readonly landing: Readonly<ShallowRef<Landing | null>>
  begin(): void
  /** The pointer has come to a row. */
  to(row: number): void
  /** They were let go. */
  end(): void
  /** Leaves them where they are; false where none are being drawn. */
  cancel(): boolean
}

/** The columns by which rows of a sheet say what they belong to. */
function belongingOf(sheet: Sheet): string[] {
  const related = Object.values<Sheet>(sheets).flatMap((one): readonly Related[] => one.related ?? [])
  return related.flatMap((one) => ('name' in one && one.sheet === sheet.name ? [one.id, one.name] : []))
}

/** Whether rows, as their places and what they belong to, stand in one order. */
function areTogether(rows: readonly (readonly CellValue[])[]): boolean {
  return rows.every(([place, ...whole], at) => {
    const [before, ...other] = rows[at - 1] ?? []
    if (at === 0) return typeof place === 'number'
    return Number(place) > Number(before) && whole.every((value, part) => value === other[part])
  })
}

/** Draws the rows of a session's sheet; `move` moves them, and is null where none are moved. */
export function useRowDrag(options: {
  session: SheetSession
  selecting: Selecting
  notice: Notice
  move: ((rows: SelectedRows, to: string) => Promise<void>) | null
}): RowDrag {
  const { session, selecting, notice, move } = options
  const { t } = useI18n()
  const sheet: Sheet = session.sheet
  const landing = shallowRef<Landing | null>(null)
  let isUnderWay = false
  /** The rows that are drawn: what stands where may change meanwhile. */
  let drawn: Promise<SelectedRows | null> = Promise.resolve(null)
  /** Our id of the row at which they would land. */
  let target: number | undefined

  /** The number that the rows of a selection are to have so that they land there; null where they do not belong. */
  async function placeAt({ row, side }: Landing, selection: Selection): Promise<number | null> {
    const places = sheet.moves && kindOf(sheet.moves).places
    if (!places) return null
    const range = rangeOf(selection)
    const between = { ...range, top: Math.min(range.top, row), bottom: Math.max(range.bottom, row) }
    const rows = await session.cells(between, [places.field, ...belongingOf(sheet)])
    if (!areTogether(rows)) return null
    const [place] = rows[row - between.top] ?? []
    // Behind a row that moves up itself, as they leave the places before it.
    return Number(place) - (side === 'behind' ? rowsIn(range) - 1 : 0)
  }

  async function drop({ side }: Landing, at: number | undefined): Promise<void> {
    const rows = await drawn
    // Where they and that row stand by now.
    const [selection, row] = await Promise.all([
      rows && whereTheyStand(session, rows),
      at === undefined ? null : session.find(at),
    ])
    const place = selection && row !== null ? await placeAt({ row, side }, selection) : null
    if (place === null) return notice.say(t('sheet.notice.notTogether'))
    if (rows) await move?.(rows, String(place))
  }

  function stop(): void {
    isUnderWay = false
    landing.value = null
  }

  return {
    isOffered: computed(() => move !== null && isInOwnOrder(session.query.value)),
    landing,
    begin() {
      isUnderWay = true
      drawn = selecting.rows()
      // Whoever lets go asks for it; a failure is said then.
      drawn.catch(() => undefined)
    },
    to(row) {
      const range = selecting.selection.value && rangeOf(selecting.selection.value)
      if (!isUnderWay || !range) return
      const isAmong = row >= range.top && row <= range.bottom
      target = session.row(row)?.id
      landing.value = isAmong ? null : { row, side: row < range.top ? 'before' : 'behind' }
    },
    end() {
      const at = landing.value
      stop()
      const row = target
      if (at) void notice.said(() => drop(at, row))
    },
    cancel() {
      if (!isUnderWay) return false
      stop()
      return true
    },
  }
}
