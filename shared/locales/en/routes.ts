/** English texts: the page of routes and checkpoints. */
export const routes = {
  tabs: 'What of the routes is shown',
  /** Whose routes are looked at, and of which days. */
  pane: {
    title: 'Whose routes',
    hide: 'Hide whose routes are shown',
    show: 'Choose whose routes are shown',
  },
  from: 'From',
  to: 'To',
  dayMissing: 'Enter both days.',
  daysTurned: 'The first day comes after the last.',
  users: {
    label: 'Users',
    search: 'Search users',
    all: 'Choose the one shown | Choose all {n} shown',
    none: 'None',
    chooseNone: 'Choose none',
    only: 'Only chosen: {n}',
    tooMany: 'Choose at most {most} users: these are {n}.',
    noneFound: 'No user matches.',
    noneChosen: 'No user is chosen.',
    nobody: 'No user has been pulled yet.',
  },
  /** How it stands with one of the chosen users. */
  user: {
    pulling: 'pulling',
    never: 'not pulled',
    pulled: 'pulled {ago}',
  },
  apply: 'Show routes',
  find: 'All users with routes',
  findHint: 'Asks for each user of the panel whether there are routes on these days: a session and a request for each.',
  finding: '{done} of {total} user asked | {done} of {total} users asked',
  findingLabel: 'Finding users with routes',
  refresh: 'Pull them again',
  offline: 'Pulling needs a connection: what was pulled before is shown.',
  nothingChosen: 'Choose users first',
  progress: '{done} of {total} user | {done} of {total} users',
  progressLabel: 'Pulling routes',
  stop: 'Stop',
  failed:
    '{n} user could not be pulled: see the sign beside the name. | {n} users could not be pulled: see the signs beside the names.',
  announceDone: 'Routes pulled.',
  announceFailed: 'Routes pulled, but for {n} user. | Routes pulled, but for {n} users.',
  /** What stands in place of a sheet without rows. */
  empty: {
    start:
      'Routes and their checkpoints belong to users. Choose whose and of which days: for each chosen user Fleetbook opens a session at the panel, and pulls their routes in it.',
    choose: 'Choose users',
    pulling: 'The routes of the chosen users are being pulled.',
    offline: 'The routes of the chosen users have not been pulled yet. That needs a connection.',
    failed: 'No routes could be pulled. What stood in the way is told beside each user.',
    none: {
      routes: 'The chosen users have no routes from {from} to {to}.',
      checkpoints: 'The chosen users have no checkpoints from {from} to {to}.',
    },
  },
} as const
