import { z } from 'zod'

/** A dealer as cached: the one whose panel it is, or one below it. (panel-api.md, section 6; panel-openapi.json, subpaas/list) */
export const dealer = z.object({
  id: z.int(),
  title: z.string(),
})
export type Dealer = z.infer<typeof dealer>
