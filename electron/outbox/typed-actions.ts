import { actionTyped } from '../../shared/actions/catalogue.ts'
import type { SheetAction } from '../../shared/contract/sheets.ts'
import { sheetAction } from '../../shared/contract/acting.ts'
import type { EntityName } from '../../shared/entities/entity.ts'
import type { CellText } from './cell-staging.ts'

/** Texts of cells, by what they are: edits, or actions on their rows. */
interface Typed {
  readonly edits: readonly CellText[]
  /** Actions in the order in which they are to be done, each for all rows for which the same was typed. */
  readonly acts: readonly SheetAction[]
  /** How many say nothing that such an action could do. */
  readonly unsaid: number
}

/**
 * Tells apart what typing into cells is. Of several numbers the smaller one comes first: so each row finds those before it
 * where they will stay.
 */
export function typedActions(entity: EntityName, cells: readonly CellText[]): Typed {
  const edits: CellText[] = []
  const known = new Map(
    [...new Set(cells.map(({ field }) => field))].map((field) => [field, actionTyped(entity, field)]),
  )
  const byText = new Map<string, { readonly field: string; readonly value: string; readonly ids: number[] }>()
  for (const cell of cells) {
    const { id, field, value } = cell
    if (!known.get(field)) edits.push(cell)
    else {
      const key = `${field} ${value.trim()}`
      const same = byText.get(key)
      if (same) same.ids.push(id)
      else byText.set(key, { field, value: value.trim(), ids: [id] })
    }
  }
  const collator = new Intl.Collator('en', { numeric: true })
  const texts = [...byText.values()].sort(
    (a, b) => a.field.localeCompare(b.field) || collator.compare(a.value, b.value),
  )
  let unsaid = 0
  const acts = texts.flatMap(({ field, value, ids }): SheetAction[] => {
    const { action, as } = known.get(field)!
    const said = Object.fromEntries(Object.entries(action.asks).map(([name, ask]) => [name, ask.start]))
    const parsed = sheetAction.safeParse({ kind: action.kind, ids, ...said, [as]: value })
    if (parsed.success && !action.check?.({ ...said, [as]: value })) return [parsed.data]
    unsaid += ids.length
    return []
  })
  return { edits, acts, unsaid }
}
