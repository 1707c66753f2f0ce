/** English texts: making rows that the panel does not have yet, by the sheet that shows them. */
export const making = {
  entry: { bundles: 'New bundle' },
  hint: 'Stage a row that the panel does not have yet (Insert)',
  confirm: { bundles: 'Stage bundle' },
  confirmAllTheSame: 'Stage it all the same',
  done: { bundles: 'New bundle staged' },
  choose: 'Choose one.',
  goToThere: 'Go to its row',
} as const
