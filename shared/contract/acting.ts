import { z } from 'zod'
import { putPlace, type Action } from '../actions/action.ts'
import { knownActions, type SheetAction } from '../actions/catalogue.ts'

const schemaOf = ({ kind, asks, puts }: Action) =>
  z.object({
    kind: z.literal(kind),
    ids: z.array(z.int()).max(200_000),
    ...(puts && { beside: putPlace }),
    ...Object.fromEntries(Object.entries(asks).map(([name, { value }]) => [name, value])),
  })

/** An action on rows: of each kind, what its declaration asks for. Which ones there are is looked up at the first call. */
export const sheetAction: z.ZodType<SheetAction, SheetAction> = z.lazy(() => {
  const [first, ...others] = knownActions().map(schemaOf)
  if (!first) throw new TypeError('No action is declared')
  return z.discriminatedUnion('kind', [first, ...others]) as unknown as z.ZodType<SheetAction, SheetAction>
})
