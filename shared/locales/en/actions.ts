/**
 * English texts: what can be done with rows besides editing their cells. Of an action, by its kind: its entry in menus,
 * its dialog (`asks` and `choices` by what is asked, `says` by the names of the sentences), what came of it, and why it
 * means nothing to other rows; in `from`, what is said otherwise where it begins at a row of another entity. `{n}` comes
 * with its separators.
 */
export const actions = {
  button: 'Actions',
  menu: 'with the selected rows',
  oneAtATime: 'One row at a time',
  noneSelected: 'No row selected',
  stagedOnly: 'Nothing happens before you send it.',
  hidden: 'What is new is not shown: a search or a filter leaves it out',
  leaveOut: 'Leave out {name}',
  orChoose: 'Instead of a list,',
  /** What a list of trackers was found to be. */
  trackers: {
    hint: 'Paste a list or a column from anywhere, parted by lines, spaces or commas.',
    found: 'No tracker found | {n} tracker found | {n} trackers found',
    clones: '{n} is a clone: its original is cloned. | {n} are clones: their originals are cloned.',
    has: '{n} passed over: the user owns it or has a clone of it. | {n} passed over: the user owns them or has clones of them.',
    deleted: '{n} is deleted and cannot be cloned. | {n} are deleted and cannot be cloned.',
    unknown: '{n} not found: | {n} not found:',
    andMore: '{named} and {n} more',
  },
  /** Commands that are kept by name, and their placeholders. */
  templates: {
    label: 'Template',
    choose: 'Choose a template',
    none: 'None is kept yet',
    save: 'Keep as…',
    rename: 'Rename…',
    remove: 'Delete',
    name: { save: 'Name of the template', rename: 'New name' },
    keep: 'Keep',
    replaces: 'A template of this name is replaced.',
    hint: 'Filled in for each tracker: {names}.',
    preview: 'As it goes to the first trackers',
    lacking: 'Passed over: lacks what a placeholder names',
  },
  /** What is typed before something that cannot be taken back: of the only row, or of several. */
  confirmation: {
    name: 'Type “{word}”, as this row is called.',
    count: 'Type {word}, the number of selected rows.',
  },
  shared:
    '{n} more row shows the same device, which gets it once | {n} more rows show the same devices, which get it once',
  left: '{n} row left out: {why} | {n} rows left out: {why}',
  unstaged: '{n} back as it was | {n} back as they were',
  nothing: 'Nothing was staged',
  /** What the selected rows lead to in another sheet. */
  related: {
    trackers: {
      routes: {
        entry: 'Show owners’ routes',
        tooMany: 'The routes of at most {n} users can be shown together: select trackers of fewer.',
        nobody: 'No owner is known of what is selected.',
      },
      console: {
        entry: 'Open console',
        tooMany: 'At most {n} consoles fit side by side: select fewer trackers.',
      },
    },
    users: {
      trackers: {
        entry: 'Their trackers',
        tooMany: 'The trackers of at most {n} users can be shown together: select fewer.',
      },
      routes: {
        entry: 'Their routes',
        tooMany: 'The routes of at most {n} users can be shown together: select fewer.',
        nobody: 'No user is selected.',
      },
    },
    routes: {
      checkpoints: {
        entry: 'Their checkpoints',
        tooMany: 'The checkpoints of at most {n} routes can be shown together: select fewer.',
      },
    },
  },
  user: {
    plan: {
      entry: 'Set default plan…',
      title: 'Set the default plan of {n} user | Set the default plan of {n} users',
      asks: { plan: 'Default plan' },
      says: {
        later:
          'Trackers that are registered for the user from then on get this plan. Those that there are keep theirs: change it in the sheet of trackers.',
      },
      confirm: 'Stage for {n} user | Stage for {n} users',
      done: '{n} default plan staged | {n} default plans staged',
      passedOver:
        '{n} row passed over: not yet on the panel, or another dealer’s | {n} rows passed over: not yet on the panel, or another dealer’s',
    },
  },
  tracker: {
    tariff: {
      entry: 'Change plan…',
      title: 'Change the plan of {n} row | Change the plan of {n} rows',
      asks: {
        plan: 'New plan',
        repay: 'Pay back the rest of the present plan',
        charge: 'Charge for the new plan',
      },
      says: {
        bills: 'This costs money: the panel bills for each tracker when the change is sent.',
        clones: 'Clones change their plan with their original and are passed over.',
      },
      confirm: 'Stage for {n} row | Stage for {n} rows',
      done: '{n} change of plan staged | {n} changes of plan staged',
      passedOver:
        '{n} row passed over: a clone, or on this plan already | {n} rows passed over: clones, or on this plan already',
    },
    move: {
      entry: 'Move to owner…',
      title: 'Move {n} row to another owner | Move {n} rows to another owner',
      asks: { owner: 'New owner' },
      says: {
        unbinds:
          'Each tracker gets a new ID on the panel, and is unbound from its rules. Reports and links by the old ID no longer find it.',
        clones: 'Clones cannot be moved and are passed over.',
      },
      confirm: 'Stage {n} move | Stage {n} moves',
      done: '{n} move staged | {n} moves staged',
      passedOver:
        '{n} row passed over: a clone, or this owner’s already | {n} rows passed over: clones, or this owner’s already',
    },
    block: {
      entry: 'Block or unblock…',
      title: 'Block or unblock {n} row | Block or unblock {n} rows',
      asks: { blocked: 'What shall happen' },
      choices: { blocked: { block: 'Block', unblock: 'Unblock' } },
      says: {
        means:
          'The panel marks the device as blocked, or takes that mark away again. Some accounts are refused although they have the permission.',
        shared: 'A device is blocked for the tracker and all its clones alike.',
      },
      confirm: 'Stage for {n} row | Stage for {n} rows',
      done: '{n} block or unblock staged | {n} blocks or unblocks staged',
      passedOver: '{n} row passed over: blocked so already | {n} rows passed over: blocked so already',
    },
    command: {
      entry: 'Send command…',
      title: 'Send a command to {n} device | Send a command to {n} devices',
      asks: { form: 'Written as', command: 'Command', reliable: 'Keep it for devices that are not connected' },
      choices: { form: { text: 'Text', hex: 'Hexadecimal' } },
      says: {
        reaches:
          'Once sent, it reaches {n} device itself and cannot be taken back. | Once sent, it reaches {n} devices themselves and cannot be taken back.',
      },
      confirm: 'Stage {n} command | Stage {n} commands',
      done: '{n} command staged | {n} commands staged',
      passedOver: '{n} row passed over: no device | {n} rows passed over: no device',
    },
    clone: {
      entry: 'Clone to user…',
      /** Where it begins at a user. */
      from: {
        entry: 'Clone trackers to them…',
        title: 'Clone trackers to {name}',
        confirmNone: 'Stage clones',
        choose: 'choose in the trackers’ sheet',
      },
      title: 'Clone {n} row to a user | Clone {n} rows to a user',
      asks: {
        rows: 'Tracker IDs or IMEIs',
        user: 'User who gets the clones',
        skipExisting: 'Pass over clones that the panel turns out to have already',
      },
      says: {
        originals:
          'Clones are called as their originals; an import gives them labels of their own. Of a clone, its original is cloned. What the user owns or has a clone of is passed over.',
      },
      confirm: 'Stage {n} clone | Stage up to {n} clones',
      done: '{n} clone staged | {n} clones staged',
      passedOver:
        '{n} row passed over: the user has it, or it cannot be cloned | {n} rows passed over: the user has them, or they cannot be cloned',
    },
    deleteClone: {
      entry: 'Delete clones',
      done: '{n} clone staged to be deleted | {n} clones staged to be deleted',
      passedOver:
        '{n} row passed over: no clone, or staged already | {n} rows passed over: no clones, or staged already',
    },
    register: {
      entry: 'Retry activation…',
      title: 'Retry the activation of {n} row | Retry the activation of {n} rows',
      asks: { commands: 'Send activation commands to the device, by SMS or GPRS' },
      choices: { commands: { platform: 'As the platform is set', yes: 'Send', no: 'Do not send' } },
      says: {
        means:
          'This activates the tracker once more, and resets all of its tracking settings. | This activates the trackers once more, and resets all of their tracking settings.',
        clones:
          'Clones are passed over. The panel activates a tracker once in two minutes: a second time waits so long.',
      },
      confirm: 'Stage for {n} row | Stage for {n} rows',
      done: '{n} activation staged to be retried | {n} activations staged to be retried',
      passedOver:
        '{n} row passed over: a clone, deleted, or staged already | {n} rows passed over: clones, deleted, or staged already',
    },
    corrupt: {
      entry: 'Cancel activation (corrupt)…',
      title: 'Cancel activation of {n} row | Cancel activation of {n} rows',
      asks: { clones: 'Remove the clones that other users have, too', confirmed: 'Confirmation' },
      says: {
        means:
          'This permanently removes the device: the panel marks its tracker as deleted and spoils the device ID and the phone (“corrupt”). Nothing brings it back. | This permanently removes the devices: the panel marks their trackers as deleted and spoils the device IDs and the phones (“corrupt”). Nothing brings them back.',
        clones: 'Selected clones are passed over: they go with their original, or by “Delete clones”.',
      },
      confirm: 'Stage {n} removal | Stage {n} removals',
      done: '{n} tracker staged to be removed for good | {n} trackers staged to be removed for good',
      passedOver:
        '{n} row passed over: a clone, or removed or staged already | {n} rows passed over: clones, or removed or staged already',
    },
  },
  route: {
    create: {
      entry: 'Copy…',
      title: 'Copy {n} route | Copy {n} routes',
      asks: {
        days: 'Days, such as 2026-12-01, 02.12.2026, or +7 for a week later; none: the same day',
        minutes: 'Minutes later, such as 30, or -15 for earlier',
        users: 'For other users; none: for the same',
        driver: 'Driver',
        tracker: 'Another driver, by label or ID of a tracker of that user',
      },
      choices: { driver: { same: 'The same', nobody: 'Nobody' } },
      says: {
        means:
          'Each day and each user gets a route with the same stops, from its first stop on, at the same times of day but for the minutes.',
        several:
          'External IDs are not copied. Other users have no such driver, unless one is named, and none of the tags and fields of the account.',
      },
      confirm: 'Stage for {n} route | Stage for {n} routes',
      done: '{n} route or checkpoint staged | {n} routes and checkpoints staged',
      passedOver:
        '{n} row passed over: no stops, or no time of the first | {n} rows passed over: no stops, or no time of the first',
    },
    reverse: {
      entry: 'Reverse',
      done: '{n} checkpoint staged to stand elsewhere | {n} checkpoints staged to stand elsewhere',
      passedOver: '{n} row passed over: no checkpoints | {n} rows passed over: no checkpoints',
    },
    delete: {
      entry: 'Delete routes',
      done: '{n} route staged to be deleted, with its checkpoints | {n} routes staged to be deleted, with their checkpoints',
      passedOver: '{n} row passed over: staged already | {n} rows passed over: staged already',
    },
  },
  checkpoint: {
    create: {
      entry: 'Duplicate',
      done: '{n} checkpoint staged, behind the one that it is like | {n} checkpoints staged, each behind the one that it is like',
      passedOver:
        '{n} row passed over: there is no such checkpoint any more | {n} rows passed over: there are no such checkpoints any more',
    },
    move: {
      entry: 'Move…',
      title: 'Move {n} checkpoint | Move {n} checkpoints',
      asks: {
        route: 'To another route, by its name or ID; none: within their own',
        to: 'To number 3, or +1 and -1 for down and up; none: to the end of the other route',
        make: 'Where there is no such route, make one, with the same driver',
      },
      says: {
        means: 'Those of one route come to stand next to each other. Drivers are told of each that is moved.',
        another:
          'In another route the panel makes a new checkpoint. The old one is deleted once that is there, and not before.',
      },
      confirm: 'Stage for {n} checkpoint | Stage for {n} checkpoints',
      done: '{n} checkpoint staged to stand elsewhere | {n} checkpoints staged to stand elsewhere',
      passedOver:
        '{n} row passed over: no such route of its user, or several, or it is to leave its own | {n} rows passed over: no such routes of their users, or several, or they are to leave their own',
    },
    put: {
      entry: 'Insert cut rows',
      done: 'Moved here: {n} checkpoint staged | Moved here: {n} checkpoints staged',
      passedOver:
        '{n} row stays where it is: another user’s, or begun, or this place is in no route | {n} rows stay where they are: another user’s, or begun, or this place is in no route',
    },
    putCopies: {
      entry: 'Insert copied rows',
      done: '{n} new checkpoint staged here | {n} new checkpoints staged here',
      passedOver:
        '{n} row not inserted: a single task, or this place is in no route | {n} rows not inserted: single tasks, or this place is in no route',
    },
    reverse: {
      entry: 'Reverse',
      done: '{n} checkpoint staged to stand elsewhere | {n} checkpoints staged to stand elsewhere',
      passedOver: '{n} row passed over: its route is not known | {n} rows passed over: their routes are not known',
    },
    transmute: {
      entry: 'Make single tasks',
      done: '{n} checkpoint staged to become a task | {n} checkpoints staged to become tasks',
      passedOver: '{n} row passed over: staged already | {n} rows passed over: staged already',
    },
    delete: {
      entry: 'Delete checkpoints',
      done: '{n} checkpoint staged to be deleted | {n} checkpoints staged to be deleted',
      passedOver: '{n} row passed over: staged already | {n} rows passed over: staged already',
    },
  },
} as const
