/** Above this many changed rows, what is in sight is fetched anew instead of row by row. */
export const rowsByIdMost = 500

/** Fetches rows anew, one request after the other: calls that come together are answered together. */
export interface RowRefresh {
  /** Resolves once what was wanted by then has been fetched, or could not be had. */
  (ids: Iterable<number>): Promise<void>
}

/** Fetches what has changed: rows by their ids, or where those are many, everything held. */
export function rowRefresh(rows: {
  fetch(ids: number[]): Promise<void>
  fetchAll(): Promise<void>
  failed(error: unknown): void
}): RowRefresh {
  const wanted = new Set<number>()
  let underWay: Promise<void> | null = null

  async function fetchWanted(): Promise<void> {
    try {
      while (wanted.size > 0) {
        const batch = [...wanted]
        wanted.clear()
        await (batch.length > rowsByIdMost ? rows.fetchAll() : rows.fetch(batch))
      }
    } catch (error) {
      rows.failed(error)
    } finally {
      underWay = null
    }
  }

  return (ids) => {
    for (const id of ids) wanted.add(id)
    // With nothing to ask for it would have ended before it could be called ended.
    if (wanted.size === 0) return underWay ?? Promise.resolve()
    return (underWay ??= fetchWanted())
  }
}
