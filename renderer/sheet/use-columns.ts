import { computed, type ComputedRef, type Ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { SheetColumn } from '../../shared/sheets/sheet.ts'
import type { GridColumn } from './grid/grid.ts'
import type { SheetSession } from './session.ts'

/** The columns of a sheet as the person has them. */
export interface Columns {
  /** In the order of the screen: pinned ones first. */
  readonly shown: Readonly<Ref<readonly SheetColumn[]>>
  /** The same, as the grid draws them. */
  readonly drawn: ComputedRef<readonly GridColumn[]>
  /** What a column is called. */
  heading(column: SheetColumn): string
  /** Makes a column this wide, in pixels. */
  resize(field: string, width: number): void
}

/** The columns of a session's sheet. */
export function useColumns(session: SheetSession): Columns {
  const { t } = useI18n()
  const { sheet } = session
  const widths = shallowRef<Readonly<Record<string, number>>>({})
  const shown = shallowRef<readonly SheetColumn[]>([
    ...sheet.columns.filter((column) => column.pinned),
    ...sheet.columns.filter((column) => !column.pinned),
  ])
  const heading = (column: SheetColumn): string => t(`sheet.columns.${sheet.name}.${column.field}`)

  return {
    shown,
    drawn: computed(() => {
      const sort = new Map(session.query.value.sort.map(({ field, descending }) => [field, descending]))
      return shown.value.map((column): GridColumn => {
        const descending = sort.get(column.field)
        return {
          field: column.field,
          heading: heading(column),
          width: widths.value[column.field] ?? column.width,
          pinned: column.pinned ?? false,
          align:
            column.type === 'number' || column.type === 'money' ? 'end' : column.type === 'flag' ? 'center' : 'start',
          monospace: column.type === 'identifier',
          editable: column.edit !== undefined,
          sort: descending === undefined ? null : descending ? 'descending' : 'ascending',
        }
      })
    }),
    heading,
    resize: (field, width) => (widths.value = { ...widths.value, [field]: width }),
  }
}
