import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { SheetName } from '../../../../shared/sheets/catalogue.ts'
import type { TakenHow } from '../../../../shared/sheets/sheet.ts'

/** Whole rows of a sheet that were cut or copied. */
export interface TakenRows {
  readonly how: TakenHow
  readonly sheet: SheetName
  readonly profile: string | null
  /** Their text, as it went onto the clipboard. */
  readonly text: string
  /** Our ids of them, in their order. */
  readonly ids: Promise<readonly number[]>
}

const none: ReadonlySet<number> = new Set()

/**
 * The whole rows that this window has put onto the clipboard last, which itself holds nothing but their text. Known as long
 * as the window is open, whichever page it shows, and to the sheet and panel alone that they were taken from.
 */
export const useTakenRows = defineStore('taken-rows', () => {
  const taken = shallowRef<TakenRows | null>(null)
  /** Those that were cut, once it is known which. */
  const cut = shallowRef(none)
  /** Those that were cut and have been put elsewhere, as long as nothing else was taken. */
  const spent = shallowRef<TakenRows | null>(null)

  function forget(): void {
    taken.value = null
    spent.value = null
    cut.value = none
  }

  return {
    taken,
    cut,
    spent,
    forget,
    /** What was cut is put elsewhere. */
    spend(): void {
      const put = taken.value
      forget()
      spent.value = put
    },
    /** Remembers these instead of others; rejects where they cannot be told. */
    async take(rows: TakenRows): Promise<void> {
      forget()
      taken.value = rows
      try {
        const ids = await rows.ids
        if (taken.value === rows && rows.how === 'cut') cut.value = new Set(ids)
      } catch (error) {
        if (taken.value === rows) forget()
        throw error
      }
    },
  }
})
