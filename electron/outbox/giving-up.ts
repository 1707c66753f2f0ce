import { kindOf } from '../../shared/operations/catalogue.ts'
import { editIn, type AnyEdit } from '../../shared/operations/edit.ts'
import { vacancyOf } from '../../shared/operations/vacancy.ts'
import type { Clock } from '../ports.ts'
import type { Journal } from '../store/journal.ts'
import { isReadable } from '../store/operation.ts'

// What one row alone can have, such as a SIM card, is taken only after it was given up. Operations that take it wait
// for those that give it up, and where they wait for each other in a circle, one of them is done in two steps: it gives
// up what it has, and takes the other once that is free. Both are operations like any.

/** In which order drafts that are released together give up and take. */
export interface GivingUp {
  /** By drafts, the operations that give up what they take. */
  readonly after: ReadonlyMap<number, readonly number[]>
  /** Those that give up first what they have, since they wait for each other. */
  readonly first: ReadonlySet<number>
}

/** Looks what of these drafts has to go after what, if they are released together. */
export function givingUpAmong(journal: Journal, drafts: readonly number[]): GivingUp {
  const all = journal.goesAfter()
  const after = new Map(
    all.size === 0
      ? []
      : drafts.flatMap((id) => {
          const others = all.get(id)
          return others ? [[id, others] as const] : []
        }),
  )
  return { after, first: firstInCircles(after, journal.standsBehind) }
}

/** For which operation another one waits, and whether for what it gives up: that alone can be helped. */
interface Wait {
  readonly on: number
  readonly givenUp: boolean
}

/**
 * Of operations that go after others, one of each circle: without its waiting for what is given up there is none.
 * `behind` is what an operation waits for anyhow.
 */
export function firstInCircles(
  after: ReadonlyMap<number, readonly number[]>,
  behind: (id: number) => readonly number[],
): Set<number> {
  const first = new Set<number>()
  const seen = new Set<number>()
  const waitsOf = (id: number): Wait[] => [
    ...(after.get(id) ?? []).map((on) => ({ on, givenUp: true })),
    ...behind(id).map((on) => ({ on, givenUp: false })),
  ]
  for (const begin of after.keys()) {
    if (seen.has(begin)) continue
    seen.add(begin)
    // From the first on, each waits for the next.
    const way: { readonly id: number; readonly left: Wait[]; next: Wait | undefined }[] = []
    way.push({ id: begin, left: waitsOf(begin), next: undefined })
    for (let at = way.at(-1); at; at = way.at(-1)) {
      at.next = at.left.pop()
      if (!at.next) {
        way.pop()
        continue
      }
      const { on } = at.next
      if (!seen.has(on)) {
        seen.add(on)
        way.push({ id: on, left: waitsOf(on), next: undefined })
        continue
      }
      // One that is not on the way any more leads to nothing that is.
      const from = way.findIndex(({ id }) => id === on)
      const helping = from < 0 ? [] : way.slice(from).filter(({ next }) => next?.givenUp)
      if (helping.length > 0 && !helping.some(({ id }) => first.has(id))) first.add(helping[0]!.id)
    }
  }
  return first
}

/**
 * Has operations that are being released go after those that give up what they take, inside the caller's commit; answers
 * those that it has released in two steps: the drafts, and the operations of their second steps.
 */
export function putInOrder(
  journal: Journal,
  { after, first }: GivingUp,
  clock: Clock,
): { readonly first: number[]; readonly second: number[] } {
  const steps = { first: [] as number[], second: [] as number[] }
  for (const [id, others] of after) {
    const second = first.has(id) ? takeLater(journal, id, others, clock) : null
    if (second === null) journal.goAfter(id, others)
    else {
      steps.first.push(...journal.move([id], 'ready'))
      steps.second.push(...journal.move([second], 'ready'))
    }
  }
  return steps
}

/** Has a draft give up what it has, and adds the operation that then takes the other; answers that one. */
function takeLater(journal: Journal, id: number, others: readonly number[], clock: Clock): number | null {
  const [operation] = journal.byIds(journal.soundDrafts([id])).filter(isReadable)
  const edit = operation ? editIn(operation.params) : null
  const vacancy = operation ? vacancyOf(operation.kind) : null
  if (!operation || !edit || !vacancy) return null
  const { field, vacant } = vacancy
  const only = <Value>(values: Readonly<Record<string, Value>>): Record<string, Value> =>
    values[field] === undefined ? {} : { [field]: values[field] }
  const giving: AnyEdit = {
    ...edit,
    set: { [field]: vacant },
    base: only(edit.base),
    baseFrom: only(edit.baseFrom),
  }
  const taking: AnyEdit = {
    ...edit,
    base: { ...edit.base, [field]: vacant },
    baseFrom: { ...edit.baseFrom, [field]: id },
  }
  journal.rewrite(operation, giving, null)
  const rest = journal.addRest(operation, taking, kindOf(operation.kind).lanes(taking), clock.now())
  journal.goAfter(rest, others)
  return rest
}
