import type { ChangesAsked, ChangeSort, EndedPull, PanelChange } from '../../shared/contract/changes.ts'
import type { EntityName } from '../../shared/entities/entity.ts'
import { keptEntities, keptFieldsOf } from '../../shared/entities/kept-fields.ts'
import type { CellValue } from '../../shared/sheets/cell-value.ts'
import { commit, type Sqlite } from './database.ts'
import { likePattern } from './folding.ts'
import { inList, many } from './in-sql.ts'
import { mirrors } from './mirror.ts'
import type { MirrorReader } from './mirror-reader.ts'

/** The tables of it, with their columns, as the cache asks for them when it is opened. */
export const changeTables = [
  'id, ended_at FROM pull',
  'entity FROM pulled_whole',
  'id, pull, entity, row, panel_id, name, sort, field, old, new, old_name, new_name, ours, search FROM change',
] as const

/** How long changes are kept: milliseconds. */
const keptFor = 90 * 24 * 3_600_000
/** Of more than so many, the oldest go. */
const mostKept = 200_000
/** So many rows are swept away at a time. */
const sweptAtOnce = 2000
/** So many pulls are offered by themselves, beside the last one of each day. */
const latestPulls = 12

/** A change as it is kept: what the row held, with references as ids. */
export interface HeldChange {
  readonly id: number
  readonly entity: EntityName
  readonly row: number
  /** The column; null for the row as a whole. */
  readonly field: string | null
  readonly old: CellValue
  readonly new: CellValue
}

/** How many changes there are of one sort and column. */
interface ChangeGroup {
  readonly entity: EntityName
  readonly sort: ChangeSort
  readonly field: string | null
  readonly ours: boolean
  readonly changes: number
}

/** What has changed at the panel from pull to pull, within bounds. */
export interface PanelChanges {
  /** A complete pull has ended: what differed until now is known by it. */
  pullEnded(at: number): void
  /** Sweeps away what is too old or too much, a part; answers whether there is more. */
  sweepOn(now: number): boolean
  /** Rows were lost here, and not at the panel: when they come again, they are not new. */
  lostRows(): void
  pulls(before: readonly number[]): { latest: EndedPull[]; before: (EndedPull | null)[] }
  list(asked: ChangesAsked, window: { from: number; count: number }): { count: number; rows: PanelChange[] }
  summary(since: number): ChangeGroup[]
  /** Changes by their ids, newest first. */
  held(ids: readonly number[]): HeldChange[]
}

interface Kept {
  readonly id: number
  readonly at: number | null
  readonly entity: EntityName
  readonly row: number
  readonly panelId: number | null
  readonly name: string
  readonly sort: ChangeSort
  readonly field: string
  readonly old: string | number | null
  readonly new: string | number | null
  readonly oldName: string | null
  readonly newName: string | null
  readonly ours: number
}

/** Which fields hold yes or no, as `entity.field`. */
const flags = new Set(
  keptEntities.flatMap((entity) =>
    keptFieldsOf(entity)
      .filter(({ held }) => mirrors[entity].cells.some(({ field, isFlag }) => field === held && isFlag))
      .map(({ column }) => `${entity}.${column.field}`),
  ),
)

function valueIn({ entity, field }: Pick<Kept, 'entity' | 'field'>, value: string | number | null): CellValue {
  if (value === null || value === '') return null
  return flags.has(`${entity}.${field}`) ? value !== 0 : value
}

const columns = `c.id, p.ended_at AS at, c.entity, c.row, c.panel_id AS panelId, c.name, c.sort, c.field, c.old, c.new,
  c.old_name AS oldName, c.new_name AS newName, c.ours`
const kept = 'FROM change AS c LEFT JOIN pull AS p ON p.id = c.pull'

/** The changes of an open cache. */
export function panelChanges(database: Sqlite, { panelIdsOf }: Pick<MirrorReader, 'panelIdsOf'>): PanelChanges {
  const endPull = database.prepare<[number]>('INSERT INTO pull (ended_at) VALUES (?)')
  const forgetWhole = database.prepare('DELETE FROM pulled_whole')
  const sweepOld = database.prepare<[number]>(
    `DELETE FROM change WHERE id IN (SELECT id FROM change WHERE pull IN (SELECT id FROM pull WHERE ended_at < ?)
       ORDER BY id LIMIT +${sweptAtOnce})`,
  )
  const sweepMany = database.prepare(
    `DELETE FROM change WHERE id IN (SELECT id FROM change WHERE id <= (SELECT max(id) FROM change) - ${mostKept}
       ORDER BY id LIMIT +${sweptAtOnce})`,
  )
  const sweepPulls = database.prepare<[number]>(
    // The last one stays in any case: by it the next is numbered.
    'DELETE FROM pull WHERE ended_at < ? AND id < (SELECT max(id) FROM pull)',
  )
  const selectLatest = database.prepare<[], EndedPull>(
    `SELECT id, ended_at AS at FROM pull ORDER BY id DESC LIMIT +${latestPulls}`,
  )
  const selectBefore = database.prepare<[number], EndedPull>(
    'SELECT id, ended_at AS at FROM pull WHERE ended_at < ? ORDER BY id DESC LIMIT 1',
  )
  const which = `${kept} WHERE c.pull > @since AND (@entity IS NULL OR c.entity = @entity)
    AND (@sorts = '[]' OR c.sort IN (SELECT value FROM json_each(@sorts)))
    AND (@field IS NULL OR c.field = @field) AND (@ours IS NULL OR c.ours = @ours)
    AND (@pattern = '%%' OR c.search LIKE @pattern ESCAPE '\\')`
  const countThese = database.prepare<[Record<string, unknown>], number>(`SELECT count(*) ${which}`).pluck()
  const selectThese = database.prepare<[Record<string, unknown>], Kept>(
    `SELECT ${columns} ${which} ORDER BY c.id DESC LIMIT +@count OFFSET +@from`,
  )
  const selectGroups = database.prepare<
    [number],
    Omit<ChangeGroup, 'field' | 'ours'> & { readonly field: string; readonly ours: number }
  >(
    `SELECT entity, sort, field, ours, count(*) AS changes FROM change WHERE pull > ?
     GROUP BY entity, sort, field, ours ORDER BY entity, sort, field, ours`,
  )
  const selectByIds = database.prepare<[string], Kept>(
    `SELECT ${columns} ${kept} WHERE c.id ${inList} ORDER BY c.id DESC`,
  )

  return {
    pullEnded: (at) => void endPull.run(at),
    sweepOn: (now) =>
      commit(database, () => {
        const swept = sweepOld.run(now - keptFor).changes + sweepMany.run().changes
        if (swept === 0) sweepPulls.run(now - keptFor)
        return swept > 0
      }),
    lostRows: () => void forgetWhole.run(),
    pulls: (before) => ({
      latest: selectLatest.all(),
      before: before.map((moment) => selectBefore.get(moment) ?? null),
    }),
    list({ since, entity, sorts, field, whose, search }, { from, count }) {
      const asked = {
        ...{ since, entity, field, sorts: JSON.stringify(sorts), pattern: likePattern(search.trim()) },
        ours: whose === 'all' ? null : Number(whose === 'ours'),
      }
      const rows = selectThese.all({ ...asked, from, count })
      const there = new Map(
        [...new Set(rows.map((row) => row.entity))].map((one) => {
          const ids = rows.filter((row) => row.entity === one).map(({ row }) => row)
          return [one, panelIdsOf(one, [...new Set(ids)])]
        }),
      )
      return {
        count: countThese.get(asked) ?? 0,
        rows: rows.map(({ old, new: now, oldName, newName, ...change }) => ({
          ...change,
          isThere: there.get(change.entity)?.has(change.row) ?? false,
          field: change.field || null,
          from: oldName === null ? valueIn(change, old) : oldName || null,
          to: newName === null ? valueIn(change, now) : newName || null,
          ours: change.ours === 1,
        })),
      }
    },
    summary: (since) =>
      selectGroups.all(since).map((group) => ({ ...group, field: group.field || null, ours: group.ours === 1 })),
    held: (ids) =>
      selectByIds.all(many(ids)).map(({ id, entity, row, field, ...change }) => ({
        ...{ id, entity, row, field: field || null },
        old: valueIn({ entity, field }, change.old),
        new: valueIn({ entity, field }, change.new),
      })),
  }
}
