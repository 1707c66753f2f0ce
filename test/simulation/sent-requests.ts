import type { LedgerEntry } from '../../electron/demo-panel/ledger.ts'
import { redact, redacted } from '../../electron/panel/redact.ts'
import type { SimRig } from '../support/core-rig.ts'
import type { Ours, Row } from '../support/effects.ts'

/** A request that reached the panel to change something. */
export interface SentRequest {
  readonly path: string
  /** When it left, and when it arrived. */
  readonly left: number
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
  'tracker/source/update',
  'tracker/raw_command/send',
  'tracker/corrupt',
  'tracker/register_retry',
  'tracker/register_entry',
  'user/create',
  'user/upload',
  'user/update',
  'user/change_password',
  'tracker/bundle/import',
  'tracker/bundle/assign',
  'task/checkpoint/create',
  'task/checkpoint/update',
  'task/checkpoint/delete',
  'task/checkpoint/transmute',
  'task/transmute',
  'task/route/create',
  'task/route/update',
  'task/route/assign',
  'task/route/delete',
])

/** What our client asked the panel to do, request by request, each with the operations that it was made for. */
export function sentRequestsOf(rig: SimRig, rows: readonly Row[]): SentRequest[] {
  const operations = new Map(rows.map((row) => [row.id, row]))
  const written = new Map<string, { at: number; operations: Row[] }[]>()
  for (const { at, path, request, ids } of rig.journal<{ at: number; path: string; request: string; ids: string }>(
    `SELECT attempted.at, path, request, json_group_array(operation) AS ids
     FROM attempt JOIN attempted USING (id) JOIN attempt_operation ON attempt = id GROUP BY id ORDER BY id`,
  )) {
    const key = path + request
    const asked = (JSON.parse(ids) as number[]).map((id) => operations.get(id)!)
    written.set(key, [...(written.get(key) ?? []), { at, operations: asked }])
  }
  const effects = new Map<number, LedgerEntry[]>()
  for (const entry of rig.panel.ledger.entries()) {
    effects.set(entry.request, [...(effects.get(entry.request) ?? []), entry])
  }
  return rig.wire.sent.flatMap(({ path: called, at, left, body }, index): SentRequest[] => {
    // What goes to the User API the wire knows by its whole path.
    const path = called.replace('/v2/', '')
    if (!changes.has(path)) return []
    const attempts = written.get(path + JSON.stringify(redact(asWritten(path, body)))) ?? []
    // The last one before it left: one whose request never left, as the power was cut, may look the same.
    const mine = attempts.findLastIndex((attempt) => attempt.at <= left)
    const [attempt] = mine < 0 ? [] : attempts.splice(mine, 1)
    return [{ path, left, at, body, operations: attempt?.operations ?? null, effects: effects.get(index + 1) ?? [] }]
  })
}

/** A request as the journal is to have it: a file of users without the passwords, which stand in its second column. */
function asWritten(path: string, body: SentRequest['body']): SentRequest['body'] {
  if (path !== 'user/upload') return body
  const [heading = '', ...lines] = String(body['file']).split('\n')
  return { file: [heading, ...lines.map((line) => line.replace(/^([^;]*);[^;]*/, `$1;${redacted}`))].join('\n') }
}

/** The operation of a request that an effect belongs to. */
export function operationOf(effect: LedgerEntry, sentRequest: SentRequest, ours: Ours): Row | undefined {
  // A tracker that we moved may be named by its new id while nobody knows whose that is: by a file while the cache is
  // lost, or by the row that a pull brings before the lost answer of the move has been looked up.
  const isOf = (tracker: number, named = 0): boolean => [ours(tracker), tracker].includes(named)
  return sentRequest.operations?.find(({ params }) => {
    switch (effect.effect) {
      case 'tracker.clone':
        return isOf(effect.tracker, params.tracker) && params.user === effect.user
      case 'tracker.deleteClone':
        return params.tracker === effect.clone
      case 'bundle.sim':
        return isOf(effect.bundle, params.row)
      case 'bundle.import':
        return params.imei === effect.imei
      case 'user.made':
        return params.login?.toLowerCase() === effect.fields.login.toLowerCase()
      case 'tracker.settings':
      case 'tracker.block':
      case 'tracker.corrupt':
      case 'tracker.register':
      case 'tracker.tariff':
      case 'tracker.move':
        return isOf(effect.tracker, params.tracker)
      default:
        // Commands go alone, and so does what is done to routes; a new one's stops are looked at by themselves.
        return true
    }
  })
}
