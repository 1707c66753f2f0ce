import { shallowRef, type ShallowRef, watch } from 'vue'
import { isSameText } from './clipboard.ts'
import type { Range } from '../../model/selection.ts'
import type { SheetSession } from '../../model/session.ts'
import type { Columns } from '../../model/use-columns.ts'

/** The cells around which a sign shows that the clipboard holds them. */
export interface CopiedCells {
  readonly ranges: Readonly<ShallowRef<readonly Range[]>>
  /** They went onto the clipboard as this text. */
  show(ranges: readonly Range[], text: string): void
  /** What is pasted is this text: where it is another one, something else has been copied elsewhere. */
  seen(text: string): void
  /** Pastes by what this begins: the only edit that leaves the sign, as in a spreadsheet. */
  pasting<Answer>(paste: () => Answer): Answer
  /** Takes the sign away; false where there is none. */
  end(): boolean
}

const none: readonly Range[] = []

/** Remembers which cells of a session's sheet were copied, as long as they stand where they did and are what they were. */
export function useCopiedCells(
  session: Pick<SheetSession, 'ordered' | 'underWay'>,
  columns: Pick<Columns, 'shown'>,
): CopiedCells {
  const ranges = shallowRef<readonly Range[]>(none)
  let copied = ''
  let isPasting = false

  function end(): boolean {
    const were = ranges.value
    ranges.value = none
    return were !== none
  }

  watch(session.ordered, end)
  // One that is made wider is still where it was.
  watch(() => columns.shown.value.map(({ field }) => field).join(), end)
  // At once: an edit is told from a paste by what is under way while it begins.
  watch(
    session.underWay,
    (now, before) => {
      if (now > before && !isPasting) end()
    },
    { flush: 'sync' },
  )

  return {
    ranges,
    show(of, text) {
      ranges.value = of
      copied = text
    },
    seen(text) {
      if (!isSameText(copied, text)) end()
    },
    pasting(paste) {
      isPasting = true
      try {
        return paste()
      } finally {
        isPasting = false
      }
    },
    end,
  }
}
