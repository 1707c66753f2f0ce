import type { Problem } from '../problem.ts'
import { windowClashes } from '../rules/windows.ts'
import type { CellValue } from '../sheets/cell-value.ts'
import { entityOf, type EntityName } from './entity.ts'

/** What a row shows, by the fields of its sheet. */
export type CellsByField = Readonly<Record<string, CellValue>>

/** Something about a cell of a part, by the place of that among the parts. */
export interface PartWarning {
  readonly at: number
  readonly field: string
  readonly problem: Problem
}

/**
 * What is made of parts that stand in an order: what it shows follows from them, and they have to agree with each other.
 * Of which whole a part is, and where it stands, the order of its sheet says.
 */
export interface Whole {
  readonly entity: EntityName
  readonly part: EntityName
  /** The fields of a part's sheet that all of this depends on. */
  readonly from: readonly string[]
  /** What the whole shows of its parts, by the fields of its sheet. */
  shows(parts: readonly CellsByField[]): CellsByField
  /** What its parts show of it: by the fields of their sheet those of its own. */
  readonly tells: Readonly<Record<string, string>>
  /** Where the parts contradict each other; `isThere`: the panel has the whole already. */
  clashes(parts: readonly CellsByField[], isThere: boolean): PartWarning[]
}

/**
 * Stops whose windows contradict the order of their route: at the end of the one that comes too late. A new route is
 * refused so as a whole; of one that is there each stop can be changed by itself. (panel-additions.md, C5)
 */
export function stopClashes(
  stops: readonly { readonly label?: unknown; readonly windowFrom?: unknown; readonly windowTo?: unknown }[],
  isThere: boolean,
): PartWarning[] {
  const windows = stops.map(({ windowFrom, windowTo }) => ({ windowFrom, windowTo }))
  return windowClashes(windows).map(({ at, behind }) => ({
    at,
    field: 'windowTo',
    problem: {
      code: isThere ? 'windows-clash' : 'windows-refused',
      values: {
        to: String(stops[at]?.windowTo),
        from: String(stops[behind]?.windowFrom),
        name: typeof stops[behind]?.label === 'string' ? stops[behind].label : '',
      },
    },
  }))
}

/** A route and its stops. It begins with the first and ends with the last. (user-tasks-openapi.json, TaskRoute) */
const route: Whole = {
  entity: 'route',
  part: 'checkpoint',
  from: ['label', 'windowFrom', 'windowTo'],
  shows(stops): CellsByField {
    const [first, last] = [stops[0], stops.at(-1)]
    if (!first || !last) return { stops: 0 }
    return { stops: stops.length, windowFrom: first['windowFrom'] ?? null, windowTo: last['windowTo'] ?? null }
  },
  tells: { route: 'label', tracker: 'tracker' },
  clashes: stopClashes,
}

/** Everything that is made of parts. */
export const wholes: readonly Whole[] = [route]

/** The sheets of a whole and of its parts. */
export const sheetsOf = ({ entity, part }: Whole) => ({ whole: entityOf(entity).sheet, part: entityOf(part).sheet })
