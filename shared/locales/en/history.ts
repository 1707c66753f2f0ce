/** English texts: history. `{n}` comes with its separators. */
export const history = {
  title: 'History',
  subtitle: '{n} request | {n} requests',
  search: 'Search requests',
  filter: 'Outcome',
  all: 'All outcomes',
  export: 'Download as CSV',
  ofOne: 'One change only',
  ofRow: 'One row only',
  ofSet: 'One change set only',
  technical: 'Technical columns',
  technicalHint: 'Path, HTTP status, and how long the answer took',
  andMore: 'and {n} more',
  showMore: 'Show the other change | Show the other {n} changes',
  showAll: 'Show all requests',

  empty: 'Nothing has been sent yet. Every request that changes the panel is kept here, with what came back.',
  emptyAction: 'Go to the outbox',
  none: 'No request matches.',

  table: {
    label: 'Requests',
    columns: {
      at: 'Time',
      by: 'By',
      what: 'What',
      change: 'Change',
      set: 'Change set',
      path: 'Path',
      operations: 'Changes',
      outcome: 'Outcome',
      status: 'HTTP',
      took: 'Took',
      problem: 'Remark',
    },
  },

  outcomes: {
    'under-way': 'Under way',
    done: 'Done',
    partly: 'Done in part',
    refused: 'Refused',
    waiting: 'No effect yet',
    unknown: 'Unknown',
  },
  noAnswer: 'No answer',
  took: { ms: '{value} ms', s: '{value} s' },
  downloaded: '{name} downloaded.',

  detail: {
    at: 'Sent',
    by: 'By',
    path: 'Path',
    status: 'HTTP status',
    took: 'Answered after',
    request: 'What was sent',
    answer: 'What came back',
    nothing: 'Nothing came back.',
    operations: '{n} change in it | {n} changes in it',
    toOutbox: 'Show in the outbox',
    more: 'and {n} more | and {n} more',
  },

  /** What was sent of one row, in its details. */
  row: {
    title: 'Sent from here',
    all: 'Show all of it in the history ({n})',
  },

  /** Headings of the history as a file. */
  report: {
    headings: {
      at: 'Time (UTC)',
      by: 'By',
      kind: 'Kind',
      path: 'Request',
      subject: 'About',
      changed: 'Change',
      set: 'Change set',
      comment: 'Comment',
      rows: 'Rows',
      outcome: 'Outcome',
      httpStatus: 'HTTP status',
      took: 'Milliseconds',
      code: 'Panel code',
      reason: 'Reason',
    },
  },
} as const
