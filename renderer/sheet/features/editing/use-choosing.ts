import { useI18n } from 'vue-i18n'
import { call } from '../../../bridge.ts'
import { number } from '../../../wording.ts'
import { type Choice, type Choosing, fits, ranked } from './choices.ts'

const amount = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
/** Most characters by which users are looked for, as the contract has it. */
const searchMost = 100

/** What the cells of a sheet can name, from what was last pulled. */
export function useChoosing(): Choosing {
  const { t } = useI18n()
  return {
    /** Those that the panel still gives out, and another where it is named in full: what is typed so is meant so. */
    async plan(text) {
      const { tariffs } = await call('lookup.tariffs', {})
      const choices = tariffs
        .filter(({ active, name }) => active || name.toLowerCase() === text.trim().toLowerCase())
        .map(({ id, name, price }): Choice => ({ id, name, hint: amount.format(price) }))
      return ranked(
        choices.filter((choice) => fits(choice, text)),
        text,
      )
    },
    async equipment(text) {
      const { equipment } = await call('lookup.equipment', {})
      const choices = equipment.map(({ id, name, modelCode }): Choice => ({ id, name, hint: modelCode }))
      return ranked(
        choices.filter((choice) => fits(choice, text) || fits({ ...choice, name: choice.hint }, text)),
        text,
      )
    },
    async tracker(text, whose) {
      if (typeof whose !== 'number') return []
      const { trackers } = await call('lookup.trackersOf', { user: whose })
      const choices = trackers.map(({ id, label, deviceId }): Choice => ({ id, name: label, hint: deviceId }))
      return ranked(
        choices.filter((choice) => fits(choice, text) || fits({ ...choice, name: choice.hint }, text)),
        text,
      )
    },
    async user(text) {
      const { users } = await call('lookup.users', { search: text.trim().replace(/^#/, '').slice(0, searchMost) })
      const choices = users.map(({ id, login, name, trackers }): Choice => {
        return { id, name: login, hint: name || t('app.users.trackers', { n: number(trackers) }, trackers) }
      })
      return ranked(choices, text)
    },
  }
}
