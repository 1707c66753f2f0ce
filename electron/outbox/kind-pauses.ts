import { kindNames, kindOf, type KindName } from '../../shared/operations/catalogue.ts'
import {
  missingPermissions,
  permissionName,
  type Permission,
  type Permissions,
} from '../../shared/model/permissions.ts'
import type { Problem } from '../../shared/problem.ts'
import { PanelFailure } from '../panel/failure.ts'
import { noLongerWanted, type Clock } from '../ports.ts'
import type { SteadyTime } from '../time.ts'

/**
 * Codes by which the panel refuses what is asked, rather than what it is asked about: the permission, demo mode, the
 * handler or the method, the account's plan or quota, the sort of session. (panel-api.md, section 7)
 */
const kindCodes: ReadonlySet<number | null> = new Set([13, 101, 111, 112, 236, 268, 276])
const noPermission = 13

/** After how many requests of a kind, refused one after the other, it is the kind and not the rows. */
const few = 3
/** How long a kind is paused at first, and at most: milliseconds. */
const pauses = { first: 30_000, longest: 300_000 }
/** How much later than others of its kind what was refused before the pause is tried again: milliseconds. */
const lastInLine = 15_000

/** Whether a refusal will meet everything of its sort, rather than be about the one that was asked for. */
export function meetsAllOfItsSort(error: unknown): error is PanelFailure {
  return error instanceof PanelFailure && error.next === 'refused' && kindCodes.has(error.code)
}

/** A kind of which nothing is sent for now: what the panel said, and when it is tried again by itself. */
export interface KindPause {
  readonly kind: KindName
  readonly problem: Problem
  /** Milliseconds since 1970, UTC, as the system's clock shows it now. */
  readonly retryAt: number
}

/**
 * Kinds that the panel refuses as such. Rather than turn every row into an error, the kind is paused: its operations
 * stay as they are, and what was refused before it was seen goes back to them, for it had no effect. The pause ends when
 * the permissions are read again and suffice, at growing intervals of at most five minutes, or by the person; the first
 * request after it says whether that was right.
 */
export interface KindPauses {
  isPaused(kind: KindName): boolean
  list(): readonly KindPause[]
  /**
   * Takes in that the panel has refused a request of a kind by {@link meetsAllOfItsSort}. `row`: it may be about the
   * operations alone, which are refused; `wait`: they wait like the others, until `retryAt`. `giveBack` are operations
   * refused before, which wait with them.
   */
  refused(kind: KindName, operations: readonly number[], failure: PanelFailure): Promise<Refusal>
  /** The panel has dealt with a request of a kind, whatever came of it: it is not the kind. */
  handled(kind: KindName): void
  /** Pauses kinds because what has to be read before them is refused. */
  pause(kinds: Iterable<KindName>, problem: Problem, needs: readonly Permission[]): void
  /** The permissions have been read, as when the connection is back: what lacked a permission that is there again goes. */
  permitted(permissions: Permissions): void
  /** A person says so. Answers the kinds that go again. */
  tryNow(): KindName[]
  close(): void
}

/** What to do with refused operations; `retryAt` is a steady time. */
export type Refusal =
  | { readonly is: 'row'; readonly problem: Problem }
  | { readonly is: 'wait'; readonly problem: Problem; readonly retryAt: number; readonly giveBack: readonly number[] }

/** What is known of a kind. */
interface Standing {
  /** Why nothing of it is sent, until when by steady time, and which permissions it would take. */
  paused: { problem: Problem; until: number; lacks: readonly Permission[] } | null
  /** The next refusal pauses it again: it has been let go to see. */
  onTrial: boolean
  pause: number
  /** Operations refused in a row, so far each for itself. */
  inARow: number[]
  requestsInARow: number
  /** Operations that wait although refused; once others of their kind have gone, the next refusal is their own. */
  givenBack: Set<number>
  suspects: Set<number>
  /** The account has had every permission for it: that it lacks one now is news to the person. */
  wasPermitted: boolean
}

export function createKindPauses(options: {
  clock: Clock
  time: SteadyTime
  /** What the account may do, as last read. */
  permissions: () => Permissions
  /** Asks the panel what the account may do. */
  readPermissions: () => Promise<Permissions>
  /** Whether anything may be asked of the panel now. */
  online: () => boolean
  /** What waits of a kind is not to be tried before a steady time: others of it go first, to see whether it goes. */
  putOff: (kind: KindName, until: number) => void
  /** A kind has been paused, or goes again. */
  changed: () => void
  /** Asking the panel has failed. */
  failed: (error: unknown) => void
}): KindPauses {
  const { clock, time } = options
  const standings = new Map<KindName, Standing>()
  let reading: Promise<Permissions> | null = null
  let timer: AbortController | null = null

  function standingOf(kind: KindName): Standing {
    const known = standings.get(kind)
    if (known) return known
    const fresh: Standing = {
      paused: null,
      onTrial: false,
      pause: 0,
      inARow: [],
      requestsInARow: 0,
      givenBack: new Set(),
      suspects: new Set(),
      wasPermitted: false,
    }
    standings.set(kind, fresh)
    return fresh
  }

  const lacking = (permissions: Permissions, needs: readonly Permission[]) => missingPermissions(permissions, needs)

  function remember(permissions: Permissions): void {
    for (const kind of kindNames) {
      if (lacking(permissions, kindOf(kind).needs).length === 0) standingOf(kind).wasPermitted = true
    }
  }

  /** Many may want to know at once; the panel is asked once. */
  function readPermissions(): Promise<Permissions> {
    reading ??= options.readPermissions().finally(() => {
      reading = null
    })
    return reading
  }

  function pauseNow(kind: KindName, problem: Problem, lacks: readonly Permission[]): NonNullable<Standing['paused']> {
    const standing = standingOf(kind)
    standing.pause = Math.min(pauses.longest, standing.pause === 0 ? pauses.first : standing.pause * 2)
    standing.paused = {
      problem: lacks[0] ? { ...problem, values: { ...problem.values, permission: permissionName(lacks[0]) } } : problem,
      until: time.now() + standing.pause,
      lacks,
    }
    standing.onTrial = false
    options.putOff(kind, standing.paused.until + lastInLine)
    setTimer()
    options.changed()
    return standing.paused
  }

  /** What was withdrawn from one kind was from every other that needs it: none of them has to be refused to be told. */
  function pauseOthersThatLack(withdrawn: readonly Permission[], problem: Problem): void {
    for (const kind of kindNames) {
      const { paused, wasPermitted } = standingOf(kind)
      const { needs } = kindOf(kind)
      const lacks = needs.filter((need) => withdrawn.some((one) => isSame(one, need)))
      if (!paused && wasPermitted && lacks.length > 0) pauseNow(kind, problem, lacks)
    }
  }

  function letGo(kind: KindName): void {
    const standing = standingOf(kind)
    if (!standing.paused) return
    standing.paused = null
    standing.onTrial = true
    options.changed()
  }

  function setTimer(): void {
    timer?.abort(noLongerWanted)
    const next = Math.min(...[...standings.values()].map(({ paused }) => paused?.until ?? Infinity))
    if (next === Infinity) return
    timer = new AbortController()
    clock.sleep(Math.max(0, next - time.now()), timer.signal).then(due, () => undefined)
  }

  /** The time of some kinds has come: the permissions are read, and what it may be is tried. */
  async function due(): Promise<void> {
    const now = time.now()
    const ready = [...standings].filter(([, { paused }]) => paused && paused.until <= now).map(([kind]) => kind)
    let permissions: Permissions | null = null
    if (options.online()) {
      try {
        permissions = await readPermissions()
        remember(permissions)
      } catch (error) {
        options.failed(error)
      }
    }
    for (const kind of ready) {
      const { paused } = standingOf(kind)
      if (!paused || paused.until > time.now()) continue
      if (permissions && lacking(permissions, paused.lacks).length === 0) letGo(kind)
      else pauseNow(kind, paused.problem, paused.lacks)
    }
    setTimer()
  }

  function wait(standing: Standing, operations: readonly number[], paused: NonNullable<Standing['paused']>): Refusal {
    const giveBack = standing.inARow
    for (const id of [...operations, ...giveBack]) standing.givenBack.add(id)
    standing.inARow = []
    standing.requestsInARow = 0
    return { is: 'wait', problem: paused.problem, retryAt: paused.until + lastInLine, giveBack }
  }

  return {
    isPaused: (kind) => standings.get(kind)?.paused != null,
    list: () =>
      [...standings].flatMap(([kind, { paused }]) =>
        paused ? [{ kind, problem: paused.problem, retryAt: time.told(paused.until) }] : [],
      ),

    async refused(kind, operations, failure) {
      const standing = standingOf(kind)
      const { needs, notGiven } = kindOf(kind)
      remember(options.permissions())
      const { wasPermitted } = standing
      let lacks: readonly Permission[] = []
      if (failure.code === noPermission && !standing.paused) {
        lacks = lacking(await readPermissions(), needs)
      }
      const isNotGiven = failure.code === noPermission && lacks.length === 0 && notGiven !== undefined
      const problem: Problem = isNotGiven ? { ...failure.problem, code: notGiven } : failure.problem
      if (standing.paused) return wait(standing, operations, standing.paused)
      /** The person has been told before sending that the panel would refuse it, and sent it all the same. */
      const foretold = lacks.length > 0 && !wasPermitted
      const withdrawn = lacks.length > 0 && wasPermitted
      const [only, ...others] = operations
      const suspect = only !== undefined && others.length === 0 && standing.suspects.delete(only)
      if (suspect && !withdrawn) return { is: 'row', problem }
      standing.requestsInARow += 1
      const isKind = withdrawn || standing.onTrial || standing.requestsInARow >= few || (others.length > 0 && !foretold)
      if (isKind) {
        const paused = pauseNow(kind, problem, lacks)
        if (withdrawn) pauseOthersThatLack(lacks, problem)
        return wait(standing, operations, paused)
      }
      standing.inARow.push(...operations)
      return { is: 'row', problem }
    },

    handled(kind) {
      const standing = standings.get(kind)
      if (!standing) return
      const wasAside = standing.paused !== null || standing.onTrial
      for (const id of standing.givenBack) standing.suspects.add(id)
      Object.assign(standing, { paused: null, onTrial: false, pause: 0, inARow: [], requestsInARow: 0 })
      standing.givenBack.clear()
      if (!wasAside) return
      setTimer()
      options.changed()
    },

    pause(kinds, problem, needs) {
      for (const kind of new Set(kinds)) if (!standingOf(kind).paused) pauseNow(kind, problem, needs)
    },

    permitted(permissions) {
      remember(permissions)
      for (const [kind, { paused }] of standings) {
        if (paused && paused.lacks.length > 0 && lacking(permissions, paused.lacks).length === 0) letGo(kind)
      }
    },

    tryNow() {
      const kinds = [...standings].filter(([, { paused }]) => paused).map(([kind]) => kind)
      for (const kind of kinds) letGo(kind)
      return kinds
    },

    close: () => timer?.abort(noLongerWanted),
  }
}

function isSame(one: Permission, other: Permission): boolean {
  return permissionName(one) === permissionName(other)
}
