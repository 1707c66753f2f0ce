import { kindOf } from '../../shared/operations/catalogue.ts'
import type { Problem } from '../../shared/problem.ts'
import type { Inverse } from '../operations/carrier.ts'
import { carrierOf } from '../operations/carriers.ts'
import type { Clock } from '../ports.ts'
import type { Cache } from '../store/cache.ts'
import type { Journal } from '../store/journal.ts'
import { isReadable, toOperation, wasSo, type Operation, type StoredOperation } from '../store/operation.ts'
import { tell, type News, type Told } from './news.ts'

/** What turning a change set round came to. */
export interface Reversal {
  /** The new change set of inverse drafts; null where nothing could be taken back. */
  readonly changeSet: number | null
  readonly staged: number
  /** What is not taken back, and why. */
  readonly left: readonly { readonly subject: string; readonly problem: Problem }[]
  /** How many were not turned round, since nobody knows whether they took effect. */
  readonly unknown: number
}

/**
 * Turns a sent change set round into a new one of inverse drafts, last things first, in one commit. What has no
 * inverse, or has been changed since, is left and named. What was never carried out is no part of it, nor what was so
 * already when it was sent: it is not known to be ours.
 */
export function undoSent(
  core: { journal: Journal; cache: Cache; clock: Clock; news: News },
  changeSet: number,
): Reversal {
  const { journal, cache, clock, news } = core
  const operations = journal.database
    .prepare<[number]>('SELECT * FROM operation WHERE change_set = ? AND attempts > 0 ORDER BY id DESC')
    .all(changeSet)
    .map(toOperation)
  const sent = operations.filter(
    (operation) => operation.state === 'done' && !(isReadable(operation) && wasSo(operation.result)),
  )
  const left: { subject: string; problem: Problem }[] = []
  const staged: Told[] = []
  const undone = journal.commit(() => {
    const at = clock.now()
    let set: number | null = null
    for (const operation of sent) {
      const inverse = inverseOf(operation, cache)
      if ('none' in inverse) {
        left.push({ subject: operation.subject, problem: inverse.none })
        continue
      }
      const declared = kindOf(inverse.kind)
      const params = declared.params.parse(inverse.params)
      set ??= journal.addChangeSet('undo', '', at)
      journal.add(
        set,
        {
          kind: inverse.kind,
          version: declared.version,
          params,
          subject: inverse.subject,
          broken: declared.check(params),
          lanes: declared.lanes(params),
          fileRow: null,
        },
        at,
      )
      staged.push({ kind: inverse.kind, params, changeSet: set })
    }
    return set
  })
  tell(news, staged)
  return {
    changeSet: undone,
    staged: staged.length,
    left,
    unknown: operations.filter(isReadable).filter(mayBeDone).length,
  }
}

function inverseOf(operation: StoredOperation, cache: Cache): Inverse {
  if (!isReadable(operation)) return { none: operation.unreadable }
  return carrierOf(operation.kind).inverse(operation, cache)
}

/** Whether nobody knows if it took effect: it is looked up still, or was given up. */
function mayBeDone({ state, problem }: Operation): boolean {
  return state === 'unknown' || (state === 'discarded' && problem?.code === 'effect-unknown')
}
