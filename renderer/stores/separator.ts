import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { separatorNames, separators, type SeparatorName } from '../../shared/imports/csv-text.ts'
import { keep, kept } from './kept.ts'

/**
 * What spreadsheets of a locale expect between the cells of a CSV file; without one, of this computer. Where numbers
 * have a decimal comma, it is the semicolon: Excel takes it from the same settings.
 */
export function expectedSeparator(locale?: string): SeparatorName {
  const parts = new Intl.NumberFormat(locale).formatToParts(1.5)
  return parts.some(({ type, value }) => type === 'decimal' && value !== '.') ? 'semicolon' : 'comma'
}

/** What stands between the cells of files that are handed out: as the person chose, kept on this computer. */
export const useSeparator = defineStore('separator', () => {
  const expected = expectedSeparator()
  const name = ref<SeparatorName>(kept('separator', separatorNames) ?? expected)
  /** The character itself. */
  const character = computed(() => separators[name.value])

  function choose(chosen: SeparatorName): void {
    name.value = chosen
    keep('separator', chosen)
  }

  return { name, expected, character, choose }
})
