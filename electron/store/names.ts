import type { CellValue } from '../../shared/contract/sheets.ts'
import type { Cache } from './cache.ts'

/** What a person calls the value of a field: ids of users, plans and equipment by their names, all else as it is. */
export type Names = (field: string, value: CellValue) => CellValue

/** Names as the cache has them now; each is looked up once, when it is first asked for. */
export function namesFrom(cache: Cache): Names {
  const sources: Readonly<Record<string, (id: number) => string | undefined>> = {
    owner: (id) => cache.byIds('user', [id]).get(id)?.login,
    tracker: (id) => cache.trackers.byPanelIds([id]).get(id)?.label,
    plan: once(() => new Map(cache.tariffs().map(({ id, name }) => [id, name]))),
    equipment: once(() => new Map(cache.equipment().map(({ id, name }) => [id, name]))),
  }
  const known = new Map<string, CellValue>()
  return (field, value) => {
    const source = sources[field]
    if (!source || typeof value !== 'number') return value
    const key = `${field} ${value}`
    const name = known.get(key) ?? (source(value) || value)
    known.set(key, name)
    return name
  }
}

function once(read: () => ReadonlyMap<number, string>): (id: number) => string | undefined {
  let names: ReadonlyMap<number, string> | undefined
  return (id) => (names ??= read()).get(id)
}
