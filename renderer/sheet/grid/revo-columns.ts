import type { CellProps, CellTemplateProp, ColumnRegular, HyperFunc, VNode } from '@revolist/revogrid'
import type { Sign } from '../../../shared/operations/states.ts'
import { drawCell, drawSign } from './cell-templates.ts'
import type { GridColumn, GridContent } from './grid.ts'

/** RevoGrid's name for the column of row numbers, which is none of the sheet's. */
export const numberColumn = '#'

/** What RevoGrid's columns are made from. */
export interface ColumnsOf {
  /** The grid's own id, for those of its cells. */
  readonly id: string
  readonly columns: readonly GridColumn[]
  content(): GridContent
  /** Pixels. */
  readonly numberWidth: number
  readonly words: { readonly rowNumber: string }
}

/** The DOM id of a cell. */
export function cellId(grid: string, row: number, field: string): string {
  return `${grid}-${row}-${field}`
}

function signClasses(sign: Sign | null): Record<string, boolean> {
  return { signed: sign !== null, [`sign-${sign ?? 'none'}`]: true }
}

/** The columns as RevoGrid takes them, row numbers first. Roles and names are given here: its own ARIA is off. */
export function revoColumns({ id, columns, content, numberWidth, words }: ColumnsOf): ColumnRegular[] {
  return [
    {
      prop: numberColumn,
      name: '',
      size: numberWidth,
      minSize: 44,
      pin: 'colPinStart',
      cellTemplate(draw: HyperFunc<VNode>, { rowIndex }: CellTemplateProp) {
        const head = content().rowHead(rowIndex)
        return head.sign ? [drawSign(draw, head.sign), head.text] : head.text
      },
      cellProperties({ rowIndex }): CellProps {
        const head = content().rowHead(rowIndex)
        return {
          role: 'rowheader',
          tabindex: '-1',
          'aria-colindex': '1',
          'data-row-head': String(rowIndex),
          'data-sign': head.sign ?? undefined,
          title: head.hint || undefined,
          class: { 'row-head': true, ...signClasses(head.sign) },
        }
      },
      columnTemplate: (draw: HyperFunc<VNode>) => draw('span', { class: 'unseen' }, words.rowNumber),
      columnProperties: (): CellProps => ({
        role: 'columnheader',
        'aria-colindex': '1',
        class: { 'row-head': true },
      }),
    },
    ...columns.map((column, index): ColumnRegular => {
      const { field, heading, align, sort } = column
      return {
        prop: field,
        name: heading,
        size: column.width,
        minSize: 48,
        ...(column.pinned ? { pin: 'colPinStart' as const } : {}),
        cellTemplate: (draw: HyperFunc<VNode>, { rowIndex }: CellTemplateProp) =>
          drawCell(draw, content().cell(rowIndex, field)),
        cellProperties({ rowIndex }): CellProps {
          const cell = content().cell(rowIndex, field)
          return {
            id: cellId(id, rowIndex, field),
            role: 'gridcell',
            // Never by Tab, but what scrolls has to hold something that can be focused.
            tabindex: '-1',
            'aria-colindex': String(index + 2),
            'aria-readonly': column.editable ? undefined : 'true',
            'aria-invalid': cell?.invalid ? 'true' : undefined,
            'data-row': String(rowIndex),
            'data-field': field,
            'data-sign': cell?.sign ?? undefined,
            title: cell?.hint || undefined,
            class: { [align]: true, monospace: column.monospace, ...signClasses(cell?.sign ?? null) },
          }
        },
        columnTemplate: (draw: HyperFunc<VNode>) => [
          draw('span', { class: 'heading' }, heading),
          sort ? draw('span', { class: `arrow ${sort}`, 'aria-hidden': 'true' }, '') : '',
        ],
        columnProperties: (): CellProps => ({
          role: 'columnheader',
          'aria-colindex': String(index + 2),
          'aria-sort': sort ?? 'none',
          'data-heading': field,
          title: heading,
          class: { [align]: true },
        }),
      }
    }),
  ]
}
