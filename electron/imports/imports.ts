import type { CallOutput, CallParsed } from '../../shared/contract.ts'
import type { FieldSource, ImportMapping, ImportRow } from '../../shared/contract/imports.ts'
import { importOf } from '../../shared/imports/catalogue.ts'
import type { Finding } from '../../shared/imports/import-kind.ts'
import { fail, type Problem } from '../../shared/problem.ts'
import type { Clock, Random } from '../ports.ts'
import { checkTable, shownValues, type CheckResult } from './check.ts'
import { createIncomingFiles } from './incoming-file.ts'
import { type ImportLookups, type ImportStaging, type RowOperation } from './needs.ts'
import { readTable, type FileTable } from './read-rows.ts'
import { refusedCsv, refusedName, refusedSetCsv, withoutReasons, type RefusedWords } from './refused-csv.ts'
import { looksLikeHeading, plainHeading, suggest } from './suggest.ts'

const previewRows = 20
const samplesEach = 3
/** More problems than this are counted by the check, not listed by the reading. */
const problemsListed = 100
const examplesEach = 5

/** Imports, call by call as the contract has them. */
export interface Imports {
  begin(input: CallParsed<'imports.begin'>): CallOutput<'imports.begin'>
  chunk(input: CallParsed<'imports.chunk'>): CallOutput<'imports.chunk'>
  read(input: CallParsed<'imports.read'>): Promise<CallOutput<'imports.read'>>
  check(input: CallParsed<'imports.check'>): Promise<CallOutput<'imports.check'>>
  rows(input: CallParsed<'imports.rows'>): CallOutput<'imports.rows'>
  stage(input: CallParsed<'imports.stage'>): Promise<CallOutput<'imports.stage'>>
  exportRefused(input: CallParsed<'imports.exportRefused'>): Promise<CallOutput<'imports.exportRefused'>>
  /**
   * What the panel refused of a file that was staged, to be mended and imported as it stands: read again, it maps by
   * itself. Null for a change set that came from no file.
   */
  exportRefusedOf(changeSet: number): Promise<CallOutput<'outbox.exportRefused'> | null>
  forget(input: CallParsed<'imports.forget'>): CallOutput<'imports.forget'>
}

/** What has been made of a file: its table, and the last check of it. */
interface Contents {
  readonly table: FileTable
  readonly check: CheckResult | null
}

/** By what a file is recognised as one like another: its headings, but for our own. One without any is like no other. */
function likeness(headings: readonly string[] | null, reason: string): string | null {
  return headings ? JSON.stringify(withoutReasons(headings, reason).map(plainHeading)) : null
}

/** The headings of a table; null where it has none. */
function headingsOf({ reading, headings }: FileTable): readonly string[] | null {
  return reading.heading ? headings : null
}

/** What is remembered of a mapping: not the one user whom everything went to, who is likely another the next time. */
function worthRemembering(mapping: ImportMapping): ImportMapping {
  const { fields } = importOf(mapping.kind)
  const kept = ([key, source]: [string, FieldSource]): [string, FieldSource] =>
    source.from === 'constant' && fields[key]?.type === 'user' ? [key, { from: 'nothing' }] : [key, source]
  return { ...mapping, fields: Object.fromEntries(Object.entries(mapping.fields).map(kept)) }
}

/** The mapping with every field and option of its kind in it, and none besides. */
function completed(mapping: ImportMapping): ImportMapping {
  const { fields, options } = importOf(mapping.kind)
  return {
    kind: mapping.kind,
    fields: Object.fromEntries(Object.keys(fields).map((key) => [key, mapping.fields[key] ?? { from: 'nothing' }])),
    options: Object.fromEntries(Object.entries(options).map(([key, usual]) => [key, mapping.options[key] ?? usual])),
  }
}

/** Rows that were not read as they were written, by index, and why, in the order of the file. */
function uncleanRows({ troubles, damaged }: FileTable): [number, Problem][] {
  const rows = new Map<number, Problem>()
  for (const index of damaged.keys()) rows.set(index, { code: 'text-damaged' })
  for (const [index, { problem }] of troubles) rows.set(index, problem)
  return [...rows].sort(([one], [other]) => one - other)
}

function samplesOf(table: FileTable, column: number): string[] {
  const samples: string[] = []
  for (const row of table.rows.slice(0, 200)) {
    const cell = row[column]?.trim()
    if (cell) samples.push(cell)
    if (samples.length === samplesEach) break
  }
  return samples
}

/** Findings by how they are mended: by field and code, most rows first. */
function groupsOf(table: FileTable, check: CheckResult): CallOutput<'imports.check'>['groups'] {
  const groups = new Map<string, Finding & { rows: number; examples: number[] }>()
  for (const [index, findings] of check.findings) {
    for (const { field, problem, verdict } of findings) {
      const key = `${field}:${problem.code}`
      const group = groups.get(key) ?? { field, problem, verdict, rows: 0, examples: [] }
      groups.set(key, group)
      group.rows += 1
      if (group.examples.length < examplesEach) group.examples.push(table.numbers[index]!)
    }
  }
  return [...groups.values()].sort((a, b) => b.rows - a.rows)
}

/** One problem a field: a refusal before a doubt. */
function problemsOf(findings: readonly Finding[]): Record<string, Problem> {
  const problems: Record<string, Problem> = {}
  for (const wanted of ['refused', 'doubt']) {
    for (const { field, problem, verdict } of findings) if (verdict === wanted) problems[field] ??= problem
  }
  return problems
}

/** Indexes of the rows that are asked for. */
function chosenRows(check: CheckResult, { only, group }: Pick<CallParsed<'imports.rows'>, 'only' | 'group'>): number[] {
  const indexes: number[] = []
  check.verdicts.forEach((verdict, index) => {
    if (only !== 'all' && verdict !== only) return
    const said = check.findings.get(index) ?? []
    if (group && !said.some(({ field, problem }) => field === group.field && problem.code === group.code)) return
    indexes.push(index)
  })
  return indexes
}

/**
 * Takes files from the window, reads, maps and checks them, and hands their rows over as operations to stage. Long
 * work is done piece by piece; work on one file is done in the order in which it was asked for.
 */
export function createImports(options: {
  clock: Clock
  random: Random
  lookups: ImportLookups
  staging: ImportStaging
  words: RefusedWords
}): Imports {
  const { clock, random, lookups, staging, words } = options
  const files = createIncomingFiles<Contents>(clock, random)
  const queues = new Map<string, Promise<unknown>>()

  /** Runs `work` once everything that was asked of this file before has ended, well or badly. */
  function inTurn<Result>(id: string, work: () => Promise<Result>): Promise<Result> {
    const result = (queues.get(id) ?? Promise.resolve()).then(work, work)
    const settled = result
      .catch(() => undefined)
      .finally(() => {
        if (queues.get(id) === settled) queues.delete(id)
      })
    queues.set(id, settled)
    return result
  }

  function checked(id: string): { file: ReturnType<typeof files.get>; table: FileTable; check: CheckResult } {
    const file = files.get(id)
    if (!file.contents?.check) fail('bad-call')
    return { file, table: file.contents.table, check: file.contents.check }
  }

  return {
    begin: ({ name, size }) => ({ file: files.begin(name, size) }),

    chunk({ file, data }) {
      files.add(file, data)
      return {}
    },

    read: ({ file: id, reading }) =>
      inTurn(id, async () => {
        const file = files.get(id)
        const table = await readTable(file.bytes(), reading, looksLikeHeading, clock)
        file.contents = { table, check: null }
        const like = likeness(headingsOf(table), words.reason)
        const recalled = like === null ? null : staging.recallMapping(like)
        const remembered = recalled && 'value' in recalled ? recalled.value : null
        const { best, mappings } = suggest(table.headings, table.rows, lookups.equipment())
        const unclean = uncleanRows(table).slice(0, problemsListed)
        return {
          reading: table.reading,
          rows: table.rows.length,
          columns: table.headings.map((name, column) => ({ name, samples: samplesOf(table, column) })),
          preview: table.rows.slice(0, previewRows).map((row) => [...row]),
          problems: unclean.map(([index, problem]) => ({ row: table.numbers[index]!, problem })),
          suggested: remembered ? completed(remembered) : best,
          remembered: remembered !== null,
          unreadable: recalled !== null && 'unreadable' in recalled,
          mappings: remembered ? { ...mappings, [remembered.kind]: completed(remembered) } : mappings,
        }
      }),

    check: ({ file: id, mapping }) =>
      inTurn(id, async () => {
        const file = files.get(id)
        if (!file.contents) fail('bad-call')
        const { table } = file.contents
        const check = await checkTable(table, completed(mapping), lookups, clock)
        file.contents = { table, check }
        const counts = { ready: 0, doubt: 0, refused: 0 }
        for (const verdict of check.verdicts) counts[verdict] += 1
        return {
          ready: counts.ready,
          doubtful: counts.doubt,
          refused: counts.refused,
          groups: groupsOf(table, check),
          missing: [...check.missing],
          requests: check.requests.ready,
          requestsWithDoubtful: check.requests.withDoubtful,
        }
      }),

    rows({ file: id, from, count, ...which }) {
      const { table, check } = checked(id)
      const indexes = chosenRows(check, which)
      const wanted = indexes.slice(from, from + count)
      const values = shownValues(table, wanted, check.mapping, lookups)
      return {
        count: indexes.length,
        rows: wanted.map((index, at): ImportRow => ({
          row: table.numbers[index]!,
          cells: [...table.rows[index]!],
          values: values[at]!,
          problems: problemsOf(check.findings.get(index) ?? []),
          verdict: check.verdicts[index]!,
        })),
      }
    },

    stage: ({ file: id, includeDoubtful }) =>
      inTurn(id, async () => {
        const { file, table, check } = checked(id)
        const operations: RowOperation[] = []
        // Checked once more: a pull, or another file, may have changed what the person saw.
        const again = await checkTable(table, check.mapping, lookups, clock, (operation, verdict) => {
          if (verdict === 'ready' || includeDoubtful) operations.push(operation)
        })
        file.contents = { table, check: again }
        if (operations.length === 0) fail('nothing-to-stage')
        const { reading } = table
        const headings = headingsOf(table)
        const { changeSet, staged } = staging.stage({
          title: file.name,
          file: {
            headings: headings && [...headings],
            delimiter: reading.delimiter,
            encoding: reading.encoding,
            mapping: check.mapping,
          },
          operations,
        })
        const like = likeness(headingsOf(table), words.reason)
        if (like !== null) staging.rememberMapping(like, worthRemembering(check.mapping))
        return { changeSet, staged, left: table.rows.length - staged }
      }),

    async exportRefused({ file: id, doubtful }) {
      const { file, table, check } = checked(id)
      const indexes = check.verdicts.flatMap((verdict, index) =>
        verdict === 'refused' || (doubtful && verdict === 'doubt') ? [index] : [],
      )
      return { name: refusedName(file.name), ...(await refusedCsv(table, indexes, check.findings, words, clock)) }
    },

    async exportRefusedOf(changeSet) {
      const refused = staging.refusedOf(changeSet)
      // Of a file that cannot be read any more, what was refused is told without its columns.
      if (!refused || 'unreadable' in refused.file) return null
      const { file: csv, headings, mapping } = await refusedSetCsv(refused.file.value, refused.rows, words, clock)
      const like = likeness(headings, words.reason)
      if (like !== null && !staging.recallMapping(like)) staging.rememberMapping(like, mapping)
      return { name: refusedName(refused.name), ...csv }
    },

    forget({ file }) {
      files.forget(file)
      return {}
    },
  }
}
