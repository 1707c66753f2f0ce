import { z } from 'zod'
import type { LedgerEntry } from '../../electron/demo-panel/ledger.ts'
import { isKindName, kindOf } from '../../shared/operations/catalogue.ts'
import { operationStates } from '../../shared/operations/states.ts'

const params = z
  .looseObject({
    tracker: z.union([z.int(), z.string()]).optional(),
    row: z.int().optional(),
    route: z.int().optional(),
    behind: z.int().nullable().optional(),
    replacedBy: z.int().nullable().optional(),
    user: z.int().optional(),
    imei: z.string().optional(),
    login: z.string().optional(),
    plan: z.int().optional(),
    device: z.string().optional(),
    command: z.string().optional(),
    set: z.record(z.string(), z.unknown()).optional(),
  })
  // Edits call it by what all rows are called; a new route has one that is to drive it.
  .transform(({ row, tracker, ...rest }) => ({
    ...rest,
    row,
    tracker: row ?? (typeof tracker === 'number' ? tracker : undefined),
    driver: tracker,
  }))

const result = z.looseObject({ skipped: z.boolean().optional(), panelId: z.int().optional() }).nullable()

const row = z.object({
  id: z.int(),
  kind: z.string(),
  state: z.enum(operationStates),
  /** The code of what is wrong with it. */
  problem: z.string().nullable(),
  /** As its kind has it; these are the fields of all kinds that tell what it is about. */
  params: z.string().transform((text) => params.parse(JSON.parse(text))),
  result: z
    .string()
    .nullable()
    .transform((text) => result.parse(JSON.parse(text ?? 'null'))),
})

/** An operation as the journal has it. */
export type Row = z.infer<typeof row>

/** Every operation of a journal, for {@link parseRow}. */
export const rowsSql = `SELECT id, kind, state, params, result, problem ->> '$.code' AS problem FROM operation ORDER BY id`

export const parseRow = (raw: unknown): Row => row.parse(raw)

/** The lanes of an operation. */
export function lanesOf({ kind, params }: Row): string[] {
  return isKindName(kind) ? kindOf(kind).lanes(kindOf(kind).params.parse(params)) : []
}

/** Our id of a tracker, by any id that the panel has ever had for it. */
export type Ours = (panelId: number) => number

/**
 * Our ids of trackers by every id that the panel has ever had for them: a move of ours gives a new one there only.
 * `adopted` are the new ids from others' moves that had to be taken for ours.
 */
export function oursOf(entries: readonly LedgerEntry[], adopted: ReadonlySet<number> = new Set()): Ours {
  const first = new Map<number, number>()
  for (const entry of entries) {
    if (entry.effect !== 'tracker.move' || (entry.session === 0 && !adopted.has(entry.newId))) continue
    first.set(entry.newId, first.get(entry.tracker) ?? entry.tracker)
  }
  return (panelId) => first.get(panelId) ?? panelId
}

/** What an operation is to make so, in words that {@link factsOf} says of an effect, too. */
export function aims({ kind, params }: Row): string[] {
  const { tracker, user, imei, login = '', device, command, row, plan, set = {} } = params
  switch (kind) {
    case 'tracker.clone':
      return [`clone of ${tracker} for ${user}`]
    case 'tracker.deleteClone':
      return [`${tracker} gone`]
    case 'tracker.corrupt':
      return [`${tracker} corrupted`]
    case 'tracker.register':
      return [`${tracker} registered`]
    case 'bundle.import':
      return [`bundle ${imei}`]
    case 'user.create':
      return [`user ${login.toLowerCase()}`]
    case 'tracker.command':
      return [`${device} got ${command}`]
    case 'user.plan':
      return [`${row} defaultPlan ${plan}`]
    default:
      return Object.entries(set).map(([field, value]) => `${tracker} ${field} ${String(value)}`)
  }
}

/** What an effect made so. */
export function factsOf(entry: LedgerEntry, ours: (panelId: number) => number): string[] {
  switch (entry.effect) {
    case 'tracker.clone':
      return [`clone of ${ours(entry.tracker)} for ${entry.user}`]
    case 'tracker.deleteClone':
      return [`${entry.clone} gone`]
    case 'tracker.gone':
      return [`${ours(entry.tracker)} gone`]
    case 'tracker.register':
      return [`${ours(entry.tracker)} registered`]
    case 'tracker.corrupt':
      return [`${ours(entry.tracker)} corrupted`, ...entry.clones.map((clone) => `${clone} gone`)]
    case 'user.made':
      return [`user ${entry.fields.login.toLowerCase()}`]
    case 'user.changed':
      return [
        `${entry.user} comment ${entry.fields.comment}`,
        `${entry.user} phone ${entry.fields.phone}`,
        `${entry.user} city ${entry.fields.post_city}`,
        `${entry.user} defaultPlan ${entry.fields.defaultPlan}`,
      ]
    case 'bundle.import':
      return [`bundle ${entry.imei}`]
    case 'tracker.command':
      return [`${entry.device} got ${entry.command}`]
    case 'tracker.move':
      return [`${ours(entry.tracker)} owner ${entry.user}`]
    case 'tracker.tariff':
      return [`${ours(entry.tracker)} plan ${entry.plan}`]
    case 'tracker.block':
      return [`${ours(entry.tracker)} blocked ${entry.blocked}`]
    case 'tracker.settings':
      return [
        `${ours(entry.tracker)} label ${entry.label}`,
        `${ours(entry.tracker)} hidden ${entry.hidden}`,
        `${ours(entry.tracker)} comment ${entry.comment ?? ''}`,
      ]
    case 'bundle.sim':
      return [`${ours(entry.bundle)} iccid ${entry.iccid ?? ''}`]
    default:
      return []
  }
}
