import { z } from 'zod'

/** A plan as cached; "tariff" in the API's paths. */
export const tariff = z.object({
  id: z.int(),
  name: z.string(),
  type: z.string(),
  price: z.number(),
  /** Of a monthly plan: whether a part of a month is charged by its days. (panel-additions.md, F1) */
  proportional: z.boolean(),
  deviceType: z.string(),
  deviceLimit: z.int(),
  active: z.boolean(),
})
export type Tariff = z.infer<typeof tariff>
