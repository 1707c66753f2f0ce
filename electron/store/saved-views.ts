import { z } from 'zod'
import { keptLook, keptView, type LastLook, type Look } from '../../shared/contract/looking.ts'
import { sheets, type SheetName } from '../../shared/sheets/catalogue.ts'
import { fail, type Problem } from '../../shared/problem.ts'
import { readVersioned } from '../../shared/versioned.ts'
import type { Journal } from './journal.ts'

/** A way to look at a sheet that a person has given a name. */
export interface SavedView {
  readonly id: number
  readonly name: string
  readonly look: Look
}

/** Ways to look at a sheet, kept with the profile. */
export interface SavedViews {
  /** Those of a sheet, by name. */
  list(sheet: SheetName): SavedView[]
  /** Those of a sheet that this version cannot read, and why; they are kept as they are, and can be removed. */
  unreadable(sheet: SheetName): { id: number; name: string; problem: Problem }[]
  /**
   * Saves one, in place of another of the same name; answers its id. `view-unreadable` where that other cannot be read:
   * it is kept until it is removed.
   */
  save(sheet: SheetName, name: string, look: Look): number
  remove(id: number): void
  /** How the person last left a sheet; null before the first time. */
  last(sheet: SheetName): LastLook | null
  keepLast(sheet: SheetName, look: LastLook): void
}

const row = z.object({ id: z.int(), name: z.string(), look: z.string(), version: z.int().catch(0) })

export function createSavedViews(journal: Journal): SavedViews {
  const { database } = journal
  const select = database.prepare<[string]>(
    'SELECT id, name, look, version FROM saved_view WHERE sheet = ? ORDER BY name',
  )
  const write = database
    .prepare<[string, string, string, number], number>(
      `INSERT INTO saved_view (sheet, name, look, version) VALUES (?, ?, ?, ?)
       ON CONFLICT (sheet, name) DO UPDATE SET look = excluded.look, version = excluded.version RETURNING id`,
    )
    .pluck()
  const remove = database.prepare('DELETE FROM saved_view WHERE id = ?')

  const kept = (sheet: SheetName) =>
    select.all(sheet).map((raw) => {
      const { id, name, look, version } = row.parse(raw)
      return { id, name, read: readVersioned(keptView, version, look) }
    })

  const list = (sheet: SheetName): SavedView[] =>
    kept(sheet).flatMap(({ id, name, read }) => ('value' in read ? [{ id, name, look: known(sheet, read.value) }] : []))
  const unreadable = (sheet: SheetName) =>
    kept(sheet).flatMap(({ id, name, read }) => ('value' in read ? [] : [{ id, name, problem: read.unreadable }]))

  return {
    list,
    unreadable,
    save: (sheet, name, saved) =>
      journal.commit(() => {
        if (unreadable(sheet).some((view) => view.name === name)) fail('view-unreadable', { name })
        return write.get(sheet, name, JSON.stringify(saved), keptView.version) ?? 0
      }),
    remove: (id) => void journal.commit(() => remove.run(id)),
    last(sheet) {
      const read = journal.kept(`look:${sheet}`, keptLook)
      if (!read || 'unreadable' in read) return null
      const { view, lent, ...left } = known(sheet, read.value)
      // What a view lent goes with it.
      return list(sheet).some(({ id }) => id === view)
        ? { ...left, view, lent: lent?.filter(isKnown(sheet)) ?? null }
        : { ...left, view: null, lent: null }
    },
    keepLast: (sheet, left) => journal.keep(`look:${sheet}`, keptLook, left),
  }
}

/** Whether something is about a column that the sheet has: an older program may have had others. */
const isKnown =
  (sheet: SheetName) =>
  ({ field }: { readonly field: string }): boolean =>
    sheets[sheet].columns.some((column) => column.field === field)

/** The same, without what is about columns that the sheet does not have. */
function known<Saved extends Omit<Look, 'search'>>(sheet: SheetName, saved: Saved): Saved {
  const { group } = saved
  return {
    ...saved,
    sort: saved.sort.filter(isKnown(sheet)),
    filter: saved.filter.filter(isKnown(sheet)),
    group: group !== null && isKnown(sheet)({ field: group }) ? group : null,
    columns: saved.columns.filter(isKnown(sheet)),
  }
}
