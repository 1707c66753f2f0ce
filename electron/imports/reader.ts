import { importNames } from '../../shared/imports/catalogue.ts'
import type { Finding } from '../../shared/imports/import-kind.ts'
import { fail, type Problem } from '../../shared/problem.ts'
import type { Clock } from '../ports.ts'
import { checkTable, tellRows, type CheckResult, type ToldRow } from './check.ts'
import type { JudgeMeans } from './judge.ts'
import { joinLine, type Answering, type Line } from './line.ts'
import { readerCalls, questions as asked, type Questions } from './reader-calls.ts'
import { readTable, type FileRow, type FileTable } from './read-rows.ts'
import { refusedCsv } from './refused-csv.ts'
import { hiddenCell, secretColumns, withoutSecrets } from '../../shared/imports/secret-cells.ts'
import { looksLikeHeading, suggest } from './suggest.ts'

const previewRows = 20
const samplesEach = 3
/** More problems than this are counted by the check, not listed by the reading. */
const problemsListed = 100

/** A file, as its bytes, and what has been made of them. */
interface HeldFile {
  readonly bytes: Uint8Array
  received: number
  table: FileTable | null
  check: CheckResult | null
  /** Counts what was asked to be made of it: work on anything else stops. */
  work: number
  staging: ReturnType<typeof checkTable> | null
}

/**
 * Reads and checks files apart from the core, in whatever thread: nothing here touches a disk, and what the core alone
 * knows is asked of it over the line, for many rows at a time. Answers what to do with a message that comes.
 */
export function serveReader({
  post,
  clock,
}: {
  post: (message: unknown) => void
  clock: Pick<Clock, 'turn'>
}): (message: unknown) => void {
  const line: Line<typeof asked> = joinLine({
    post,
    mine: readerCalls,
    answers: createReader(() => line.ask, clock),
    theirs: asked,
  })
  return (message) => line.receive(message)
}

function samplesOf({ head }: FileTable, column: number): string[] {
  const samples: string[] = []
  for (const row of head) {
    const cell = row[column]?.trim()
    if (cell) samples.push(cell)
    if (samples.length === samplesEach) break
  }
  return samples
}

function createReader(core: () => Questions, clock: Pick<Clock, 'turn'>): Answering<typeof readerCalls> {
  const files = new Map<string, HeldFile>()
  const get = (id: string): HeldFile => files.get(id) ?? fail('file-unknown')

  function tableOf(file: HeldFile): FileTable {
    return file.table ?? fail('bad-call')
  }

  function checkOf(file: HeldFile): CheckResult {
    return file.check ?? fail('bad-call')
  }

  /** Begins to make something of a file; what is returned lets others have their turn, and stops where it is wanted no more. */
  function begin(id: string, doing: 'reading' | 'checking') {
    const file = get(id)
    const mine = (file.work += 1)
    let told: Promise<unknown> | null = null
    return async (done: number, total: number): Promise<void> => {
      told ??= core()
        .progress({ file: id, doing, done, total })
        .catch(() => undefined)
        .then(() => (told = null))
      await clock.turn()
      if (file.work !== mine || files.get(id) !== file) fail('file-stopped')
    }
  }

  /** Rows by their indexes, in this order; each piece is cut once. */
  function rowsAt(table: FileTable, indexes: readonly number[]): { index: number; row: FileRow }[] {
    let piece = 0
    let rows: readonly FileRow[] | null = null
    return indexes.map((index) => {
      while (index >= table.pieces[piece]!.first + table.pieces[piece]!.count) {
        piece += 1
        rows = null
      }
      rows ??= table.rows(piece)
      return { index, row: rows[index - table.pieces[piece]!.first]! }
    })
  }

  const tell = (file: HeldFile, indexes: readonly number[], means: Omit<JudgeMeans, 'questions'>) => {
    const table = tableOf(file)
    return tellRows(rowsAt(table, indexes), table, checkOf(file), { ...means, questions: core() })
  }

  return {
    begin({ file, size }) {
      files.set(file, {
        bytes: new Uint8Array(size),
        received: 0,
        table: null,
        check: null,
        work: 0,
        staging: null,
      })
      return {}
    },

    add({ file: id, data }) {
      const file = get(id)
      const bytes = Buffer.from(data, 'base64')
      if (file.received + bytes.length > file.bytes.length) fail('bad-call')
      file.bytes.set(bytes, file.received)
      file.received += bytes.length
      return {}
    },

    async read({ file: id, reading, equipment }) {
      const file = get(id)
      if (file.received < file.bytes.length) fail('bad-call')
      const table = await readTable(file.bytes, reading, looksLikeHeading, { pause: begin(id, 'reading') })
      file.table = table
      file.check = null
      const { best, mappings } = suggest(table.headings, table.head, equipment)
      const secret = new Set(importNames.flatMap((name) => [...secretColumns(mappings[name])]))
      return {
        reading: table.reading,
        rows: table.count,
        columns: table.headings.map((name, column) => ({
          name,
          samples: secret.has(column) ? [] : samplesOf(table, column),
        })),
        preview: table.head.slice(0, previewRows).map((row) => [...withoutSecrets(row, secret, hiddenCell)]),
        problems: table.unclean(problemsListed),
        suggested: best,
        mappings,
      }
    },

    async check({ file: id, mapping, ...means }) {
      const file = get(id)
      const table = tableOf(file)
      const pause = begin(id, 'checking')
      const steps = checkTable(table, mapping, { ...means, questions: core() }, () => false)
      let step = await steps.next()
      for (; !step.done; step = await steps.next()) await pause(step.value.rows, table.count)
      file.check = step.value
      const { outcomes, missing, requests } = step.value
      return {
        ready: outcomes.count('ready'),
        doubtful: outcomes.count('doubt'),
        refused: outcomes.count('refused'),
        same: outcomes.count('same'),
        groups: outcomes.groups(),
        missing: [...missing],
        requests: requests.ready,
        requestsWithDoubtful: requests.withDoubtful,
      }
    },

    async rows({ file: id, from, count, equipment, now, passwordPolicy, ...which }) {
      const file = get(id)
      const chosen = checkOf(file).outcomes.choose(which, from, count)
      const told = await tell(file, chosen.indexes, { equipment, now, passwordPolicy })
      return {
        count: chosen.count,
        rows: told.map(({ row, values, findings, verdict }) => ({
          row: row.number,
          cells: [...row.cells],
          values,
          problems: problemsOf(findings),
          verdict,
        })),
      }
    },

    stage({ file: id, includeDoubtful, ...means }) {
      const file = get(id)
      const { mapping } = checkOf(file)
      file.work += 1
      file.staging = checkTable(
        tableOf(file),
        mapping,
        { ...means, questions: core() },
        (verdict) => verdict === 'ready' || (includeDoubtful && verdict === 'doubt'),
      )
      return {}
    },

    async next({ file: id }) {
      const file = get(id)
      const { staging } = file
      if (!staging) fail('file-stopped')
      for (;;) {
        const step = await staging.next()
        if (file.staging !== staging) fail('file-stopped')
        if (step.done) {
          // Of two that were asked for at the end, the first brings the result.
          if (step.value) file.check = step.value
          return { operations: null }
        }
        if (step.value.operations.length > 0) return { operations: step.value.operations }
        await clock.turn()
      }
    },

    left({ file: id, doubtful, words, ...means }) {
      const file = get(id)
      const table = tableOf(file)
      const indexes = checkOf(file).outcomes.all(
        (verdict) => verdict === 'refused' || (doubtful && verdict === 'doubt'),
      )
      const secret = secretColumns(checkOf(file).mapping)
      async function* told(): AsyncGenerator<ToldRow[]> {
        for (let some = take(indexes, 1000); some.length > 0; some = take(indexes, 1000)) {
          const rows = await tell(file, some, means)
          // Whoever mends the file types them anew: dots would be taken for passwords.
          yield rows.map((one) => ({ ...one, row: { ...one.row, cells: withoutSecrets(one.row.cells, secret, '') } }))
          await clock.turn()
        }
      }
      return refusedCsv(table, told(), words)
    },

    stop({ file: id }) {
      const file = files.get(id)
      if (!file) return {}
      file.work += 1
      file.staging = null
      return {}
    },

    forget({ file }) {
      files.delete(file)
      return {}
    },
  }
}

/** One problem a field: a refusal before a doubt. */
function problemsOf(findings: readonly Finding[]): Record<string, Problem> {
  const problems: Record<string, Problem> = {}
  for (const wanted of ['refused', 'doubt']) {
    for (const { field, problem, verdict } of findings) if (verdict === wanted) problems[field] ??= problem
  }
  return problems
}

/** The next of `from`, at most so many. */
function take(from: Iterator<number>, most: number): number[] {
  const taken: number[] = []
  while (taken.length < most) {
    const next = from.next()
    if (next.done) break
    taken.push(next.value)
  }
  return taken
}
