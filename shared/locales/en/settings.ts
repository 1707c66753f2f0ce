/** English texts: the page of settings, by the names of `shared/settings.ts`. */
export const settings = {
  title: 'Settings',
  search: 'Search settings',
  none: 'No setting matches.',
  showAll: 'Show all',
  sections: {
    appearance: 'Appearance',
    pulls: 'Pulls',
    times: 'Dates and times',
    sending: 'Before sending',
    start: 'First steps',
    program: 'Program',
  },
  theme: {
    title: 'Theme',
    hint: 'System follows what the computer is set to.',
    words: 'colours dark light night appearance',
    choices: { system: 'System', light: 'Light', dark: 'Dark' },
  },
  density: {
    title: 'Row height',
    hint: 'Compact shows more rows; comfortable is easier on the eyes.',
    words: 'density compact comfortable space lines',
    choices: { compact: 'Compact', comfortable: 'Comfortable' },
  },
  zoom: {
    title: 'Zoom',
    hint: 'Also by Ctrl and plus, minus or 0. It stays over restarts.',
    browser: 'The browser zooms this page by its own keys: Ctrl and plus, minus or 0.',
    words: 'size larger smaller text font percent',
    choice: '{percent} %',
  },
  language: {
    title: 'Language',
    hint: 'Fleetbook has texts in this language so far.',
    words: 'translation english',
    choices: { en: 'English' },
  },
  /** Words by which it is found; its texts stand in `app.settings`. */
  pull: { words: 'pull by itself every minutes interval refresh panel automatic' },
  zone: {
    title: 'Time zone',
    hint: 'Times of Fleetbook’s own, such as those of the history, are told in this zone. Dates of the panel stay as the panel gives them.',
    words: 'clock time zone hours utc date',
    computer: 'As the computer: {zone}',
  },
  dearerBy: {
    title: 'Dearer plans',
    hint: 'Before sending, it is told which trackers get a plan that costs more a month than so many times as much as their present one. It keeps nothing back.',
    words: 'warning price cost money tariff factor outbox review',
    choice: 'More than {times} times as dear',
    any: 'Dearer at all',
  },
  mostOwners: {
    title: 'Many owners',
    hint: 'Before sending, it is told when trackers or routes of more owners than that are touched at once. It keeps nothing back.',
    words: 'warning users customers count outbox review limit',
    choice: 'More than {n} owner | More than {n} owners',
  },
  /** Chosen in the history, too. */
  technical: {
    title: 'Technical columns of the history',
    hint: 'What only support asks for: the path of a request, its HTTP status, and how long the answer took.',
    words: 'advanced support details table',
    choices: { shown: 'Show', hidden: 'Do not show' },
  },
  tour: {
    title: 'Tour of the demo panel',
    hint: 'Three short steps over made-up data, shown while the demo panel is open.',
    words: 'introduction learn help first steps',
    choices: { on: 'Show', off: 'Do not show' },
  },
  log: {
    title: 'Log',
    hint: 'What went wrong, and when. Passwords and sessions are never in it.',
    words: 'errors support file folder diagnostics path',
    open: 'Open its folder',
  },
  data: {
    title: 'Data folder',
    hint: 'Everything that Fleetbook keeps, {size} at present.',
    words: 'files storage disk path size',
  },
} as const
