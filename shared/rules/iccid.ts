import type { Problem } from '../problem.ts'
import { hasOtherDigits, tidyIdentifier, withoutGaps } from './identifier.ts'
import { scientific } from './imei.ts'

/** The ICCID that a text stands for, without what is printed, pasted or exported around it. */
export function tidyIccid(text: string): string {
  return withoutGaps(tidyIdentifier(text))
}

/**
 * The rule for the ICCID of a bundle's SIM card: 3 to 20 printable characters (panel-tracker.md, bundle/assign); none
 * takes the card off. One in scientific notation, or rounded by a spreadsheet, which keeps 15 digits, is refused rather
 * than guessed at; so are digits of another script.
 */
export function checkIccid(iccid: string): Problem | null {
  if (iccid === '') return null
  if (scientific.test(iccid)) return { code: 'iccid-scientific', values: { value: iccid } }
  if (hasOtherDigits(iccid)) return { code: 'digits-other', values: { value: iccid } }
  if (!/^[\x21-\x7e]{3,20}$/.test(iccid)) return { code: 'iccid-format', values: { value: iccid } }
  if (/^\d{15}0{4,5}$/.test(iccid)) return { code: 'iccid-rounded', values: { value: iccid } }
  return null
}
