import type { KindName } from '../../shared/operations/catalogue.ts'
import { keptBy, type AnyEdit } from '../../shared/operations/edit.ts'
import type { Problem, ProblemCode } from '../../shared/problem.ts'
import { fail } from '../../shared/problem.ts'
import { isPlainText } from '../../shared/rules/text.ts'
import type { RowReader } from '../entities/row-reader.ts'
import type { PanelFailure } from '../panel/failure.ts'
import type { Cache } from '../store/cache.ts'
import type { Executor } from './executor.ts'
import { inverseEdit } from './inverse-edit.ts'
import { readRowsBack, showsEdit } from './read-rows-back.ts'

/** Somebody has begun with it, or with a stop of its route. (panel-api.md, section 8.2) */
const begun = 255
/** There is no such route, stop or task, or no longer. */
export const gone = 201
/** There is no such tracker, or it is somebody else's. (user-tasks-openapi.json, /task/route/assign) */
const notTheirs = 204
const blocked = 208
/** The tracker's plan has no tasks. (panel-api.md, section 8.2) */
const withoutTasks = 236
/** A driver whose plan has no tasks says nothing of other drivers. */
export const aboutOneDriver: ReadonlySet<number> = new Set([withoutTasks])

/** The refusal of what is done to a route or a stop, in words of our own where they are clearer. */
export function taskRefusal(whenBegun: ProblemCode) {
  return (_params: unknown, failure: PanelFailure) => {
    if (failure.code === begun) return { ...failure.problem, code: whenBegun }
    if (failure.code === gone) return { ...failure.problem, code: 'entity-gone' as const }
    if (failure.code === notTheirs) return { ...failure.problem, code: 'driver-not-theirs' as const }
    if (failure.code === blocked) return { ...failure.problem, code: 'tracker-blocked' as const }
    if (failure.code === withoutTasks) return { ...failure.problem, code: 'plan-without-tasks' as const }
    return failure.problem
  }
}

/** What an edit of a user's route or stop sets, and by what request. */
interface TaskEdit<Params, Held> {
  readonly kind: KindName
  readonly reader: RowReader<Held & { readonly panelId: number }>
  readonly whenBegun: ProblemCode
  holds(held: Readonly<Held>): Readonly<Record<string, unknown>>
  /** Fields of which the panel makes nothing else: part of one is not taken for it. */
  readonly exact?: readonly string[]
  /** Why it cannot be edited as it was read just before; null where it can. */
  closed?(held: Readonly<Held>): Problem | null
  request(
    held: Readonly<Held & { readonly panelId: number }>,
    params: Params,
  ): { path: string; body: Record<string, unknown> }
  /** Makes the cache show what has been set. */
  apply(row: number, set: Readonly<Record<string, unknown>>, cache: Cache, outcome: number): void
}

/** How kinds that edit routes and their stops are carried out: one a request, in the session of its user. */
export function taskEdit<Params extends AnyEdit & { readonly user: number }, Held extends object>(
  edit: TaskEdit<Params, Held>,
): Executor<Params, Held & { readonly panelId: number }> {
  return {
    reads: ({ row }) => row,
    holds: edit.holds,
    hindered({ row }, fresh) {
      const held = fresh(row)
      return (held && edit.closed?.(held)) ?? null
    },
    endpoint: ({ user }) => ({ api: 'user', user }),
    request([operation], around) {
      const held = operation && around.fresh(operation.params.row)
      return held ? edit.request(held, operation.params) : fail('entity-gone')
    },
    mayBeKeptOtherwise: ({ set }) =>
      Object.values(set).some((value) => typeof value === 'string' && !isPlainText(value)),
    outcomes: (operations) => new Map(operations.map(({ id }) => [id, { done: null }])),
    narrow: () => Promise.resolve(null),
    refusal: taskRefusal(edit.whenBegun),
    aboutOne: aboutOneDriver,
    readBack: (operations, around) =>
      readRowsBack(edit.reader, operations, around, (held, { set, base }) => {
        const shown = { ...edit.holds(held) }
        for (const field of edit.exact ?? []) if (shown[field] !== set[field]) shown[field] = null
        return showsEdit({ set, base }, shown)
      }),
    inverse: ({ params, result }, cache) =>
      inverseEdit(edit.kind, { ...params, set: keptBy(params, result) }, cache, edit.holds),
    apply: ({ params, result }, cache, outcome) => edit.apply(params.row, keptBy(params, result), cache, outcome),
  }
}
