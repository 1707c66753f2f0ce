import { createI18n } from 'vue-i18n'
import { en } from '../shared/locales/en/index.ts'

/** The texts of `shared/locales`; components take them by `useI18n()`. */
export const i18n = createI18n({
  legacy: false,
  locale: 'en',
  fallbackLocale: 'en',
  messages: { en },
  warnHtmlMessage: false,
})
