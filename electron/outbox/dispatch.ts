import type { OpenState } from '../../shared/operations/states.ts'
import type { KindName } from '../../shared/operations/catalogue.ts'
import type { Surroundings } from '../operations/carrier.ts'
import { carrierOf } from '../operations/carriers.ts'
import type { Connection } from '../panel/connection.ts'
import { principalOf } from '../panel/endpoint.ts'
import { PanelFailure } from '../panel/failure.ts'
import { noLongerWanted, type Clock, type Log } from '../ports.ts'
import type { Cache } from '../store/cache.ts'
import type { Journal } from '../store/journal.ts'
import { isReadable, type Operation } from '../store/operation.ts'
import type { SteadyTime } from '../time.ts'
import { unfitness } from './fitness.ts'
import { readAhead } from './freshness.ts'
import { createKindPauses, meetsAllOfItsSort, type KindPause } from './kind-pauses.ts'
import { lingering, lookUp } from './look-up.ts'
import { tell, type News } from './news.ts'
import { idsOf, pack, type Packet } from './packing.ts'
import { createPreparation, readingNeedsOf } from './preparation.ts'
import { createReach } from './reach.ts'
import { createSending } from './sending.ts'
import { catchUp } from './settling.ts'
import type { Weight } from '../weight.ts'

/** How many requests may be under way at once: for one principal, and for all. */
const sideBySide = { each: 6, all: 48 }
/** States in which an operation is released and goes on by itself. */
const goingStates: readonly OpenState[] = ['ready', 'sending', 'waiting', 'unknown']
/** Heads of lanes looked at in one go: enough to fill batches, and all that can be sent while a read is fresh. */
const heads = { least: 2000, most: 20_000 }
/**
 * How long sending rests after something failed although the connection is up: milliseconds. Each time twice as long,
 * until something has gone well.
 */
const breath = { first: 2_000, longest: 60_000 }
/** How long closing waits for answers: milliseconds. */
const longestGoodbye = 5_000

/** A run of sending, from the first request until nothing is left that could be sent now. */
export interface Run {
  /** For a person. */
  readonly startedAt: number
  /** The same moment by the clock that is never set: for how long it has taken. */
  readonly began: number
  done: number
  /** Of those done, what was so already. */
  already: number
  refused: number
}

/** Sends released operations, one attempt each, and settles what comes of them. */
export interface Dispatch {
  /** Looks for something to do; called after every release, and when the connection comes back. */
  nudge(): void
  pause(paused: boolean): void
  readonly paused: boolean
  /** Lets nothing leave, or again whatever may: while a step takes a part of the queue away, the rest of it stays. */
  rest(on: boolean): void
  /** The present run, or the last one. */
  readonly run: Run | null
  readonly running: boolean
  /** Kinds of which nothing is sent for now, since the panel refuses them as such. */
  readonly pausedKinds: readonly KindPause[]
  /** Tries again at once what waits for a time: kinds that are paused. */
  tryNow(): void
  /** Looks up operations whose effect is unknown now, whatever their time; answers how many were settled. */
  settle(operations: readonly number[]): Promise<number>
  /**
   * Ends once the requests under way have been settled, or have had some seconds for it: the journal knows of them,
   * and the next start looks them up.
   */
  stop(): Promise<void>
  weigh(): Weight
}

/** The kind of a request, where something has to be read before it. */
function kindsThatRead({ kind, operations }: Packet): KindName[] {
  return operations.some(({ params }) => carrierOf(kind).reads(params) !== null) ? [kind] : []
}

/** Why waiting or reading ended before its time: a pause, or the connection. */
class Interruption extends Error {
  override name = 'Interruption'
}

export function createDispatch(options: {
  journal: Journal
  cache: Cache
  clock: Clock
  /** The journal's own: what is written there to be waited for goes by it. */
  time: SteadyTime
  log: Log
  news: News
  connection: Connection
  /** Requests a second that the panel allows; decides how far ahead is read. */
  rate: number
  /** Milliseconds after a request left until seeing no effect of it is proof that it had none; a test may be in a hurry. */
  proofAfter?: number | undefined
}): Dispatch {
  const { journal, cache, clock, time, log, news, connection } = options
  const { panel } = connection
  const proofAfter = options.proofAfter ?? panel.timeouts.change + lingering
  const claimed = new Set<number>()
  /** Requests under way, each with its principal. */
  const underWay = new Map<Promise<void>, string>()
  /**
   * Those of them that the panel may still have to do with, as promises that this is over. The next takes the place of one
   * that was answered at once: its attempt then shares the commit that writes down what came of the other.
   */
  const places = new Map<Promise<void>, string>()
  const stopping = new AbortController()
  /** Ends the waiting and reading that goes before a request, once nothing may be sent any more. */
  let leaving = new AbortController()
  let paused = false
  let resting = false
  let run: Run | null = null
  let lastRun: Run | null = null
  /** What the last run left that goes on by itself. */
  let putOff: ReadonlySet<number> = new Set()
  /** Something that was not there when the requests were packed may go now. */
  let recheck = false
  /** Tells that another look is wanted while requests are being started. */
  let askedMeanwhile = (): void => undefined
  /** A request failed although the connection is up: take a breath before the next. */
  let breathe = false
  let nextBreath = breath.first
  /** What came of a request could not be written down, as when the disk was full. */
  let stranded = false
  let pumping: Promise<void> | null = null
  let again = false
  let timer: AbortController | null = null
  let applying: Promise<void> | null = null
  let looking: Promise<void> | null = null

  const pauses = createKindPauses({
    clock,
    time,
    permissions: () => panel.signedIn?.permissions ?? {},
    hear: () => panel.hearPermissions(stopping.signal),
    online: () => connection.state.state === 'online' && !stopping.signal.aborted,
    putOff: (kind, until) => void journal.putOff(kind, until),
    changed() {
      nudge()
      news.changed([], [])
    },
    failed(error) {
      if (error instanceof PanelFailure) connection.failed(error)
    },
  })
  const preparation = createPreparation({ journal, cache, clock, time, panel })
  const around: Surroundings = {
    panel,
    cache,
    signal: stopping.signal,
    result(id) {
      const [operation] = journal.byIds([id])
      return operation && isReadable(operation) ? operation.result : null
    },
  }
  const reach = createReach({ journal, panel, time, news, signal: stopping.signal, failed: lost, changed: nudge })
  const maySend = () => !paused && !resting && !stopping.signal.aborted && connection.state.state === 'online'

  const send = createSending({
    ...{ journal, clock, time, news, connection, preparation, pauses, around },
    maySend,
    lost,
    settled({ done = 0, already = 0, refused = 0 }) {
      count({ done, already, refused })
      if (done > 0) nextBreath = breath.first
      if (done > 0) applySoon()
    },
    freed() {
      recheck = true
    },
  })

  connection.onChange(() => {
    if (!maySend()) interrupt()
    if (connection.state.state !== 'online') return
    nextBreath = breath.first
    pauses.heard(panel.signedIn?.permissions ?? {})
  })

  function interrupt(): void {
    leaving.abort(new Interruption())
    leaving = new AbortController()
  }

  function nudge(): void {
    askedMeanwhile()
    goOn()
  }

  function goOn(): void {
    if (stopping.signal.aborted) return
    again = true
    pumping ??= pump()
      .catch((error: unknown) => {
        if (stopping.signal.aborted) return
        // Such as a full disk: nothing can be sent that cannot be written down, but that may pass.
        log.error('sending was interrupted', { error: String(error) })
        again = breathe = true
      })
      .finally(() => {
        pumping = null
        // Whoever nudged while it was ending found it still there.
        if (again && maySend()) goOn()
      })
  }

  /** Starts all that may go. It waits for nothing that is under way: whatever ends nudges it again. */
  async function pump(): Promise<void> {
    while (again && maySend()) {
      again = false
      if (breathe) await rest()
      breathe = false
      if (!maySend()) break
      if (stranded) doubtStranded()
      lookUpDue()
      promoteWaiting()
      const packets = await next()
      if (packets !== null) await startAll(packets)
      // Until there is nothing more to start.
      again ||= packets !== null
    }
    if (underWay.size === 0 && !reach.isOpening && looking === null && fitHeads(1).length === 0) endRun()
    // What was paused has been sent or taken back: what is sent next is another matter.
    if (paused && !isAnythingLeft()) paused = false
    news.changed([], [])
    setTimer()
  }

  /** Takes a breath, unless nothing may be sent any more anyhow. */
  async function rest(): Promise<void> {
    const length = nextBreath
    nextBreath = Math.min(breath.longest, length * 2)
    await clock.sleep(length, leaving.signal).catch(() => undefined)
  }

  /** Whether anything is released that goes by itself. */
  function isAnythingLeft(): boolean {
    return goingStates.some((state) => journal.inState(state, 1).length > 0)
  }

  const countFor = (requests: ReadonlyMap<unknown, string>, principal: string) =>
    [...requests.values()].filter((other) => other === principal).length
  const hasRoom = (principal: string) => places.size < sideBySide.all && countFor(places, principal) < sideBySide.each

  /**
   * Starts requests, those of each principal in their order. Leaves the rest for another look once something came back to
   * be sent, once it is asked for, and once a principal has nothing more to do: there may be more by now.
   */
  async function startAll(packets: readonly Packet[]): Promise<void> {
    recheck = false
    const asked = new Promise<'asked'>((resolve) => (askedMeanwhile = () => resolve('asked')))
    const queues = new Map<string, Packet[]>()
    for (const packet of packets) {
      const principal = principalOf(packet.endpoint)
      const queue = queues.get(principal)
      if (queue) queue.push(packet)
      else queues.set(principal, [packet])
    }
    const principals = [...queues.keys()]
    for (;;) {
      for (const [principal, queue] of queues) {
        while (queue.length > 0 && hasRoom(principal)) {
          if (recheck || !maySend()) return
          start(queue.shift()!)
        }
        if (queue.length === 0) queues.delete(principal)
      }
      if (queues.size === 0) return
      // One whose requests take long holds up nobody else: neither what is released, nor what has waited its time.
      if (panel.others > 0) setTimer()
      if ((await Promise.race([asked, ...places.keys(), ...underWay.keys()])) === 'asked') return
      if (principals.some((principal) => !queues.has(principal) && countFor(underWay, principal) === 0)) return
    }
  }

  /** Begins a run, or goes on with the last one, where what it had put off goes again. */
  function beginRun(packets: readonly Packet[]): void {
    const goesOn = packets.some((packet) => idsOf(packet).some((id) => putOff.has(id)))
    const begun = { startedAt: clock.now(), began: clock.monotonic(), done: 0, already: 0, refused: 0 }
    run ??= (goesOn ? lastRun : null) ?? begun
  }

  /** Counts what was settled; what is looked up after a run has ended belongs to it. */
  function count({ done, already = 0, refused = 0 }: { done: number; already?: number; refused?: number }): void {
    const counted = run ?? lastRun
    if (!counted) return
    counted.done += done
    counted.already += already
    counted.refused += refused
  }

  function endRun(): void {
    if (!run) return
    lastRun = run
    run = null
    putOff = new Set([...journal.inState('waiting'), ...journal.inState('unknown')].map(({ id }) => id))
  }

  /** Wakes up when the next waiting operation is due, or the next look-up, unless one is under way. */
  function setTimer(): void {
    timer?.abort(noLongerWanted)
    const due = nextRetry.get(looking ? 'waiting' : 'unknown')?.at ?? null
    if (due === null || !maySend()) return
    timer = new AbortController()
    clock.sleep(Math.max(0, due - time.now()), timer.signal).then(nudge, () => undefined)
  }

  const nextRetry = journal.database.prepare<[OpenState], { at: number | null }>(
    `SELECT min(retry_at) AS at FROM operation
     WHERE state IN ('waiting', ?) AND state NOT IN ('done', 'discarded') AND retry_at IS NOT NULL`,
  )

  function promoteWaiting(): void {
    const due = journal.due('waiting', time.now())
    if (due.length === 0) return
    journal.move(
      due.map((operation) => operation.id),
      'ready',
    )
    tell(news, due)
  }

  /** The next requests: heads of lanes, packed, and read ahead where that was chosen; null where nothing may go. */
  async function next(): Promise<Packet[] | null> {
    // A lane is free as soon as the journal says so; the cache must know as much, such as the new id after a move.
    applyOutcomes()
    // Only as much as can be sent while what is read ahead now is still fresh.
    const most = Math.min(heads.most, Math.ceil((options.rate * readAhead) / 1000))
    const soon = reach.within(pack(fitHeads(Math.max(heads.least, most)), panel.sizes)).slice(0, most)
    if (soon.length === 0) return null
    beginRun(soon)
    try {
      await preparation.readAhead(soon, leaving.signal)
    } catch (error) {
      if (meetsAllOfItsSort(error)) {
        for (const kind of new Set(soon.flatMap(kindsThatRead)))
          pauses.pause([kind], error.problem, readingNeedsOf(kind))
      } else lost(error)
      if (!maySend()) return null
      // What needs no reading may go all the same.
    }
    return soon
  }

  /**
   * Heads of lanes that may be sent, but for kinds that are paused; those that never can, by this program, are refused
   * with the reason.
   */
  function fitHeads(most: number): Operation[] {
    const unfit: number[] = []
    const paused = pauses.list().map(({ kind }) => kind)
    const fit = journal
      .heads(most, new Set([...claimed, ...reach.awaited]), paused)
      .filter((operation): operation is Operation => {
        const problem = unfitness(journal, operation)
        if (problem) unfit.push(...journal.move([operation.id], 'rejected', { problem }))
        return problem === null
      })
    if (run) run.refused += unfit.length
    tell(news, journal.byIds(unfit), unfit.flatMap(journal.lanesHeld))
    return fit
  }

  function start(packet: Packet): void {
    for (const id of idsOf(packet)) claimed.add(id)
    const principal = principalOf(packet.endpoint)
    let leave = (): void => undefined
    const place = new Promise<void>((resolve) => (leave = resolve))
    places.set(place, principal)
    function answered(): void {
      places.delete(place)
      leave()
    }
    const work = send(packet, leaving.signal, answered)
      .catch((error: unknown) => {
        // Its answer came after the files were closed: the next start will see.
        if (stopping.signal.aborted) return
        log.error('a request could not be settled', { kind: packet.kind, error: String(error) })
        stranded = breathe = true
      })
      .finally(() => {
        answered()
        underWay.delete(work)
        for (const id of idsOf(packet)) claimed.delete(id)
        goOn()
      })
    underWay.set(work, principal)
  }

  /** What is still under way by the journal, although its request is not, is looked up. */
  function doubtStranded(): void {
    journal.recover(time.now(), claimed)
    stranded = false
  }

  function applyOutcomes(): void {
    tell(news, catchUp(journal, cache))
  }

  /** Applies outcomes to the cache soon; those that come together are applied together. */
  function applySoon(): void {
    applying ??= clock.turn().then(() => {
      applying = null
      applyOutcomes()
    })
    applying.catch((error: unknown) => log.error('an outcome could not be applied', { error: String(error) }))
  }

  /** What a failed request says of the connection as a whole. */
  function lost(error: unknown): void {
    if (stopping.signal.aborted) return
    again = true
    if (error instanceof Interruption) return
    if (error instanceof PanelFailure) connection.failed(error)
    // Only what goes to that one waits; everything else goes on.
    if (error instanceof PanelFailure && error.principal !== null) return
    if (!(error instanceof PanelFailure)) log.warn('reading before sending failed', { error: String(error) })
    breathe = true
  }

  /** Looks up what is due, beside the sending: one that fails holds nothing but what shares a lane with it. */
  function lookUpDue(): void {
    const unknown = journal.due('unknown', time.now())
    const due = unknown.filter(isReadable)
    // What cannot be read cannot be looked up either: it is left to a person.
    for (const operation of unknown) if (!isReadable(operation)) journal.lookAgain(operation.id, null)
    if (looking !== null || due.length === 0) return
    looking = lookUpAll(due)
      .then(() => undefined)
      .catch((error: unknown) => {
        if (stopping.signal.aborted) return
        log.error('a look-up could not be settled', { error: String(error) })
        breathe = true
      })
      .finally(() => {
        looking = null
        nudge()
      })
  }

  /** Answers how many were settled. */
  async function lookUpAll(operations: readonly Operation[]): Promise<number> {
    applyOutcomes()
    let settled = 0
    await lookUp(
      {
        ...{ journal, time, around, proofAfter },
        failed(error) {
          if (error instanceof PanelFailure) connection.failed(error)
          else if (!stopping.signal.aborted) log.warn('a look-up failed', { error: String(error) })
        },
        looked(ids, done, ready) {
          settled += done + ready
          count({ done })
          applyOutcomes()
          tell(news, journal.byIds(ids))
          if (done + ready > 0) nudge()
        },
      },
      operations,
    )
    return settled
  }

  return {
    nudge,
    pause(value) {
      paused = value
      if (paused) interrupt()
      nudge()
      news.changed([], [])
    },
    get paused() {
      return paused
    },
    rest(on) {
      resting = on
      if (on) interrupt()
      else nudge()
    },
    get run() {
      return run ?? lastRun
    },
    get running() {
      return run !== null
    },
    get pausedKinds() {
      return pauses.list()
    },
    tryNow() {
      const kinds = new Set<string>(pauses.tryNow())
      const waiting = journal.inState('waiting').filter(({ kind }) => kinds.has(kind))
      journal.move(
        waiting.map(({ id }) => id),
        'ready',
      )
      tell(news, waiting)
      nudge()
    },
    async settle(ids) {
      const unknown = journal.byIds(ids).filter((operation) => operation.state === 'unknown')
      const settled = await lookUpAll(unknown.filter(isReadable))
      nudge()
      return settled
    },
    weigh: () => ({ ...preparation.weigh(), claimed: claimed.size, 'requests under way': underWay.size }),
    async stop() {
      stopping.abort(new Error('the profile is being closed'))
      interrupt()
      timer?.abort(noLongerWanted)
      pauses.close()
      const enough = new AbortController()
      const settled = Promise.allSettled([...underWay.keys(), pumping, looking]).then(() =>
        enough.abort(noLongerWanted),
      )
      await Promise.race([settled, clock.sleep(longestGoodbye, enough.signal).catch(() => undefined)])
      await applying?.catch(() => undefined)
    },
  }
}
