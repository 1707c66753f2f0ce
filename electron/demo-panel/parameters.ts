import { z } from 'zod'

// Parameters arrive as JSON values or, in a form or a query, as text; the panel reads both alike. A missing one and
// null are the same. What is wrong is said in the panel's manner, in the parameter's `error`.

const absent = 'must not be null'

/** A whole number, from `least` up. */
export function integer(least = 1) {
  return z.preprocess(
    (value) => (typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value),
    z
      .int({ error: ({ input }) => (input === undefined ? absent : 'must be an integer') })
      .min(least, `must be greater than or equal to ${least}`),
  )
}

/** Yes or no. */
export function flag() {
  return z.preprocess(
    (value) => (value === 'true' ? true : value === 'false' ? false : value),
    z.boolean({ error: ({ input }) => (input === undefined ? absent : 'must be true or false') }),
  )
}

/** Text; a bare number in JSON counts as its digits. */
export function text() {
  return z.preprocess(
    (value) => (typeof value === 'number' ? String(value) : value),
    z.string({ error: ({ input }) => (input === undefined ? absent : 'must be a string') }),
  )
}

/** One of the legal values, which the refusal lists. */
export function oneOf<const Value extends string>(values: readonly Value[]) {
  return z.enum(values, { error: `Should be one of [${values.join(', ')}]` })
}

/** A list of positive whole numbers, each at most once; as text it is JSON. */
export function integers(most: number) {
  const size = `size must be between 1 and ${most}`
  return list(
    z.array(z.int({ error: ({ input }) => (input === null ? absent : 'must be an integer') }).min(1)),
    size,
    most,
  )
}

/** A list of texts, not empty; as text it is JSON. */
export function texts() {
  const item = z
    .string({ error: 'must be a string' })
    .regex(/^[^\p{Cc}\p{Co}\p{Cs}]{1,64}$/u, 'length must be between 1 and 64')
  return listOf(item)
}

/** A list of at least one, and at most so many; as text it is JSON. */
export function listOf<Item extends z.ZodType>(item: Item, most = Infinity) {
  return list(z.array(item), 'size must be greater than 0', most)
}

function list<Item extends z.ZodType>(items: z.ZodArray<Item>, size: string, most: number) {
  return z.preprocess(
    fromJson,
    z
      .unknown()
      .refine((value) => value !== undefined, { error: absent, abort: true })
      .refine((value) => Array.isArray(value), { error: 'must be an array', abort: true })
      .refine((value) => Array.isArray(value) && value.length >= 1 && value.length <= most, {
        error: size,
        abort: true,
      })
      .pipe(items),
  )
}

/** What a text says as JSON, where it is any; everything else as it is. */
export function fromJson(value: unknown): unknown {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

/** A label: 1 to 60 printable characters. (panel-tracker.md, clone) */
export function label() {
  return text().refine(
    (value) => value.length >= 1 && value.length <= 60 && value.trim() !== '' && !/[\p{Cc}\p{Co}\p{Cs}]/u.test(value),
    'must consist of printable characters and have length between 1 and 60',
  )
}

/** A comment of up to 3000 characters, in lines. (panel-tracker.md, settings/update) */
export function comment() {
  return text()
    .refine((value) => value.length <= 3000, 'length must be between 0 and 3000')
    .refine((value) => !/[^\P{Cc}\n\r\t]|[\p{Co}\p{Cs}]/u.test(value), 'must consist of printable characters')
}
