import type { Problem } from '../problem.ts'
import type { ColumnEdit } from '../sheets/column-edit.ts'
import { textOf } from '../sheets/column-edit.ts'

// Passwords for users, as the panel wants them. What is staged of one is never the password, but a token: the password
// itself is kept in the keychain.

/** How a password has to be. (panel-api.md, section 4.2; dealer/get_info, `password_policy`) */
const [least, most] = [12, 20]
const special = '!@#$%^&*-=()<>[]{}+:;.,/\\?|~`\'"'
const sorts = [/[A-Z]/, /[a-z]/, /[0-9]/, /[!@#$%^&*\-=()<>[\]{}+:;.,/\\?|~`'"]/]

/** What a token begins with: this is what a person sees of it. */
const dots = '••••••••'

/** What is staged in place of a password that is kept by this name. */
export const passwordToken = (name: string): string => `${dots} ${name}`

/** The name by which a password is kept that this token stands for; null where the text is none. */
export function nameInToken(text: string): string | null {
  return text.startsWith(`${dots} `) ? text.slice(dots.length + 1) : null
}

/** The rule for a password that is typed. */
export function checkPassword(password: string): Problem | null {
  if (password === '') return { code: 'password-missing' }
  const isOdd = [...password].some((sign) => !/[A-Za-z0-9]/.test(sign) && !special.includes(sign))
  const isFine = password.length >= least && password.length <= most && sorts.every((sort) => sort.test(password))
  return isFine && !isOdd ? null : { code: 'password-weak', values: { least, most } }
}

/** How a password is typed: what is staged is a token. */
export const passwordEdit: ColumnEdit = {
  read: (text) => text,
  check: (value) => (nameInToken(textOf(value)) === null ? checkPassword(textOf(value)) : null),
  secret: true,
}

/** Signs that are not taken for each other when they are read out, by their sorts. */
const signs = ['ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnopqrstuvwxyz', '23456789', '!@#$%*-=+?']

/** A password by the rule; `below` draws a whole number below another one, which nobody can guess. */
export function makePassword(below: (limit: number) => number): string {
  const draw = (from: string) => from[below(from.length)] ?? ''
  const made = [...signs.map(draw), ...Array.from({ length: 12 }, () => draw(signs.join('')))]
  // One of each sort, wherever they come to stand.
  for (let at = made.length - 1; at > 0; at--) {
    const other = below(at + 1)
    ;[made[at], made[other]] = [made[other] ?? '', made[at] ?? '']
  }
  return made.join('')
}
