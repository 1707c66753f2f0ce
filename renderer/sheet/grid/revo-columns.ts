import type { CellProps, CellTemplateProp, ColumnRegular, HyperFunc, VNode } from '@revolist/revogrid'
import type { Sign } from '../../../shared/operations/states.ts'
import { drawCell, drawGroup, drawGroupHead, drawHeading, drawSign } from './cell-templates.ts'
import type { GridCell, GridColumn, GridContent } from '../model/grid.ts'

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
  /** What is said of a row that was cut. */
  readonly cutRow: string
  /** The names of the buttons in a heading. */
  headingMenu(heading: string): string
  headingSort(heading: string): string
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

/** The classes of a cell with this sign, in addition to those that it has anyway. */
function classWith(sign: Sign | null, others: string, warned = false): string {
  return `${others}${sign ? ` signed sign-${sign}` : ''}${warned ? ' warned' : ''}`
}

/** Letters that are read from right to left. */
const rightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u

/**
 * Adds to the properties of a cell what is to be said of this one, and nothing where there is nothing: each of them costs
 * time, for every cell of every frame of a scroll.
 */
function tellOf(cell: GridCell, classes: string, properties: CellProps): void {
  const { text, sign, invalid, warned } = cell
  if (invalid) properties['aria-invalid'] = 'true'
  // Where the direction may be another than the page's.
  if (rightToLeft.test(text)) properties['dir'] = 'auto'
  if (!sign && !warned) return
  if (sign) properties['data-sign'] = sign
  if (warned) properties['data-warned'] = 'true'
  // Those of the others are told when the pointer comes.
  const { hint } = cell
  if (hint) properties['title'] = hint
  properties.class = classWith(sign, classes, warned)
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
          'aria-colindex': '1',
          'data-row-head': String(rowIndex),
          class: classWith(head.sign, 'row-head'),
          ...(head.sign && { 'data-sign': head.sign }),
          ...(head.hint && { title: head.hint }),
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
      const { field, heading, about, remark, align } = column
      const classes = [align === 'start' ? '' : align, column.monospace ? 'monospace' : ''].join(' ').trim()
      const ofAll: Readonly<Record<string, string>> = {
        role: 'gridcell',
        'aria-colindex': String(index + 2),
        'data-field': field,
        ...(column.editable ? {} : { 'aria-readonly': 'true' }),
        ...(classes && { class: classes }),
      }
      /** RevoGrid asks what a cell is and, right after it, what stands in it: one look serves both. */
      let looked: { readonly row: number; readonly cell: GridCell | null } | null = null
      return {
        prop: field,
        name: heading,
        size: column.width,
        minSize: 48,
        ...(column.pinned ? { pin: 'colPinStart' as const } : {}),
        cellTemplate(draw: HyperFunc<VNode>, { rowIndex }: CellTemplateProp) {
          const group = content().group(rowIndex)
          if (group) return drawGroup(draw, group)
          const cell = looked?.row === rowIndex ? looked.cell : content().cell(rowIndex, field)
          looked = null
          return drawCell(draw, cell)
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
          looked = { row: rowIndex, cell }
          const properties: CellProps = { ...ofAll, id: cellId(id, rowIndex, field), 'data-row': String(rowIndex) }
          if (cell) tellOf(cell, classes, properties)
          return properties
        },
        columnTemplate: (draw: HyperFunc<VNode>) =>
          drawHeading(draw, now(column), { menu: words.headingMenu(heading), sort: words.headingSort(heading) }),
        columnProperties: (): CellProps => ({
          role: 'columnheader',
          'aria-colindex': String(index + 2),
          // Its name is not that of the button within.
          'aria-label': heading,
          'aria-description': words.headingState(now(column)) ?? undefined,
          'aria-sort': now(column).sort ?? 'none',
          'data-heading': field,
          title: [heading, about, remark].filter((words) => words !== null).join('\n'),
          class: { [align]: true },
        }),
      }
    }),
  ]
}
