import { z } from 'zod'
import { lastLook, look, type LastLook, type Look } from '../../shared/contract/looking.ts'
import { sheets, type SheetName } from '../../shared/sheets/catalogue.ts'
import type { Journal } from './journal.ts'

/** Ways to look at a sheet, kept with the profile. */
export interface SavedViews {
  /** Those of a sheet, by name. */
  list(sheet: SheetName): { id: number; name: string; look: Look }[]
  /** Saves one, in place of another of the same name; answers its id. */
  save(sheet: SheetName, name: string, look: Look): number
  remove(id: number): void
  /** How the person last left a sheet; null before the first time. */
  last(sheet: SheetName): LastLook | null
  keepLast(sheet: SheetName, look: LastLook): void
}

const row = z.object({ id: z.int(), name: z.string(), look: z.string() })

export function createSavedViews(journal: Journal): SavedViews {
  const { database } = journal
  const select = database.prepare<[string]>('SELECT id, name, look FROM saved_view WHERE sheet = ? ORDER BY name')
  const write = database
    .prepare<[string, string, string], number>(
      `INSERT INTO saved_view (sheet, name, look) VALUES (?, ?, ?)
       ON CONFLICT (sheet, name) DO UPDATE SET look = excluded.look RETURNING id`,
    )
    .pluck()
  const remove = database.prepare('DELETE FROM saved_view WHERE id = ?')

  const list = (sheet: SheetName): { id: number; name: string; look: Look }[] =>
    select.all(sheet).flatMap((raw) => {
      const { id, name, look: text } = row.parse(raw)
      // A newer program may have saved what this one cannot read: it stays in the file.
      const parsed = look.safeParse(JSON.parse(text))
      return parsed.success ? [{ id, name, look: known(sheet, parsed.data) }] : []
    })

  return {
    list,
    save: (sheet, name, saved) => journal.commit(() => write.get(sheet, name, JSON.stringify(saved)) ?? 0),
    remove: (id) => void journal.commit(() => remove.run(id)),
    last(sheet) {
      const text = journal.setting(`look:${sheet}`)
      const parsed = text === null ? null : lastLook.safeParse(JSON.parse(text))
      if (!parsed?.success) return null
      const { view, lent, ...left } = known(sheet, parsed.data)
      // What a view lent goes with it.
      return list(sheet).some(({ id }) => id === view)
        ? { ...left, view, lent: lent?.filter(isKnown(sheet)) ?? null }
        : { ...left, view: null, lent: null }
    },
    keepLast: (sheet, left) => journal.setSetting(`look:${sheet}`, JSON.stringify(left)),
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
