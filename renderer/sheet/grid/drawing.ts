import type { PluginProviders, VNode } from '@revolist/revogrid'
import { type Ref, watch } from 'vue'
import type { Place, Range } from '../model/selection.ts'
import { describeActive, describeGrid, describeRow } from './aria.ts'
import { arrival } from './arrival.ts'
import { lighten, showAwaited, showCut, spanGroup } from './cell-templates.ts'
import type { GridProps } from './grid-props.ts'
import { cellId, groupCellId } from './revo-columns.ts'
import type { Scrolling } from './scrolling.ts'
import { drawRange } from './range-in-row.ts'
import { blocksOf, markFrame, paintSelection } from './selection-painter.ts'

/** How the cells, the headings and the selection get on the screen. */
export interface Drawing {
  /** RevoGrid waits for this before it draws rows. */
  untilThere(): Promise<void>
  /** RevoGrid draws a row: what of it is not its cells' is drawn here. */
  drawRow(event: CustomEvent<{ node: VNode; item: { itemIndex: number }; colType: string }>): void
  /** Draws what is selected. */
  paintSelected(): void
  /** Tells a screen reader what the grid is. */
  describe(): void
  /** The DOM id of the cell at a place; null where there is no such column. */
  idOf(place: Place, isGroup: boolean): string | null
}

/** Draws the grid with this DOM id, anew whenever what it is given has changed. */
export function drawing(
  props: Readonly<GridProps>,
  grid: {
    readonly id: string
    readonly frame: Readonly<Ref<HTMLElement | null>>
    /** Null until RevoGrid is there. */
    readonly providers: Readonly<Ref<PluginProviders | null>>
    readonly pinned: Readonly<Ref<number>>
    readonly scroll: Scrolling
    /** The part of RevoGrid that is the grid to keyboard and screen reader. */
    readonly focusable: () => HTMLElement | null
    /** The cells are about to be drawn anew. */
    readonly redrawn: () => void
  },
): Drawing {
  const { id, frame, providers, pinned, scroll, focusable } = grid
  let repaintAsked = false
  let isOnGroup = false
  /** The ranges besides the last one, as they are drawn. */
  let others: readonly Range[] | undefined

  /**
   * Draws the cells in sight anew, once a frame at most. RevoGrid draws in the frame after it was told, so it is told at
   * once; but that would undo a scroll that is under way, which is given one frame more.
   */
  function repaint(): void {
    if (scroll.isAtRest()) return tellRepaint()
    if (repaintAsked) return
    repaintAsked = true
    requestAnimationFrame(() => {
      repaintAsked = false
      tellRepaint()
    })
  }

  function tellRepaint(): void {
    grid.redrawn()
    const store = providers.value?.viewport.stores.rgRow.store
    store?.set('items', [...store.get('items')])
  }

  const rows = arrival(() => {
    const { from, to } = scroll.inSight()
    for (let row = from; row < to; row += 1) if (props.content.awaits(row)) return false
    return true
  })

  watch(
    () => [props.painted.value, props.content, props.isCut, props.copied],
    () => {
      if (!rows.told()) repaint()
    },
  )
  // What was a cell may be a group's row now, and the other way round.
  watch(() => props.painted.value, paintSelected)

  /** Draws the headings alone anew: for RevoGrid that is due when they are given other data, which nobody reads. */
  watch(
    () => props.columns,
    () => {
      for (const heading of frame.value?.querySelectorAll('revogr-header') ?? []) heading.additionalData = {}
    },
  )

  function idOf({ row, column }: Place, isGroup: boolean): string | null {
    const field = props.columns[column]?.field
    if (field === undefined) return null
    return isGroup ? groupCellId(id, row) : cellId(id, row, field)
  }

  function paintSelected(): void {
    const { selection, filling, copied } = props
    const painting = { selection, filling, copied, pinned: pinned.value, columns: props.columns.length }
    const isFillable = props.columns.some((column) => column.editable)
    if (providers.value) paintSelection(providers.value.selection, painting)
    if (frame.value) markFrame(frame.value, painting, isFillable)
    const { active } = selection ?? {}
    const isGroup = active !== undefined && props.content.group(active.row) !== null
    // The row itself is drawn as active: what RevoGrid outlines is one cell, and one range.
    if (isGroup || isOnGroup || selection?.others !== others) repaint()
    others = selection?.others
    isOnGroup = isGroup
    frame.value?.toggleAttribute('data-on-group', isGroup)
    describeActive(focusable(), active ? idOf(active, isGroup) : null)
  }

  watch(() => [props.selection, props.filling, props.copied], paintSelected, { flush: 'sync' })

  function describe(): void {
    const host = focusable()
    const { label, count, grouped } = props
    if (host) describeGrid(host, { label, count, columns: props.columns.length, grouped })
  }

  /** Draws what lies over the cells of a row and is not RevoGrid's to draw. */
  function drawRanges(node: VNode, row: number, colType: string): void {
    const block = blocksOf(pinned.value, props.columns.length).find(({ type }) => type === colType)
    const dimension = block && providers.value?.dimension.stores[block.type].getCurrentState()
    if (!block || !dimension) return
    const into = { node, row, block, dimension }
    props.selection?.others?.forEach((range, at) => drawRange(range, 'other', at, into))
    props.copied.forEach((range, at) => drawRange(range, 'copied', at, into))
  }

  watch(() => [props.label, props.count, props.columns.length, props.grouped], describe)

  return {
    untilThere: rows.untilThere,
    drawRow({ detail: { node, item, colType } }) {
      const group = props.content.group(item.itemIndex)
      lighten(node)
      describeRow(node, item.itemIndex, props.grouped, group)
      if (props.content.awaits(item.itemIndex)) showAwaited(node)
      if (props.isCut(item.itemIndex)) {
        const isEdge = (row: number): boolean => !props.isCut(row)
        showCut(node, props.words.cutRow, { top: isEdge(item.itemIndex - 1), bottom: isEdge(item.itemIndex + 1) })
      }
      if (group) spanGroup(node, props.rowHeight, props.selection?.active.row === item.itemIndex)
      drawRanges(node, item.itemIndex, colType)
    },
    paintSelected,
    describe,
    idOf,
  }
}
