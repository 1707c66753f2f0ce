/** English texts: the tour of the demo panel, in three steps. */
export const tour = {
  label: 'Tour of the demo panel',
  step: '{step} of {steps}',
  next: 'Next',
  back: 'Back',
  done: 'Done',
  dismiss: 'End the tour',
  steps: [
    {
      title: 'Edit cells',
      text: 'Go to a label, press F2, type another one and press Enter; or paste a column. What is marked ◤ is staged: nothing has been sent.',
      go: 'Show the trackers',
    },
    {
      title: 'Review and send',
      text: 'The outbox says what would be sent, how long it takes and what speaks against it. Send it: the panel is made up, and nothing leaves this computer.',
      go: 'Show the outbox',
    },
    {
      title: 'See what happened',
      text: 'The history has every request and its answer, and takes back what can be taken back. Next, drop one of the example files on Imports.',
      go: 'Show the history',
    },
  ],
} as const
