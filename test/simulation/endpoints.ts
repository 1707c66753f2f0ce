import type { SimRig } from '../support/core-rig.ts'
import { hashesAstray } from '../support/hashes.ts'
import type { Note, Notes } from '../support/notes.ts'

/** What was promised of endpoints and not kept: hashes that went astray or are kept anywhere, and notes that are wrong. */
export function brokenAtEndpoints(rig: SimRig, notes: Notes): string[] {
  const kept = JSON.stringify(rig.journal('SELECT request, answer, problem FROM attempt'))
  const hashes = [...rig.wire.given.keys()]
  return [
    ...hashesAstray(rig.wire),
    ...notes.astray,
    ...(hashes.some((hash) => kept.includes(hash)) ? ['The journal has kept a hash'] : []),
    ...wrongNotes(rig, notes),
  ]
}

/** Notes that do not say what was sent last: those of one name go one after the other. */
function wrongNotes(rig: SimRig, { held }: Notes): string[] {
  const done = rig.journal<{ id: number; params: string }>(
    `SELECT id, params FROM operation WHERE kind = 'test.note' AND state = 'done' ORDER BY outcome`,
  )
  const last = new Map(
    done.map(({ id, params }) => {
      const note = JSON.parse(params) as Note
      return [`${note.user} ${note.name}`, { id, ...note }]
    }),
  )
  return [...last.values()].flatMap(({ id, user, name, text }) => {
    const says = held.get(user)?.get(name)
    return says === text ? [] : [`Note ${name} of user ${user} says ${says}, and operation ${id} has set ${text}`]
  })
}
