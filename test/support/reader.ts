import Database from 'better-sqlite3'

/** Reads SQLite files that somebody else writes, each through one connection of its own. */
export interface Reader {
  /** The rows of a question: those of before, where nobody has written to the file since. */
  rows<Row>(path: string, sql: string): readonly Row[]
  /** Lets go of every file; whatever is asked next opens it again. */
  letGo(): void
}

interface Question {
  readonly asked: Database.Statement<[], unknown>
  rows: readonly unknown[]
  /** The version of the file that they are of. */
  of: unknown
}

/** A reader that has nothing open yet. */
export function createReader(): Reader {
  const open = new Map<string, ReturnType<typeof openFile>>()
  return {
    rows<Row>(path: string, sql: string) {
      let file = open.get(path)
      if (!file) open.set(path, (file = openFile(path)))
      return file.rows(sql) as readonly Row[]
    },
    letGo() {
      for (const { close } of open.values()) close()
      open.clear()
    },
  }
}

function openFile(path: string) {
  const database = new Database(path, { readonly: true })
  const version = database.prepare('PRAGMA data_version').pluck()
  const questions = new Map<string, Question>()
  return {
    rows(sql: string): readonly unknown[] {
      const now = version.get()
      let question = questions.get(sql)
      if (!question) questions.set(sql, (question = { asked: database.prepare<[], unknown>(sql), rows: [], of: null }))
      if (question.of !== now) question.rows = question.asked.all()
      question.of = now
      return question.rows
    },
    close: () => void database.close(),
  }
}
