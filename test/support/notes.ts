import { join } from 'node:path'
import Database from 'better-sqlite3'
import { z } from 'zod'
import { addExecutor } from '../../electron/operations/executors.ts'
import type { UserMethod } from '../../electron/demo-panel/user-side.ts'
import { addKind } from '../../shared/operations/catalogue.ts'
import { kind } from '../../shared/operations/kind.ts'
import type { Rig } from './core-rig.ts'

// No kind of a real panel goes to the User API yet. So here is one: each user has notes there, by their names.

const noteKind = kind({
  name: 'test.note',
  entity: 'tracker',
  methods: ['note/set'],
  version: 1,
  params: z.object({ user: z.int(), name: z.string(), text: z.string() }),
  needs: [],
  risk: 'plain',
  idempotence: 'same-again',
  lanes: ({ user, name }) => [`note:${user} ${name}`],
  batchMost: 3,
  batchKey: () => 'notes',
  describe: ({ name, text }) => ({ changes: [{ field: name, from: null, to: text }] }),
  check: () => null,
})

/** A note that is staged. */
export type Note = z.infer<typeof noteKind.params>

const noteOf = (params: unknown): Note => noteKind.params.parse(params)
const noteAnswer = z.object({ notes: z.record(z.string(), z.string()) })

addKind(noteKind)
addExecutor(noteKind.name, {
  reads: () => null,
  endpoint: (params) => ({ api: 'user', user: noteOf(params).user }),
  request: (operations) => ({
    path: 'note/set',
    body: { notes: operations.map(({ params }) => noteOf(params)) },
  }),
  outcomes: (operations) => new Map(operations.map(({ id }) => [id, { done: null }])),
  narrow: () => Promise.resolve(null),
  async readBack(operations, { panel, signal }) {
    const [first] = operations
    const line = panel.at({ api: 'user', user: noteOf(first?.params).user })
    const { notes } = noteAnswer.parse(await line.read('note/list', {}, { signal }))
    return new Map(
      operations.map(({ id, params }) => {
        const { name, text } = noteOf(params)
        return [id, notes[name] === text ? { effect: true, result: null } : { effect: false }]
      }),
    )
  },
  inverse: () => ({ none: { code: 'no-inverse' } }),
  apply: () => undefined,
})

/** The User API of a panel whose users have notes. */
export interface Notes {
  readonly methods: Readonly<Record<string, UserMethod>>
  /** What each user's notes say. */
  readonly held: ReadonlyMap<number, ReadonlyMap<string, string>>
  /** Notes that came in the session of somebody else than whose they are. */
  readonly astray: readonly string[]
}

export function createNotes(): Notes {
  const held = new Map<number, Map<string, string>>()
  const astray: string[] = []
  return {
    held,
    astray,
    methods: {
      'note/set': {
        answer({ user, session }, parameters) {
          const its = held.get(user) ?? new Map<string, string>()
          held.set(user, its)
          for (const { user: whose, name, text } of z.array(noteKind.params).parse(parameters['notes'])) {
            if (whose !== user) astray.push(`A note for user ${whose} came in the session of user ${user}`)
            its.set(name, text)
          }
          // Some servers repeat what they were told.
          return { said: `set with NVX ${session.hash}, that is ${session.hash}` }
        },
      },
      'note/list': {
        answer: ({ user }) => ({ notes: Object.fromEntries(held.get(user) ?? []) }),
      },
    },
  }
}

/** Stages notes behind the core's back, as one change set: no page offers it. */
export function stageNotes(rig: Rig, notes: readonly Note[]): void {
  const database = new Database(join(rig.profileFolder, 'journal.db'))
  try {
    database.pragma('foreign_keys = ON')
    database.exec('BEGIN IMMEDIATE')
    const { lastInsertRowid: set } = database
      .prepare(`INSERT INTO change_set (origin, title, created_at) VALUES ('import', 'Notes', 0)`)
      .run()
    const operation = database.prepare(
      `INSERT INTO operation (change_set, kind, version, params, subject, state, staged_at, file_row)
       VALUES (?, ?, 1, ?, ?, 'draft', 0, ?)`,
    )
    const lane = database.prepare('INSERT INTO lane VALUES (?, ?)')
    for (const [row, note] of notes.entries()) {
      const { lastInsertRowid } = operation.run(set, noteKind.name, JSON.stringify(note), note.name, row)
      for (const name of noteKind.lanes(note)) lane.run(name, lastInsertRowid)
    }
    database.exec('COMMIT')
  } finally {
    database.close()
  }
}
