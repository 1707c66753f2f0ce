import type { Plan, PlanNumbers } from '../../shared/contract/outbox.ts'
import { entities } from '../../shared/entities/entity.ts'
import { isKindName, kindOf, type KindName } from '../../shared/operations/catalogue.ts'
import { editIn, thirdValues } from '../../shared/operations/edit.ts'
import { vacancyOf } from '../../shared/operations/vacancy.ts'
import { missingPermissions, type Permissions } from '../../shared/model/permissions.ts'
import { readerOf } from '../entities/row-readers.ts'
import { rowsRead } from '../operations/executor.ts'
import { executorOf } from '../operations/executors.ts'
import type { Panel } from '../panel/panel.ts'
import { pageSizeOf } from '../panel/panel-api.ts'
import type { Cache } from '../store/cache.ts'
import type { Journal } from '../store/journal.ts'
import { isMissingNeed } from '../store/needs.ts'
import type { SheetView } from '../store/sheet-view.ts'
import { isReadable, type Operation } from '../store/operation.ts'
import { baseInForce } from './base.ts'
import { cheapestReading, readAhead } from './freshness.ts'
import { gatherExamples, gatherReasons } from './examples.ts'
import { givingUpAmong } from './giving-up.ts'
import { candidatesIn, stayingIn } from './going.ts'
import type { Parts } from './long-steps.ts'
import { createBills } from './plan-bills.ts'
import { createWarnings, type WarnsFrom } from './plan-warnings.ts'
import { createBatcher, isRewriting, leadersIn, type Batch } from './batching.ts'
import { longestWithoutAsking } from './reading.ts'

/** What is written as a whole is read before and after. */
const readsForWhole = 2

/** What a plan is made from. */
export interface PlanSources {
  readonly journal: Journal
  readonly cache: Cache
  readonly permissions: Permissions
  readonly rate: number
  readonly panel: Panel
  /** What is known of cells of rows, and of those that go along with them; the sheets show all that is staged. */
  readonly sheets: Pick<SheetView, 'warned'>
  readonly warnsFrom: WarnsFrom
  /** The time: milliseconds since 1970, UTC. */
  readonly now: number
}

/**
 * How much would be sent if these change sets were sent now, by kind: what can be said at once, however much it is. All
 * else takes looking at each operation: {@link planFor}.
 */
export function planNumbers({ journal }: Pick<PlanSources, 'journal'>, changeSets: readonly number[]): PlanNumbers {
  const drafts = journal.countDrafts(changeSets, [...stayingIn(journal, changeSets).keys()])
  const kinds = drafts.flatMap(({ kind, going }) =>
    going > 0 && isKindName(kind) ? [{ kind, operations: going, risk: kindOf(kind).risk }] : [],
  )
  const operations = kinds.reduce((sum, kind) => sum + kind.operations, 0)
  return { operations, staying: drafts.reduce((sum, count) => sum + count.drafts, 0) - operations, kinds }
}

/**
 * What would happen if these change sets were sent now, as far as it can be told without asking the panel. It looks at
 * each operation, part by part.
 */
export async function planFor(
  core: PlanSources,
  changeSets: readonly number[],
  parts: Parts,
): Promise<Omit<Plan, 'checked'>> {
  const { journal, cache, permissions, rate, panel } = core
  const { drafts, staying } = candidatesIn(journal, changeSets)
  const { first } = givingUpAmong(
    journal,
    drafts.filter((id) => !staying.has(id)),
  )
  const cannotBeRead = journal.unreadable()
  const batcher = createBatcher(panel.sizes)
  const unseenComments = !panel.commentsShown.byAny()
  const [refused, unreadable, missingNeeds] = [gatherReasons(), gatherReasons(), gatherReasons()]
  const inBetween = createBetween()
  const kinds = new Map<string, Plan['kinds'][number]>()
  const missing = new Map<string, Plan['missingPermissions'][number]>()
  const bills = createBills(cache, core.now)
  const warnings = createWarnings(cache, core.sheets, core.warnsFrom)
  const sum = { operations: 0, reads: 0, comments: 0, changedSince: 0, waitingForOthers: 0 }

  function count({ kind, params }: Operation): void {
    const declared = kindOf(kind)
    const { reads, setsComment } = executorOf(kind)
    const none = { operations: 0, atRisk: 0, rows: 0, requests: 0, requestsAtRisk: 0 }
    const entry = kinds.get(kind) ?? { ...none, kind, risk: declared.risk }
    entry.operations += 1
    if (carriesRisk(kind, params)) entry.atRisk += 1
    entry.rows += 1 + (declared.describe(params).also?.length ?? 0)
    kinds.set(kind, entry)
    sum.operations += 1
    if (reads(params) !== null) sum.reads += 1
    if (unseenComments && setsComment?.(params)) sum.comments += 1
  }

  const foreseen = ({ kind, operations }: Batch): boolean =>
    executorOf(kind).rewrite?.foreseen(operations, cache, core.now) ?? false

  await parts.each(drafts, (ids) => {
    const going: Operation[] = []
    for (const operation of journal.byIds(ids)) {
      if (operation.state !== 'draft') continue
      const stays = staying.get(operation.id)
      if (!isReadable(operation)) {
        unreadable.add(operation.subject, cannotBeRead.get(operation.id) ?? operation.unreadable)
      } else if (operation.broken) refused.add(operation.subject, operation.broken)
      else if (stays) (isMissingNeed(stays) ? missingNeeds : refused).add(operation.subject, stays)
      else going.push(operation)
    }
    going.forEach(count)
    bills.add(going)
    warnings.add(going)
    for (const operation of going) if (first.has(operation.id)) inBetween.add(operation)
    batcher.add(going)
    sum.changedSince += changedSince(journal, cache, going)
    sum.waitingForOthers += journal.countBehindReleased(going.map(({ id }) => id))
  })

  const { batches } = batcher
  const wholes = { requests: 0, operations: 0 }
  for (const batch of batches) {
    const entry = kinds.get(batch.kind)!
    const isWhole = isRewriting(batch) && foreseen(batch)
    entry.requests += isRewriting(batch) && !isWhole ? batch.operations.length : 1
    const atRisk = atRiskIn(batch)
    entry.requestsAtRisk += isRewriting(batch) && !isWhole ? atRisk : Math.min(1, atRisk)
    if (!isWhole) continue
    wholes.requests += 1
    wholes.operations += batch.operations.length
    // It is read before and after, and none of its parts by itself.
    sum.reads += readsForWhole - batch.operations.length
  }
  for (const { kind, operations } of kinds.values()) {
    if (!isKindName(kind)) continue
    for (const { category, operation } of missingPermissions(permissions, kindOf(kind).needs)) {
      const permission = `${category}: ${operation}`
      missing.set(`${permission} ${kind}`, { permission, kind, operations })
    }
  }
  // What is emptied first takes a request more, and a read before it.
  const more = inBetween.steps()
  for (const { kind, operations } of more) kinds.get(kind)!.requests += operations
  const steps = more.reduce((sum, { operations }) => sum + operations, 0)
  const requests = [...kinds.values()].reduce((all, each) => all + each.requests, 0)
  const reads = sum.reads + steps
  const quickReads = Math.min(reads, steps + (await readsAhead(cache, batches, rate, pageSizeOf(panel), parts)))
  const duration = (reads: number) => (Number.isFinite(rate) ? ((requests + reads) * 1000) / rate : 0)
  const isAsked = duration(reads) - duration(quickReads) > longestWithoutAsking
  return {
    operations: sum.operations,
    requests,
    reads,
    duration: duration(reads),
    quick: isAsked ? { reads: quickReads, duration: duration(quickReads) } : null,
    unseen: sum.comments,
    wholes,
    inBetween: inBetween.groups(),
    kinds: [...kinds.values()],
    missingPermissions: [...missing.values()],
    refused: refused.groups(),
    unreadable: unreadable.groups(),
    missingNeeds: missingNeeds.groups(),
    warned: warnings.told(),
    changedSince: sum.changedSince,
    waitingForOthers: sum.waitingForOthers,
    bills: bills.told(),
  }
}

const carriesRisk = (kind: KindName, params: unknown): boolean => kindOf(kind).carriesRisk?.(params) ?? true

const atRiskIn = ({ kind, operations }: Batch): number =>
  operations.filter(({ params }) => carriesRisk(kind, params)).length

/** Gathers drafts that go in two steps, grouped by the field that is empty in between. */
function createBetween() {
  const gathered = gatherExamples<{ kind: string; field: string }>()
  return {
    add({ kind, subject }: Operation): void {
      gathered.add(kind, subject, () => ({ kind, field: vacancyOf(kind)?.field ?? '' }))
    },
    steps: () => gathered.groups().map(({ of, count }) => ({ kind: of.kind, operations: count })),
    groups: (): Plan['inBetween'] =>
      gathered.groups().map(({ of, count, examples }) => ({ field: of.field, operations: count, examples })),
  }
}

/** How many requests reading ahead will take: no further ahead than it stays fresh, stretch by stretch. */
async function readsAhead(
  cache: Cache,
  batches: readonly Batch[],
  rate: number,
  rowsAtOnce: number,
  parts: Parts,
): Promise<number> {
  const stretch = Number.isFinite(rate) ? Math.ceil((rate * readAhead) / 1000) : parts.rowsAtOnce
  const lists = Object.values(entities).map(({ name }) => ({
    entity: name,
    reader: readerOf(name),
    total: readerOf(name).page ? cache.count(name) : Infinity,
    ownedBy: rememberedCounts((owners) => readerOf(name).ownedBy(cache, owners)),
  }))
  let reads = 0
  for (let from = 0; from < batches.length; from += stretch) {
    const some = batches.slice(from, from + stretch)
    reads += some.filter(isRewriting).length * readsForWhole
    for (const { entity, reader, total, ownedBy } of lists) {
      const rows = some.flatMap((batch) => {
        const executor = executorOf(batch.kind)
        if (kindOf(batch.kind).entity !== entity || isRewriting(batch)) return []
        return leadersIn(batch).flatMap(({ params }) => rowsRead(executor, params))
      })
      if (rows.length === 0) continue
      const where = [...reader.whereabouts(cache, rows).values()]
      reads += cheapestReading(where, ownedBy, total, rowsAtOnce).requests
    }
    await parts.turn(some.length, batches.length - from - some.length)
  }
  return reads
}

/** How many rows owners have, each asked for once. */
function rememberedCounts(count: (owners: readonly number[]) => ReadonlyMap<number, number>) {
  const counts = new Map<number, number>()
  return (owners: readonly number[]) => {
    const asked = owners.filter((owner) => !counts.has(owner))
    for (const owner of asked) counts.set(owner, 0)
    for (const [owner, rows] of count(asked)) counts.set(owner, rows)
    return counts
  }
}

/** Edits whose base is no longer what the last pull saw. */
function changedSince(journal: Journal, cache: Cache, operations: readonly Operation[]): number {
  const edits = operations.flatMap((operation) => {
    const edit = editIn(operation.params)
    const { holds } = executorOf(operation.kind)
    return edit && holds ? [{ edit, holds, entity: kindOf(operation.kind).entity }] : []
  })
  let changed = 0
  for (const { name } of Object.values(entities)) {
    const ours = edits.filter(({ entity }) => entity === name)
    const known = cache.byIds(
      name,
      ours.map(({ edit }) => edit.row),
    )
    for (const { edit, holds } of ours) {
      const row = known.get(edit.row)
      // What an earlier operation is still to make has not changed meanwhile.
      if (!row || Object.keys(edit.baseFrom).length > 0) continue
      if (thirdValues(edit, baseInForce(journal, edit), holds(row)) !== null) changed += 1
    }
  }
  return changed
}
