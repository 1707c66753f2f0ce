/** English texts: the desktop application's menu and the messages that it shows without a window. */
export const desktop = {
  menu: {
    file: '&File',
    edit: '&Edit',
    view: '&View',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    zoomReset: 'Actual size',
    help: '&Help',
    guide: 'Guide',
    keys: 'Keys',
    news: 'What is new',
    diagnostics: 'Log and diagnostics',
    about: 'About Fleetbook',
  },
  /** The notification at the end of a run of sending; `{n}` comes with its separators. */
  sent: {
    title: 'Sending has finished',
    sent: '{n} sent',
    refused: '{n} refused',
    open: '{n} to be settled',
  },
  /** Asked before the program ends while something is being sent. */
  quitting: {
    text: 'Quit while changes are being sent?',
    detail:
      'What is at the panel at this moment is waited for. The rest stays in the outbox, and is sent when Fleetbook is opened again.',
    quit: 'Quit',
    stay: 'Stay',
  },
  failed: {
    title: 'Fleetbook could not start',
    text: 'Nothing that was staged is lost. What went wrong is written in {log}.',
  },
} as const
