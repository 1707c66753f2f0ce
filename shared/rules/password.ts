import { z } from 'zod'
import type { Problem } from '../problem.ts'
import type { ColumnEdit } from '../sheets/column-edit.ts'
import { textOf } from '../sheets/column-edit.ts'
import type { Versioned } from '../versioned.ts'

// Passwords for users, as the panel wants them. What is staged of one is never the password, but a token: the password
// itself is kept in the keychain.

/** How the passwords of a dealer's users have to be. (dealer/get_info, `password_policy`) */
export const passwordPolicy = z.object({
  /** How many characters, from and to. */
  least: z.int().min(0),
  most: z.int().min(1),
  /** The characters that count as special; others than these, letters and digits are not taken. */
  special: z.string(),
  /** How many of each sort there have to be. */
  specials: z.int().min(0),
  digits: z.int().min(0),
  capitals: z.int().min(0),
  smalls: z.int().min(0),
})
export type PasswordPolicy = z.infer<typeof passwordPolicy>

/** The policy of dealers who have none of their own. (panel-api.md, section 4.2) */
export const usualPolicy: PasswordPolicy = {
  ...{ least: 12, most: 20, special: '!@#$%^&*-=()<>[]{}+:;.,/\\?|~`\'"' },
  ...{ specials: 1, digits: 1, capitals: 1, smalls: 1 },
}

/** As it is kept for working without a connection. */
export const keptPolicy: Versioned<PasswordPolicy> = { version: 1, shape: passwordPolicy }

/** What a token begins with: this is what a person sees of it. */
const dots = '••••••••'

/** What is staged in place of a password that is kept by this name. */
export const passwordToken = (name: string): string => `${dots} ${name}`

/** The name by which a password is kept that this token stands for; null where the text is none. */
export function nameInToken(text: string): string | null {
  return text.startsWith(`${dots} `) ? text.slice(dots.length + 1) : null
}

/** The rule for a password that is typed, by the dealer's policy. */
export function checkPassword(password: string, policy: PasswordPolicy = usualPolicy): Problem | null {
  if (password === '') return { code: 'password-missing' }
  const { special, ...limits } = policy
  const { least, most, capitals, smalls, digits, specials } = limits
  const count = (isOne: (sign: string) => boolean) => [...password].filter(isOne).length
  const isSpecial = (sign: string) => special.includes(sign)
  const isFine =
    password.length >= least &&
    password.length <= most &&
    count((sign) => /[A-Z]/.test(sign)) >= capitals &&
    count((sign) => /[a-z]/.test(sign)) >= smalls &&
    count((sign) => /[0-9]/.test(sign)) >= digits &&
    count(isSpecial) >= specials &&
    count((sign) => /[A-Za-z0-9]/.test(sign) || isSpecial(sign)) === [...password].length
  return isFine ? null : { code: 'password-weak', values: limits }
}

/** How a password is typed: what is staged is a token. */
export const passwordEdit: ColumnEdit = {
  read: (text) => text,
  check: (value) => (nameInToken(textOf(value)) === null ? checkPassword(textOf(value)) : null),
  secret: checkPassword,
}

/** Signs that are not taken for each other when they are read out, by their sorts. */
const plain = { capitals: 'ABCDEFGHJKLMNPQRSTUVWXYZ', smalls: 'abcdefghijkmnopqrstuvwxyz', digits: '23456789' }
const easy = '!@#$%*-=+?'
/** So long a password is made, if the policy lets it. */
const usualLength = 16

/** A password by the rule; `below` draws a whole number below another one, which nobody can guess. */
export function makePassword(below: (limit: number) => number, policy: PasswordPolicy = usualPolicy): string {
  const { least, most, capitals, smalls, digits, specials } = policy
  const draw = (from: string) => from[below(from.length)] ?? ''
  const several = (count: number, from: string) => Array.from({ length: count }, () => draw(from))
  const special = [...easy].filter((sign) => policy.special.includes(sign)).join('') || policy.special
  const needed = [
    ...several(Math.max(1, capitals), plain.capitals),
    ...several(Math.max(1, smalls), plain.smalls),
    ...several(Math.max(1, digits), plain.digits),
    ...several(special === '' ? 0 : Math.max(1, specials), special),
  ]
  const length = Math.min(most, Math.max(least, usualLength))
  const made = [...needed, ...several(Math.max(0, length - needed.length), Object.values(plain).join('') + special)]
  // What is needed of each sort, wherever it comes to stand.
  for (let at = made.length - 1; at > 0; at--) {
    const other = below(at + 1)
    ;[made[at], made[other]] = [made[other] ?? '', made[at] ?? '']
  }
  return made.join('')
}
