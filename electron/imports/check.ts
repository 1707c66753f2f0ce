import type { ImportMapping, ImportRow } from '../../shared/contract/imports.ts'
import { importOf } from '../../shared/imports/catalogue.ts'
import type { Finding, ImportKind, Joined, ValuesOf } from '../../shared/imports/import-kind.ts'
import { laneOfRow } from '../../shared/entities/entity.ts'
import { kindOf, type KindName } from '../../shared/operations/catalogue.ts'
import { fail } from '../../shared/problem.ts'
import { createAgreement, type ChangedPart } from './agreement.ts'
import { rulesOf } from './field-types.ts'
import { editsFor } from './found-row.ts'
import { createJudge, fieldsOf, type Judge, type JudgedRow, type JudgeMeans } from './judge.ts'
import type { RowOperation } from './needs.ts'
import { createOutcomes, type Outcomes, type Verdict } from './outcomes.ts'
import type { FileRow, FileTable } from './read-rows.ts'
import { hiddenCell, secretColumns, withoutSecrets } from '../../shared/imports/secret-cells.ts'
import { createSizes, type Sized } from './sizes.ts'

/** So many pieces are judged at a time: while the core looks up what one asks for, another is cut and read. */
const piecesAhead = 2

/** What a check is made with. */
export interface CheckMeans extends JudgeMeans {
  /** How many operations of the kind go in one request. */
  readonly batchMost: number
}

/** What a check has found. */
export interface CheckResult {
  readonly mapping: ImportMapping
  /** Required fields that are filled from nothing: no row was checked. */
  readonly missing: readonly string[]
  readonly outcomes: Outcomes
  /** Requests that the ready rows would take, and those together with the doubtful ones. */
  readonly requests: { readonly ready: number; readonly withDoubtful: number }
}

/** A row as it is told: what each field came to, and everything that is wrong. */
export interface ToldRow {
  readonly row: FileRow
  readonly values: Record<string, string>
  readonly findings: readonly Finding[]
  readonly verdict: ImportRow['verdict']
}

/** Required fields that the mapping fills from nothing. */
function missingFields(kind: ImportKind, mapping: ImportMapping): string[] {
  // Each row tells then whether it is about a row that there is, of which nothing has to be said.
  if (kind.finds?.by.some((key) => mapping.fields[key]?.from === 'column')) return []
  return fieldsOf(kind)
    .filter(([key, { required }]) => {
      const source = mapping.fields[key]
      if (!required) return false
      return !source || source.from === 'nothing' || (source.from === 'constant' && source.value.trim() === '')
    })
    .map(([key]) => key)
}

function verdictOf({ findings, found }: Pick<JudgedRow, 'findings' | 'found'>): Verdict {
  if (findings.length === 0) return found && Object.keys(found.set).length === 0 ? 'same' : 'ready'
  return findings.some(({ verdict }) => verdict === 'refused') ? 'refused' : 'doubt'
}

/** What a row is to keep apart from all else, by the parameters of its operation. */
function secretsIn({ fields }: ImportKind, values: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([key, { type }]) => {
      const value = values[key]
      return type === 'password' && typeof value === 'string' ? [[key, value]] : []
    }),
  )
}

/** Counts requests: operations that share a batch key go together, as many as fit, unless they are too few for that. */
function requestCounter(batchMost: number, batchLeast = 0) {
  const batches = new Map<string, number>()
  let alone = 0
  function requestsOf(size: number): number {
    if (batchMost === Infinity) return 1
    const rest = size % batchMost
    return Math.floor(size / batchMost) + (rest < batchLeast ? rest : Math.sign(rest))
  }
  return {
    add(key: string | null) {
      if (key === null) alone += 1
      else batches.set(key, (batches.get(key) ?? 0) + 1)
    },
    count: () => [...batches.values()].reduce((sum, size) => sum + requestsOf(size), alone),
  }
}

/** A row that nothing speaks against but other rows, and what is staged. */
interface Passed {
  readonly operations: readonly { readonly kind: KindName; readonly params: unknown }[]
  /** Where something staged means that the row has been staged before; null where its cells tell that. */
  readonly lane: string | null
}

/** A row of a file with everything that was found of it. */
interface JudgedAt extends JudgedRow {
  readonly index: number
  readonly row: FileRow
  readonly passed: Passed | null
  /** Its keys among those of the rows before it. */
  readonly keys: readonly string[]
}

/** Holds rows back until it is known which rows of the file they can go with; `firstWith` has the keys of those that go. */
function createAwaiting(firstWith: Map<string, number>) {
  const rows: JudgedAt[] = []
  const isMet = ({ findings }: JudgedAt) => findings.every(({ unless }) => !unless || firstWith.has(`#${unless.key}`))
  return {
    add: (row: JudgedAt) => void rows.push(row),
    /** All of them, in order, once the file has ended: without what other rows have made nothing of. */
    ended(): JudgedAt[] {
      // One that stays takes those along that could go with it alone: by turns from either end, for most chains stand in order.
      for (let left = rows, before = -1; left.length !== before;) {
        before = left.length
        for (const row of left) if (!isMet(row)) for (const key of row.keys) firstWith.delete(key)
        left = left.filter(isMet).reverse()
      }
      return rows.map((row) => (isMet(row) ? { ...row, findings: row.findings.filter(({ unless }) => !unless) } : row))
    },
  }
}

/** Everything that can be said of rows without knowing those before them. */
async function judgeRows(judge: Judge, rows: readonly FileRow[], mapping: ImportMapping) {
  const kind = importOf(mapping.kind)
  const operation = kindOf(kind.operation)
  const judged = await judge.resolve(rows)
  await judge.weigh(judged.filter((row) => verdictOf(row) !== 'refused'))
  return judged.map((row) => {
    if (row.findings.some(({ verdict, unless }) => verdict === 'refused' && !unless)) return { ...row, passed: null }
    if (row.found) return { ...row, passed: { operations: editsFor(row.found), lane: null } satisfies Passed }
    const params = kind.params(row.values as ValuesOf<ImportKind['fields']>, mapping.options) as never
    const problem = operation.check(params)
    if (problem) row.findings.push({ field: '', problem, verdict: 'refused' })
    const operations = [{ kind: kind.operation, params }]
    const passed: Passed | null = problem ? null : { operations, lane: kind.staged.lane(params) }
    return { ...row, passed }
  })
}

/** The results of `work`, in order; so many of them are under way at a time. */
async function* inOrder<Result>(count: number, work: (at: number) => Promise<Result>): AsyncGenerator<Result> {
  const begun: Promise<Result>[] = []
  for (let at = 0, next = 0; at < count; at++) {
    for (; next < count && next < at + piecesAhead; next++) {
      const result = work(next)
      // The consumer gets the error; until it does, nobody handles it.
      result.catch(() => undefined)
      begun.push(result)
    }
    yield await begun.shift()!
  }
}

/**
 * Checks every row of a table against the rules of the kind and what is cached and staged, piece by piece; gives those
 * that are `wanted` as the operations that they become, and in the end what it has found.
 */
export async function* checkTable(
  table: FileTable,
  mapping: ImportMapping,
  means: CheckMeans,
  wanted: (verdict: Verdict) => boolean,
): AsyncGenerator<{ readonly rows: number; readonly operations: readonly RowOperation[] }, CheckResult> {
  const kind = importOf(mapping.kind)
  const missing = missingFields(kind, mapping)
  const outcomes = createOutcomes(missing.length > 0 ? 0 : table.count)
  // What goes along with something new goes in its request.
  const batchMost = kind.whole ? Infinity : means.batchMost
  const { batchLeast } = kindOf(kind.operation)
  const ready = requestCounter(batchMost, batchLeast)
  const withDoubtful = requestCounter(batchMost, batchLeast)
  const firstWith = new Map<string, number>()
  const secret = secretColumns(mapping)
  const judge = createJudge(table, mapping, means)
  const awaiting = createAwaiting(firstWith)
  const sizes = createSizes<JudgedAt>(kind.whole?.operation)
  const agreement = createAgreement(kind)
  /** Rows that come to stand among others that there are: by their numbers there, once all are known. */
  const placed: { readonly joins: Joined; readonly row: JudgedAt }[] = []
  /** Rows that change what others of their whole have to agree with: once all are known. */
  const changing: { readonly key: string; readonly change: ChangedPart; readonly row: JudgedAt }[] = []

  /** Counts a row, and notes what was found of it; answers its operation, if it is wanted. */
  function settle(row: JudgedAt): RowOperation[] {
    const { index, findings, passed, found } = row
    const verdict = verdictOf(row)
    outcomes.set(index, row.row.number, verdict, findings)
    if (!passed || verdict === 'refused') return []
    const values = row.values as ValuesOf<ImportKind['fields']>
    const whole = found ? undefined : kind.whole
    const joins = whole?.joins?.(values, mapping.options) ?? null
    const key = joins ? undefined : whole?.key(values)
    for (const { kind: name, params } of passed.operations) {
      const batchKey = key ?? kindOf(name).batchKey(params)
      if (verdict === 'ready') ready.add(batchKey)
      withDoubtful.add(batchKey)
    }
    if (!wanted(verdict)) return []
    const { number: fileRow } = row.row
    const cells = withoutSecrets(row.row.cells, secret, '')
    const secrets = secret.size > 0 && !found ? secretsIn(kind, row.values) : null
    const subject = found ? found.row.name : kind.subject(values)
    return passed.operations.map((operation): RowOperation => {
      const one = { ...operation, ...(secrets && { secrets }), subject, fileRow, cells }
      if (!whole) return one
      if (joins) return { ...one, joins }
      const of = { kind: whole.operation, params: whole.params(values), subject: whole.subject(values) }
      return { ...one, whole: { ...of, key: key ?? '' } }
    })
  }

  /** A row that becomes a part, with what others of its whole speak against it. */
  function agreed(key: string, joins: Joined | null, row: JudgedAt): JudgedAt {
    const values = row.values as ValuesOf<ImportKind['fields']>
    return against(row, agreement.add(key, joins, values, verdictOf(row) === 'ready'))
  }

  /** A row with what else speaks against it. */
  function against(row: JudgedAt, findings: readonly Finding[]): JudgedAt {
    for (const { problem } of findings) outcomes.note(row.index, problem)
    return findings.length === 0 ? row : { ...row, findings: [...row.findings, ...findings] }
  }

  /** Settles a row unless others have to be known first; answers what is to be staged by now. */
  function pass(row: JudgedAt): RowOperation[] {
    const values = row.values as ValuesOf<ImportKind['fields']>
    const of = row.found?.row.partOf
    if (row.found && of && agreement.concerns(row.found)) {
      changing.push({ key: laneOfRow(of), change: { id: row.found.row.id, of, set: row.found.set }, row })
      return []
    }
    const whole = row.found ? undefined : kind.whole
    if (!whole || !row.passed) return settle(row)
    const joins = whole.joins?.(values, mapping.options) ?? null
    if (joins?.isThere) {
      placed.push({ joins, row })
      return []
    }
    const key = joins ? laneOfRow(joins) : whole.key(values)
    const held = agreed(key, joins, row)
    return verdictOf(held) === 'refused' ? settle(held) : sizes.add(key, joins?.parts ?? 0, held).flatMap(sized)
  }

  /** Settles a row of which it is known with how many others it goes. */
  function sized({ row, problem }: Sized<JudgedAt>): RowOperation[] {
    const { field } = kind.whole ?? fail('unexpected')
    if (!problem) return settle(row)
    outcomes.note(row.index, problem.said)
    return settle({ ...row, findings: [...row.findings, { field, problem: problem.said, verdict: problem.verdict }] })
  }

  async function judgePiece(at: number) {
    const rows = table.rows(at)
    const judged = await judgeRows(judge, rows, mapping)
    const lanes = judged.flatMap(({ passed, findings }) =>
      passed ? [passed.lane ?? [], ...findings.flatMap(({ unless }) => unless?.lane ?? [])].flat() : [],
    )
    const ofKind = kind.staged.ownKind ? kind.operation : null
    const { open } = lanes.length > 0 ? await means.questions.openLanes({ lanes, kind: ofKind }) : { open: [] }
    return { rows, judged, open: new Set(open) }
  }

  let index = 0
  for await (const { rows, judged, open } of inOrder(missing.length > 0 ? 0 : table.pieces.length, judgePiece)) {
    const operations: RowOperation[] = []
    judged.forEach(({ values: read, findings, found, passed }, at) => {
      const row = rows[at]!
      const judgedAt: JudgedAt = { index: index + at, row, values: read, findings, found, passed, keys: [] }
      if (!passed) return void operations.push(...settle(judgedAt))
      const values = read as ValuesOf<ImportKind['fields']>
      const keys = found
        ? [{ field: found.by, key: `#row ${found.row.id}` }]
        : kind.duplicates.map(({ field, key }) => {
            const own = key(values)
            // A key of its own letters: one that is part of a cell would keep the text around it in memory.
            return { field, key: own === null ? null : `#${own}` }
          })
      const same = keys.find(({ key }) => key !== null && firstWith.has(key))
      if (same) {
        const first = firstWith.get(same.key ?? '')!
        const problem = { code: 'duplicate-in-file', values: { row: first } } as const
        findings.push({ field: same.field, problem, verdict: 'refused' })
        outcomes.note(index + at, problem)
      } else if (passed.lane !== null && open.has(passed.lane)) {
        const problem = { code: kind.staged.code, values: { value: kind.subject(values) } }
        findings.push({ field: kind.staged.field, problem, verdict: 'refused' })
      } else {
        const own = keys.flatMap(({ key }) => key ?? [])
        for (const key of own) firstWith.set(key, row.number)
        const left = findings.filter(({ unless }) => !unless || !open.has(unless.lane))
        if (left.some(({ unless }) => unless)) awaiting.add({ ...judgedAt, findings: left, keys: own })
        else operations.push(...pass({ ...judgedAt, findings: left }))
        return
      }
      operations.push(...settle(judgedAt))
    })
    index += rows.length
    yield { rows: index, operations }
  }
  // Those without a number come before those with one, and behind each other.
  const inOrderOfPlaces = placed.sort((a, b) => a.joins.id - b.joins.id || (a.joins.place ?? 0) - (b.joins.place ?? 0))
  for (const { key, change } of changing) agreement.change(key, change)
  const operations = [
    ...awaiting.ended().flatMap(settle),
    ...sizes.ended().flatMap(sized),
    ...inOrderOfPlaces.flatMap(({ joins, row }) => settle(agreed(laneOfRow(joins), joins, row))),
    ...changing.flatMap(({ key, change, row }) => settle(against(row, agreement.against(key, change)))),
  ]
  if (operations.length > 0) yield { rows: index, operations }
  return { mapping, missing, outcomes, requests: { ready: ready.count(), withDoubtful: withDoubtful.count() } }
}

/**
 * Rows that were checked, with everything that was found, in words' worth. The check notes what it found without its
 * values: they are found again here. Where the cache has changed since, what was found then is told without them.
 */
export async function tellRows(
  rows: readonly { readonly index: number; readonly row: FileRow }[],
  table: Pick<FileTable, 'headings'>,
  { mapping, outcomes }: Pick<CheckResult, 'mapping' | 'outcomes'>,
  means: JudgeMeans,
): Promise<ToldRow[]> {
  const kind = importOf(mapping.kind)
  const fields = fieldsOf(kind)
  const judge = createJudge(table, mapping, means)
  const secret = secretColumns(mapping)
  const judged = await judgeRows(
    judge,
    rows.map(({ row }) => row),
    mapping,
  )
  return rows.map(({ index, row: raw }, at) => {
    const row = { ...raw, cells: withoutSecrets(raw.cells, secret, hiddenCell) }
    const { values, findings, passed } = judged[at]!
    const { verdict, findings: noted } = outcomes.at(index)
    return {
      row,
      verdict,
      findings: noted.map((note): Finding => {
        const again = findings.find(({ field, problem }) => field === note.field && problem.code === note.code)
        const noted = outcomes.notedOf(index)
        if (again) return again
        const { field, code, verdict: said } = note
        if (noted?.code === code) return { field, problem: noted, verdict: said }
        if (code !== kind.staged.code || !passed) return { field, problem: { code }, verdict: said }
        const value = kind.subject(values as ValuesOf<ImportKind['fields']>)
        return { field, problem: { code, values: { value } }, verdict: said }
      }),
      values: Object.fromEntries(
        fields.map(([key, { type }]) => {
          const source = mapping.fields[key]
          const raw = source?.from === 'column' ? (row.cells[source.column] ?? '') : ''
          return [key, values[key] === undefined ? raw : rulesOf(type).show(values[key])]
        }),
      ),
    }
  })
}
