import { actions } from './actions.ts'
import { app } from './app.ts'
import { changes } from './changes.ts'
import { changing } from './changing.ts'
import { connection } from './connection.ts'
import { console } from './console.ts'
import { fleet } from './fleet.ts'
import { help } from './help.ts'
import { history } from './history.ts'
import { imports } from './imports.ts'
import { keys } from './keys.ts'
import { looking } from './looking.ts'
import { making } from './making.ts'
import { outbox } from './outbox.ts'
import { palette } from './palette.ts'
import { permissions } from './permissions.ts'
import { problems, problemsNamed } from './problems.ts'
import { reports } from './reports.ts'
import { routes } from './routes.ts'
import { settings } from './settings.ts'
import { tour } from './tour.ts'
import { sheet } from './sheet.ts'

/** Every text that a person reads, in English. */
export const en = {
  app,
  connection,
  problems,
  problemsNamed,
  sheet,
  actions,
  making,
  looking,
  changes,
  changing,
  keys,
  imports,
  outbox,
  fleet,
  history,
  palette,
  permissions,
  reports,
  routes,
  console,
  settings,
  help,
  tour,
} as const
