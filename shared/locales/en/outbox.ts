/** English texts: outbox. `{n}` comes with its separators. */
export const outbox = {
  title: 'Outbox',
  subtitle: '{n} change open | {n} changes open',

  empty: 'Nothing is staged. What you edit in a sheet or import from a file waits here until you send it.',
  emptyAction: 'Go to trackers',

  sets: {
    label: 'Change sets',
    all: 'All changes',
    /** The heading of what is folded away. */
    finished: 'Finished ({n})',
    showFinished: 'Show {n} finished change set | Show {n} finished change sets',
    choose: 'Send {name}',
    /** What one is called that nobody has named: by what it holds, and when it was begun. */
    undo: 'Undo of what was sent',
    two: '{first} and {second}',
    more: '{first}, {second} and {n} more | {first}, {second} and {n} more',
    when: '{what}, {when}',
    /** Naming one, and noting something of it. */
    words: {
      open: 'Name and comment…',
      title: 'Name and comment of the change set',
      name: 'Name',
      nameHint: 'Without one: {title}',
      comment: 'Comment',
      commentHint: 'Stays with the change set: here, before sending, in the history and in its file.',
      confirm: 'Keep',
      kept: 'Name and comment are kept.',
    },
    staged: 'staged {at}',
    released: 'released {at}',
    unfinished: 'not whole',
  },

  /** What a change set holds. */
  kinds: {
    tracker: {
      settings: '{n} tracker edit | {n} tracker edits',
      block: '{n} block or unblock | {n} blocks or unblocks',
      tariff: '{n} change of plan | {n} changes of plan',
      move: '{n} move | {n} moves',
      clone: '{n} clone | {n} clones',
      deleteClone: '{n} clone to delete | {n} clones to delete',
      command: '{n} command | {n} commands',
      register: '{n} activation to retry | {n} activations to retry',
      corrupt: '{n} activation to cancel (corrupt) | {n} activations to cancel (corrupt)',
    },
    user: {
      create: '{n} new user | {n} new users',
      update: '{n} user edit | {n} user edits',
      password: '{n} new password | {n} new passwords',
      plan: '{n} default plan | {n} default plans',
    },
    bundle: {
      import: '{n} bundle | {n} bundles',
      assignSim: '{n} SIM card | {n} SIM cards',
      assignOrder: '{n} assignment to an order | {n} assignments to orders',
      setEquipment: '{n} change of equipment | {n} changes of equipment',
    },
    route: {
      create: '{n} new route | {n} new routes',
      update: '{n} route edit | {n} route edits',
      assign: '{n} route for another driver | {n} routes for other drivers',
      delete: '{n} route to delete | {n} routes to delete',
    },
    checkpoint: {
      create: '{n} new checkpoint | {n} new checkpoints',
      update: '{n} checkpoint edit | {n} checkpoint edits',
      move: '{n} checkpoint moved within its route | {n} checkpoints moved within their routes',
      delete: '{n} checkpoint to delete | {n} checkpoints to delete',
      transmute: '{n} checkpoint to become a task | {n} checkpoints to become tasks',
    },
    task: { transmute: '{n} task to become a checkpoint | {n} tasks to become checkpoints' },
    unknown: '{n} change of an unknown kind | {n} changes of an unknown kind',
  },

  /** What is done to how many. */
  acts: {
    tracker: {
      settings: 'Edit tracker | Edit {n} trackers',
      block: 'Block or unblock tracker | Block or unblock {n} trackers',
      tariff: 'Change plan | Change {n} plans',
      move: 'Move tracker | Move {n} trackers',
      clone: 'Clone tracker | Clone {n} trackers',
      deleteClone: 'Delete clone | Delete {n} clones',
      command: 'Send command | Send {n} commands',
      register: 'Retry activation | Retry {n} activations',
      corrupt: 'Cancel activation (corrupt) | Cancel {n} activations (corrupt)',
    },
    user: {
      create: 'Add user | Add {n} users',
      update: 'Edit user | Edit {n} users',
      password: 'Change password | Change {n} passwords',
      plan: 'Set default plan | Set {n} default plans',
    },
    bundle: {
      import: 'Import bundle | Import {n} bundles',
      assignSim: 'Change SIM card | Change {n} SIM cards',
      assignOrder: 'Assign to order | Assign {n} bundles to orders',
      setEquipment: 'Change equipment | Change the equipment of {n} bundles',
    },
    route: {
      create: 'Add route | Add {n} routes',
      update: 'Edit route | Edit {n} routes',
      assign: 'Assign route | Assign {n} routes',
      delete: 'Delete route | Delete {n} routes',
    },
    checkpoint: {
      create: 'Add checkpoint | Add {n} checkpoints',
      update: 'Edit checkpoint | Edit {n} checkpoints',
      move: 'Move checkpoint | Move {n} checkpoints',
      delete: 'Delete checkpoint | Delete {n} checkpoints',
      transmute: 'Make a task of checkpoint | Make tasks of {n} checkpoints',
    },
    task: { transmute: 'Make a checkpoint of task | Make checkpoints of {n} tasks' },
    unknown: 'Unknown kind of change',
  },

  /** Changes that read better as words than as old and new: by kind and field. */
  phrases: {
    tracker: { clone: { owner: 'clone to {to}' } },
    bundle: { import: { equipment: 'import as {to}' } },
    user: { create: { plan: 'default plan {to}' } },
  },

  fields: {
    label: 'Label',
    comment: 'Comment',
    hidden: 'Hidden',
    blocked: 'Blocked',
    owner: 'Owner',
    plan: 'Plan',
    command: 'Command',
    withClones: 'Remove clones, too',
    sendsCommands: 'Send activation commands',
    equipment: 'Equipment',
    iccid: 'ICCID',
    orderId: 'Order ID',
    factoryPreset: 'Factory preset',
    description: 'Description',
    externalId: 'External ID',
    address: 'Address',
    coordinates: 'Coordinates',
    radius: 'Radius',
    tracker: 'Tracker',
    windowFrom: 'From',
    windowTo: 'To',
    maxDelay: 'Delay',
    minStay: 'Stay',
    minArrival: 'Arrival after',
    login: 'Login',
    lastName: 'Last name',
    firstName: 'First name',
    middleName: 'Middle name',
    legalName: 'Legal name',
    phone: 'Phone',
    country: 'Country',
    region: 'Region',
    city: 'City',
    street: 'Street, address',
    postIndex: 'Postal code',
    activated: 'Activated',
    legalType: 'Legal type',
    tin: 'Tax number',
    iec: 'IEC',
    password: 'Password',
    locale: 'Language',
    timeZone: 'Time zone',
  },
  values: { empty: 'empty', yes: 'yes', no: 'no' },

  states: {
    draft: 'Staged',
    broken: 'Breaks a rule',
    unreadable: 'Cannot be read',
    needs: 'Waits for another',
    ready: 'To be sent',
    behind: 'Has to wait',
    held: 'Held back',
    sending: 'Sending',
    waiting: 'Waiting',
    unknown: 'Unknown',
    conflict: 'Conflict',
    rejected: 'Refused',
    done: 'Sent',
    already: 'Was so already',
    discarded: 'Discarded',
  },

  /** What a released change waits behind; `{name}` leads to it. */
  waits: {
    rejected: 'Waits behind {name}, which was refused: mend or discard that first.',
    conflict: 'Waits behind {name}, which is in conflict: settle that first.',
    unknown: 'Waits behind {name}: whether that took effect is not known yet.',
    held: 'Waits behind {name}, which is held back: let that go, or discard it.',
    turn: 'Goes by itself after {name}.',
  },

  /** What the panel held already when it was sent. */
  already: {
    others: 'The panel held this already when it was sent: somebody else has done it. Nothing more was changed.',
    perhapsOurs:
      'The panel held this already when it was sent again: somebody else has done it, or our own request whose answer was lost. Nothing more was changed.',
  },

  filters: {
    label: 'Show changes',
    all: 'All',
    broken: 'Breaks a rule',
    held: 'Held back',
    staged: 'Staged',
    sending: 'Sending',
    waiting: 'To be sent',
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
    hold: 'Hold back {n}',
    'let-go': 'Let {n} go',
    mend: 'Make {n} a draft again | Make {n} drafts again',
  },

  /** What the actions say when they are about one change. */
  one: {
    discard: 'Discard change',
    mine: 'Take mine',
    theirs: 'Take theirs',
    looking: 'Look again',
    'giving-up': 'Give up…',
    hold: 'Hold back',
    'let-go': 'Let go',
    mend: 'Make a draft again',
    open: 'Open in sheet',
    mendThere: 'Mend in sheet',
    discardBoth: 'Discard both',
  },

  /** What can still be done with what was refused, or is kept back. */
  remedies: {
    title: 'What can still be done',
    menu: 'with all of these',
    note: 'What is staged by this you review before it is sent.',
    'drop-begun': {
      do: 'Drop what the driver has begun, send the rest | Drop what drivers have begun ({n}), send the rest',
      hint: 'Discards the change that comes too late. What waited for it is sent. | Discards the {n} changes that come too late. What waited for them is sent.',
      draft: {
        do: 'Drop what the driver has begun | Drop what drivers have begun ({n})',
        hint: 'Discards the change that would be refused. The rest can be sent as it is. | Discards the {n} changes that would be refused. The rest can be sent as it is.',
      },
      done: '{n} change dropped. | {n} changes dropped.',
    },
    'delete-later-stops': {
      do: 'Delete the stops that come later | Delete the later stops of {n} routes',
      hint: 'Stages the deletion of each stop that nobody has begun with. You review them before they are sent. | Stages the deletion of each stop that nobody has begun with. You review them before they are sent.',
      done: 'The route stays. | {n} routes stay.',
      staged:
        '{n} stop is staged to be deleted: review and send it. | {n} stops are staged to be deleted: review and send them.',
      left: 'A route is left as it is: none of its stops comes later any more. | {n} routes are left as they are: none of their stops comes later any more.',
    },
    'delete-begun-route': {
      do: 'Delete the whole route all the same | Delete {n} whole routes all the same',
      hint: 'Stages the deletion anew, with the stops that were begun. You review it before it is sent. | Stages the deletions anew, with the stops that were begun. You review them before they are sent.',
      staged:
        '{n} route is staged to be deleted whole: review and send it. | {n} routes are staged to be deleted whole: review and send them.',
    },
    'keep-in-route': {
      do: 'Leave the stop where the driver has it | Leave {n} stops where drivers have them',
      hint: 'It is in the other route, too, by now: stages the deletion of that new one. You review it before it is sent. | They are in the other routes, too, by now: stages the deletion of the new ones. You review them before they are sent.',
      done: '{n} stop stays in its route. | {n} stops stay in their routes.',
      staged:
        'The new one is staged to be deleted: review and send it. | {n} new ones are staged to be deleted: review and send them.',
    },
    'leave-route': {
      do: 'Leave the route | Leave {n} routes',
      hint: 'Discards the deletion. | Discards the {n} deletions.',
      done: 'The route stays. | {n} routes stay.',
    },
    'corrupt-clones-too': {
      do: 'Remove it with its clones | Remove {n} with their clones',
      hint: 'Stages the removal anew, with the clones that other users have. You review it before it is sent. | Stages the {n} removals anew, with the clones that other users have. You review them before they are sent.',
      staged:
        '{n} removal with clones is staged: review and send it. | {n} removals with clones are staged: review and send them.',
    },
    along: '{n} more that could not go either was dropped, too. | {n} more that could not go either were dropped, too.',
    freed: '{n} that waited goes now. | {n} that waited go now.',
    nothing: 'Nothing was left to be done.',
    undo: 'Undo',
    undone: 'Taken back.',
  },

  /** Settling a conflict, field by field. */
  conflict: {
    choose: '{field}: which value stays',
    another: 'Another value',
    anotherOf: 'Another value for {field}',
    settle: 'Settle as chosen',
    broken: 'Your values break a rule, so none was settled: type others, or take theirs.',
    all: 'Settle {n} conflict | Settle {n} conflicts',
    allMenu: 'for all of them',
    mine: 'Take mine for all {n}',
    theirs: 'Take theirs for all {n}',
  },

  /** What is known of an operation whose answer was lost, and how it goes on. Nothing here may read as: send it again. */
  unknown: {
    lookedUp:
      'The answer was lost, so this may have taken effect or not. Fleetbook looks it up again at {at}. Until it is known, nothing is sent again.',
    person:
      'The answer was lost, and the panel could not show whether this took effect. Look at it on the panel yourself; then look again, or give it up.',
    /** Of kinds of which the panel shows nothing. */
    unseen: {
      user: {
        password:
          'The answer was lost, and the panel shows no passwords. Try to sign in as the user, or set the password anew: stage another one, and give this up.',
      },
      tracker: {
        command:
          'The answer was lost, and only the device can tell whether the command reached it. See what the device did, then give this up. If the command is still wanted, stage a new one.',
        register:
          'The answer was lost, and the panel does not show whether the tracker was activated anew, which resets its tracking settings. See whether the device got its commands, then give this up. If it is still wanted, stage it once more.',
      },
    },
    how: 'How the answer was lost: {how}',
  },
  lost: {
    'timed-out': 'the panel did not answer in time.',
    unreachable: 'the connection broke before an answer came.',
    offline: 'the connection broke before an answer came.',
    'work-offline': 'the connection was closed before an answer came.',
    'cut-short': 'the answer broke off in the middle.',
    'not-a-panel': 'what came back was not an answer of the panel.',
    'panel-failed': 'the panel reported a failure of its own.',
    other: 'what came back does not tell.',
  },

  set: {
    discard: 'Discard…',
    recall: 'Recall {n}',
    history: 'Show in the history',
    undo: 'Undo what was sent…',
    recallHint: 'Makes what has not been sent yet drafts again',
    refusedRows: 'Download refused rows',
    refusedRowsHint: 'The rows as they stood in the file, each with the reason. Mend them there, and import that file.',
    refusedChanges: 'Download refused changes',
    refusedChangesHint: 'What was asked for and why it was refused, as a table',
    unfinished:
      'Not all of this is here, so none of it is sent. If it could not be saved whole, for the disk was full, what is here goes by itself as soon as there is room: then do it again.',
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
    mine: {
      title: 'Take mine for {n} conflict? | Take mine for {n} conflicts?',
      text: 'Your values are sent over what somebody else has put there since you edited them.',
      yes: 'Overwrite {n} of theirs',
    },
    theirs: {
      title: 'Take theirs for {n} conflict? | Take theirs for {n} conflicts?',
      text: 'In the fields that clash your values are given up, and what the panel holds now stays. Your edits of other fields are sent.',
      yes: 'Take theirs for {n} conflict | Take theirs for {n} conflicts',
    },
    /** By what makes it grave; `{risks}` says it kind by kind. */
    grave: {
      irreversible: 'Send {n} change that cannot be undone? | Send {n} changes that cannot be undone?',
      'costs-money': 'Send {n} change that costs money? | Send {n} changes that cost money?',
      'unbinds-rules': 'Send {n} change that unbinds rules? | Send {n} changes that unbind rules?',
      'reaches-device': 'Send {n} change to a device? | Send {n} changes to devices?',
      'tells-driver': 'Send {n} change that a driver is told of? | Send {n} changes that drivers are told of?',
      several: 'Send these {n} changes?',
      others: '{n} other change goes with it. | {n} other changes go with it.',
    },
    undo: {
      title: 'Undo {n} sent change? | Undo {n} sent changes?',
      text: 'Fleetbook stages the opposite of each as a new change set, where there is one and the panel still holds what was written. You look at it before anything is sent.',
      yes: 'Stage the undo',
    },
  },

  detail: {
    staged: 'Staged',
    fileRow: 'Row in the file',
    rows: 'Asked for',
    rowsOfDevice: '{n} row of one device | {n} rows of one device',
    panelId: 'ID',
    change: 'Change',
    before: 'Before',
    after: 'After',
    base: 'Was when you edited',
    mine: 'Mine',
    theirs: 'On the panel now',
    attempts: 'Tries',
    attemptsLink: '{n} try in the history | {n} tries in the history',
    noAttempts: {
      yet: 'Not sent yet',
      conflict: 'None: nothing is sent until it is settled',
      rejected: 'None: it was refused before it was sent',
      discarded: 'Never sent',
    },
    retry: 'Tried again',
    lookedUp: 'Looked up again',
    conflict:
      'Somebody else has changed this on the panel since you edited it. Choose which value stays; until then nothing of it is sent.',
    rejected:
      'This change was refused and is not tried again as it is. Mend it, or make it a draft again to send it as it is.',
    waiting: 'This had no effect yet and is tried again by itself.',
    ready: 'Released. It goes as soon as the connection allows.',
    held: 'Released, but held back: it goes once you let it go.',
    sending: 'On its way.',
    broken: 'It cannot be sent like this. Mend it in its sheet, or discard it.',
    need: 'Show what it waits for',
    emptied: '{field}: “{name}” has none until this is sent. What it had was taken off so that another could have it.',
  },

  plan: {
    label: 'Before sending',
    none: 'Choose a change set to send.',
    nothing: 'Nothing more can be sent as it is',
    changes: '{n} change | {n} changes',
    workingOut: '{changes} · working out requests and time…',
    requests: 'in {n} request | in {n} requests',
    reads: '{n} read before | {n} reads before',
    duration: '{duration} at {rate} requests a second',
    more: 'Show details',
    less: 'Hide details',
    send: 'Send {n} change | Send {n} changes',
    sendExact: 'Send {n} change, read just before | Send {n} changes, each read just before',
    sendQuick: 'Send {n} change, read ahead | Send {n} changes, read ahead',
    reading: {
      title: 'How it is read beforehand',
      exact: 'Each just before it is changed: {duration}',
      exactRisk: 'Only what others write in the last two seconds before a change can be overwritten.',
      quick: 'Many together, up to a minute before: {duration}',
      quickRisk: 'What others write to the same trackers within that minute is overwritten, and nobody is told.',
    },
    check: {
      action: 'Check now',
      hint: 'Holds what is chosen against the panel as it is now. Nothing is sent.',
      offline: 'Checking takes a connection to the panel.',
      underWay: 'It is being checked.',
      title: 'Checked against the panel',
      at: 'Checked {ago}.',
      outdated: 'Checked {ago}. Out of date: something was staged or sent since, or it was too long ago.',
      clear: 'Nothing at the panel speaks against {n} change. | Nothing at the panel speaks against these {n} changes.',
      against: '{n} change would not go as it is. | {n} changes would not go as they are.',
      found: '{n} change: | {n} changes:',
      already:
        '{n} is so at the panel already, and would not be sent. | {n} are so at the panel already, and would not be sent.',
      unread:
        '{n} goes by nothing that the panel has by now, and was not checked. | {n} go by nothing that the panel has by now, and were not checked.',
    },
    sendLater: 'Send {n} change when back online | Send {n} changes when back online',
    byKind: {
      title: 'What goes',
      kind: 'Kind',
      operations: 'Changes',
      requests: 'Requests',
      reads: 'Reading beforehand',
      rows: 'for {n} row | for {n} rows',
    },
    /** What it does to the money of users. Days are the panel's, UTC. */
    bills: {
      title: 'Money (estimate)',
      user: 'User',
      changes: 'Changes',
      back: 'Back to the user',
      next: 'Next debit (UTC)',
      all: '{n} user | All {n} users',
      between: '{least} to {most}',
      onDay: '{day}: {amount}',
      onConnecting: 'each day on which a device connects: {amount}',
      nothing: 'nothing',
      blocked: 'Not enough: would be blocked',
      blockedFrom: 'Not enough: would be blocked from {day}',
      short:
        '{n} user has not enough for the next debit: the trackers would be blocked. | {n} users have not enough for the next debit: their trackers would be blocked.',
      held: '{n} tracker whose plan had ended stands still until the new one is paid. | {n} trackers whose plan had ended stand still until the new one is paid.',
      later:
        '{n} change to a daily or annual plan may begin only when what is paid for has ended. | {n} changes to a daily or annual plan may begin only when what is paid for has ended.',
      untold:
        'Of {n} change nothing can be told: its plans are not known here. | Of {n} changes nothing can be told: their plans are not known here.',
      more: 'and {n} more user | and {n} more users',
      estimate:
        'By the documented rules. Discounts, debits for other trackers and the price of messages are not in it. The panel debits at 00:05 UTC.',
    },
    risks: {
      'unbinds-rules': '{act}: unbinds rules, and gives new IDs.',
      'costs-money': '{act}: costs money. The panel bills for each.',
      'reaches-device': '{act}: reaches the devices themselves, and cannot be taken back.',
      irreversible: '{act}: cannot be undone.',
      'tells-driver':
        '{act}: whoever drives is told on the phone, once. | {act}: whoever drives is told on the phone, {n} times in all.',
    },
    notices: {
      title: 'What to know',
      none: 'Nothing stands in the way.',
      permission:
        'Your account lacks the permission {permission}: the panel would refuse {n} change. | Your account lacks the permission {permission}: the panel would refuse {n} changes.',
      refused: '{n} stays behind. | {n} stay behind.',
      warned: {
        cells: '{n} cell to look at. | {n} cells to look at.',
        operations: '{n} change to look at. | {n} changes to look at.',
        owners: '{n} owner. | {n} owners.',
      },
      unreadable: '{n} cannot be sent by this version. | {n} cannot be sent by this version.',
      missingNeeds: '{n} waits for another change. | {n} wait for another change.',
      examples: 'For example {examples}.',
      all: '{examples}.',
      changedSince:
        '{n} value has changed on the panel since you edited it: it comes up as a conflict and is not overwritten. | {n} values have changed on the panel since you edited them: they come up as conflicts and are not overwritten.',
      unseen:
        'The panel has not shown any comment so far. If it holds one where you change it, that is replaced unseen: {n} change. | The panel has not shown any comment so far. If it holds some where you change them, they are replaced unseen: {n} changes.',
      inBetween: {
        all: '{field}: {n} row is without one for a moment, until what it takes from another has been taken off there: {names}. If that is refused, it stays without, and its change says so. | {field}: {n} rows are without one for a moment, until what they take from others has been taken off there: {names}. If that is refused, they stay without, and their changes say so.',
        examples:
          '{field}: {n} rows are without one for a moment, until what they take from others has been taken off there, such as {names}. If that is refused, they stay without, and their changes say so.',
      },
      waiting:
        '{n} change waits until an earlier one of the same tracker, bundle or route is settled. | {n} changes wait until an earlier one of the same tracker, bundle or route is settled.',
      wholes:
        '{changes} changes of stops go in {n} request, which writes their route as a whole: read just before, and once more after it. | {changes} changes of stops go in {n} requests, each of which writes a route as a whole: read just before, and once more after it.',
      show: 'Show them',
    },
  },

  /** Permissions in words, by category and operation. */
  permissions: {
    trackers: {
      read: '“see trackers”',
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
    users: { create: '“create users”', read: '“see users”', update: '“change users”' },
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
    changes: '{n} change | {n} changes',
    kindPaused: '{what}: waiting. {problem}',
    kindAgain: 'Next try in {duration}.',
    tryNow: 'Try again now',
  },

  outcome: {
    label: 'What came of it',
    dismiss: 'Put away',
    sent: '{n} sent',
    already: '{n} was so already | {n} were so already',
    refused: '{n} refused',
    unknown: '{n} unknown',
    conflict: '{n} in conflict',
    waiting: '{n} waits behind what needs you | {n} wait behind what needs you',
    show: 'Show refused rows',
    history: 'Open the history',
  },

  /** What turning a sent change set round came to. */
  undone: {
    title: 'Undo of what was sent',
    staged: '{n} opposite change is staged as a new change set. | {n} opposite changes are staged as a new change set.',
    nothing: 'Nothing of it can be taken back.',
    show: 'Show the new change set',
    left: '{n} change cannot be taken back | {n} changes cannot be taken back',
    unknown:
      'Of {n} more it is not known whether it took effect: look again first. | Of {n} more it is not known whether they took effect: look again first.',
    more: 'and {n} more | and {n} more',
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
    held: '{n} change held back. | {n} changes held back.',
    'let-go': '{n} change let go. | {n} changes let go.',
    noMore: 'That was the last one.',
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
