/** From when until when something is to be done: moments as the User API has them, which sort as texts. */
export interface TimeWindow {
  readonly windowFrom: unknown
  readonly windowTo: unknown
}

/** A window that ends before one in front of it begins, and of those in front the one that begins last; by their places. */
export interface WindowClash {
  readonly at: number
  readonly behind: number
}

const moment = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/
const isMoment = (value: unknown): value is string => typeof value === 'string' && moment.test(value)

/**
 * Windows that contradict the order in which they stand: who comes to one after the other cannot keep them. What is no
 * moment yet says nothing. (panel-additions.md, C5)
 */
export function windowClashes(windows: readonly TimeWindow[]): WindowClash[] {
  const clashes: WindowClash[] = []
  let behind = -1
  let latest = ''
  for (const [at, { windowFrom, windowTo }] of windows.entries()) {
    if (isMoment(windowTo) && windowTo < latest) clashes.push({ at, behind })
    if (isMoment(windowFrom) && windowFrom > latest) [behind, latest] = [at, windowFrom]
  }
  return clashes
}
