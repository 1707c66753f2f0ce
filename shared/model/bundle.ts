import { z } from 'zod'

/**
 * A bundle as cached: a device that was announced to the panel by its IMEI before anybody registered it.
 * The page is optional on a panel: it is there only with the permission. `id` is ours (the panel's id when we first saw
 * it, or one of our own where we made it), `panelId` the panel's; null until the panel has named it.
 * (panel-api.md, section 5.1)
 */
export const bundle = z.object({
  id: z.int(),
  panelId: z.int().nullable(),
  imei: z.string(),
  iccid: z.string(),
  modelCode: z.string(),
  equipId: z.int(),
  equipment: z.string(),
  assigned: z.string(),
  orderId: z.int().nullable(),
  factoryPreset: z.boolean().nullable(),
})
export type Bundle = z.infer<typeof bundle>

/** A device type that bundles can be of. */
export const equipment = z.object({
  id: z.int(),
  modelName: z.string(),
  modelCode: z.string(),
  vendor: z.string(),
  name: z.string(),
})
export type Equipment = z.infer<typeof equipment>
