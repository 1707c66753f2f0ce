import type { HyperFunc, VNode } from '@revolist/revogrid'
import type { Sign } from '../../../shared/operations/states.ts'
import type { GridCell, GridColumn, GridGroup } from '../model/grid.ts'

type Draw = HyperFunc<VNode>

/** Outlines of the signs that are no letters, 24 × 24, as in the house's icon set (Tabler). */
const outlines: Partial<Record<Sign, readonly string[]>> = {
  waiting: ['M3 12a9 9 0 1 0 18 0a9 9 0 1 0 -18 0', 'M12 7v5l3 3'],
  conflict: ['M21 17H3', 'M6 10L3 7l3-3', 'M3 7h18', 'M18 20l3-3l-3-3'],
  done: ['M5 12l5 5l10 -10'],
  discarded: ['M3 12a9 9 0 1 0 18 0a9 9 0 1 0 -18 0', 'M5.7 5.7l12.6 12.6'],
}
const letters: Partial<Record<Sign, string>> = { refused: '!', unknown: '?' }
const check = ['M5 12l5 5l10 -10']
const triangle = [
  'M12 9v4',
  'M12 16v.01',
  'M10.3 3.9L2.7 17a2 2 0 0 0 1.7 3h15.2a2 2 0 0 0 1.7 -3L13.7 3.9a2 2 0 0 0 -3.4 0z',
]
const chevronDown = ['M6 9l6 6l6 -6']
const arrows = ['M8 9l4 -4l4 4', 'M16 15l-4 4l-4 -4']
const funnel = ['M4 4h16v2.2a2 2 0 0 1 -.6 1.4l-4.4 4.4v7l-6 2v-8.5l-4.5 -4.9a2 2 0 0 1 -.5 -1.4z']

function outline(draw: Draw, paths: readonly string[]): VNode {
  return draw(
    'svg',
    { viewBox: '0 0 24 24', 'aria-hidden': 'true' },
    paths.map((d) => draw('path', { d })),
  )
}

/** The shape of a sign; staged and sending are drawn by CSS alone. */
export function drawSign(draw: Draw, sign: Sign): VNode {
  const paths = outlines[sign]
  return paths
    ? draw('span', { class: 'sign', 'aria-hidden': 'true' }, [outline(draw, paths)])
    : draw('span', { class: 'sign', 'aria-hidden': 'true' }, letters[sign] ?? '')
}

/**
 * What stands in a cell, which is nothing until its row has arrived. Text is set as text: the grid makes no HTML of it. Most cells hold nothing else, and for each
 * frame of a scroll hundreds are drawn, so such a cell has no element within.
 */
export function drawCell(draw: Draw, cell: GridCell | null): VNode | string | (VNode | string)[] {
  if (!cell) return ''
  if (cell.check) {
    const mark = draw('span', { class: 'check', role: 'img', 'aria-label': cell.text }, [outline(draw, check)])
    return cell.sign ? [drawSign(draw, cell.sign), mark] : mark
  }
  if (!cell.sign && !cell.warned) return cell.hit ? drawHit(draw, cell.text, cell.hit) : cell.text
  return [
    ...(cell.sign ? [drawSign(draw, cell.sign)] : []),
    ...(cell.warned ? [draw('span', { class: 'warning', 'aria-hidden': 'true' }, [outline(draw, triangle)])] : []),
    cell.hit
      ? draw('span', { class: 'text', dir: 'auto' }, drawHit(draw, cell.text, cell.hit))
      : draw('span', { class: 'text', dir: 'auto' }, cell.text),
  ]
}

/** A text in which what is searched for is marked. */
function drawHit(draw: Draw, text: string, [from, to]: readonly [number, number]): VNode[] {
  return [
    draw('span', {}, text.slice(0, from)),
    draw('mark', {}, text.slice(from, to)),
    draw('span', {}, text.slice(to)),
  ]
}

function addClass(row: VNode, name: string): void {
  const attributes = row.$attrs$ as { class?: string }
  row.$attrs$ = { ...attributes, class: `${attributes.class ?? ''} ${name}` }
}

/** Shows of a row that it has not arrived yet: on the row alone, for what stands in its cells would soon go again. */
export function showAwaited(row: VNode): void {
  addClass(row, 'awaited')
}

/** Draws a line of dashes around rows that were cut, and says so of each; which of its edges are those of all of them. */
export function showCut(row: VNode, words: string, edges: { readonly top: boolean; readonly bottom: boolean }): void {
  addClass(row, `cut${edges.top ? ' cut-top' : ''}${edges.bottom ? ' cut-bottom' : ''}`)
  row.$attrs$ = { ...(row.$attrs$ as object), 'aria-description': words }
}

/** What RevoGrid writes into every cell each time that it is drawn, and what only its own editing asks for. */
const ownRedraw = 'redraw'

/** Takes from the cells of a row what costs time and serves nobody. */
export function lighten(row: VNode): void {
  for (const cell of (row.$children$ as VNode[] | null) ?? []) {
    delete (cell.$attrs$ as Record<string, unknown> | null)?.[ownRedraw]
  }
}

/** What stands at the left of a group's row: whether it is folded, and what it is grouped by. */
export function drawGroupHead(draw: Draw, group: GridGroup): VNode[] {
  return [
    draw('span', { class: group.folded ? 'chevron folded' : 'chevron', 'aria-hidden': 'true' }, [
      outline(draw, chevronDown),
    ]),
    draw('span', { class: 'group-heading' }, group.heading),
  ]
}

/** What stands in the rest of a group's row. */
export function drawGroup(draw: Draw, group: GridGroup): VNode[] {
  return [
    draw('span', { class: 'unseen' }, `${group.heading}: `),
    draw('span', { class: group.blank ? 'group-text blank' : 'group-text', dir: 'auto' }, group.text),
    draw('span', { class: 'group-count' }, group.count),
  ]
}

/** A button in a heading, which the keyboard never has: it has other ways there. */
function button(draw: Draw, name: string, words: string, paths: readonly string[]): VNode {
  return draw('button', { class: name, type: 'button', tabindex: '-1', 'aria-label': words, title: words }, [
    outline(draw, paths),
  ])
}

/** Makes one cell over all columns of a group's row; which of them is in sight does not matter to it. */
export function spanGroup(row: VNode, rowHeight: number, isActive: boolean): void {
  addClass(row, isActive ? 'group active' : 'group')
  const [cell] = (row.$children$ as VNode[] | null) ?? []
  if (!cell) return
  row.$children$ = [cell]
  cell.$attrs$ = { ...(cell.$attrs$ as object), style: { height: `${rowHeight}px` } }
}

/** Columns narrower than this, in pixels, have no room for an arrow to sort by beside their name: their menus sort. */
const roomToSort = 90

/** What stands in a heading: its name, how it is sorted and filtered, the arrow that sorts, and the button of its menu. */
export function drawHeading(
  draw: Draw,
  { heading, sort, sortPlace, filtered, width }: GridColumn,
  words: { readonly menu: string; readonly sort: string },
): VNode[] {
  const signs = [
    ...(filtered ? [draw('span', { class: 'funnel', 'aria-hidden': 'true' }, [outline(draw, funnel)])] : []),
    ...(sort && sortPlace ? [draw('span', { class: 'sort-place', 'aria-hidden': 'true' }, String(sortPlace))] : []),
    ...(sort ? [draw('span', { class: `arrow ${sort}`, 'aria-hidden': 'true' }, '')] : []),
  ]
  return [
    draw('span', { class: 'heading', dir: 'auto' }, heading),
    ...(signs.length > 0 ? [draw('span', { class: 'heading-signs' }, signs)] : []),
    ...(width < roomToSort ? [] : [button(draw, 'heading-sort', words.sort, arrows)]),
    button(draw, 'heading-menu', words.menu, chevronDown),
  ]
}
