/** English texts: the fleet at a glance. `{n}` and other counts come with their separators. */
export const fleet = {
  title: 'Fleet',
  subtitle: '{n} tracker | {n} trackers',
  never: 'Nothing has been pulled yet. The numbers come with the first pull.',
  show: '{name}: show {n} in the sheet',

  connections: {
    title: 'Connection',
    state: 'State',
    trackers: 'Trackers',
    share: 'Share',
    untold: 'Not told',
  },
  attention: { title: 'To look at', figure: 'What', trackers: 'Trackers' },
  figures: {
    offlineDay: 'Silent for over a day',
    offlineWeek: 'Silent for over a week',
    planEnds: 'Plan ends within {days} days',
    blocked: 'Blocked',
    hidden: 'Hidden',
    noPhone: 'Without a phone number',
    newest: 'Came within the last {days} days',
  },
  newest: { title: 'Newest trackers', label: 'Tracker', owner: 'Owner', created: 'Created', none: 'None.' },
  changes: {
    title: 'Changed at the panel',
    since: 'Since yesterday’s last pull',
    sinceFirst: 'Since all that is kept',
    new: 'New',
    changed: 'Changed',
    gone: 'Gone',
    what: 'What',
    none: 'Nothing has changed.',
    all: 'Show the changes',
  },
} as const
