/** English texts: outbox. `{n}` comes with its separators. */
export const outbox = {
  title: 'Outbox',
  subtitle: '{n} change open | {n} changes open',

  empty: 'Nothing is staged. What you edit in a sheet or import from a file waits here until you send it.',
  emptyAction: 'Go to trackers',

  sets: {
    label: 'Change sets',
    all: 'All changes',
    settled: 'Show sent ones',
    choose: 'Send {name}',
    titles: {
      trackers: 'Edits in trackers',
      bundles: 'Edits in bundles',
      edits: 'Edits in several sheets',
      undo: 'Undo of what was sent',
    },
    staged: 'staged {at}',
    released: 'released {at}',
  },

  /** What a change set holds. */
  kinds: {
    tracker: {
      settings: '{n} tracker edit | {n} tracker edits',
      tariff: '{n} change of plan | {n} changes of plan',
      move: '{n} move | {n} moves',
      clone: '{n} clone | {n} clones',
      deleteClone: '{n} clone to delete | {n} clones to delete',
      command: '{n} command | {n} commands',
    },
    bundle: { import: '{n} bundle | {n} bundles' },
    unknown: '{n} change of an unknown kind | {n} changes of an unknown kind',
  },

  /** What is done to how many. */
  acts: {
    tracker: {
      settings: 'Edit tracker | Edit {n} trackers',
      tariff: 'Change plan | Change {n} plans',
      move: 'Move tracker | Move {n} trackers',
      clone: 'Clone tracker | Clone {n} trackers',
      deleteClone: 'Delete clone | Delete {n} clones',
      command: 'Send command | Send {n} commands',
    },
    bundle: { import: 'Import bundle | Import {n} bundles' },
    unknown: 'Unknown kind of change',
  },

  /** Changes that read better as words than as old and new: by kind and field. */
  phrases: {
    tracker: { clone: { owner: 'clone to {to}' } },
    bundle: { import: { equipment: 'import as {to}' } },
  },

  fields: {
    label: 'Label',
    comment: 'Comment',
    hidden: 'Hidden',
    owner: 'Owner',
    plan: 'Plan',
    command: 'Command',
    equipment: 'Equipment',
    factoryPreset: 'Factory preset',
  },
  values: { empty: 'empty', yes: 'yes', no: 'no' },

  states: {
    draft: 'Draft',
    broken: 'Breaks a rule',
    ready: 'Ready to send',
    held: 'Held back',
    sending: 'Sending',
    waiting: 'Waiting',
    unknown: 'Unknown',
    conflict: 'Conflict',
    rejected: 'Refused',
    done: 'Sent',
    discarded: 'Discarded',
  },

  filters: {
    label: 'Show changes',
    all: 'All',
    broken: 'Breaks a rule',
    staged: 'Staged',
    sending: 'Sending',
    waiting: 'Waiting',
    refused: 'Refused',
    conflict: 'Conflict',
    unknown: 'Unknown',
    done: 'Sent',
    discarded: 'Discarded',
    none: 'No change matches.',
    showAll: 'Show all changes',
  },
  search: 'Search changes',

  table: {
    label: 'Changes',
    chooseAll: 'Select all changes',
    columns: {
      state: 'State',
      subject: 'What',
      change: 'Change',
      row: 'Row',
      problem: 'Remark',
      attempts: 'Tries',
    },
    retry: 'Tried again at {at}',
  },

  chosen: {
    label: 'Selected changes',
    count: '{n} selected',
    clear: 'Clear',
    discard: 'Discard {n}',
    mine: 'Take mine ({n})',
    theirs: 'Take theirs ({n})',
    looking: 'Look again ({n})',
    'giving-up': 'Give up {n}',
    mend: 'Mend {n}',
  },

  /** What the actions say when they are about one change. */
  one: {
    discard: 'Discard change',
    mine: 'Take mine',
    theirs: 'Take theirs',
    looking: 'Look again',
    'giving-up': 'Give up',
    mend: 'Mend',
  },

  set: {
    discard: 'Discard…',
    recall: 'Recall {n}',
    recallHint: 'Makes what has not been sent yet drafts again',
    refused: 'Download refused rows',
  },

  confirm: {
    discard: {
      title: 'Discard {n} change? | Discard {n} changes?',
      text: 'What was staged is not sent and goes away from the sheets. The history keeps what was sent before.',
      yes: 'Discard {n} change | Discard {n} changes',
    },
    'giving-up': {
      title: 'Give up {n} change? | Give up {n} changes?',
      text: 'The panel may have carried it out or not. Fleetbook stops looking, and sends it no more.',
      yes: 'Give up {n} change | Give up {n} changes',
    },
    theirs: {
      title: 'Take theirs for {n} change? | Take theirs for {n} changes?',
      text: 'Your edits are discarded, and what the panel holds now stays.',
      yes: 'Discard my {n} edit | Discard my {n} edits',
    },
    irreversible: {
      title: 'Send {n} change that cannot be undone? | Send {n} changes that cannot be undone?',
      text: '{acts}. What this takes away nothing brings back.',
    },
  },

  detail: {
    staged: 'Staged',
    fileRow: 'Row in the file',
    panelId: 'ID',
    change: 'Change',
    before: 'Before',
    after: 'After',
    base: 'Was when you edited',
    mine: 'Mine',
    theirs: 'On the panel now',
    attempts: 'Tries',
    attemptsLink: '{n} try in the history | {n} tries in the history',
    noAttempts: 'Not sent yet',
    retry: 'Tried again',
    lookedUp: 'Looked up again',
    conflict: 'Somebody else has changed this on the panel since you edited it. Choose which value stays.',
    unknown: 'The answer was lost, so this may have taken effect or not. It is not sent again until that is known.',
    rejected: 'This change was refused and is not tried again as it is. Mending makes it a draft again.',
    waiting: 'This had no effect yet and is tried again by itself.',
    ready: 'Released. It goes as soon as the connection allows.',
    held: 'Kept back until you release it.',
    sending: 'On its way.',
    broken: 'It cannot be sent like this. Mend it in its sheet, or discard it.',
  },

  plan: {
    label: 'Before sending',
    none: 'Choose a change set to send.',
    nothing: 'Nothing more can be sent as it is',
    changes: '{n} change | {n} changes',
    requests: 'in {n} request | in {n} requests',
    duration: '{duration} at {rate} requests a second',
    more: 'Show details',
    less: 'Hide details',
    send: 'Send {n} change | Send {n} changes',
    sendLater: 'Send {n} change when back online | Send {n} changes when back online',
    byKind: {
      title: 'What goes',
      kind: 'Kind',
      operations: 'Changes',
      requests: 'Requests',
      reads: 'Reads before',
    },
    risks: {
      'unbinds-rules': '{act}: unbinds their rules.',
      'costs-money': '{act}: costs money.',
      'reaches-device': '{act}: reaches the devices themselves.',
      irreversible: '{act}: cannot be undone.',
    },
    notices: {
      title: 'What to know',
      none: 'Nothing stands in the way.',
      permission:
        'Your account lacks the permission {permission}: the panel would refuse {n} change. | Your account lacks the permission {permission}: the panel would refuse {n} changes.',
      refused: '{n} stays behind. | {n} stay behind.',
      examples: 'For example {examples}.',
      changedSince:
        '{n} value has changed on the panel since you edited it: it comes up as a conflict and is not overwritten. | {n} values have changed on the panel since you edited them: they come up as conflicts and are not overwritten.',
      waiting:
        '{n} change waits until an earlier one of the same tracker or bundle is settled. | {n} changes wait until an earlier one of the same tracker or bundle is settled.',
      show: 'Show them',
    },
  },

  /** Permissions in words, by category and operation. */
  permissions: {
    trackers: {
      create: '“create trackers”',
      update: '“change trackers”',
      delete: '“delete trackers”',
      corrupt: '“remove trackers”',
    },
    tracker_bundles: {
      create: '“add bundles”',
      read: '“see bundles”',
      update: '“change bundles”',
    },
    transactions: { create: '“make transactions”' },
    tariffs: { read: '“see plans”', update: '“change plans”' },
    user_sessions: { create: '“work as a user”' },
  },

  sending: {
    label: 'Sending',
    progress: '{done} of {total} done',
    remaining: '{duration} left',
    refused: '{n} refused',
    paused: 'Paused',
    pause: 'Pause',
    resume: 'Resume',
    later: '{n} change goes when back online. | {n} changes go when back online.',
  },

  outcome: {
    label: 'What came of it',
    dismiss: 'Put away',
    sent: '{n} sent',
    refused: '{n} refused',
    unknown: '{n} unknown',
    conflict: '{n} in conflict',
    waiting: '{n} waits behind them | {n} wait behind them',
    show: 'Show refused rows',
    history: 'Open the history',
  },

  announced: {
    released: '{n} change released. | {n} changes released.',
    later: '{n} change goes when back online. | {n} changes go when back online.',
    keptBack: '{n} stays behind. | {n} stay behind.',
    recalled: '{n} change is a draft again. | {n} changes are drafts again.',
    discarded: '{n} change discarded. | {n} changes discarded.',
    resolved: '{n} conflict settled. | {n} conflicts settled.',
    settled: '{n} settled.',
    still: '{n} still unknown.',
    mended: '{n} change is a draft again. | {n} changes are drafts again.',
    paused: 'Sending is paused.',
    resumed: 'Sending goes on.',
    downloaded: '{name} downloaded.',
  },

  /** Headings of the file of refused operations. */
  report: {
    headings: {
      row: 'Row in file',
      kind: 'Kind',
      id: 'ID',
      subject: 'About',
      change: 'Change',
      code: 'Panel code',
      reason: 'Reason',
    },
  },
} as const
