/** The ways in which trackers are read. */
export type TrackerRead = 'tracker/list' | 'tracker/read'

/**
 * Which ways of reading trackers have ever shown a comment. Panels leave out of an answer what is empty, and some leave
 * comments out altogether: so a comment that is missing is empty only where that way of reading has shown others.
 */
export interface CommentsShown {
  by(way: TrackerRead): boolean
  /** Whether any of the ways has. */
  byAny(): boolean
  note(way: TrackerRead): void
}

/** Where it is remembered what was found out about a panel. */
interface Findings {
  isKnown(finding: string): boolean
  know(finding: string): void
}

/** As far as it is known from before, and found out from now on; without `findings`, from nothing. */
export function commentsShownBy(findings?: Findings): CommentsShown {
  const ways: readonly TrackerRead[] = ['tracker/list', 'tracker/read']
  const finding = (way: TrackerRead) => `${way} shows comments`
  const known = new Set(ways.filter((way) => findings?.isKnown(finding(way))))
  return {
    by: (way) => known.has(way),
    byAny: () => known.size > 0,
    note(way) {
      if (known.has(way)) return
      known.add(way)
      findings?.know(finding(way))
    },
  }
}
