/** English texts: Help, its guide, and what is copied for support. */
export const help = {
  title: 'Help',
  menu: 'Help',
  menuLabel: 'guide, keys and what is new',
  topics: {
    guide: 'Guide',
    keys: 'Keys',
    news: 'What is new',
    diagnostics: 'Log and diagnostics',
    about: 'About',
  },
  tour: 'Tour of the demo panel',
  /** The guide: short chapters, in the order in which one needs them. */
  guide: [
    {
      title: 'Look',
      text: [
        'Each sheet shows what was last pulled from the panel. Search at the top, filter and sort by the headings, group by a column, and keep what you look at as a view.',
        'The sign at the top right says how Fleetbook stands to the panel and when it last pulled. Everything but pulling and sending works offline.',
      ],
    },
    {
      title: 'Edit',
      text: [
        'Type into a cell, paste from a spreadsheet, draw the fill handle, or change a whole column at once. What you changed is marked ◤ and staged: nothing has been sent.',
        'Ctrl+Z takes back the last step. What breaks a rule of the panel is marked ! and says why; it stays behind when the rest is sent.',
        'What a menu does with rows, such as moving trackers or sending commands, stands under Actions and is staged like any edit.',
      ],
    },
    {
      title: 'Import',
      text: [
        'Drop a CSV file on the page Imports. Say what each column is; every row is checked before anything is staged, and a row that is wrong says why.',
      ],
    },
    {
      title: 'Review and send',
      text: [
        'Review leads to the outbox: how many requests, how long they take, what costs money, what cannot be undone, and what is refused and why.',
        'Just before an edit leaves, Fleetbook reads what the panel holds. If somebody else has changed it meanwhile, that is a conflict ⇄, which you settle field by field.',
        'Where an answer is lost, Fleetbook looks up what became of it, and never sends it again blindly.',
      ],
    },
    {
      title: 'See what happened',
      text: [
        'History has every request that changed the panel, with its answer. What can be taken back is taken back from there, as new changes to review.',
      ],
    },
  ],
  news: 'The newest entries of the list of changes.',
  diagnostics: {
    hint: 'What support will ask for. Nothing of it is secret: passwords and sessions are not in it.',
    copy: 'Copy diagnostics',
    copied: 'Copied',
    failed: 'It could not be copied. Mark the text and copy it yourself.',
    text: 'Diagnostics',
    lines: {
      version: 'Fleetbook {version} ({host})',
      system: 'System: {system}',
      runtime: 'Runs on: {runtime}',
      keychain: 'Keychain: {kind}, {works}',
      works: { true: 'works', false: 'does not take passwords', null: 'nothing kept in it since the start' },
      data: 'Data folder: {size}',
      log: 'Log: {log}',
      errors: 'Last warnings and errors:',
      none: 'none',
    },
    desktop: 'desktop',
    preview: 'in a browser',
    openLog: 'Open the folder of the log',
  },
  size: { kilobytes: '{n} kB', megabytes: '{n} MB', gigabytes: '{n} GB' },
} as const
