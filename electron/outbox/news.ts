import { isKindName, kindOf } from '../../shared/operations/catalogue.ts'
import type { Operation } from '../store/operation.ts'

/** What the outbox tells the window after each commit. */
export interface News {
  /** These change sets, or their operations, have changed, and with them the marks on these trackers. */
  changed(changeSets: readonly number[], trackers: readonly number[]): void
  /** An attempt was begun or has ended. */
  attempted(): void
}

/** The lanes of an operation; none for a kind or parameters that this version does not know. */
export function lanesOf(operation: Pick<Operation, 'kind' | 'params'>): string[] {
  if (!isKindName(operation.kind)) return []
  const declared = kindOf(operation.kind)
  const parsed = declared.params.safeParse(operation.params)
  return parsed.success ? declared.lanes(parsed.data) : []
}

/** Our id of the tracker that a lane is about; null for other lanes. */
export function trackerOfLane(lane: string): number | null {
  const found = /^tracker:(\d+)$/.exec(lane)
  return found ? Number(found[1]) : null
}

/** Tells the window of operations that have just been committed. */
export function tell(news: News, operations: readonly Operation[]): void {
  if (operations.length === 0) return
  const trackers = new Set<number>()
  for (const operation of operations) {
    for (const lane of lanesOf(operation)) {
      const tracker = trackerOfLane(lane)
      if (tracker !== null) trackers.add(tracker)
    }
  }
  news.changed([...new Set(operations.map((operation) => operation.changeSet))], [...trackers])
}
