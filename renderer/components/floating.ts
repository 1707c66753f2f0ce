/** Something on the page, or a point of it, next to which a box floats; pixels from the window's upper left corner. */
export type Anchor = Pick<DOMRect, 'left' | 'right' | 'top' | 'bottom'>

/** The place of a point, as that of the pointer. */
export function pointAnchor(x: number, y: number): Anchor {
  return { left: x, right: x, top: y, bottom: y }
}

/** A size in pixels. */
export interface Size {
  readonly width: number
  readonly height: number
}

/** Where a box floats; it may be no higher than `most`. */
export interface FloatingPlace {
  readonly left: number
  readonly top: number
  readonly most: number
}

const gap = 4
/** What stays free at the edges of the window. */
const margin = 8

/**
 * The place of a box next to its anchor: below it, or above where there is more room; lined up with its left or right
 * edge, and never beyond the window. A point may be covered: next to it, the box keeps its height. All in pixels.
 */
export function floatingPlace(anchor: Anchor, box: Size, view: Size, align: 'start' | 'end'): FloatingPlace {
  const wished = align === 'start' ? anchor.left : anchor.right - box.width
  const left = Math.max(margin, Math.min(wished, view.width - margin - box.width))
  const under = Math.max(margin, anchor.bottom + gap)
  const below = Math.max(0, view.height - margin - under)
  const over = Math.min(view.height - margin, anchor.top - gap)
  const above = Math.max(0, over - margin)
  if (box.height <= below) return { left, top: under, most: below }
  const isPoint = anchor.left === anchor.right && anchor.top === anchor.bottom
  if (isPoint && box.height > above) {
    const most = view.height - 2 * margin
    return { left, top: view.height - margin - Math.min(box.height, most), most }
  }
  if (below >= above) return { left, top: under, most: below }
  return { left, top: over - Math.min(box.height, above), most: above }
}
