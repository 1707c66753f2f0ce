/** Characters that nobody sees: marks of direction, joiners, soft hyphens, fillers; and a blank by another name. */
const unseen = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu

/** A digit of any script but ours. */
const otherDigit = /[^\P{Nd}0-9]/u

/**
 * Takes off what programs and people put around an identifier: blanks of every kind, characters that nobody sees, a
 * leading apostrophe, the formula `="…"` by which spreadsheets are told to keep digits as they are.
 */
export function tidyIdentifier(text: string): string {
  const bare = text.replace(unseen, '').trim()
  const formula = /^="(.*)"$/.exec(bare)
  return (formula?.[1] ?? bare).replace(/^'/, '').trim()
}

/**
 * A number as it is printed on a device or written down: blanks and hyphens of any kind between its digits are taken
 * away. Every other text is left as it is.
 */
export function withoutGaps(text: string): string {
  return /^\+?\d+(?:[\s\p{Pd}\u2212]+\d+)+$/u.test(text) ? text.replace(/[\s\p{Pd}\u2212]+/gu, '') : text
}

/** Whether a text has digits of another script (fullwidth, Arabic): they look right, and the panel takes none of them. */
export function hasOtherDigits(text: string): boolean {
  return otherDigit.test(text)
}

/** Whether a text shows nothing at all, whatever characters it is made of. */
export function isInvisible(text: string): boolean {
  // The braille blank is a pattern without dots, and drawn as such.
  return text.replace(unseen, '').replaceAll('\u2800', '').trim() === ''
}
