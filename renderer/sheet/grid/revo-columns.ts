import type { CellProps, CellTemplateProp, ColumnRegular, HyperFunc, VNode } from '@revolist/revogrid'
import type { Sign } from '../../../shared/operations/states.ts'
import { drawCell, drawGroup, drawGroupHead, drawHeading, drawSign } from './cell-templates.ts'
import type { GridColumn, GridContent } from './grid.ts'

/** RevoGrid's name for the column of row numbers, which is none of the sheet's. */
export const numberColumn = '#'

/** What RevoGrid's columns are made from. */
export interface ColumnsOf {
  /** The grid's own id, for those of its cells. */
  readonly id: string
  /** What they show in their cells; of their headings {@link now} counts. */
  readonly columns: readonly GridColumn[]
  /** A column as it is while its heading is drawn: sorting and filtering are no reason to make other columns. */
  now(column: GridColumn): GridColumn
  content(): GridContent
  /** Pixels. */
  readonly numberWidth: number
  readonly words: GridWords
}

/** What the grid says by itself. */
export interface GridWords {
  readonly rowNumber: string
  /** The name of the button in a heading. */
  headingMenu(heading: string): string
  /** How a column is sorted and filtered, for those who cannot see it; null where it is neither. */
  headingState(column: GridColumn): string | null
}

/** The DOM id of a cell. */
export function cellId(grid: string, row: number, field: string): string {
  return `${grid}-${row}-${field}`
}

/** The DOM id of the one cell that a group's row has. */
export function groupCellId(grid: string, row: number): string {
  return `${grid}-${row}-group`
}

function signClasses(sign: Sign | null): Record<string, boolean> {
  return { signed: sign !== null, [`sign-${sign ?? 'none'}`]: true }
}

/** The columns as RevoGrid takes them, row numbers first. Roles and names are given here: its own ARIA is off. */
export function revoColumns({ id, columns, now, content, numberWidth, words }: ColumnsOf): ColumnRegular[] {
  return [
    {
      prop: numberColumn,
      name: '',
      size: numberWidth,
      minSize: 44,
      pin: 'colPinStart',
      cellTemplate(draw: HyperFunc<VNode>, { rowIndex }: CellTemplateProp) {
        const group = content().group(rowIndex)
        if (group) return drawGroupHead(draw, group)
        const head = content().rowHead(rowIndex)
        return head.sign ? [drawSign(draw, head.sign), head.text] : head.text
      },
      cellProperties({ rowIndex }): CellProps {
        if (content().group(rowIndex)) {
          return { role: 'rowheader', tabindex: '-1', 'aria-colindex': '1', 'data-group': String(rowIndex) }
        }
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
      const { field, heading, remark, align } = column
      return {
        prop: field,
        name: heading,
        size: column.width,
        minSize: 48,
        ...(column.pinned ? { pin: 'colPinStart' as const } : {}),
        cellTemplate(draw: HyperFunc<VNode>, { rowIndex }: CellTemplateProp) {
          const group = content().group(rowIndex)
          return group ? drawGroup(draw, group) : drawCell(draw, content().cell(rowIndex, field))
        },
        cellProperties({ rowIndex }): CellProps {
          const group = content().group(rowIndex)
          if (group) {
            return {
              id: groupCellId(id, rowIndex),
              role: 'gridcell',
              tabindex: '-1',
              'aria-colindex': '2',
              'aria-expanded': String(!group.folded),
              'data-group': String(rowIndex),
            }
          }
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
        columnTemplate: (draw: HyperFunc<VNode>) => drawHeading(draw, now(column), words.headingMenu(heading)),
        columnProperties: (): CellProps => ({
          role: 'columnheader',
          'aria-colindex': String(index + 2),
          // Its name is not that of the button within.
          'aria-label': heading,
          'aria-description': words.headingState(now(column)) ?? undefined,
          'aria-sort': now(column).sort ?? 'none',
          'data-heading': field,
          title: remark ? `${heading}\n${remark}` : heading,
          class: { [align]: true },
        }),
      }
    }),
  ]
}
