import { computed, type ComputedRef, type Ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { SheetColumn } from '../../../shared/sheets/sheet.ts'
import { type Arrangement, arrangementOf, resized, shownOf } from './look/arrangement.ts'
import type { GridColumn } from './grid.ts'
import { useKeptLooks } from './look/kept-looks.ts'
import type { SheetSession } from './session.ts'
import { zoneWords } from './zone.ts'

/** The columns of a sheet as the person has them. */
export interface Columns {
  /** All of them, hidden ones too. */
  readonly arrangement: Readonly<Ref<Arrangement>>
  /** Those that are shown, in the order of the screen: pinned ones first. */
  readonly shown: ComputedRef<readonly SheetColumn[]>
  /** The same, as the grid draws them. */
  readonly drawn: ComputedRef<readonly GridColumn[]>
  /** What a column is called. */
  heading(column: { readonly field: string }): string
  /** Arranges them otherwise. It is kept over a restart, unless they are borrowed. */
  arrange(next: Arrangement): void
  /** Has them as a saved view does; null: as the person has them without one. */
  borrow(columns: Arrangement | null): void
  /** Makes a column this wide, in pixels. */
  resize(field: string, width: number): void
}

/** The columns of a session's sheet, as this profile last left them. */
export function useColumns(session: SheetSession, profile: string | null): Columns {
  const { t } = useI18n()
  const { sheet } = session
  const looks = useKeptLooks()
  const kept = looks.recall(profile, sheet.name)
  const own = shallowRef<Arrangement>(kept.own)
  const borrowed = shallowRef<Arrangement | null>(kept.borrowed)
  const arrangement = computed(() => borrowed.value ?? own.value)
  const shown = computed(() => shownOf(sheet, arrangement.value))
  const heading = (column: { readonly field: string }): string => t(`sheet.columns.${sheet.name}.${column.field}`)

  function arrange(next: Arrangement): void {
    if (borrowed.value) {
      borrowed.value = next
      return looks.keep(profile, sheet.name, { borrowed: next })
    }
    own.value = next
    looks.keep(profile, sheet.name, { own: next })
  }

  return {
    arrangement,
    shown,
    drawn: computed(() => {
      const { sort, filter } = session.query.value
      const asked = new Set(filter.map(({ field }) => field))
      const kept = new Map(arrangement.value.map((column) => [column.field, column]))
      return shown.value.map((column): GridColumn => {
        const place = sort.findIndex((part) => part.field === column.field)
        return {
          field: column.field,
          heading: heading(column),
          remark: zoneWords(column, t),
          width: kept.get(column.field)?.width ?? column.width,
          pinned: kept.get(column.field)?.pinned ?? false,
          align:
            column.type === 'number' || column.type === 'money' ? 'end' : column.type === 'flag' ? 'center' : 'start',
          monospace: column.type === 'identifier',
          editable: column.edit !== undefined,
          sort: place === -1 ? null : sort[place]?.descending ? 'descending' : 'ascending',
          sortPlace: place === -1 || sort.length === 1 ? null : place + 1,
          filtered: asked.has(column.field),
        }
      })
    }),
    heading,
    arrange,
    borrow(columns) {
      borrowed.value = columns && arrangementOf(sheet, columns)
      looks.keep(profile, sheet.name, { borrowed: borrowed.value })
    },
    resize: (field, width) => arrange(resized(arrangement.value, field, width)),
  }
}
