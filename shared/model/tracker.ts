import { z } from 'zod'

/**
 * A tracker as cached. `id` is ours (the panel's id when we first saw it), `panelId` the panel's at present: a move
 * changes the second and never the first. Dates are the panel's own text, without a documented zone;
 * `lastConnection` is UTC. (panel-tracker.md, "Tracker object")
 */
export const tracker = z.object({
  id: z.int(),
  panelId: z.int(),
  label: z.string(),
  comment: z.string(),
  /** "Deleted" in the API: hidden from the user's own interface. */
  hidden: z.boolean(),
  clone: z.boolean(),
  userId: z.int(),
  /** The dealer to whom it belongs; 0 where the panel does not say. */
  dealerId: z.int(),
  groupId: z.int(),
  ownerName: z.string(),
  modelName: z.string(),
  created: z.string(),
  lastConnection: z.string(),
  sourceId: z.int(),
  deviceId: z.string(),
  model: z.string(),
  blocked: z.boolean(),
  corrupted: z.boolean(),
  tariffId: z.int(),
  sourceCreated: z.string(),
  tariffEnd: z.string(),
  connection: z.string(),
  phone: z.string(),
})
export type Tracker = z.infer<typeof tracker>
