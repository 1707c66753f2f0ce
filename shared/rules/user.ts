import type { Problem } from '../problem.ts'
import { isInvisible } from './identifier.ts'
import { checkPrintable } from './text.ts'

// What the panel takes of a user. (panel-api.md, section 4.1; panel-openapi.json, UserEditForm)

/** Longest comment on a user, in characters; that on a tracker may be longer. */
const commentMost = 255

/** The legal types that the panel knows; that of a user is said once, and stays. */
export const legalTypes = ['individual', 'sole_trader', 'legal_entity'] as const

/** The legal type that a text names, in the panel's words or ours; any other text as it is. */
export function readLegalType(text: string): string {
  const key = text
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_')
  return legalTypes.find((one) => one === key) ?? text.trim()
}

const address = ['country', 'region', 'city', 'street', 'postIndex'] as const

/**
 * What a user of this legal type has to have, and lacks here, by the fields of the sheet of users: each part of the postal
 * address, but for an individual, and the legal name of a legal entity. Null where it lacks nothing.
 */
export function lacksOf(legalType: string, held: Readonly<Record<string, unknown>>): Problem | null {
  if (legalType !== 'sole_trader' && legalType !== 'legal_entity') return null
  const isBlank = (field: string) => textOf(held[field]).trim() === ''
  if (address.some(isBlank)) return { code: 'user-needs-address' }
  return legalType === 'legal_entity' && isBlank('legalName') ? { code: 'user-needs-legal-name' } : null
}

/** The parts of a registered address, in the order of those of the postal one. */
export const registeredFields = [
  'registeredCountry',
  'registeredRegion',
  'registeredCity',
  'registeredStreet',
  'registeredIndex',
] as const
export type RegisteredField = (typeof registeredFields)[number]

/** Whether users of a legal type have a field at all. */
export function hasField(legalType: string, field: string): boolean {
  if (registeredFields.some((one) => one === field)) return legalType !== 'individual'
  if (field === 'legalName' || field === 'iec') return legalType === 'legal_entity'
  return field !== 'tin' || legalType !== 'individual'
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

function checkLength(text: string, most: number): Problem | null {
  if (text.length > most) return { code: 'text-long', values: { length: text.length, most } }
  return checkPrintable(text)
}

/** The rule for a login: an address, in up to 100 characters. */
export function checkLogin(login: string): Problem | null {
  if (!/^[^\s@<>]+@[^\s@<>]+$/.test(login)) return { code: 'login-format', values: { value: login.slice(0, 100) } }
  return checkLength(login, 100)
}

/** The rule for a first or last name: something to be seen, in up to 100 characters. */
export function checkName(name: string): Problem | null {
  return isInvisible(name) ? { code: 'user-name-empty' } : checkLength(name, 100)
}

/** The rule for a text of so many characters that may be empty. */
export const upTo = (most: number) => (text: string) => checkLength(text, most)

/** The rule for a phone: up to 15 digits, or none. */
export function checkPhone(phone: string): Problem | null {
  return /^\d{0,15}$/.test(phone) ? null : { code: 'phone-format', values: { value: phone.slice(0, 100) } }
}

/** A phone without what is written between its digits, and without the sign before it. */
export function tidyPhone(text: string): string {
  const bare = text.trim().replace(/^\+/, '')
  return /^[\d\s().\-/]*$/.test(bare) ? bare.replace(/\D/g, '') : text.trim()
}

/** The rule for a comment on a user: up to 255 printable characters, in lines. */
export function checkUserComment(comment: string): Problem | null {
  if (comment.length > commentMost) {
    return { code: 'user-comment-long', values: { length: comment.length, most: commentMost } }
  }
  return checkPrintable(comment, 'lines')
}
