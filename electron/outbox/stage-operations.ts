import { isKindName, kindOf, type KindName } from '../../shared/operations/catalogue.ts'
import { deletionOf, trackerDeleteCloneKind } from '../../shared/operations/tracker-delete-clone.ts'
import { fail } from '../../shared/problem.ts'
import type { Clock } from '../ports.ts'
import type { Cache } from '../store/cache.ts'
import type { Journal, Operation } from '../store/journal.ts'
import { openChangeSet } from './open-change-set.ts'
import { tell, type News } from './news.ts'

/** An operation to be staged whole, not cell by cell. */
export interface WholeOperation {
  readonly kind: KindName
  readonly params: unknown
  readonly subject: string
  /** The row of the file that it came from, as a person counts; null for one from a sheet. */
  readonly fileRow: number | null
}

/** Stages operations that are not edits of cells. Whatever it has answered is committed. */
export interface OperationStaging {
  /** Stages a file's rows as a change set of their own, in one commit. */
  importAll(title: string, operations: readonly WholeOperation[]): { changeSet: number; staged: number }
  /** Stages the deletion of clones; what is no clone, or has its deletion staged already, is counted as skipped. */
  deleteClones(trackers: readonly number[]): { staged: number; skipped: number }
  /** Takes staged deletions back that have not been released; answers how many. */
  keepClones(trackers: readonly number[]): number
}

export function createOperationStaging(options: {
  journal: Journal
  cache: Cache
  clock: Clock
  news: News
}): OperationStaging {
  const { journal, cache, clock, news } = options

  function add(changeSet: number, { kind, params, subject, fileRow }: WholeOperation, at: number): Operation {
    if (!isKindName(kind)) fail('kind-unknown', { kind })
    const declared = kindOf(kind)
    const parsed = declared.params.parse(params)
    const id = journal.add(
      changeSet,
      {
        kind,
        version: declared.version,
        params: parsed,
        subject,
        broken: declared.check(parsed),
        lanes: declared.lanes(parsed),
        fileRow,
      },
      at,
    )
    return { id, kind, params: parsed, changeSet } as Operation
  }

  /** Deletions of these trackers that are not settled. */
  const deletions = (trackers: readonly number[]) =>
    [...journal.inLanes(trackers.map((id) => `tracker:${id}`)).values()]
      .flat()
      .filter(({ kind }) => kind === trackerDeleteCloneKind.name)

  const trackerOf = ({ params }: Operation) => trackerDeleteCloneKind.params.parse(params).tracker

  return {
    importAll(title, operations) {
      if (operations.length === 0) fail('nothing-to-stage')
      const { changeSet, staged } = journal.commit(() => {
        const at = clock.now()
        const id = journal.addChangeSet('import', title, at)
        return { changeSet: id, staged: operations.map((operation) => add(id, operation, at)) }
      })
      tell(news, staged)
      return { changeSet, staged: staged.length }
    },

    deleteClones(trackers) {
      const going = new Set(deletions(trackers).map(trackerOf))
      const clones = [...cache.trackers.byIds(trackers).values()].filter(({ id, clone }) => clone && !going.has(id))
      const staged = journal.commit(() => {
        const at = clock.now()
        return clones.map((clone) =>
          add(
            openChangeSet(journal, clock),
            { kind: trackerDeleteCloneKind.name, params: deletionOf(clone), subject: clone.label, fileRow: null },
            at,
          ),
        )
      })
      tell(news, staged)
      return { staged: staged.length, skipped: trackers.length - staged.length }
    },

    keepClones(trackers) {
      const drafts = deletions(trackers).filter(({ state }) => state === 'draft')
      const kept = journal.move(
        drafts.map(({ id }) => id),
        'discarded',
      )
      tell(news, drafts)
      return kept.length
    },
  }
}
