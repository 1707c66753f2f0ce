import { useI18n } from 'vue-i18n'
import type { CellWords } from './cell-text.ts'

/** Words for flags, and for those of the panel's codes that it documents. */
export function useCellWords(): CellWords {
  const { t, te } = useI18n()
  return {
    yes: t('sheet.yes'),
    no: t('sheet.no'),
    named(field, code) {
      const key = `sheet.values.${field}.${code}`
      // A path that holds more dots would lead elsewhere.
      return /^[a-z_]+$/.test(code) && te(key) ? t(key) : code
    },
  }
}
