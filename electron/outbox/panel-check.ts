import { checkHolds, type Checked } from '../../shared/contract/outbox.ts'
import { entities, entityOf, isOwnId, type EntityName } from '../../shared/entities/entity.ts'
import { kindOf } from '../../shared/operations/catalogue.ts'
import { editIn } from '../../shared/operations/edit.ts'
import { fail, type Problem } from '../../shared/problem.ts'
import { rowsRead } from '../operations/executor.ts'
import { executorOf } from '../operations/executors.ts'
import type { Panel } from '../panel/panel.ts'
import { noLongerWanted, type Clock } from '../ports.ts'
import type { Cache } from '../store/cache.ts'
import type { Journal } from '../store/journal.ts'
import { isReadable, type Operation } from '../store/operation.ts'
import { createBatcher, isRewriting, leadersIn, type Batch } from './batching.ts'
import { gatherReasons } from './examples.ts'
import { createFreshness, type Freshness, type Wanted } from './freshness.ts'
import { candidatesIn } from './going.ts'
import type { Parts } from './long-steps.ts'
import { isEnough, standingOf, type Standing } from './standing.ts'

/** What was read for a check counts as long as the check goes on, however long it takes. */
const always = Number.MAX_SAFE_INTEGER
/** How often it is looked whether a person wants it to stop: milliseconds. */
const glance = 200

/** Holds what is staged against the panel before anything is sent: it reads, and changes nothing there. */
export interface PanelCheck {
  /** Reads, as cheaply as it takes, the rows that the drafts of these change sets are about, and says how they stand. */
  check(changeSets: readonly number[], parts: Parts): Promise<Checked>
  /** What the last check of these change sets has said; null where there was none. */
  last(changeSets: readonly number[]): Checked | null
  /** Something has been staged, taken back or sent since. */
  outdate(): void
}

/** A draft that can be checked, in the request that it would go in. */
interface Candidate {
  readonly batch: Batch
  readonly id: number
  readonly params: unknown
  readonly rows: readonly number[]
}

/** Whether the panel could not show a row just now, but may later: nothing is known by that. */
const isPassing = (standing: Standing): boolean =>
  typeof standing === 'object' && 'refused' in standing && standing.refused.again === true

export function createPanelCheck(options: {
  journal: Journal
  cache: Cache
  clock: Clock
  panel: Panel
  /** Whether something is being sent: a sending that begins meanwhile ends a check. */
  isBusy: () => boolean
  /** Rows have been read that differ from what was known. */
  onRows: (entity: EntityName) => void
}): PanelCheck {
  const { journal, cache, clock, panel } = options
  let kept: { readonly of: string; readonly checked: Checked; readonly changes: number } | null = null
  /** How often something was staged, taken back or sent. */
  let changes = 0

  async function goingIn(changeSets: readonly number[], parts: Parts): Promise<Operation[]> {
    const { drafts, staying } = candidatesIn(journal, changeSets)
    const going: Operation[] = []
    await parts.each(drafts, (ids) => {
      for (const operation of journal.byIds(ids)) {
        if (operation.state !== 'draft' || !isReadable(operation)) continue
        if (!operation.broken && !staying.has(operation.id)) going.push(operation)
      }
    })
    return going
  }

  /** Drafts that go by what the panel holds now, and not by what others of them are still to make of it. */
  function candidatesOf(batches: readonly Batch[]): Candidate[] {
    return batches.flatMap((batch) => {
      const executor = executorOf(batch.kind)
      const { entity } = kindOf(batch.kind)
      return leadersIn(batch).flatMap(({ id, params }) => {
        const rows = rowsRead(executor, params)
        const edit = editIn(params)
        if (rows.length === 0 || (edit && Object.keys(edit.baseFrom).length > 0)) return []
        const own = rows.filter(isOwnId)
        if (own.length > 0 && cache.panelIdsOf(entity, own).size < own.length) return []
        return [{ batch, id, params, rows }]
      })
    })
  }

  /** Waits for a reading, and has it end where a person stops the check. */
  async function stoppable(work: (signal: AbortSignal) => Promise<void>, parts: Parts, left: number): Promise<void> {
    const stopping = new AbortController()
    const waiting = new AbortController()
    const reading = work(stopping.signal).finally(() => waiting.abort())
    const ended = reading.then(
      () => true,
      () => true,
    )
    const later = () =>
      clock.sleep(glance, waiting.signal).then(
        () => false,
        () => true,
      )
    const wasBusy = options.isBusy()
    try {
      while (!(await Promise.race([ended, later()]))) {
        // What is sent now reads for itself.
        if (!wasBusy && options.isBusy()) fail('stopped')
        await parts.turn(0, left)
      }
    } catch (error) {
      stopping.abort(noLongerWanted)
      await ended
      throw error
    }
    await reading
  }

  /** Reads the rows that drafts are about, all of one entity. */
  async function read(drafts: readonly Candidate[], fresh: Freshness, signal: AbortSignal): Promise<void> {
    const wanted = ({ batch: { endpoint }, rows }: Candidate): Wanted[] =>
      rows.map((row) => ({ row, user: endpoint.api === 'user' ? endpoint.user : null, turns: null }))
    await fresh.ahead(panel, drafts.flatMap(wanted), always, signal)
    for (const draft of drafts) {
      const isWhole = (held: object) => isEnough(draft.batch.kind, draft.params, held)
      for (const each of wanted(draft)) {
        const held = fresh.of(each.row, always)
        if (held === null || (held && isWhole(held))) continue
        await fresh.now(panel, each, always, isWhole, signal)
      }
    }
  }

  return {
    async check(changeSets, parts) {
      const since = changes
      const going = await goingIn(changeSets, parts)
      const batcher = createBatcher(panel.sizes)
      batcher.add(going)
      const candidates = candidatesOf(batcher.batches)
      const found = gatherReasons((problem) => JSON.stringify(problem))
      const subjects = new Map(going.map(({ id, subject }) => [id, subject]))
      const sum = { operations: 0, already: 0 }
      function find(id: number, problem: Problem): void {
        found.add(subjects.get(id) ?? '', problem)
      }
      let left = candidates.length
      for (const { name } of Object.values(entities)) {
        const drafts = candidates.filter(({ batch }) => kindOf(batch.kind).entity === name)
        if (drafts.length === 0) continue
        const asked = cache.applied()
        const fresh = createFreshness({ entity: name, cache, clock, keptFor: always })
        await stoppable((signal) => read(drafts, fresh, signal), parts, left)
        const rows = new Set(drafts.flatMap((draft) => draft.rows))
        learn(
          name,
          [...rows].flatMap((row) => fresh.of(row, always) ?? []),
          asked,
        )
        await parts.each(
          drafts,
          (some) => {
            for (const { batch, id, params } of some) {
              const read = { of: (row: number) => fresh.of(row, always), refusal: fresh.refusal }
              const standing = standingOf(journal, batch.kind, params, read, isRewriting(batch))
              if (standing === 'stale' || isPassing(standing)) continue
              sum.operations += 1
              if (standing === 'already') sum.already += 1
              else if (standing !== 'clear') find(id, 'theirs' in standing ? { code: 'conflict' } : standing.refused)
            }
          },
          left - drafts.length,
        )
        left -= drafts.length
      }
      const unread = going.length - sum.operations
      const checked = { at: clock.now(), outdated: false, ...sum, unread, found: found.groups() }
      kept = { of: changeSets.join(), checked, changes: since }
      return { ...checked, outdated: changes !== since }
    },
    last(changeSets) {
      if (!kept || kept.of !== changeSets.join()) return null
      const { checked } = kept
      return { ...checked, outdated: kept.changes !== changes || clock.now() - checked.at > checkHolds }
    },
    outdate: () => void (changes += 1),
  }

  /** What was read is known from now on, as after a pull, where a pull reads such rows by the same lists. */
  function learn(entity: EntityName, rows: readonly object[], asked: number): void {
    if (entityOf(entity).pulled !== 'whole' || rows.length === 0) return
    if (cache.writePage(entity, rows as never[], asked) > 0) options.onRows(entity)
  }
}
