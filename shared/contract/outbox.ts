import { z } from 'zod'
import { entityName } from '../entities/entity.ts'
import { risks } from '../operations/kind.ts'
import { operationStates } from '../operations/states.ts'
import { planBills } from './plan-bills.ts'
import { problem } from '../problem.ts'
import { call } from './call.ts'
import { cellValue } from './sheets.ts'
import { separator, textFile } from './text-file.ts'
import { waitsFor } from './waits-for.ts'

export type { WaitsFor } from './waits-for.ts'

/** Where a change set came from. */
export const changeSetOrigins = ['sheet', 'import', 'undo'] as const

/** Operations that were staged together and are reviewed, released and discarded together. */
export const changeSet = z.object({
  id: z.int(),
  origin: z.enum(changeSetOrigins),
  /** The file's name for an import; empty for edits in a sheet, which the window names itself. */
  title: z.string(),
  /** What the person calls it; empty where it has not been named. */
  name: z.string(),
  /** What the person noted of it. */
  comment: z.string(),
  createdAt: z.number(),
  releasedAt: z.number().nullable(),
  counts: z.partialRecord(z.enum(operationStates), z.int()),
  /** Drafts that cannot be released: they break a rule, or cannot be read, or need what has come to nothing. */
  broken: z.int(),
  /** Operations that are done, but were so already when they were sent. */
  already: z.int(),
  /** How many operations of each kind it has. */
  kinds: z.record(z.string(), z.int()),
  /** Whether what is told of the set itself could be read; its operations are there in any case. */
  readable: z.boolean(),
  /** Whether it has something of a step that is whole or nothing, and not whole: none of that is sent. */
  unfinished: z.boolean(),
})
export type ChangeSet = z.infer<typeof changeSet>

/** One operation as a person sees it. */
export const operationRow = z.object({
  id: z.int(),
  changeSet: z.int(),
  kind: z.string(),
  state: z.enum(operationStates),
  stagedAt: z.number(),
  /**
   * What it is about: the tracker's label or the IMEI, the panel's id where it has one, and its row in the sheet of its
   * entity while there is one.
   */
  subject: z.object({ name: z.string(), panelId: z.int().nullable(), row: z.int().nullable() }),
  /** How many rows of the sheet it was asked for: more than one where they show one device. */
  rows: z.int(),
  /** What changes, field by field: old → new. For a clone: the owner it goes to. */
  changes: z.array(z.object({ field: z.string(), from: cellValue, to: cellValue, theirs: cellValue.optional() })),
  problem: problem.nullable(),
  /** Whether this version can read it. If not, it is kept as it is and cannot be sent; `problem` says why. */
  readable: z.boolean(),
  /** What it needs and will not get by itself, for that was refused, discarded or taken back; `problem` says so. */
  missingNeed: z.object({ operation: z.int(), changeSet: z.int(), state: z.enum(operationStates) }).nullable(),
  /** What it waits behind, where it is released and something in its lane has to be settled first. */
  waitsFor: waitsFor.nullable(),
  /** The field that has nothing until this is sent: what stood there was given up before, so that another row could have it. */
  emptied: z.string().nullable(),
  /** Whether it was so already when it was sent: done, but by somebody else, or by an earlier request of ours. */
  already: z.boolean(),
  /** When a waiting one is tried again. */
  retryAt: z.number().nullable(),
  attempts: z.int(),
  /** The row of the imported file, counted as a person counts (the heading is row 1). */
  fileRow: z.int().nullable(),
})
export type OperationRow = z.infer<typeof operationRow>

/**
 * How what changes are made from is read before they leave: each just before, at most 2 s, or many together, at most
 * 60 s before. What others write in between is overwritten unseen.
 */
export const reading = z.enum(['exact', 'quick'])
export type Reading = z.infer<typeof reading>

/** Drafts that stay behind, by the reason. */
const staying = z.array(z.object({ problem, operations: z.int(), examples: z.array(z.string()) }))

/** So long what a check has found counts: milliseconds. */
export const checkHolds = 10 * 60_000

/** What holding drafts against the panel has come to. */
export const checked = z.object({
  /** When: milliseconds since 1970, UTC. */
  at: z.number(),
  /** Whether something has been staged or sent since, or it was too long ago. */
  outdated: z.boolean(),
  /** Drafts that were held against what the panel holds; those of them that it holds already. */
  operations: z.int(),
  already: z.int(),
  /** Drafts that were not, since they go by nothing that the panel has by now, or it could not show that. */
  unread: z.int(),
  /** What would come of others, by the reason. */
  found: staying,
})
export type Checked = z.infer<typeof checked>

/** What would happen if these change sets were sent now: with their drafts, for what was released before goes anyhow. */
export const plan = z.object({
  operations: z.int(),
  /** Requests that change something. */
  requests: z.int(),
  /** Requests before those, that read what the changes were made against. */
  reads: z.int(),
  /** Milliseconds that both together take at the panel's rate limit. */
  duration: z.number(),
  /**
   * The same where it is read quickly: only where reading exactly takes so much longer that a person should choose. Else
   * it is read exactly.
   */
  quick: z.object({ reads: z.int(), duration: z.number() }).nullable(),
  /** Edits of comments while the panel has not shown any: what it may hold of them is replaced unseen. */
  unseen: z.int(),
  /** Requests that write a whole, such as a route with all of its stops, and the operations that go in them. */
  wholes: z.object({ requests: z.int(), operations: z.int() }),
  /**
   * Of operations that exchange what one row alone can have: those of which a row has nothing in a field in between, until
   * what it takes has been given up.
   */
  inBetween: z.array(z.object({ field: z.string(), operations: z.int(), examples: z.array(z.string()) })),
  kinds: z.array(
    z.object({
      kind: z.string(),
      operations: z.int(),
      /** Rows of the sheet for which they were asked: more than operations where several show one device. */
      rows: z.int(),
      requests: z.int(),
      risk: z.enum(risks),
      /** How many of them carry that risk. */
      atRisk: z.int(),
      /** How many requests do: where several go in one, whoever is told of them is told once. */
      requestsAtRisk: z.int(),
    }),
  ),
  /** Without these the panel would refuse. */
  missingPermissions: z.array(z.object({ permission: z.string(), kind: z.string(), operations: z.int() })),
  /** Drafts that break a rule: they stay behind, the rest goes. */
  refused: staying,
  /** Drafts that cannot be sent by this version, for it cannot read them: they are kept as they are. */
  unreadable: staying,
  /** Drafts that wait for one that has come to nothing, or does not go along. */
  missingNeeds: staying,
  /**
   * What a person should know, and what keeps nothing back, by what it is: of cells of rows that are changed and of those
   * that go along with them, of single operations, or of all owners of what is changed.
   */
  warned: z.array(
    z.object({
      of: z.enum(['cells', 'operations', 'owners']),
      problem,
      count: z.int(),
      examples: z.array(z.string()),
    }),
  ),
  /** Operations whose base has meanwhile changed on the panel, as far as the last pull knows. */
  changedSince: z.int(),
  /** Operations that go only after something else in their lane has been settled. */
  waitingForOthers: z.int(),
  /** What it does to the money of users; null where it does nothing to it. */
  bills: planBills.nullable(),
  /** What the last check has found of these change sets; null where there was none. */
  checked: checked.nullable(),
})
export type Plan = z.infer<typeof plan>

/** What of a plan can be said at once, however many operations it has. */
export const planNumbers = z.object({
  operations: z.int(),
  /** Drafts that stay behind. */
  staying: z.int(),
  kinds: z.array(z.object({ kind: z.string(), operations: z.int(), risk: z.enum(risks) })),
})
export type PlanNumbers = z.infer<typeof planNumbers>

const changeSets = z.array(z.int()).max(1000)
const operations = z.array(z.int()).max(200_000)

/**
 * What a person types or chooses instead of either side of a conflict, by field, as the kind of the operation sets it:
 * what a field names by its id. What the kind does not take is not settled by it.
 */
const otherValues = z.record(z.string().max(100), z.union([z.string().max(20_000), z.boolean(), z.int()]))
export type OtherValues = z.infer<typeof otherValues>

/** Which operations are looked at, in the order in which they were staged. */
const operationsQuery = z.object({
  changeSet: z.int().nullable(),
  /** Where it is of no single change set: those that it is of; without it, all. */
  among: z.array(z.int()).max(100_000).optional(),
  /** Only those in one of these states; empty for all. */
  states: z.array(z.enum(operationStates)),
  /** Only drafts that cannot be released. */
  broken: z.boolean().optional(),
  search: z.string().max(200),
})

export const outboxCalls = {
  /** Change sets that are not settled, newest first; with `settled`, those too. */
  'outbox.changeSets': call(z.object({ settled: z.boolean() }), z.object({ changeSets: z.array(changeSet) })),
  /** Gives a change set a name and a comment of the person's own, in place of those before; empty takes them away. */
  'outbox.describe': call(
    z.object({ changeSet: z.int(), name: z.string().max(100), comment: z.string().max(2000) }),
    z.object({}),
  ),
  'outbox.operations': call(
    operationsQuery.extend({ from: z.int().min(0), count: z.int().min(1).max(1000) }),
    z.object({ count: z.int(), rows: z.array(operationRow) }),
  ),
  /** Where, among those looked at, the next one in a state stands: after an operation, and round again from the first. */
  'outbox.next': call(
    operationsQuery.extend({ state: z.enum(operationStates), after: z.int() }),
    z.object({ next: z.object({ operation: z.int(), index: z.int() }).nullable() }),
  ),
  /** The numbers of a plan, at once; {@link plan} has all of it, and takes looking at each operation. */
  'outbox.planNumbers': call(z.object({ changeSets }), planNumbers),
  'outbox.plan': call(z.object({ changeSets }), plan),
  /** Holds the drafts of these change sets against the panel, and sends nothing. Throws `offline` without a connection. */
  'outbox.check': call(z.object({ changeSets }), checked),
  /** What one change that is still to be sent does to its user's money, alone; null where it does nothing to that. */
  'outbox.bill': call(z.object({ operation: z.int() }), z.object({ bill: planBills.nullable() })),
  /** Releases every draft that breaks no rule, and sends as soon as the connection allows. */
  'outbox.send': call(
    z.object({ changeSets, reading: reading.default('exact') }),
    z.object({ released: z.int(), keptBack: z.int() }),
  ),
  /** Released operations that have not been sent become drafts again. */
  'outbox.recall': call(z.object({ changeSets }), z.object({ recalled: z.int() })),
  /** Discards what has not been sent; asks nothing, so the window must. */
  'outbox.discard': call(
    z.object({ changeSets: changeSets.optional(), operations: operations.optional() }),
    z.object({ discarded: z.int() }),
  ),
  /** Keeps released operations back, or lets them go again. */
  'outbox.hold': call(z.object({ operations, held: z.boolean() }), z.object({ changed: z.int() })),
  /** Tries kinds that are paused at once, instead of at their time. */
  'outbox.tryNow': call(z.object({}), z.object({})),
  'outbox.pause': call(z.object({ paused: z.boolean() }), z.object({})),
  /** Settles a conflict: `mine` is sent over theirs, `theirs` gives up the fields that clash and sends the rest. */
  'outbox.resolve': call(
    z.object({
      operations,
      take: z.enum(['mine', 'theirs']),
      values: otherValues.optional(),
    }),
    z.object({ resolved: z.int() }),
  ),
  /** Settles an unknown by looking its effect up now, or by the person's word that it is to be given up. */
  'outbox.settle': call(
    z.object({ operations, by: z.enum(['looking', 'giving-up']) }),
    z.object({ settled: z.int(), still: z.int() }),
  ),
  /** Refused operations become drafts again, to be mended and sent anew. */
  'outbox.mend': call(z.object({ operations }), z.object({ drafts: z.int() })),
  /**
   * Turns a sent change set round into a new draft one of inverse operations; names what cannot be taken back. What was
   * never carried out, or was so already, is no part of it; `unknown` is what may have been carried out or not.
   */
  'outbox.undoSent': call(
    z.object({ changeSet: z.int() }),
    z.object({
      changeSet: z.int().nullable(),
      staged: z.int(),
      left: z.array(z.object({ subject: z.string(), problem })),
      unknown: z.int(),
    }),
  ),
  /**
   * What was refused of a change set, and why, as CSV text. Of an imported file: its rows in its own columns, which can
   * be imported again as they stand; in its own separator and encoding, as far as that has the words of the reasons.
   */
  'outbox.exportRefused': call(z.object({ changeSet: z.int(), separator }), textFile),
}

export const attemptOutcomes = ['under-way', 'done', 'partly', 'refused', 'waiting', 'unknown'] as const

/** One request that was sent, or was about to be. Secrets never reach it. */
/** What a change set is called by. */
export const changeSetNamed = changeSet.pick({
  ...{ id: true, origin: true, title: true, name: true, comment: true, createdAt: true, kinds: true },
})
export type ChangeSetNamed = z.infer<typeof changeSetNamed>

export const attemptRow = z.object({
  id: z.int(),
  at: z.number(),
  /** Milliseconds from sending to the answer; null where there was none. */
  took: z.number().nullable(),
  path: z.string(),
  kind: z.string(),
  operations: z.int(),
  outcome: z.enum(attemptOutcomes),
  httpStatus: z.int().nullable(),
  problem: problem.nullable(),
  subject: z.string(),
  /** The login of the account that sent it; empty where nobody has noted that. */
  account: z.string(),
  /** The first of its operations, or of those that were asked for: who reads the history sees what it changed. */
  first: operationRow.nullable(),
  /** The change set of that one. */
  changeSet: changeSetNamed.nullable(),
  /** Whether all of it could be read; what could not is left empty. */
  readable: z.boolean(),
})
export type AttemptRow = z.infer<typeof attemptRow>

/** Which row of an entity. */
const historyOfRow = z.object({ entity: entityName, id: z.int() })

export const historyCalls = {
  'history.attempts': call(
    z.object({
      /** Only the attempts that were about this row. */
      row: historyOfRow.optional(),
      /** Only the attempts that carried something of this change set. */
      changeSet: z.int().optional(),
      search: z.string().max(200),
      /** Only attempts with one of these outcomes; empty for all. */
      outcomes: z.array(z.enum(attemptOutcomes)),
      /** Only the attempts of this operation. */
      operation: z.int().optional(),
      from: z.int().min(0),
      count: z.int().min(1).max(1000),
    }),
    z.object({ count: z.int(), rows: z.array(attemptRow) }),
  ),
  /** One attempt with what was sent and what came back, as JSON text, and its operations. */
  'history.attempt': call(
    z.object({ id: z.int() }),
    z.object({
      attempt: attemptRow,
      request: z.string(),
      answer: z.string(),
      operations: z.array(operationRow),
    }),
  ),
  'history.export': call(
    z.object({
      row: historyOfRow.optional(),
      changeSet: z.int().optional(),
      search: z.string().max(200),
      outcomes: z.array(z.enum(attemptOutcomes)),
      operation: z.int().optional(),
      separator,
    }),
    textFile,
  ),
}
