import { computed, type ComputedRef, nextTick, type Ref, shallowRef } from 'vue'
import type { CellEditing } from './cell-editing.ts'

/** The list of what a cell can name is wider than most columns. */
export const listWidth = 340
/** What has to fit below a cell, in pixels: the list, or what is wrong. */
const listHeight = 240
const problemHeight = 60
/** A cell of several lines is at least this wide while it is edited, and at most this high; others at most this wide. */
const leastWidth = 280
const mostHeight = 200
const mostWidth = 480

/** Where the field over a cell is, and how large. */
export interface EditorPlace {
  /** Over the cell, as far as the sheet's edges allow. */
  readonly style: ComputedRef<Readonly<Record<'left' | 'top' | 'width' | 'height', string>>>
  /** Whether the list has to reach to the left of the cell, since there is no room to its right. */
  readonly isFarRight: ComputedRef<boolean>
  /** Whether what is wrong has to be said above the cell, since there is no room below. */
  readonly isLow: ComputedRef<boolean>
  /** The cell is here. */
  place(to: CellEditing['rect']): void
  /** Makes it as large as what stands in it needs. */
  grow(): void
}

/** The place of the field that is typed in for a cell. */
export function editorPlace(
  editing: Readonly<Ref<CellEditing | null>>,
  input: Readonly<Ref<HTMLTextAreaElement | HTMLInputElement | null>>,
): EditorPlace {
  const rect = shallowRef({ left: 0, top: 0, width: 0, height: 0 })
  const size = shallowRef({ width: 0, height: 0 })
  const room = shallowRef({ width: Infinity, height: Infinity })

  return {
    style: computed(() => {
      const width = Math.max(rect.value.width, size.value.width)
      const height = Math.max(rect.value.height, size.value.height)
      return {
        left: `${Math.max(0, Math.min(rect.value.left, room.value.width - width))}px`,
        top: `${Math.max(0, Math.min(rect.value.top, room.value.height - height))}px`,
        width: `${width}px`,
        height: `${height}px`,
      }
    }),
    isFarRight: computed(() => rect.value.left + listWidth > room.value.width),
    isLow: computed(() => {
      const below = editing.value?.choices ? listHeight : problemHeight
      return rect.value.top + rect.value.height + below > room.value.height
    }),
    place(to) {
      rect.value = to
      const sheet = input.value?.offsetParent?.parentElement
      if (sheet) room.value = { width: sheet.clientWidth, height: sheet.clientHeight }
    },
    grow() {
      const field = input.value
      const cell = editing.value
      if (!field || !cell) return
      const least = cell.multiline ? Math.max(rect.value.width, leastWidth) : rect.value.width
      size.value = { width: least, height: 0 }
      void nextTick(() => {
        size.value = {
          width: cell.multiline ? least : Math.min(mostWidth, Math.max(least, field.scrollWidth + 2)),
          height: cell.multiline ? Math.min(mostHeight, field.scrollHeight + 2) : 0,
        }
      })
    },
  }
}
