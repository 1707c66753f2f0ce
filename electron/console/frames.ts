import { z } from 'zod'

/** What came over a console. */
export type Frame =
  | { readonly sort: 'status'; readonly values: readonly (readonly [name: string, value: string])[] }
  | { readonly sort: 'output'; readonly text: string }
  /** Neither: shown as it came, and never interpreted. */
  | { readonly sort: 'other'; readonly text: string }

/** Longest text of one line, name and value, in characters: what is longer is cut. */
export const longest = { text: 4000, name: 200, value: 1000 }

const shown = z.union([z.string(), z.number(), z.boolean(), z.null()]).transform((value) => String(value ?? ''))
const frame = z.discriminatedUnion('type', [
  z.object({ type: z.literal('status'), data: z.array(z.tuple([z.string(), shown])) }),
  z.object({ type: z.literal('output'), msg: shown }),
])

/** Reads what came, whatever it is. (panel-additions.md, F2) */
export function readFrame(text: string): Frame {
  const read = frame.safeParse(parsed(text))
  if (!read.success) return { sort: 'other', text: cut(text, longest.text) }
  if (read.data.type === 'output') return { sort: 'output', text: cut(read.data.msg, longest.text) }
  return {
    sort: 'status',
    values: read.data.data.map(([name, value]) => [cut(name, longest.name), cut(value, longest.value)] as const),
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** No longer than that many characters, with a sign where it was cut; never in the middle of one. */
function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
}
