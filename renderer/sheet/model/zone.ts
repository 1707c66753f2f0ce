import type { CellValue } from '../../../shared/contract/sheets.ts'
import type { SheetColumn } from '../../../shared/sheets/sheet.ts'
import { time } from '../../wording.ts'

type Column = Pick<SheetColumn, 'type' | 'utc'>
type Translate = (key: string, values?: Record<string, unknown>) => string

/** In which time zone the dates of a column are, in words; null of a column that holds none. */
export function zoneWords({ type, utc }: Column, t: Translate): string | null {
  return type === 'date' ? t(utc ? 'sheet.zone.utc' : 'sheet.zone.unnamed') : null
}

/**
 * A time as the panel gave it, with its zone, and, where that is another one, in the zone of the person, which it names:
 * `2026-11-20 09:12:05 UTC`, `20 Nov 2026, 10:12 CET`. Null where the zone is not known, or it is no time.
 */
export function zonedTime(
  { utc }: Column,
  value: CellValue,
  t: Translate,
): { given: string; own: string | null } | null {
  if (!utc || typeof value !== 'string') return null
  const at = Date.parse(`${value.replace(' ', 'T')}Z`)
  if (Number.isNaN(at)) return null
  const isOwn = new Date(at).getTimezoneOffset() === 0
  return { given: t('sheet.zone.inUtc', { time: value }), own: isOwn ? null : time(at) }
}
