import type { EditSource } from '../../shared/contract/sheets.ts'
import type { Clock } from '../ports.ts'
import type { Desk } from './desk.ts'
import type { News } from './news.ts'
import type { CellText, Staged } from './staging.ts'
import type { Undone } from './undo.ts'

/**
 * Steps of any length, one at a time. A long one is committed in parts, so that others have their turn in between, and
 * is one step to undo all the same. Where a part cannot be committed, those before it are taken back; if the program
 * ends in between, they stay staged, and undo takes back what there is.
 */
export interface LongSteps {
  /** Lets work that stages, takes back or releases wait for what was asked for before it. */
  inTurn<Answer>(work: () => Answer | Promise<Answer>): Promise<Answer>
  /** Stages cells as one step; call it in turn. */
  stage(source: EditSource, cells: readonly CellText[]): Promise<Staged>
  /** Takes the last step back, or does it again; null where there is none. Call it in turn. */
  undo(redo: boolean): Promise<Undone | null>
  /** Resolves when nothing is under way any more. */
  ended(): Promise<unknown>
}

export function createLongSteps({
  desk,
  news,
  clock,
  cellsAtOnce = 1000,
}: {
  desk: Desk
  news: HeldNews
  clock: Pick<Clock, 'turn'>
  /** So many cells are staged in one commit: some milliseconds' work. */
  cellsAtOnce?: number | undefined
}): LongSteps {
  let last: Promise<unknown> = Promise.resolve()

  async function undo(redo: boolean): Promise<Undone | null> {
    const parts: Undone[] = []
    for (let part = desk.undo(redo); part; part = part.more ? desk.undo(redo) : null) {
      parts.push(part)
      if (part.more) await clock.turn()
    }
    const [first] = parts
    if (!first) return null
    const cells = parts.reduce((sum, part) => sum + part.cells, 0)
    return { source: first.source, cells, ids: [...new Set(parts.flatMap(({ ids }) => ids))], more: false }
  }

  async function stage(source: EditSource, cells: readonly CellText[]): Promise<Staged> {
    const counts: Staged = { staged: 0, unstaged: 0, skipped: 0, broken: 0 }
    let begun = false
    try {
      for (let from = 0; from < cells.length; from += cellsAtOnce) {
        if (from > 0) await clock.turn()
        const part = desk.cells.edit(source, cells.slice(from, from + cellsAtOnce), begun)
        begun ||= part.staged + part.unstaged > 0
        counts.staged += part.staged
        counts.unstaged += part.unstaged
        counts.skipped += part.skipped
        counts.broken += part.broken
      }
      return counts
    } catch (error) {
      // On a disk that is full even this may fail; what is left is one step that a person can take back.
      if (begun) await undo(false).catch(() => null)
      throw error
    }
  }

  return {
    inTurn(work) {
      const turn = last.then(async () => {
        const tell = news.hold()
        try {
          return await work()
        } finally {
          tell()
        }
      })
      last = turn.catch(() => undefined)
      return turn
    },
    stage,
    undo,
    ended: () => last,
  }
}

/** News that can be held back and told as one. */
export interface HeldNews extends News {
  /** Holds back what is told of changes; the function that it returns tells of all of them. */
  hold(): () => void
}

/** News that passes on what it is told, unless it is held back. */
export function heldNews(news: News): HeldNews {
  let held: { changeSets: Set<number>; trackers: Set<number> } | null = null
  return {
    changed(changeSets, trackers) {
      if (!held) return news.changed(changeSets, trackers)
      for (const id of changeSets) held.changeSets.add(id)
      for (const id of trackers) held.trackers.add(id)
    },
    attempted: () => news.attempted(),
    hold() {
      held = { changeSets: new Set(), trackers: new Set() }
      return () => {
        const told = held
        held = null
        if (told && told.changeSets.size > 0) news.changed([...told.changeSets], [...told.trackers])
      }
    },
  }
}
