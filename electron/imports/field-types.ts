import type {
  FieldType,
  FieldValues,
  KnownBundle,
  KnownRoute,
  KnownStop,
  KnownTag,
  KnownTracker,
  KnownUser,
  NamedLogin,
  NamedRows,
} from '../../shared/imports/import-kind.ts'
import type { Equipment } from '../../shared/model/bundle.ts'
import type { Problem } from '../../shared/problem.ts'
import { checkCoordinates, readCoordinates } from '../../shared/rules/coordinates.ts'
import { checkIccid, tidyIccid } from '../../shared/rules/iccid.ts'
import { hasOtherDigits, tidyIdentifier } from '../../shared/rules/identifier.ts'
import { checkImei, tidyImei } from '../../shared/rules/imei.ts'
import { tidyLogin } from '../../shared/rules/login.ts'
import { checkMoment, readMoment } from '../../shared/rules/moment.ts'
import {
  checkDescription,
  checkExternalId,
  checkTaskLabel,
  checkWhole,
  rangeOf,
  readWhole,
} from '../../shared/rules/task.ts'
import { checkLabel } from '../../shared/rules/text.ts'
import { idIn } from '../../shared/rules/reference.ts'
import { tagNamesIn } from '../../shared/rules/tags.ts'
import { checkPassword, type PasswordPolicy } from '../../shared/rules/password.ts'
import { checkLogin, legalTypes, readLegalType } from '../../shared/rules/user.ts'
import { readYesNo } from '../../shared/rules/yes-no.ts'
import { hiddenCell } from '../../shared/imports/secret-cells.ts'
import type { CellValue } from '../../shared/sheets/cell-value.ts'
import { textOf } from '../../shared/sheets/column-edit.ts'

/** What has been looked up so far. An id or a name that was looked up in vain is not in it. */
export interface Known {
  readonly trackers: ReadonlyMap<number, KnownTracker>
  readonly usersById: ReadonlyMap<number, KnownUser>
  /** By login in lower case. */
  readonly usersByLogin: ReadonlyMap<string, KnownUser>
  readonly bundlesById: ReadonlyMap<number, KnownBundle>
  readonly bundlesByImei: ReadonlyMap<string, KnownBundle>
  /** By the panel's id. */
  readonly stops: ReadonlyMap<number, KnownStop>
  readonly stopsByExternalId: ReadonlyMap<string, readonly KnownStop[]>
  /** By what they are called, or the panel's id with # before it or without. */
  readonly routesByName: ReadonlyMap<string, readonly KnownRoute[]>
  /** By what their users call them, and by the ids of their devices. */
  readonly trackersByName: ReadonlyMap<string, readonly KnownTracker[]>
  /** By names of tags, and ids in place of such, as texts have them. */
  readonly tagsByName: ReadonlyMap<string, readonly KnownTag[]>
  /** By id, model code and names in lower case; null where several share the name. */
  readonly equipment: ReadonlyMap<string, Equipment | null>
  /** How passwords of users have to be. */
  readonly passwordPolicy: PasswordPolicy
}

/** What the cells of some rows want looked up. */
export interface Wanted {
  readonly trackers: Set<number>
  readonly userIds: Set<number>
  readonly logins: Set<string>
  readonly bundleIds: Set<number>
  readonly imeis: Set<string>
  readonly trackerNames: Set<string>
  readonly stopIds: Set<number>
  readonly externalIds: Set<string>
  readonly routeNames: Set<string>
  readonly tagNames: Set<string>
}

/** By what a column names things, as far as its heading tells. */
export type Naming = 'id' | 'name' | 'either'

/** How cells of one type are read. */
export interface FieldTypeRules<Value> {
  /** What is left once what spreadsheets and people put around a value is taken off. */
  tidy(cell: string): string
  /** It is taken as it stands in the file, with what guards other cells against formulas. */
  readonly verbatim?: true
  /** Whether a value has the look of this type, for types that can be told by it. */
  looksLike?(text: string): boolean
  /** Notes what must be looked up before `resolve`. */
  want?(text: string, wanted: Wanted): void
  /** The value, or the rule that is broken. `text` is tidied and not empty. */
  resolve(text: string, known: Known, naming: Naming): { value: Value } | { problem: Problem }
  /** How the value is shown to a person. */
  show(value: Value): string
}

/** Of a text that is no id: why. */
function notAnId(text: string): Problem {
  return { code: hasOtherDigits(text) ? 'digits-other' : 'id-not-a-number', values: { value: text } }
}

/** Degrees of latitude or longitude, with a point or a comma. */
const degrees = /^[+\-−]?\d{1,3}(?:[.,]\d+)?$/

/** Ids are digits alone; `2.9E+6` or `1 234` is refused rather than guessed at. */
const digits = /^\d{1,15}$/

function trim(cell: string): string {
  return cell.replaceAll('\u00a0', ' ').trim()
}

const unknownBundle = (text: string): Problem => ({ code: 'bundle-unknown', values: { value: text } })

/** Every name that a device type can be called by. A name that several share settles nothing. */
export function equipmentByName(equipment: readonly Equipment[]): Map<string, Equipment | null> {
  const named = new Map<string, Equipment | null>()
  const keysOf: ((one: Equipment) => string)[] = [
    ({ id }) => String(id),
    ({ modelCode }) => modelCode,
    ({ name }) => name,
    ({ modelName }) => modelName,
  ]
  // An id comes before a code, and a code before a name, should they ever be alike.
  for (const keyOf of keysOf) {
    const ofThisSort = new Map<string, Equipment | null>()
    for (const one of equipment) {
      const key = keyOf(one).toLowerCase()
      if (key !== '') ofThisSort.set(key, ofThisSort.has(key) ? null : one)
    }
    for (const [key, one] of ofThisSort) if (!named.has(key)) named.set(key, one)
  }
  return named
}

/** Every type that a field can have. */
export const fieldTypeRules: { readonly [Type in FieldType]: FieldTypeRules<FieldValues[Type]> } = {
  tracker: {
    tidy: tidyIdentifier,
    looksLike: (text) => /^\d{1,10}$/.test(text),
    want(text, wanted) {
      if (digits.test(text)) wanted.trackers.add(Number(text))
    },
    resolve(text, known) {
      if (!digits.test(text)) return { problem: notAnId(text) }
      const panelId = Number(text)
      return { value: { panelId, tracker: known.trackers.get(panelId) ?? null } }
    },
    show: ({ panelId, tracker }) => (tracker ? `${panelId} · ${tracker.label}` : String(panelId)),
  },
  user: {
    tidy: tidyLogin,
    looksLike: (text) => text.includes('@'),
    want(text, wanted) {
      if (digits.test(text)) wanted.userIds.add(Number(text))
      wanted.logins.add(text.toLowerCase())
    },
    resolve(text, known, naming): { value: KnownUser } | { problem: Problem } {
      const isNumber = digits.test(text)
      // A login may be a number, too. Where the heading settles which of the two it is, the other is not thought of.
      const byId = isNumber && naming !== 'name' ? known.usersById.get(Number(text)) : undefined
      const byLogin = isNumber && naming === 'id' ? undefined : known.usersByLogin.get(text.toLowerCase())
      if (byId && byLogin && byId.id !== byLogin.id) {
        return {
          problem: { code: 'user-ambiguous', values: { value: text, byId: byId.login, byLogin: byLogin.id } },
        }
      }
      const value = byId ?? byLogin
      return value ? { value } : { problem: { code: 'user-unknown', values: { value: text } } }
    },
    show: ({ login }) => login,
  },
  bundle: {
    tidy: tidyImei,
    looksLike: (text) => /^\d{15}$/.test(text),
    want(text, wanted) {
      if (!digits.test(text)) return
      wanted.imeis.add(text)
      wanted.bundleIds.add(Number(text))
    },
    resolve(text, known, naming) {
      const byImei = naming === 'id' ? undefined : known.bundlesByImei.get(text)
      const byId = naming === 'name' || !digits.test(text) ? undefined : known.bundlesById.get(Number(text))
      const value = byImei ?? byId
      if (value) return { value }
      if (naming === 'id') return { problem: digits.test(text) ? unknownBundle(text) : notAnId(text) }
      // An IMEI that a spreadsheet has spoilt says so.
      const isId = naming === 'either' && /^\d{1,10}$/.test(text)
      return { problem: (isId ? null : checkImei(text)) ?? unknownBundle(text) }
    },
    show: ({ id, imei }) => imei || String(id),
  },
  equipment: {
    tidy: tidyIdentifier,
    resolve(text, known) {
      const value = known.equipment.get(text.toLowerCase())
      return value ? { value } : { problem: { code: 'equipment-unknown', values: { value: text } } }
    },
    show: ({ name, modelCode }) => name || modelCode,
  },
  imei: {
    tidy: tidyImei,
    looksLike: (text) => /^\d{15}$/.test(text),
    resolve(text) {
      const problem = checkImei(text)
      return problem ? { problem } : { value: text }
    },
    show: (imei) => imei,
  },
  iccid: {
    tidy: tidyIccid,
    looksLike: (text) => /^\d{18,20}$/.test(text),
    resolve(text) {
      const problem = checkIccid(text)
      return problem ? { problem } : { value: text }
    },
    show: (iccid) => iccid,
  },
  order: {
    tidy: tidyIdentifier,
    resolve: (text) => (/^[1-9]\d{0,14}$/.test(text) ? { value: Number(text) } : { problem: notAnId(text) }),
    show: (order) => String(order),
  },
  label: {
    tidy: trim,
    resolve(text) {
      const problem = checkLabel(text)
      return problem ? { problem } : { value: text }
    },
    show: (label) => label,
  },
  'yes-no': {
    tidy: trim,
    resolve(text) {
      const value = readYesNo(text)
      return value === null ? { problem: { code: 'yes-or-no', values: { value: text } } } : { value }
    },
    show: (value) => (value ? 'yes' : 'no'),
  },
  driver: {
    tidy: trim,
    want(text, wanted) {
      wanted.trackerNames.add(text)
      const id = idIn(text)
      if (id !== null) wanted.trackers.add(id)
    },
    resolve(text, known) {
      const id = idIn(text)
      const byId = id === null ? undefined : known.trackers.get(id)
      const named = [...(known.trackersByName.get(text) ?? []), ...(byId ? [byId] : [])]
      return named.length > 0 ? { value: named } : { problem: { code: 'driver-unknown', values: { value: text } } }
    },
    show: ([first]) => first?.label ?? '',
  },
  name: texts(checkTaskLabel),
  text: texts(checkDescription),
  coordinates: {
    tidy: trim,
    looksLike: (text) => checkCoordinates(textOf(readCoordinates(text))) === null,
    ...readAs(readCoordinates, (value) => checkCoordinates(textOf(value))),
  },
  degrees: {
    tidy: tidyIdentifier,
    resolve(text) {
      const value = Number(text.replace('−', '-').replace(',', '.'))
      return degrees.test(text) ? { value } : { problem: { code: 'coordinates-unreadable', values: { value: text } } }
    },
    show: String,
  },
  moment: {
    tidy: trim,
    looksLike: (text) => checkMoment(readMoment(text)) === null,
    ...readAs(readMoment, (value) => checkMoment(textOf(value))),
  },
  metres: { tidy: trim, ...readAs(readWhole, (value) => checkWhole(value, rangeOf.radius)) },
  minutes: { tidy: trim, ...readAs(readWhole, (value) => checkWhole(value, rangeOf.minutes)) },
  checkpoint: {
    tidy: tidyIdentifier,
    want(text, wanted) {
      const id = idIn(text)
      if (id !== null) wanted.stopIds.add(id)
    },
    resolve(text, known): { value: KnownStop } | { problem: Problem } {
      const id = idIn(text)
      if (id === null) return { problem: notAnId(text) }
      const value = known.stops.get(id)
      return value ? { value } : { problem: { code: 'stop-unknown', values: { value: text } } }
    },
    show: ({ held, name }) => `${String(held['panelId'])} · ${name}`,
  },
  route: {
    tidy: tidyIdentifier,
    want(text, wanted) {
      if (idIn(text) !== null) wanted.routeNames.add(text)
    },
    resolve(text, known): { value: KnownRoute } | { problem: Problem } {
      const id = idIn(text)
      if (id === null) return { problem: notAnId(text) }
      const value = known.routesByName.get(text)?.find(({ panelId }) => panelId === id)
      return value ? { value } : { problem: { code: 'route-unknown', values: { value: text } } }
    },
    show: ({ panelId, name }) => `${panelId ?? ''} · ${name}`,
  },
  'route-name': {
    tidy: trim,
    want: (text, wanted) => void wanted.routeNames.add(text),
    resolve(text, known): { value: NamedRows<KnownRoute> } | { problem: Problem } {
      const problem = checkTaskLabel(text)
      const rows = known.routesByName.get(text) ?? []
      if (rows.length === 0 && text.startsWith('#') && idIn(text) !== null) {
        return { problem: { code: 'route-unknown', values: { value: text } } }
      }
      return problem ? { problem } : { value: { text, rows } }
    },
    show: ({ text }) => text,
  },
  'external-id': {
    tidy: trim,
    want: (text, wanted) => void wanted.externalIds.add(text),
    resolve(text, known) {
      const problem = checkExternalId(text)
      return problem ? { problem } : { value: { text, rows: known.stopsByExternalId.get(text) ?? [] } }
    },
    show: ({ text }) => text,
  },
  tags: {
    tidy: trim,
    want(text, wanted) {
      for (const name of tagNamesIn(text)) wanted.tagNames.add(name)
    },
    // Which of them are the user's, and which are meant, is told once it is known whose the row is.
    resolve: (text, known) => ({
      value: { text, tags: tagNamesIn(text).flatMap((name) => known.tagsByName.get(name) ?? []) },
    }),
    show: ({ text }) => text,
  },
  place: { tidy: trim, ...readAs(readWhole, (value) => checkWhole(value, [1, 500])) },
  login: {
    tidy: tidyLogin,
    looksLike: (text) => text.includes('@'),
    want: (text, wanted) => void wanted.logins.add(text.toLowerCase()),
    resolve(text, known): { value: NamedLogin } | { problem: Problem } {
      const problem = checkLogin(text)
      return problem ? { problem } : { value: { text, user: known.usersByLogin.get(text.toLowerCase()) } }
    },
    show: ({ text }) => text,
  },
  password: {
    // A blank may be part of it; the rule says whether it may. Nobody guards one against formulas: what looks so is its own.
    tidy: (cell) => cell,
    verbatim: true,
    resolve(text, { passwordPolicy }) {
      const problem = checkPassword(text, passwordPolicy)
      return problem ? { problem } : { value: text }
    },
    show: () => hiddenCell,
  },
  'legal-type': {
    tidy: trim,
    resolve(text) {
      const value = legalTypeNumbers[text] ?? readLegalType(text)
      const isKnown = legalTypes.some((one) => one === value)
      return isKnown ? { value } : { problem: { code: 'legal-type-unknown', values: { value: text.slice(0, 100) } } }
    },
    show: (value) => value,
  },
  plain: texts(() => null),
}

/** Legal types as the panel's own file of users has them. (panel-api.md, section 4.2, user/upload) */
const legalTypeNumbers: Readonly<Record<string, string>> = { 1: 'individual', 2: 'legal_entity', 3: 'sole_trader' }

/** What a sheet's cell would take under the same rule. */
function readAs<Value extends CellValue>(
  read: (text: string) => CellValue,
  check: (value: CellValue) => Problem | null,
): Pick<FieldTypeRules<Value>, 'resolve' | 'show'> {
  return {
    resolve(text) {
      const value = read(text)
      const problem = check(value)
      return problem ? { problem } : { value: value as Value }
    },
    show: textOf,
  }
}

/** Texts that are taken as they are, under a rule. */
function texts(check: (text: string) => Problem | null): FieldTypeRules<string> {
  return {
    tidy: trim,
    ...readAs<string>(
      (text) => text,
      (value) => check(textOf(value)),
    ),
  }
}

/** The rules of a type, with the value's type forgotten: for code that treats all types alike. */
export function rulesOf(type: FieldType): FieldTypeRules<unknown> {
  return fieldTypeRules[type]
}
