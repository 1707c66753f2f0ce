import type { VNode } from '@revolist/revogrid'
import type { GridGroup } from '../model/grid.ts'

// What RevoGrid leaves out of its ARIA, since its own plugin for it speaks of trees and moves the focus about.

/** What is said of the grid as a whole. */
export interface DescribedGrid {
  readonly label: string
  /** Rows and columns, without those of the headings and of the rows' numbers. */
  readonly count: number
  readonly columns: number
  readonly grouped: boolean
}

/** Describes the grid, and makes a row of its headings. */
export function describeGrid(host: HTMLElement, { label, count, columns, grouped }: DescribedGrid): void {
  const attributes = {
    // What unfolds is told of in a tree alone.
    role: grouped ? 'treegrid' : 'grid',
    tabindex: '0',
    'aria-label': label,
    'aria-rowcount': String(count + 1),
    'aria-colcount': String(columns + 1),
    'aria-multiselectable': 'true',
  }
  for (const [name, value] of Object.entries(attributes)) {
    // Set anew, it would have the browser look at it anew, after each frame.
    if (host.getAttribute(name) !== value) host.setAttribute(name, value)
  }
  for (const row of host.querySelectorAll('.header-rgRow')) {
    row.setAttribute('role', 'row')
    row.setAttribute('aria-rowindex', '1')
  }
}

/** Describes a row that is about to be drawn; `group` where it is the row of one. */
export function describeRow(node: VNode, row: number, grouped: boolean, group: GridGroup | null): void {
  node.$attrs$ = {
    ...(node.$attrs$ as object),
    role: 'row',
    // Never by Tab, but what scrolls has to hold something that can be focused.
    tabindex: '-1',
    'aria-rowindex': String(row + 2),
    ...(grouped ? { 'aria-level': group ? '1' : '2' } : {}),
    ...(group ? { 'aria-expanded': String(!group.folded) } : {}),
  }
}

/** Says which cell is the active one, by its DOM id. */
export function describeActive(host: HTMLElement | null, cell: string | null): void {
  if (cell !== null) host?.setAttribute('aria-activedescendant', cell)
  else host?.removeAttribute('aria-activedescendant')
}
