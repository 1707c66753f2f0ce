import type { FieldSource, ImportMapping } from '../../shared/contract/imports.ts'
import { importOf } from '../../shared/imports/catalogue.ts'
import type { Finding, ImportFacts, ImportField, ImportKind, ValuesOf } from '../../shared/imports/import-kind.ts'
import type { Bundle } from '../../shared/model/bundle.ts'
import { kindOf } from '../../shared/operations/catalogue.ts'
import type { Clock } from '../ports.ts'
import { equipmentByName, rulesOf, type Known, type Naming } from './field-types.ts'
import type { ImportLookups, RowOperation } from './needs.ts'
import type { FileTable } from './read-rows.ts'
import { plainHeading } from './suggest.ts'

/** So many rows are checked at a time: a few milliseconds' work, and few enough questions to the cache. */
const chunkSize = 1000

export type Verdict = 'ready' | 'doubt' | 'refused'

/** Values by field, as far as they could be read. */
type RowValues = Record<string, unknown>

interface JudgedRow {
  readonly values: RowValues
  readonly findings: Finding[]
}

/** What a check has found, by index of the row. */
export interface CheckResult {
  readonly mapping: ImportMapping
  /** Required fields that are filled from nothing: no row was checked. */
  readonly missing: readonly string[]
  readonly verdicts: readonly Verdict[]
  readonly findings: ReadonlyMap<number, readonly Finding[]>
  /** Requests that the ready rows would take, and those together with the doubtful ones. */
  readonly requests: { readonly ready: number; readonly withDoubtful: number }
}

/** Is given every row that could be staged, as the operation that it becomes. */
export type RowTaker = (operation: RowOperation, verdict: 'ready' | 'doubt') => void

/** Reads and judges rows of one table under one mapping; remembers what it has looked up. */
interface Judge {
  /** The rows from one index to another, resolved: first all questions to the cache, then all answers. */
  resolve(from: number, to: number): JudgedRow[]
  /** What the kind itself says of rows whose fields are in order. */
  weigh(rows: readonly JudgedRow[]): void
}

function fieldsOf(kind: ImportKind): [string, ImportField][] {
  return Object.entries(kind.fields)
}

/** Required fields that the mapping fills from nothing. */
function missingFields(kind: ImportKind, mapping: ImportMapping): string[] {
  return fieldsOf(kind)
    .filter(([key, { required }]) => {
      const source = mapping.fields[key]
      if (!required) return false
      return !source || source.from === 'nothing' || (source.from === 'constant' && source.value.trim() === '')
    })
    .map(([key]) => key)
}

/** By what the cells of a field name things. What a person chose for all rows is an id. */
function namingOf({ naming }: ImportField, source: FieldSource | undefined, { headings }: FileTable): Naming {
  if (source?.from === 'constant') return 'id'
  if (!naming || source?.from !== 'column') return 'either'
  const heading = plainHeading(headings[source.column] ?? '')
  if (naming.id.includes(heading)) return 'id'
  return naming.name.includes(heading) ? 'name' : 'either'
}

function createJudge(table: FileTable, mapping: ImportMapping, lookups: ImportLookups): Judge {
  const kind = importOf(mapping.kind)
  const fields = fieldsOf(kind).map(([key, field]) => ({
    key,
    ...field,
    rules: rulesOf(field.type),
    naming: namingOf(field, mapping.fields[key], table),
  }))
  const known: Known = {
    trackers: new Map(),
    usersById: new Map(),
    usersByLogin: new Map(),
    equipment: equipmentByName(lookups.equipment()),
  }
  const ownersAsked = new Set<number>()
  const owned = new Set<string>()
  let bundles = new Map<string, Bundle>()
  const facts: ImportFacts = {
    owns: (sourceId, userId) => owned.has(`${sourceId}:${userId}`),
    bundle: (imei) => bundles.get(imei),
  }

  function textOf(key: string, row: readonly string[]): string {
    const source = mapping.fields[key]
    if (source?.from === 'column') return row[source.column] ?? ''
    return source?.from === 'constant' ? source.value : ''
  }

  function lookUp(texts: readonly string[][]): void {
    const wanted = { trackers: new Set<number>(), userIds: new Set<number>(), logins: new Set<string>() }
    fields.forEach(({ rules }, at) => {
      if (!rules.want) return
      for (const row of texts) if (row[at] !== '') rules.want(row[at]!, wanted)
    })
    const add = <Key, Value>(
      map: Map<Key, Value>,
      keys: ReadonlySet<Key>,
      ask: (keys: Key[]) => ReadonlyMap<Key, Value>,
    ) => {
      const unknown = [...keys].filter((key) => !map.has(key))
      if (unknown.length > 0) for (const [key, value] of ask(unknown)) map.set(key, value)
    }
    add(known.trackers, wanted.trackers, (ids) => lookups.trackersByPanelIds(ids))
    add(known.usersById, wanted.userIds, (ids) => lookups.usersByIds(ids))
    add(known.usersByLogin, wanted.logins, (logins) => lookups.usersByLogins(logins))
  }

  /** What `facts` is asked about. Owners are few and asked once; IMEIs are all different. */
  function lookUpFacts(rows: readonly RowValues[]): void {
    const users = new Set<number>()
    const imeis: string[] = []
    for (const { key, type } of fields) {
      for (const values of rows) {
        const value = values[key]
        if (value === undefined) continue
        if (type === 'user') users.add((value as { id: number }).id)
        if (type === 'imei') imeis.push(value as string)
      }
    }
    const strangers = [...users].filter((id) => !ownersAsked.has(id))
    for (const id of strangers) ownersAsked.add(id)
    if (strangers.length > 0) for (const pair of lookups.clonesOwnedBy(strangers)) owned.add(pair)
    bundles = imeis.length > 0 ? lookups.bundlesByImeis(imeis) : new Map<string, Bundle>()
  }

  return {
    resolve(from, to) {
      const rows = table.rows.slice(from, to)
      const texts = rows.map((row) => fields.map(({ key, rules }) => rules.tidy(textOf(key, row))))
      lookUp(texts)
      return texts.map((row, offset) => {
        const values: RowValues = {}
        const findings: Finding[] = []
        const trouble = table.troubles.get(from + offset)
        if (trouble) findings.push({ field: '', ...trouble })
        const damaged = table.damaged.get(from + offset)
        fields.forEach(({ key, required, rules, naming }, at) => {
          const text = row[at]!
          const source = mapping.fields[key]
          if (damaged && source?.from === 'column' && damaged.includes(source.column)) {
            findings.push({ field: key, problem: { code: 'text-damaged' }, verdict: 'refused' })
          } else if (text !== '') {
            const resolved = rules.resolve(text, known, naming)
            if ('value' in resolved) values[key] = resolved.value
            else findings.push({ field: key, problem: resolved.problem, verdict: 'refused' })
          } else if (required) {
            findings.push({ field: key, problem: { code: 'value-missing' }, verdict: 'refused' })
          }
        })
        return { values, findings }
      })
    },
    weigh(rows) {
      lookUpFacts(rows.map(({ values }) => values))
      for (const { values, findings } of rows) {
        findings.push(...kind.judge(values as ValuesOf<ImportKind['fields']>, facts, mapping.options))
      }
    },
  }
}

function isRefused({ findings }: JudgedRow): boolean {
  return findings.some(({ verdict }) => verdict === 'refused')
}

/** Counts requests: operations that share a batch key go together, as many as fit. */
function requestCounter(batchMost: number) {
  const batches = new Map<string, number>()
  let alone = 0
  return {
    add(key: string | null) {
      if (key === null) alone += 1
      else batches.set(key, (batches.get(key) ?? 0) + 1)
    },
    count: () => [...batches.values()].reduce((sum, size) => sum + Math.ceil(size / batchMost), alone),
  }
}

/**
 * Checks every row of a table against the rules of the kind and what is cached and staged; `take` is given those that
 * could be staged. Lets others have their turn after every thousand rows.
 */
export async function checkTable(
  table: FileTable,
  mapping: ImportMapping,
  lookups: ImportLookups,
  clock: Clock,
  take?: RowTaker,
): Promise<CheckResult> {
  const kind = importOf(mapping.kind)
  const operation = kindOf(kind.operation)
  const missing = missingFields(kind, mapping)
  const verdicts: Verdict[] = []
  const findings = new Map<number, readonly Finding[]>()
  const batchMost = lookups.batchMost(kind.operation)
  const ready = requestCounter(batchMost)
  const withDoubtful = requestCounter(batchMost)
  const firstWith = new Map<string, number>()
  const judge = createJudge(table, mapping, lookups)

  for (let from = 0; from < table.rows.length && missing.length === 0; from += chunkSize) {
    const rows = judge.resolve(from, from + chunkSize)
    judge.weigh(rows.filter((row) => !isRefused(row)))

    const passed: { index: number; row: JudgedRow; params: never; lane: string }[] = []
    rows.forEach((row, offset) => {
      if (isRefused(row)) return
      const values = row.values as ValuesOf<ImportKind['fields']>
      const params = kind.params(values, mapping.options) as never
      const problem = operation.check(params)
      if (problem) row.findings.push({ field: '', problem, verdict: 'refused' })
      else passed.push({ index: from + offset, row, params, lane: kind.staged.lane(params) })
    })
    const open = passed.length > 0 ? lookups.openLanes(passed.map(({ lane }) => lane)) : new Set<string>()

    for (const { index, row, params, lane } of passed) {
      const refuse = (field: string, problem: Finding['problem']) =>
        row.findings.push({ field, problem, verdict: 'refused' })
      const values = row.values as ValuesOf<ImportKind['fields']>
      const key = kind.duplicate.key(values)
      const first = firstWith.get(key)
      if (first !== undefined) refuse(kind.duplicate.field, { code: 'duplicate-in-file', values: { row: first } })
      else if (open.has(lane))
        refuse(kind.staged.field, { code: kind.staged.code, values: { value: kind.subject(values) } })
      else {
        firstWith.set(key, table.numbers[index]!)
        const verdict = row.findings.length > 0 ? 'doubt' : 'ready'
        const batchKey = operation.batchKey(params)
        if (verdict === 'ready') ready.add(batchKey)
        withDoubtful.add(batchKey)
        const fileRow = table.numbers[index]!
        const cells = table.rows[index]!
        take?.({ kind: kind.operation, params, subject: kind.subject(values), fileRow, cells }, verdict)
      }
    }

    rows.forEach((row, offset) => {
      verdicts.push(isRefused(row) ? 'refused' : row.findings.length > 0 ? 'doubt' : 'ready')
      if (row.findings.length > 0) findings.set(from + offset, row.findings)
    })
    await clock.turn()
  }
  return {
    mapping,
    missing,
    verdicts,
    findings,
    requests: { ready: ready.count(), withDoubtful: withDoubtful.count() },
  }
}

/** What each field of one row comes to, as a person reads it; a value that could not be read stands as in the file. */
export function shownValues(
  table: FileTable,
  indexes: readonly number[],
  mapping: ImportMapping,
  lookups: ImportLookups,
): Record<string, string>[] {
  const rows = indexes.map((index) => table.rows[index]!)
  const judge = createJudge({ ...table, rows, troubles: new Map(), damaged: new Map() }, mapping, lookups)
  const fields = fieldsOf(importOf(mapping.kind))
  return judge.resolve(0, rows.length).map(({ values }, at) =>
    Object.fromEntries(
      fields.map(([key, { type }]) => {
        const source = mapping.fields[key]
        const raw = source?.from === 'column' ? (rows[at]?.[source.column] ?? '') : ''
        return [key, values[key] === undefined ? raw : rulesOf(type).show(values[key])]
      }),
    ),
  )
}
