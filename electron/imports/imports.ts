import type { CallOutput, CallParsed } from '../../shared/contract.ts'
import type { FieldSource, FileReading, ImportMapping, ImportProgress } from '../../shared/contract/imports.ts'
import { importOf } from '../../shared/imports/catalogue.ts'
import { fail, ProblemError, problemOf } from '../../shared/problem.ts'
import { noLongerWanted, type Clock, type Log, type Random, type Readers } from '../ports.ts'
import { createIncomingFiles, type IncomingFile } from './incoming-file.ts'
import type { ImportLookups, ImportStaging } from './needs.ts'
import { createReaderLine } from './reader-line.ts'
import { refusedName, refusedSetCsv, withoutReasons, type RefusedWords } from './refused-csv.ts'
import { hiddenCell, secretColumns, withoutSecrets } from '../../shared/imports/secret-cells.ts'
import { plainHeading } from './suggest.ts'

/** A reader that got ready for a file, and none has come for so long, goes again: milliseconds. */
const longestExpected = 5 * 60_000
/** Work that takes longer than this tells how far it has come: milliseconds. */
const longWork = 1000

/** Imports, call by call as the contract has them. */
export interface Imports {
  expect(): CallOutput<'imports.expect'>
  begin(input: CallParsed<'imports.begin'>): Promise<CallOutput<'imports.begin'>>
  chunk(input: CallParsed<'imports.chunk'>): Promise<CallOutput<'imports.chunk'>>
  read(input: CallParsed<'imports.read'>): Promise<CallOutput<'imports.read'>>
  check(input: CallParsed<'imports.check'>): Promise<CallOutput<'imports.check'>>
  rows(input: CallParsed<'imports.rows'>): Promise<CallOutput<'imports.rows'>>
  stage(input: CallParsed<'imports.stage'>): Promise<CallOutput<'imports.stage'>>
  exportRefused(input: CallParsed<'imports.exportRefused'>): Promise<CallOutput<'imports.exportRefused'>>
  /**
   * What the panel refused of a file that was staged, to be mended and imported as it stands: read again, it maps by
   * itself. Null for a change set that came from no file.
   */
  exportRefusedOf(changeSet: number): Promise<CallOutput<'outbox.exportRefused'> | null>
  stop(input: CallParsed<'imports.stop'>): CallOutput<'imports.stop'>
  forget(input: CallParsed<'imports.forget'>): CallOutput<'imports.forget'>
  /** Lets every file go. */
  close(): Promise<void>
}

/** What the core knows of a file that the reader holds. */
interface Known {
  /** As it was last read; null while it has not been. */
  table: { readonly headings: readonly string[]; readonly reading: FileReading; readonly rows: number } | null
  /** As it was last checked, and what came of it. */
  checked: {
    readonly mapping: ImportMapping
    readonly ready: number
    readonly doubtful: number
    readonly same: number
  } | null
  /** How often a person has stopped something: what was asked for before that is not begun. */
  stops: number
}

/** By what a file is recognised as one like another: its headings, but for our own. One without any is like no other. */
function likeness(headings: readonly string[] | null, reason: string): string | null {
  return headings ? JSON.stringify(withoutReasons(headings, reason).map(plainHeading)) : null
}

/** The headings of a table; null where it has none. */
function headingsOf({ reading, headings }: NonNullable<Known['table']>): readonly string[] | null {
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

/**
 * Takes files from the window and hands them to a reader, who reads, maps and checks them apart from here; hands their
 * rows over as operations to stage. Work on one file is done in the order in which it was asked for.
 */
export function createImports(options: {
  clock: Clock
  random: Random
  log: Log
  readers: Readers
  lookups: ImportLookups
  staging: ImportStaging
  words: RefusedWords
  /** Hears how far something has come that takes long. */
  onProgress: (progress: ImportProgress) => void
}): Imports {
  const { clock, random, lookups, staging, words } = options
  const queues = new Map<string, Promise<unknown>>()
  /** What goes on with a file and can be stopped, and since when. */
  const going = new Map<string, { readonly since: number; readonly stop: () => void }>()

  const files = createIncomingFiles<Known>({
    clock,
    random,
    unknown: () => ({ table: null, checked: null, stops: 0 }),
    onForgotten(id) {
      going.get(id)?.stop()
      // With the last file the reader goes, and gives back all its memory.
      if (files.count === 0) void reader.end()
      else reader.forget(id)
    },
  })
  const reader = createReaderLine({
    ...options,
    onLost() {
      // Callers that wait get the reason from the line.
      going.clear()
      files.forgetAll()
    },
    onProgress({ file, ...progress }) {
      const since = going.get(file)?.since
      if (since !== undefined && clock.monotonic() - since >= longWork) options.onProgress({ file, ...progress })
    },
  })

  /** Ends the waiting for a file that was expected. */
  let expecting = new AbortController()

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

  /** As {@link inTurn}, unless it was stopped before its turn came. */
  async function unlessStopped<Result>(id: string, work: (known: Known) => Promise<Result>): Promise<Result> {
    const { stops } = files.get(id).known
    return inTurn(id, () => {
      const { known } = files.get(id)
      return known.stops === stops ? work(known) : fail('file-stopped')
    })
  }

  /** What is asked of the reader, until it is stopped: callers that wait for it are told at once. */
  function stoppable<Answer>(id: string, answer: Promise<Answer>): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const stop = () => {
        reject(new ProblemError({ code: 'file-stopped' }))
        going.delete(id)
      }
      const mine = { since: clock.monotonic(), stop }
      going.set(id, mine)
      answer.then(resolve, reject).finally(() => {
        if (going.get(id) === mine) going.delete(id)
      })
    })
  }

  /** Remembers a mapping; a disk that is full just then does not undo what it was used for. */
  function remember(like: string, mapping: ImportMapping): void {
    try {
      staging.rememberMapping(like, worthRemembering(mapping))
    } catch (error) {
      options.log.warn('a mapping could not be remembered', { error: String(error) })
    }
  }

  function checkedOf({ known: { table, checked } }: IncomingFile<Known>) {
    if (!table || !checked) fail('bad-call')
    return { table, ...checked }
  }

  /** What the reader is told to look at rows with. */
  const lookingMeans = () => ({
    ...{ equipment: lookups.equipment(), now: lookups.now() },
    passwordPolicy: lookups.passwordPolicy(),
  })

  /** What the reader is told of the panel for a check. */
  function meansFor({ kind }: ImportMapping) {
    return { ...lookingMeans(), batchMost: lookups.batchMost(importOf(kind).operation) }
  }

  /**
   * The rows to stage, piece by piece: one is at hand, and one more is being made. They are checked once more: a pull, or
   * another file, may have changed what the person saw.
   */
  async function* rowsToStage(id: string, mapping: ImportMapping, includeDoubtful: boolean) {
    if (importOf(mapping.kind).finds) await lookups.ready()
    await reader.ask.stage({ file: id, includeDoubtful, ...meansFor(mapping) })
    try {
      let next = reader.ask.next({ file: id })
      for (;;) {
        const { operations } = await next
        if (!operations) return
        next = reader.ask.next({ file: id })
        next.catch(() => undefined)
        yield operations
      }
    } finally {
      // The caller that stages them may have stopped.
      reader.stop(id)
    }
  }

  return {
    expect() {
      reader.ready()
      expecting.abort(noLongerWanted)
      expecting = new AbortController()
      clock.sleep(longestExpected, expecting.signal).then(
        () => (files.count === 0 ? reader.end() : undefined),
        () => undefined,
      )
      return {}
    },

    async begin({ name, size }) {
      const file = files.begin(name, size)
      await reader.ask.begin({ file, size })
      return { file }
    },

    async chunk({ file, data }) {
      files.get(file)
      return reader.ask.add({ file, data })
    },

    read: ({ file: id, reading }) =>
      unlessStopped(id, async (known) => {
        const equipment = lookups.equipment()
        const answer = await stoppable(id, reader.ask.read({ file: id, reading, equipment }))
        known.table = {
          headings: answer.columns.map(({ name }) => name),
          reading: answer.reading,
          rows: answer.rows,
        }
        known.checked = null
        const like = likeness(headingsOf(known.table), words.reason)
        const recalled = like === null ? null : staging.recallMapping(like)
        const remembered = recalled && 'value' in recalled ? recalled.value : null
        const { suggested, mappings } = answer
        const secret = remembered ? secretColumns(remembered) : new Set<number>()
        return {
          ...answer,
          preview: answer.preview.map((row) => [...withoutSecrets(row, secret, hiddenCell)]),
          columns: answer.columns.map((one, column) => (secret.has(column) ? { ...one, samples: [] } : one)),
          suggested: remembered ? completed(remembered) : suggested,
          remembered: remembered !== null,
          unreadable: recalled !== null && 'unreadable' in recalled,
          mappings: remembered ? { ...mappings, [remembered.kind]: completed(remembered) } : mappings,
        }
      }),

    check: ({ file: id, mapping: asked }) =>
      unlessStopped(id, async (known) => {
        const mapping = completed(asked)
        try {
          if (importOf(mapping.kind).finds) await lookups.ready()
          const answer = await stoppable(id, reader.ask.check({ file: id, mapping, ...meansFor(mapping) }))
          known.checked = { mapping, ready: answer.ready, doubtful: answer.doubtful, same: answer.same }
          return answer
        } catch (error) {
          // What was checked before is not what this person wants to stage.
          if (problemOf(error).code === 'file-stopped') known.checked = null
          throw error
        }
      }),

    async rows({ file: id, ...which }) {
      checkedOf(files.get(id))
      const { count, rows } = await reader.ask.rows({ file: id, ...which, ...lookingMeans() })
      return { count, rows: [...rows] }
    },

    stage: ({ file: id, includeDoubtful }) =>
      inTurn(id, async () => {
        const file = files.get(id)
        const { table, mapping, ready, doubtful, same } = checkedOf(file)
        const { reading } = table
        const headings = headingsOf(table)
        const { changeSet, staged } = await staging.stage({
          title: file.name,
          file: {
            headings: headings && [...headings],
            delimiter: reading.delimiter,
            encoding: reading.encoding,
            mapping,
          },
          operations: rowsToStage(id, mapping, includeDoubtful),
          likely: ready + (includeDoubtful ? doubtful : 0),
        })
        const like = likeness(headings, words.reason)
        if (like !== null) remember(like, mapping)
        return { changeSet, staged, left: table.rows - same - staged }
      }),

    async exportRefused({ file: id, doubtful }) {
      const file = files.get(id)
      checkedOf(file)
      const left = await reader.ask.left({ file: id, doubtful, words, ...lookingMeans() })
      return { name: refusedName(file.name), ...left }
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

    stop({ file: id }) {
      files.get(id).known.stops += 1
      going.get(id)?.stop()
      reader.stop(id)
      return {}
    },

    forget({ file }) {
      files.forget(file)
      return {}
    },

    close() {
      expecting.abort(noLongerWanted)
      return reader.end()
    },
  }
}
