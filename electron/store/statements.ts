import type Database from 'better-sqlite3'
import { keepRecent } from '../recently-used.ts'

/**
 * One question or change in SQL. How many rows are wanted is written with a sign, `LIMIT +?`: without it SQLite takes the
 * number into its plan, and compiles the statement anew each time that it is asked with one.
 */
export interface Statement<Asked extends unknown[] = unknown[], Row = unknown> {
  run(...asked: Asked): { readonly changes: number; readonly lastInsertRowid: number | bigint }
  get(...asked: Asked): Row | undefined
  all(...asked: Asked): Row[]
  /** One row at a time; the statement is compiled anew for it, since it is busy meanwhile. */
  iterate(...asked: Asked): IterableIterator<Row>
  /** The first column alone. */
  pluck(): this
  /** Rows as lists. */
  raw(): this
}

/** An open SQLite file. */
export interface Sqlite extends Omit<Database.Database, 'prepare'> {
  prepare<Asked extends unknown[] = unknown[], Row = unknown>(sql: string): Statement<Asked, Row>
}

/** What hears how long statements take. */
export interface QueryWatch {
  /** Milliseconds, by a clock that is never set. */
  now(): number
  /** It hears only of what takes longer than so many milliseconds: nearly nothing does. */
  readonly from: number
  /** A statement has been carried out; `sql` is its text, which has no values in it. */
  took(sql: string, milliseconds: number): void
}

/** Statements kept for a file at most: more than are ever asked for again and again. */
const mostKept = 200

type Form = 'rows' | 'first column' | 'lists'
type Compiled = Database.Statement<unknown[], unknown>
/** What the statements of one file share. */
interface File {
  readonly kept: ReadonlyMap<string, Compiled>
  watch: QueryWatch | null
  /** How often this program has written to the file. */
  writes: number
  compile(sql: string, form: Form): Compiled
  compiled(sql: string, form: Form): Compiled
}

const files = new WeakMap<object, File>()

/**
 * Lets the statements of a file be compiled when they are first asked, and kept by their text: to open a file then costs
 * no more than what is asked of it, and a question that is put together anew each time is not compiled anew.
 */
export function keepStatements(database: Database.Database): Sqlite {
  const prepare = database.prepare.bind(database)
  const exec = database.exec.bind(database)
  const kept = new Map<string, Compiled>()

  function compile(sql: string, form: Form): Compiled {
    const compiled: Compiled = prepare<unknown[]>(sql)
    if (form === 'first column') compiled.pluck()
    if (form === 'lists') compiled.raw()
    return compiled
  }

  const file: File = {
    kept,
    watch: null,
    writes: 0,
    compile,
    compiled(sql, form) {
      const name = form + sql
      const known = kept.get(name) ?? compile(sql, form)
      keepRecent(kept, name, known, mostKept)
      return known
    },
  }
  const keeping: Sqlite = Object.assign(database, {
    prepare: <Asked extends unknown[], Row>(sql: string): Statement<Asked, Row> =>
      new KeptStatement(file, sql) as unknown as Statement<Asked, Row>,
    exec(sql: string) {
      file.writes += 1
      return exec(sql)
    },
  })
  files.set(keeping, file)
  return keeping
}

/** What has an SQLite file open: the journal, the cache. */
export interface OpenFile {
  readonly database: Sqlite
}

/** Has `watch` hear how long the statements of a file take from now on. */
export function watchQueries({ database }: OpenFile, watch: QueryWatch): void {
  const file = files.get(database)
  if (file) file.watch = watch
}

/** How many statements are kept for a file. */
export function statementsOf({ database }: OpenFile): number {
  return files.get(database)?.kept.size ?? 0
}

/**
 * A number that is another once this program has written to a file: what was found in it before may not be so any more.
 * It is counted here, since to ask SQLite takes as long as many a question that need not be asked again.
 */
export function writesTo(database: Sqlite): number {
  // Of a file whose statements are not kept nobody knows: no two answers are the same.
  return files.get(database)?.writes ?? NaN
}

/** A transaction has been taken back: what was found in it is not so. */
export function tookBack(database: Sqlite): void {
  const file = files.get(database)
  if (file) file.writes += 1
}

/** What hears how long the statements of a file take; null where nobody does. */
export function watchOf(database: Sqlite): QueryWatch | null {
  return files.get(database)?.watch ?? null
}

class KeptStatement implements Statement {
  readonly #file: File
  readonly #sql: string
  #form: Form = 'rows'
  #compiled: Compiled | null = null

  constructor(file: File, sql: string) {
    this.#file = file
    this.#sql = sql
  }

  run(...asked: unknown[]) {
    return this.#timed((compiled) => compiled.run(...asked))
  }

  get(...asked: unknown[]) {
    return this.#timed((compiled) => compiled.get(...asked))
  }

  all(...asked: unknown[]) {
    return this.#timed((compiled) => compiled.all(...asked))
  }

  iterate(...asked: unknown[]) {
    return this.#file.compile(this.#sql, this.#form).iterate(...asked)
  }

  pluck() {
    return this.#as('first column')
  }

  raw() {
    return this.#as('lists')
  }

  #as(form: Form): this {
    if (form !== this.#form) this.#compiled = null
    this.#form = form
    return this
  }

  #timed<Answer>(ask: (compiled: Compiled) => Answer): Answer {
    const compiled = (this.#compiled ??= this.#file.compiled(this.#sql, this.#form))
    if (!compiled.readonly) this.#file.writes += 1
    const { watch } = this.#file
    if (!watch) return ask(compiled)
    const began = watch.now()
    try {
      return ask(compiled)
    } finally {
      const took = watch.now() - began
      if (took > watch.from) watch.took(this.#sql, took)
    }
  }
}
