import { action } from './action.ts'

/** Deletes routes with all of their stops. */
export const deleteRoutes = action({ kind: 'route.delete', asks: {}, isApart: true })
