import type { SheetAction } from '../../shared/contract/sheets.ts'
import type { Tracker } from '../../shared/model/tracker.ts'
import { isKindName, kindOf, type KindName } from '../../shared/operations/catalogue.ts'
import { anyEdit } from '../../shared/operations/edit.ts'
import { fail } from '../../shared/problem.ts'
import type { Clock } from '../ports.ts'
import type { Cache } from '../store/cache.ts'
import type { Journal, Operation } from '../store/journal.ts'
import { isAction, proposalFor, type Proposal } from './act.ts'
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
  /**
   * Stages an action on rows of the trackers' sheet, in one commit. Rows to which it means nothing are counted as
   * skipped; one that makes a tracker what it is takes a draft back instead.
   */
  act(action: SheetAction): { staged: number; unstaged: number; skipped: number }
  /**
   * Takes actions on these trackers back that have not been released: those that change the field, or without one all
   * of them. Answers how many.
   */
  revert(cells: readonly { readonly id: number; readonly field: string | null }[]): number
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
        after: declared.after?.(parsed) ?? [],
        fileRow,
      },
      at,
    )
    return { id, kind, params: parsed, changeSet } as Operation
  }

  /** Operations of trackers that are not settled, oldest first. */
  function openOf(trackers: readonly number[]): (tracker: number) => Operation[] {
    const lanes = journal.inLanes(trackers.map((id) => `tracker:${id}`))
    return (tracker) => lanes.get(`tracker:${tracker}`) ?? []
  }

  function write(proposal: Proposal, tracker: Tracker, at: number): Operation {
    const { kind, params, over } = proposal
    if (!over) {
      return add(openChangeSet(journal, clock), { kind, params, subject: tracker.label, fileRow: null }, at)
    }
    if (params === null) {
      journal.move([over.id], 'discarded')
    } else {
      const declared = kindOf(kind)
      const parsed = declared.params.parse(params)
      journal.rewrite(over.id, parsed, declared.check(parsed))
    }
    return over
  }

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

    act(action) {
      const trackers = cache.trackers.byIds(action.ids)
      const open = openOf(action.ids)
      const counts = { staged: 0, unstaged: 0, skipped: 0 }
      const written = journal.commit(() => {
        const at = clock.now()
        return [...new Set(action.ids)].flatMap((id) => {
          const tracker = trackers.get(id)
          const proposal = tracker && proposalFor(action, tracker, open(id))
          if (!proposal) {
            counts.skipped++
            return []
          }
          if (proposal.params === null) counts.unstaged++
          else counts.staged++
          return [write(proposal, tracker, at)]
        })
      })
      tell(news, written)
      return counts
    },

    revert(cells) {
      const open = openOf([...new Set(cells.map(({ id }) => id))])
      const drafts = cells.flatMap(({ id, field }) =>
        open(id).filter((operation) => operation.state === 'draft' && isAction(operation) && changes(operation, field)),
      )
      const reverted = journal.move(
        drafts.map(({ id }) => id),
        'discarded',
      )
      tell(news, drafts)
      return reverted.length
    },
  }
}

/** Whether an operation changes a field of its tracker; any operation changes something. */
function changes(operation: Operation, field: string | null): boolean {
  const edit = anyEdit.safeParse(operation.params)
  return field === null || (edit.success && edit.data.set[field] !== undefined)
}
