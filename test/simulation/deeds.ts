import { anyEdit } from '../../shared/operations/edit.ts'
import { isKindName, kindOf } from '../../shared/operations/catalogue.ts'
import type { OperationState } from '../../shared/operations/states.ts'
import type { LedgerEntry } from '../../electron/demo-panel/ledger.ts'
import { redact } from '../../electron/panel/redact.ts'
import type { SimRig } from '../support/core-rig.ts'

/** An operation as the journal has it in the end. */
export interface Row {
  readonly id: number
  readonly kind: string
  readonly state: OperationState
  /** Parsed by its kind; of this shape for every kind there is. */
  readonly params: {
    readonly tracker?: number
    readonly user?: number
    readonly imei?: string
    readonly set?: Readonly<Record<string, unknown>>
  }
  readonly result: { readonly skipped?: boolean } | null
}

/** A request that reached the panel to change something. */
export interface Deed {
  readonly path: string
  readonly at: number
  readonly body: Readonly<Record<string, unknown>>
  /** The operations of the attempt that the journal wrote down for it beforehand; null where it wrote none. */
  readonly operations: readonly Row[] | null
  /** What it did, by the panel's ledger. */
  readonly effects: readonly LedgerEntry[]
}

const changes = new Set([
  'tracker/settings/update',
  'tracker/clone',
  'tracker/batch_clone',
  'tracker/delete_clone',
  'tracker/batch_delete_clones',
  'tracker/move',
  'tracker/tariff/change',
  'tracker/raw_command/send',
  'tracker/bundle/import',
])

export function rowsOf(rig: SimRig): Row[] {
  return rig
    .journal<{ id: number; kind: string; params: string; state: OperationState; result: string | null }>(
      'SELECT id, kind, params, state, result FROM operation ORDER BY id',
    )
    .map((row) => ({
      ...row,
      params: (isKindName(row.kind) ? kindOf(row.kind).params.parse(JSON.parse(row.params)) : {}) as Row['params'],
      result: JSON.parse(row.result ?? 'null') as Row['result'],
    }))
}

/** What our client asked the panel to do, request by request, each with the operations that it was made for. */
export function deedsOf(rig: SimRig, rows: readonly Row[]): Deed[] {
  const operations = new Map(rows.map((row) => [row.id, row]))
  const written = new Map<string, { at: number; operations: Row[] }[]>()
  for (const { at, path, request, ids } of rig.journal<{ at: number; path: string; request: string; ids: string }>(
    `SELECT at, path, request, json_group_array(operation) AS ids
     FROM attempt JOIN attempt_operation ON attempt = id GROUP BY id ORDER BY id`,
  )) {
    const key = path + request
    const asked = (JSON.parse(ids) as number[]).map((id) => operations.get(id)!)
    written.set(key, [...(written.get(key) ?? []), { at, operations: asked }])
  }
  const effects = new Map<number, LedgerEntry[]>()
  for (const entry of rig.panel.ledger.entries()) {
    effects.set(entry.request, [...(effects.get(entry.request) ?? []), entry])
  }
  return rig.wire.sent.flatMap(({ path, at, left, body }, index): Deed[] => {
    if (!changes.has(path)) return []
    const attempts = written.get(path + JSON.stringify(redact(body))) ?? []
    // The last one before it left: one whose request never left, as the power was cut, may look the same.
    const mine = attempts.findLastIndex((attempt) => attempt.at <= left)
    const [attempt] = mine < 0 ? [] : attempts.splice(mine, 1)
    return [{ path, at, body, operations: attempt?.operations ?? null, effects: effects.get(index + 1) ?? [] }]
  })
}

/** Our ids of trackers by every id that the panel has ever had for them: a move of ours gives a new one there only. */
export function oursOf(entries: readonly LedgerEntry[]): (panelId: number) => number {
  const first = new Map<number, number>()
  for (const entry of entries) {
    if (entry.effect !== 'tracker.move' || entry.session === 0) continue
    first.set(entry.newId, first.get(entry.tracker) ?? entry.tracker)
  }
  return (panelId) => first.get(panelId) ?? panelId
}

/** The operation of a request that an effect belongs to. */
export function operationOf(effect: LedgerEntry, deed: Deed, ours: (panelId: number) => number): Row | undefined {
  return deed.operations?.find(({ params }) => {
    switch (effect.effect) {
      case 'tracker.clone':
        return params.tracker === ours(effect.tracker) && params.user === effect.user
      case 'tracker.deleteClone':
        return params.tracker === effect.clone
      case 'bundle.import':
        return params.imei === effect.imei
      case 'tracker.settings':
      case 'tracker.tariff':
      case 'tracker.move':
        return params.tracker === ours(effect.tracker)
      default:
        // Commands go alone.
        return true
    }
  })
}

/** The fields that an edit sets; none for what is no edit. */
export function setOf(row: Row): Readonly<Record<string, unknown>> {
  const edit = anyEdit.safeParse(row.params)
  return edit.success ? edit.data.set : {}
}
