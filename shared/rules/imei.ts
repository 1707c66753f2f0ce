import type { Problem } from '../problem.ts'

/** Takes off what spreadsheets put around an identifier: blanks, no-break spaces, a leading apostrophe, `="…"`. */
export function tidyIdentifier(text: string): string {
  const bare = text.replace(/[\u00a0\u200b\ufeff]/g, ' ').trim()
  const formula = /^="(.*)"$/.exec(bare)
  return (formula?.[1] ?? bare).replace(/^'/, '').trim()
}

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
 * The rule for an IMEI: 15 digits, as the panel's own page takes them. One in scientific notation, or rounded by a
 * spreadsheet (five zeros at the end and no valid check digit), is refused rather than guessed at.
 */
export function checkImei(imei: string): Problem | null {
  if (imei === '') return { code: 'imei-empty' }
  if (scientific.test(imei)) return { code: 'imei-scientific', values: { value: imei } }
  if (!/^\d{15}$/.test(imei)) return { code: 'imei-format', values: { value: imei } }
  if (imei.endsWith('00000') && !luhn(imei)) return { code: 'imei-rounded', values: { value: imei } }
  return null
}

/** A doubt about an IMEI that is otherwise well formed: its check digit does not fit. A warning, not a refusal. */
export function doubtImei(imei: string): Problem | null {
  return luhn(imei) ? null : { code: 'imei-check-digit', values: { value: imei } }
}
