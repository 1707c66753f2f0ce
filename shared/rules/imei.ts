import type { Problem } from '../problem.ts'
import { hasOtherDigits, tidyIdentifier, withoutGaps } from './identifier.ts'

/** Whether the last digit is the Luhn check digit of the ones before. */
export function luhn(digits: string): boolean {
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48
    const weighed = i % 2 === 1 ? digit * 2 : digit
    sum += weighed > 9 ? weighed - 9 : weighed
  }
  return sum % 10 === 0
}

/** A number that a spreadsheet has turned to scientific notation (`8.65E+14`): its digits are lost for good. */
export const scientific = /^\d+([.,]\d+)?E\+?\d+$/i

/**
 * The IMEI that a text stands for, without what is printed, pasted or exported around its digits. `….0`, as programs
 * write a number that they took for a fraction, is taken off where the check digit proves that no digit was lost.
 */
export function tidyImei(text: string): string {
  const bare = withoutGaps(tidyIdentifier(text))
  const whole = /^(\d{15})[.,]0+$/.exec(bare)?.[1]
  return whole !== undefined && luhn(whole) ? whole : bare
}

/**
 * The rule for an IMEI: 15 digits, as the panel's own page takes them. One in scientific notation, or rounded by a
 * spreadsheet (five zeros at the end and no valid check digit), is refused rather than guessed at; so are 14 digits,
 * of which the first may have been a zero, and digits of another script.
 */
export function checkImei(imei: string): Problem | null {
  if (imei === '') return { code: 'imei-empty' }
  if (scientific.test(imei)) return { code: 'imei-scientific', values: { value: imei } }
  if (hasOtherDigits(imei)) return { code: 'digits-other', values: { value: imei } }
  if (/^\d{14}$/.test(imei) && luhn(imei)) return { code: 'imei-zero-lost', values: { value: imei } }
  if (!/^\d{15}$/.test(imei)) return { code: 'imei-format', values: { value: imei } }
  if (imei.endsWith('00000') && !luhn(imei)) return { code: 'imei-rounded', values: { value: imei } }
  return null
}

/** A doubt about an IMEI that is otherwise well formed: its check digit does not fit. A warning, not a refusal. */
export function doubtImei(imei: string): Problem | null {
  return luhn(imei) ? null : { code: 'imei-check-digit', values: { value: imei } }
}
