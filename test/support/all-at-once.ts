import type { Parts } from '../../electron/outbox/long-steps.ts'

/** A step that is done in one part, however long it is. */
export const allAtOnce: Parts = {
  rowsAtOnce: Infinity,
  turn: () => Promise.resolve(),
  paced: (work) => work(),
  async each(rows, part) {
    if (rows.length > 0) await part(rows)
  },
  surely: (work) => work(),
  back: (work) => work(),
}
