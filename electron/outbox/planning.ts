import type { Plan } from '../../shared/contract/outbox.ts'
import { kindOf } from '../../shared/operations/catalogue.ts'
import { anyEdit, thirdValues } from '../../shared/operations/edit.ts'
import { missingPermissions, type Permissions } from '../../shared/model/permissions.ts'
import type { Problem } from '../../shared/problem.ts'
import { carrierOf } from '../operations/carriers.ts'
import type { Panel } from '../panel/panel.ts'
import { pageSizeOf } from '../panel/panel-api.ts'
import type { CommentsShown } from '../panel/comments-shown.ts'
import type { Cache } from '../store/cache.ts'
import type { Journal } from '../store/journal.ts'
import { isMissingNeed } from '../store/needs.ts'
import { isReadable, toOperation, type Operation, type StoredOperation } from '../store/operation.ts'
import { baseInForce } from './base.ts'
import { cheapestReading, readAhead } from './freshness.ts'
import { whatGoes } from './going.ts'
import { lanesOf } from './news.ts'
import { pack, type Packet } from './packing.ts'
import { longestWithoutAsking } from './reading.ts'

const mostExamples = 3

/** What would happen if these change sets were sent now, as far as it can be told without asking the panel. */
export function planFor(
  core: { journal: Journal; cache: Cache; permissions: Permissions; rate: number; panel: Panel },
  changeSets: readonly number[],
): Plan {
  const { journal, cache, permissions, rate, panel } = core
  const candidates = journal.database
    .prepare<[string]>(
      `SELECT * FROM operation WHERE change_set IN (SELECT value FROM json_each(?))
       AND state = 'draft' ORDER BY id`,
    )
    .all(JSON.stringify(changeSets))
    .map(toOperation)
  const { going, staying } = whatGoes(journal, candidates)
  const stays = (is: (operation: StoredOperation, problem: Problem) => boolean) =>
    byReason(candidates, (operation) => {
      const problem = staying.get(operation.id)
      return problem && is(operation, problem) ? problem : null
    })
  const packets = pack(going, panel.sizes)

  const kinds = new Map<string, Plan['kinds'][number]>()
  const missing = new Map<string, Plan['missingPermissions'][number]>()
  for (const packet of packets) {
    const declared = kindOf(packet.kind)
    const entry = kinds.get(packet.kind) ?? {
      kind: packet.kind,
      operations: 0,
      rows: 0,
      requests: 0,
      risk: declared.risk,
    }
    entry.operations += packet.operations.length
    for (const { params } of packet.operations) entry.rows += 1 + (declared.describe(params).also?.length ?? 0)
    entry.requests += 1
    kinds.set(packet.kind, entry)
    for (const { category, operation } of missingPermissions(permissions, declared.needs)) {
      const permission = `${category}: ${operation}`
      const lack = missing.get(`${permission} ${packet.kind}`) ?? { permission, kind: packet.kind, operations: 0 }
      lack.operations += packet.operations.length
      missing.set(`${permission} ${packet.kind}`, lack)
    }
  }
  const reads = exactReads(packets)
  const quickReads = Math.min(reads, readsFor(cache, packets, rate, pageSizeOf(panel)))
  const duration = (reads: number) => (Number.isFinite(rate) ? ((packets.length + reads) * 1000) / rate : 0)
  const isAsked = duration(reads) - duration(quickReads) > longestWithoutAsking
  return {
    operations: going.length,
    requests: packets.length,
    reads,
    duration: duration(reads),
    quick: isAsked ? { reads: quickReads, duration: duration(quickReads) } : null,
    unseen: unseen(packets, panel.commentsShown),
    kinds: [...kinds.values()],
    missingPermissions: [...missing.values()],
    refused: stays((operation, problem) => isReadable(operation) && !isMissingNeed(problem)),
    unreadable: stays((operation) => !isReadable(operation)),
    missingNeeds: stays((operation, problem) => isReadable(operation) && isMissingNeed(problem)),
    changedSince: changedSince(journal, cache, going),
    waitingForOthers: waitingForOthers(journal, going),
  }
}

/** Drafts that stay, grouped by the reason. */
function byReason(
  operations: readonly StoredOperation[],
  reason: (operation: StoredOperation) => Problem | null,
): Plan['refused'] {
  const groups = new Map<string, { problem: Problem; operations: number; examples: string[] }>()
  for (const operation of operations) {
    const problem = reason(operation)
    if (!problem) continue
    const group = groups.get(problem.code) ?? { problem, operations: 0, examples: [] }
    group.operations++
    if (group.examples.length < mostExamples) group.examples.push(operation.subject)
    groups.set(problem.code, group)
  }
  return [...groups.values()]
}

/** How many requests reading each just before it is changed will take. */
function exactReads(packets: readonly Packet[]): number {
  return packets.reduce((sum, { kind, operations }) => {
    const { reads } = carrierOf(kind)
    return sum + operations.filter(({ params }) => reads(params) !== null).length
  }, 0)
}

/** Edits of comments, while nothing that was read has ever shown one. */
function unseen(packets: readonly Packet[], shown: CommentsShown): number {
  if (shown.by('tracker/list') || shown.by('tracker/read')) return 0
  return packets.reduce((sum, { kind, operations }) => {
    const { setsComment } = carrierOf(kind)
    return sum + operations.filter(({ params }) => setsComment?.(params)).length
  }, 0)
}

/** How many requests reading ahead will take: no further ahead than it stays fresh, stretch by stretch. */
function readsFor(cache: Cache, packets: readonly Packet[], rate: number, rowsAtOnce: number): number {
  const stretch = Number.isFinite(rate) ? Math.ceil((rate * readAhead) / 1000) : packets.length
  let reads = 0
  for (let from = 0; from < packets.length; from += stretch) {
    const trackers = packets.slice(from, from + stretch).flatMap(({ kind, operations }) => {
      const carrier = carrierOf(kind)
      return operations.map(({ params }) => carrier.reads(params)).filter((id) => id !== null)
    })
    if (trackers.length === 0) continue
    const known = [...cache.trackers.byIds(trackers).values()]
    reads += cheapestReading(known, cache.trackers.countByUser, cache.count('tracker'), rowsAtOnce).requests
  }
  return reads
}

/** Edits whose base is no longer what the last pull saw. */
function changedSince(journal: Journal, cache: Cache, operations: readonly Operation[]): number {
  const edits = operations.flatMap((operation) => {
    const edit = anyEdit.safeParse(operation.params)
    const { holds } = carrierOf(operation.kind)
    return edit.success && holds ? [{ edit: edit.data, holds }] : []
  })
  const known = cache.trackers.byIds(edits.map(({ edit }) => edit.tracker))
  return edits.filter(({ edit, holds }) => {
    const tracker = known.get(edit.tracker)
    // What an earlier operation is still to make has not changed meanwhile.
    if (!tracker || Object.keys(edit.baseFrom).length > 0) return false
    return thirdValues(edit, baseInForce(journal, edit), holds(tracker)) !== null
  }).length
}

/** Operations that something else, not part of this, must be settled before. */
function waitingForOthers(journal: Journal, operations: readonly Operation[]): number {
  const going = new Set(operations.map((operation) => operation.id))
  const held = journal.inLanes(operations.flatMap(lanesOf))
  return operations.filter((operation) =>
    lanesOf(operation).some((lane) =>
      held.get(lane)?.some((other) => other.id < operation.id && other.state !== 'draft' && !going.has(other.id)),
    ),
  ).length
}
