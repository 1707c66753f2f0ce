import { z } from 'zod'
import { dealerInfo } from '../dealer.ts'
import { Refusal } from '../errors.ts'
import type { Effect } from '../ledger.ts'
import { text } from '../parameters.ts'
import { fieldsOf } from '../user-fields.ts'
import { method, parsed } from './method.ts'
import { besideUser, demandPassword, userForm } from './user-form.ts'

/** Most rows of a file. (panel-api.md, section 4.2) */
const rowsMost = 10_000

/** The columns in the dealer's language, English, by what a form of a user calls the same; the first are required. */
const columns: Readonly<Record<string, string>> = {
  'Email address': 'login',
  Password: 'password',
  Status: 'activated',
  'Legal status': 'legal_type',
  Surname: 'last_name',
  Name: 'first_name',
  'Middle name': 'middle_name',
  'Phone number': 'phone',
  Comment: 'comment',
  Country: 'post_country',
  Region: 'post_region',
  City: 'post_city',
  'Street, address': 'post_street_address',
  'Zip code': 'post_index',
  'Legal name': 'legal_name',
  'Tax number': 'tin',
  IEC: 'iec',
  'Registration country': 'registered_country',
  'Registration region': 'registered_region',
  'Registration city': 'registered_city',
  'Registration address': 'registered_street_address',
  'Registration zip code': 'registered_index',
}
/** What stands under columns that are left out. */
const nothing: Readonly<Record<string, string>> = Object.fromEntries(Object.values(columns).map((name) => [name, '']))
const required = Object.values(columns).slice(0, 6)
const legalTypes: Readonly<Record<string, string>> = { 1: 'individual', 2: 'legal_entity', 3: 'sole_trader' }

const row = z.object({ user: userForm, password: text(), comment: besideUser.comment })

/**
 * `user/upload`: users from a CSV file, in the dealer's own language and time zone. It goes line by line up to the first
 * that will not do, which is named by its number in the file, the heading being the first. Whether those before it are made
 * is undocumented, and a habit; spreadsheets are not read here.
 */
export const userUpload = method({
  needs: { category: 'users', operation: 'create' },
  parameters: z.object({ file: z.object({ name: z.string(), text: z.string() }).optional() }),
  answer({ state, repeats, habits, record }, { file }) {
    if (!file) throw new Refusal(233)
    if (!/\.csv$/i.test(file.name)) throw new Refusal(234)
    const [heading = '', ...lines] = file.text.split(/\r?\n/).filter((line) => line !== '')
    const names = heading.split(';').map((name) => columns[name.replace(/\*$/, '')])
    const lacking = required.filter((name) => !names.includes(name))
    if (lacking.length > 0) {
      const errors = lacking.map((name) => ({ parameter: `users_import.${name}`, error: 'required column not found' }))
      throw new Refusal(7, { errors, row_number: 1 })
    }
    if (lines.length === 0) throw new Refusal(274)
    if (lines.length > rowsMost) throw new Refusal(268)

    const effects: Effect[] = []
    const logins = new Set<string>()
    for (const [at, line] of lines.entries()) {
      try {
        const { password, comment, ...user } = { ...nothing, ...named(names, line.split(';')) }
        const form = { ...user, legal_type: legalTypes[user['legal_type'] ?? ''] ?? user['legal_type'] }
        const read = parsed(row, { user: form, password, comment })
        demandPassword(habits, read.password)
        const login = read.user.login.toLowerCase()
        if (logins.has(login)) throw new Refusal(273)
        logins.add(login)
        if (state.userOf(login)) {
          const of = repeats.ofUserMade(login)
          if (of !== undefined) record({ effect: 'none', fault: 'repeat', refused: true, of, about: login })
          throw new Refusal(206)
        }
        const fields = fieldsOf({ ...read.user, activated: user['activated'] === '1' }, read)
        const { locale, default_user_time_zone: timeZone } = dealerInfo
        effects.push({ effect: 'user.made', user: state.users.nextId + at, fields, locale, timeZone })
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        if (habits.keepsLinesBefore) record(...effects)
        throw new Refusal(error.code, { ...error.extra, row_number: at + 2 })
      }
    }
    record(...effects)
    return { total: effects.length, errors: 0 }
  },
})

/** The cells of a line by the names of their columns, but for those that nobody knows. */
function named(names: readonly (string | undefined)[], cells: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name, at) => (name === undefined ? [] : [[name, cells[at] ?? '']])))
}
