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

/** Tells apart what typing into cells is. What each row may have a value of its own of is said for all rows at once. */
export function typedActions(entity: EntityName, cells: readonly CellText[]): Typed {
  const edits: CellText[] = []
  const known = new Map(
    [...new Set(cells.map(({ field }) => field))].map((field) => [field, actionTyped(entity, field)]),
  )
  const groups = new Map<string, { readonly field: string; readonly cells: CellText[] }>()
  let unsaid = 0
  for (const cell of cells) {
    const { field } = cell
    const typed = known.get(field)
    const value = cell.value.trim()
    if (!typed) edits.push(cell)
    else if (!actOf(typed, [cell.id], value)) unsaid += 1
    else {
      const key = typed.action.lists?.includes(typed.as) ? field : `${field} ${value}`
      const group = groups.get(key) ?? { field, cells: [] }
      groups.set(key, group)
      group.cells.push({ ...cell, value })
    }
  }
  const acts = [...groups.values()].flatMap(({ field, cells: same }): SheetAction[] => {
    const typed = known.get(field)
    const values = new Set(same.map(({ value }) => value))
    const text = values.size === 1 ? [...values][0]! : same.map(({ value }) => value).join()
    const act =
      typed &&
      actOf(
        typed,
        same.map(({ id }) => id),
        text,
      )
    if (!act) unsaid += same.length
    return act ? [act] : []
  })
  return { edits, acts, unsaid }
}

/** What a text says as an action on rows; null where it says nothing that could be done. */
function actOf(
  { action, as }: NonNullable<ReturnType<typeof actionTyped>>,
  ids: number[],
  text: string,
): SheetAction | null {
  const said = {
    ...Object.fromEntries(Object.entries(action.asks).map(([name, ask]) => [name, ask.start])),
    [as]: text,
  }
  const parsed = sheetAction.safeParse({ kind: action.kind, ids, ...said })
  return parsed.success && !action.check?.(said) ? parsed.data : null
}
