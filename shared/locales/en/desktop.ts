/** English texts: the desktop application's menu and the messages that it shows without a window. */
export const desktop = {
  menu: {
    file: '&File',
    edit: '&Edit',
    view: '&View',
  },
  failed: {
    title: 'Fleetbook could not start',
    text: 'Nothing that was staged is lost. What went wrong is written in {log}.',
  },
} as const
