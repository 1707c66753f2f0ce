import { useI18n } from 'vue-i18n'
import type { CellWords } from './cell-text.ts'

/** Words for flags, and for those of the panel's codes that it documents. */
export function useCellWords(): CellWords {
  const { t, te } = useI18n()
  /** What has been looked up: that takes a while, and words are wanted for every cell that is drawn. */
  const known = new Map<string, string>()
  return {
    yes: t('sheet.yes'),
    no: t('sheet.no'),
    named(field, code) {
      // A path that holds more dots would lead elsewhere.
      if (!/^[a-z_]+$/.test(code)) return code
      const key = `sheet.values.${field}.${code}`
      let word = known.get(key)
      if (word === undefined) known.set(key, (word = te(key) ? t(key) : code))
      return word
    },
  }
}
