/** English texts: making rows that the panel does not have yet, by the sheet that shows them. */
export const making = {
  entry: { users: 'New user', bundles: 'New bundle', routes: 'New route', checkpoints: 'New checkpoint' },
  menu: '{entry}…',
  hint: 'Stage a row that the panel does not have yet (Insert)',
  confirm: { users: 'Stage user', bundles: 'Stage bundle', routes: 'Stage route', checkpoints: 'Stage checkpoints' },
  confirmAllTheSame: 'Stage it all the same',
  done: {
    users: 'New user staged',
    bundles: 'New bundle staged',
    routes: 'New route staged, with its checkpoints',
    checkpoints: '{n} new checkpoint staged | {n} new checkpoints staged',
  },
  /** Something of it is left empty, and is said later. */
  toFill: 'What is missing is marked, and stays behind until it is filled in (F8)',
  /** Rows that are made beside another one: where, how many, and what they have of that one. */
  beside: {
    at: 'Where',
    count: 'How many',
    checkpoints: {
      behind: 'Behind the selected one',
      end: 'At the end of its route',
      none: 'Select a checkpoint beside which it is to stand',
      empty:
        'Times, radius and minutes that are left empty are those of the checkpoint before it. All else that is missing is filled in later, in the row.',
    },
  },
  /** Names of what a row is made with, and no column shows. */
  fields: {
    users: {
      registeredCountry: 'Registered country',
      registeredRegion: 'Registered region',
      registeredCity: 'Registered city',
      registeredStreet: 'Registered street, address',
      registeredIndex: 'Registered postal code',
      defaultPlan: 'Default plan',
      locale: 'Language',
      timeZone: 'Time zone',
    },
  },
  /** In place of a choice: the panel makes it. */
  asUsual: 'As your panel gives new users',
  /** What is said of rows of a sheet as a whole. */
  notes: {
    users:
      'The default plan is for trackers that are registered later. The registered address of a sole trader or a legal entity is the postal one, unless you enter another. The password stays in the keychain of this computer until the user is made.',
  },
  password: {
    show: 'Show',
    hide: 'Hide',
    make: 'Make one',
    copy: 'Copy',
    copied: 'Copied',
  },
  choose: 'Choose one.',
  goToThere: 'Go to its row',
} as const
