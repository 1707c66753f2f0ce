import type { EndedPull, PanelChange } from '../../../shared/contract/changes.ts'
import { entityOf, type EntityName } from '../../../shared/entities/entity.ts'
import { keptFieldsOf } from '../../../shared/entities/kept-fields.ts'
import type { CellValue } from '../../../shared/sheets/cell-value.ts'
import { i18n } from '../../i18n.ts'
import { valueText, type CellWords } from '../../sheet/model/cell-text.ts'

const { t } = i18n.global

const timeOfDay = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
const dayOfYear = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short' })

/** Since which pull, as a person says it: by the day, seen from `now`, and the time. */
export function sinceWords({ at }: EndedPull, now: number): string {
  const time = timeOfDay.format(at)
  const midnight = (moment: number) => new Date(moment).setHours(0, 0, 0, 0)
  const days = Math.round((midnight(now) - midnight(at)) / 86_400_000)
  if (days === 0) return t('changes.since.today', { time })
  if (days === 1) return t('changes.since.yesterday', { time })
  return t('changes.since.day', { day: dayOfYear.format(at), time })
}

/** What the rows of an entity are called. */
export const entityWords = (entity: EntityName): string => t(`app.nav.${entityOf(entity).sheet}`)

/** The heading of a column. */
export const fieldWords = (entity: EntityName, field: string): string =>
  t(`sheet.columns.${entityOf(entity).sheet}.${field}`)

/** A value as its sheet shows it; flags in words, and what is empty as such. */
export function shownValue({ entity, field }: PanelChange, value: CellValue, words: CellWords, empty: string): string {
  const column = keptFieldsOf(entity).find(({ column: one }) => one.field === field)?.column
  return column ? valueText(column, value, words, empty) : empty
}
