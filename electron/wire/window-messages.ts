import { z } from 'zod'

/**
 * A call on its way from the window to the core. Its text is JSON: text goes through the walls around the page at once,
 * objects are copied one by one, which is felt at thousands of cells. The number tells which answer is whose.
 */
export const windowCall = z.object({ number: z.int(), call: z.string() })

/** What the core sends to a window: the answer to a call, as JSON, or an event. */
export type ToWindow = { readonly number: number; readonly answer: string } | { readonly event: unknown }
