import { action } from './action.ts'

/** Deletes stops; those behind them move up. */
export const deleteStops = action({ kind: 'checkpoint.delete', asks: {}, isApart: true })
