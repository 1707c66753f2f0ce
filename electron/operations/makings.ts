import type { Making } from './making.ts'
import { makeRoutes } from './route-making.ts'
import { makeStops } from './stop-making.ts'

/** Of every kind whose rows take more than what a form has asked, how they are made. */
export const makings: Readonly<Record<string, Making>> = {
  'checkpoint.create': makeStops,
  'route.create': makeRoutes,
}
