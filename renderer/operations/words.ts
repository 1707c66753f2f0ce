import type { CellValue } from '../../shared/contract/sheets.ts'
import type { ChangeSet, ChangeSetNamed, OperationRow, WaitsFor } from '../../shared/contract/outbox.ts'
import { entities } from '../../shared/entities/entity.ts'
import { isKindName, kindOf } from '../../shared/operations/catalogue.ts'
import type { Problem } from '../../shared/problem.ts'
import type { SheetName } from '../../shared/sheets/catalogue.ts'
import { finalStates, type Sign, signOf } from '../../shared/operations/states.ts'
import { i18n } from '../i18n.ts'
import type { NamedPlace } from '../place-in-address.ts'
import { dayAndTime, number } from '../wording.ts'
import { ruleOf } from './conflict.ts'

const { t, te } = i18n.global

/** A text that counts something: `{n}` with its separators, in the right number. */
export function counted(key: string, count: number): string {
  return t(key, { n: number(count) }, count)
}

/** What a change set is called, unless a person has named it: its file, or what it holds. */
export function ownTitleOf({ origin, title, kinds }: Pick<ChangeSetNamed, 'origin' | 'title' | 'kinds'>): string {
  if (title) return title
  if (origin === 'undo') return t('outbox.sets.undo')
  const [first, second, ...others] = Object.entries(kinds).map(([kind, n]) => ({ words: kindWords(kind, n), n }))
  if (!first) return t('outbox.acts.unknown')
  if (!second) return first.words
  const more = others.reduce((sum, { n }) => sum + n, 0)
  if (more === 0) return t('outbox.sets.two', { first: first.words, second: second.words })
  return t('outbox.sets.more', { first: first.words, second: second.words, n: number(more) }, more)
}

/** What a change set is called: its name, its file, or what it holds. */
export const titleOf = (set: ChangeSetNamed): string => set.name || ownTitleOf(set)

/** What tells a change set from all others: what it is called and, of what bears no file's name, when it was begun. */
export const fullTitleOf = (set: ChangeSetNamed, now: number): string =>
  set.name || set.title
    ? titleOf(set)
    : t('outbox.sets.when', { what: titleOf(set), when: dayAndTime(set.createdAt, now) })

/** Holds a number and what it counts together at the end of a line. */
const unbroken = '\u00a0'

/** What a change set holds: `30 tracker edits · 1,001 clones`. */
export function contentsOf({ kinds }: ChangeSet): string {
  return Object.entries(kinds)
    .map(([kind, count]) => kindWords(kind, count).replaceAll(' ', unbroken))
    .join(' · ')
}

/** So many operations of a kind, as a thing: `1,001 clones`. */
export function kindWords(kind: string, count: number): string {
  const key = `outbox.kinds.${kind}`
  return counted(te(key) ? key : 'outbox.kinds.unknown', count)
}

/** What is done, as an act: `Clone 1,001 trackers`. A kind that this version does not know keeps its name. */
export function actWords(kind: string, count: number): string {
  const key = `outbox.acts.${kind}`
  return te(key) ? counted(key, count) : `${t('outbox.acts.unknown')} (${kind})`
}

export function fieldWords(field: string): string {
  const key = `outbox.fields.${field}`
  return te(key) ? t(key) : field
}

/** A value as a person reads it; undefined where there is none. Numbers are identifiers here and stay as they are. */
export function valueWords(value: CellValue): string | undefined {
  if (value === null || value === '') return undefined
  if (typeof value === 'boolean') return value ? t('outbox.values.yes') : t('outbox.values.no')
  return String(value)
}

/** A permission that the vendor writes as `trackers: update`, in words where there are any. */
export function permissionWords(permission: string): string {
  const key = `outbox.permissions.${permission.split(/\W+/).join('.')}`
  return te(key) ? t(key) : permission
}

/** A problem whose permission is told in words, where there are any. */
export function namedPermission(problem: Problem): Problem {
  const permission = problem.values?.['permission']
  if (typeof permission !== 'string') return problem
  const words = permissionWords(permission).replace(/^“|”$/g, '')
  return { ...problem, values: { ...problem.values, permission: words } }
}

/** Whether a kind makes or does something: there is no old value to show. */
const isMaking = (kind: string): boolean => isKindName(kind) && kindOf(kind).edits === undefined

/** One field of an operation's difference, ready to be drawn. */
export interface DifferencePart {
  readonly field: string
  readonly name: string
  /** The key of a phrase with `{to}` that says it better than old and new. */
  readonly phrase: string | null
  /** Whether there is an old value to tell of, be it an empty one. */
  readonly hasOld: boolean
  readonly from: string | undefined
  readonly to: string | undefined
  readonly hasTheirs: boolean
  readonly theirs: string | undefined
}

/** What an operation changes, field by field. */
export function differenceOf({ kind, changes }: Pick<OperationRow, 'kind' | 'changes'>): DifferencePart[] {
  return changes.map(({ field, from, to, theirs }) => {
    const phrase = `outbox.phrases.${kind}.${field}`
    return {
      field,
      name: fieldWords(field),
      phrase: te(phrase) ? phrase : null,
      hasOld: !isMaking(kind),
      from: valueWords(from),
      to: valueWords(to),
      hasTheirs: theirs !== undefined,
      theirs: theirs === undefined ? undefined : valueWords(theirs),
    }
  })
}

/** Whether what an operation is about has no name but its id: that need not be shown a second time. */
export function isNamedById({ name, panelId }: Pick<OperationRow['subject'], 'name' | 'panelId'>): boolean {
  return name === String(panelId)
}

/** Where an operation is found: in the sheet of its entity; of an edit the cell, the one that the panel names or that breaks its rule
 * before others. */
export function placeOf({
  kind,
  subject,
  changes,
  problem,
}: OperationRow): (NamedPlace & { readonly sheet: SheetName }) | null {
  if (subject.row === null || !isKindName(kind)) return null
  const { sheet } = entities[kindOf(kind).entity]
  if (isMaking(kind)) return { sheet, row: subject.row, field: problem?.at ?? null }
  const wrong =
    changes.find(({ field }) => field === problem?.at) ??
    changes.find(({ field, to }) => ruleOf(kind, field)?.(to === null ? '' : String(to)))
  return { sheet, row: subject.row, field: (wrong ?? changes[0])?.field ?? null }
}

/**
 * The state of an operation in words. What cannot be read says so, and a draft that breaks a rule, and what waits behind
 * another that a person has to settle, or needs it, and what was so already when it was sent.
 */
export function stateWords(
  operation: Pick<OperationRow, 'state' | 'problem' | 'waitsFor' | 'already' | 'readable' | 'missingNeed'>,
): string {
  const { state, problem, waitsFor, already, readable, missingNeed } = operation
  if (!readable && !finalStates.includes(state)) return t('outbox.states.unreadable')
  if (missingNeed) return t('outbox.states.needs')
  if (state === 'draft' && problem) return t('outbox.states.broken')
  if (state === 'ready' && waitsFor && waitsForPerson(waitsFor)) return t('outbox.states.behind')
  return t(`outbox.states.${state === 'done' && already ? 'already' : state}`)
}

/** Whether what is waited for does not go on without a person. */
export const waitsForPerson = ({ state }: WaitsFor): boolean => !['ready', 'sending', 'waiting'].includes(state)

/** The key of the sentence that says what an operation waits behind, with its `{name}`. */
export function waitsKey(waitsFor: WaitsFor): string {
  return `outbox.waits.${waitsForPerson(waitsFor) ? waitsFor.state : 'turn'}`
}

/** What an operation that others wait behind is called: what it does, and to what. */
export const holderWords = ({ kind, subject }: WaitsFor): string => `${actWords(kind, 1)} · ${subject}`

/** What an operation waits behind, as one text. */
export const waitsWords = (waitsFor: WaitsFor): string => t(waitsKey(waitsFor), { name: holderWords(waitsFor) })

/** Why an operation was so already when it was sent; what was tried once only was done by somebody else. */
export function alreadyWords({ kind, attempts }: Pick<OperationRow, 'kind' | 'attempts'>): string {
  return t(`outbox.already.${attempts > 1 ? 'perhapsOurs' : 'others'}`, { act: actWords(kind, 1) })
}

/** The sign of an operation: what cannot be sent as it is looks refused, whatever its state. */
export function signOfRow({ state, problem, readable, missingNeed }: OperationRow): Sign {
  if (finalStates.includes(state) || state === 'unknown') return signOf[state]
  return !readable || missingNeed || (state === 'draft' && problem) ? 'refused' : signOf[state]
}
