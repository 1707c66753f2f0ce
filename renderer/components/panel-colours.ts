import type { PanelColour } from '../../shared/contract/profiles.ts'

/** The colours by which panels are told apart, from the one table of colours. */
const marks: Readonly<Record<PanelColour, string>> = {
  blue: 'var(--sending-mark)',
  green: 'var(--done-mark)',
  amber: 'var(--staged-mark)',
  red: 'var(--refused-mark)',
  violet: 'var(--conflict-mark)',
  grey: 'var(--waiting-mark)',
}

/** The colour of a panel's stripe; nothing of one that has none. */
export function stripeOf(colour: PanelColour | undefined): string {
  return colour ? marks[colour] : 'transparent'
}
