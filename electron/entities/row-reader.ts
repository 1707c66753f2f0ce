import type { Permission } from '../../shared/model/permissions.ts'
import type { Page } from '../panel/panel-api.ts'
import type { Panel, Reading } from '../panel/panel.ts'
import type { Cache } from '../store/cache.ts'

/** Where the panel has a row, as far as is known. */
export interface Whereabouts {
  /** The panel's id of it. */
  readonly panelId: number
  /** The owner in whose list it is; null where that is not known, or rows of this entity have none. */
  readonly owner: number | null
  /** By what the panel is asked for it, where that is not its id. */
  readonly key?: string
}

/**
 * How the rows of an entity are read afresh at the panel: by themselves or in lists, whichever is cheaper. What an answer
 * does not show of a row is undefined in it.
 */
export interface RowReader<Row extends object = object> {
  /** What reading takes. */
  readonly needs: readonly Permission[]
  /** Where rows are, by our ids. */
  whereabouts(cache: Cache, ids: readonly number[]): ReadonlyMap<number, Whereabouts>
  /** How many rows each of these owners has, as last pulled. */
  ownedBy(cache: Cache, owners: readonly number[]): ReadonlyMap<number, number>
  /** A row by itself; null where the panel does not know it. */
  one(panel: Panel, at: Whereabouts, reading: Reading): Promise<Row | null>
  /** A page of the list of one owner, or of all (null), from a row on; absent where each row is read by itself. */
  page?(panel: Panel, owner: number | null, offset: number, reading: Reading): Promise<Page<Row>>
  panelIdOf(row: Row): number
  /** In whose list a row is. */
  ownerOf(row: Row): number | null
}
