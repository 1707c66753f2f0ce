import type { Problem } from '../../shared/problem.ts'
import type { OpenState } from '../../shared/operations/states.ts'
import type { Surroundings } from '../operations/executor.ts'
import type { Connection } from '../panel/connection.ts'
import { PanelFailure } from '../panel/failure.ts'
import { noLongerWanted, type Clock, type Log } from '../ports.ts'
import type { Cache } from '../store/cache.ts'
import type { Journal } from '../store/journal.ts'
import { isReadable } from '../store/operation.ts'
import type { TypedPasswords } from './typed-passwords.ts'
import type { SteadyTime } from '../time.ts'
import { createBackOff } from './back-off.ts'
import { createGate, Interruption } from './gate.ts'
import { createKindPauses, type KindPause } from './kind-pauses.ts'
import { createLookUps, afterTimeout } from './look-up.ts'
import { tell, type OutboxEvents } from './outbox-events.ts'
import { createNextRequests } from './next-requests.ts'
import type { Batch } from './batching.ts'
import { createPreparation } from './preparation.ts'
import { createReach } from './reach.ts'
import { createRequestsUnderWay } from './requests-under-way.ts'
import { createRuns, type Run } from './runs.ts'
import { createSending } from './sending.ts'
import { createSettling } from './settling.ts'
import { createStarting } from './starting.ts'
import type { Weight } from '../weight.ts'

/** States in which an operation is released and goes on by itself. */
const goingStates: readonly OpenState[] = ['ready', 'sending', 'waiting', 'unknown']
/** How long closing waits for answers: milliseconds. */
const longestClosing = 5_000

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

export function createDispatch(options: {
  journal: Journal
  cache: Cache
  clock: Clock
  /** The journal's own: what is written there to be waited for goes by it. */
  time: SteadyTime
  log: Log
  events: OutboxEvents
  connection: Connection
  /** Those that were typed for users. */
  passwords: TypedPasswords
  /** The login of the account, as the history tells it. */
  account: () => string
  /** Told of what a person should know, although all that was asked for has been done. */
  told: (problem: Problem) => void
  /** Requests a second that the panel allows; decides how far ahead is read. */
  rate: number
  /** Milliseconds after a request left until seeing no effect of it is proof that it had none; a test may be in a hurry. */
  proofAfter?: number | undefined
}): Dispatch {
  const { journal, cache, clock, time, log, events, connection, passwords } = options
  const { panel } = connection
  const proofAfter = options.proofAfter ?? panel.timeouts.change + afterTimeout
  const gate = createGate(connection)
  const underWay = createRequestsUnderWay()
  const runs = createRuns({ journal, clock })
  const backOff = createBackOff(clock)
  const settling = createSettling({ journal, cache, clock, log, applied: (operations) => tell(events, operations) })
  /** What came of a request could not be written down, as when the disk was full. */
  let unsettled = false
  let pumping: Promise<void> | null = null
  let again = false
  let timer: AbortController | null = null

  const pauses = createKindPauses({
    clock,
    time,
    permissions: () => panel.signedIn?.permissions ?? {},
    readPermissions: () => panel.readPermissions(gate.closing),
    online: () => connection.state.state === 'online' && !gate.closing.aborted,
    putOff: (kind, until) => void journal.putOff(kind, until),
    changed() {
      nudge()
      events.changed([], [])
    },
    failed(error) {
      if (error instanceof PanelFailure) connection.failed(error)
    },
  })
  const preparation = createPreparation({ journal, cache, clock, time, panel })
  const around: Surroundings = {
    password: (token) => passwords.get(token),
    panel,
    cache,
    signal: gate.closing,
    result(id) {
      const [operation] = journal.byIds([id])
      return operation && isReadable(operation) ? operation.result : null
    },
  }
  const reach = createReach({ journal, panel, time, events, signal: gate.closing, failed: lost, changed: nudge })
  const lookUps = createLookUps({
    ...{ journal, time, log, around, proofAfter, closing: gate.closing },
    settle: () => settling.now(),
    failed(error) {
      if (error instanceof PanelFailure) connection.failed(error)
      else if (!gate.closing.aborted) log.warn('a look-up failed', { error: String(error) })
    },
    looked(ids, done, ready) {
      runs.count({ done })
      settling.now()
      tell(events, journal.byIds(ids))
      if (done + ready > 0) nudge()
    },
    broken: () => backOff.failed(),
    ended: nudge,
  })

  const send = createSending({
    ...{ journal, clock, time, events, connection, preparation, pauses, around, passwords },
    account: options.account,
    maySend: () => gate.isOpen,
    lost,
    settled(settled) {
      runs.count(settled)
      if (!settled.done) return
      backOff.wentWell()
      settling.soon()
    },
    told: options.told,
    freed: () => starting.recheck(),
  })

  const nextRequests = createNextRequests({
    ...{ journal, panel, events, rate: options.rate, gate, underWay, runs, settling, reach, pauses, preparation, lost },
  })

  const starting = createStarting({
    ...{ gate, underWay, start },
    // One whose requests take long holds up nobody else: neither what is released, nor what has waited its time.
    waiting: () => void (panel.others > 0 && setTimer()),
  })

  connection.onChange(() => {
    if (!gate.isOpen) gate.interrupt()
    if (connection.state.state !== 'online') return
    backOff.wentWell()
    pauses.permitted(panel.signedIn?.permissions ?? {})
  })

  function nudge(): void {
    starting.lookAgain()
    goOn()
  }

  function goOn(): void {
    if (gate.closing.aborted) return
    again = true
    pumping ??= pump()
      .catch((error: unknown) => {
        if (gate.closing.aborted) return
        // Such as a full disk: nothing can be sent that cannot be written down, but that may pass.
        log.error('sending was interrupted', { error: String(error) })
        again = true
        backOff.failed()
      })
      .finally(() => {
        pumping = null
        // A nudge that came while it was ending found it still there.
        if (again && gate.isOpen) goOn()
      })
  }

  /** Starts all that may go. It waits for nothing that is under way: whatever ends nudges it again. */
  async function pump(): Promise<void> {
    while (again && gate.isOpen) {
      again = false
      if (backOff.isDue) await backOff.rest(gate.leaving)
      if (!gate.isOpen) break
      if (unsettled) doubtUnsettled()
      lookUps.due()
      promoteWaiting()
      const batches = await nextRequests.find()
      if (batches !== null) await starting.all(batches)
      // Until there is nothing more to start.
      again ||= batches !== null
    }
    const isIdle = underWay.count === 0 && !reach.isOpening && lookUps.underWay === null
    if (isIdle && !nextRequests.isAny()) runs.end()
    // What was paused has been sent or taken back: what is sent next is another matter.
    if (gate.paused && !isAnythingLeft()) gate.paused = false
    events.changed([], [])
    setTimer()
  }

  /** Whether anything is released that goes by itself. */
  function isAnythingLeft(): boolean {
    return goingStates.some((state) => journal.inState(state, 1).length > 0)
  }

  /** Wakes up when the next waiting operation is due, or the next look-up, unless one is under way. */
  function setTimer(): void {
    timer?.abort(noLongerWanted)
    const due = journal.nextDue(lookUps.underWay === null)
    if (due === null || !gate.isOpen) return
    timer = new AbortController()
    clock.sleep(Math.max(0, due - time.now()), timer.signal).then(nudge, () => undefined)
  }

  function promoteWaiting(): void {
    const due = journal.due('waiting', time.now())
    if (due.length === 0) return
    journal.move(
      due.map((operation) => operation.id),
      'ready',
    )
    tell(events, due)
  }

  function start(batch: Batch): void {
    const sent = (answered: () => void) =>
      send(batch, gate.leaving, answered).catch((error: unknown) => {
        // Its answer came after the files were closed: the next start will see.
        if (gate.closing.aborted) return
        log.error('a request could not be settled', { kind: batch.kind, error: String(error) })
        unsettled = true
        backOff.failed()
      })
    underWay.begin(batch, sent, goOn)
  }

  /** What is still under way by the journal, although its request is not, is looked up. */
  function doubtUnsettled(): void {
    journal.recover(time.now(), underWay.operations)
    unsettled = false
  }

  /** What a failed request says of the connection as a whole. */
  function lost(error: unknown): void {
    if (gate.closing.aborted) return
    again = true
    if (error instanceof Interruption) return
    if (error instanceof PanelFailure) connection.failed(error)
    // Only what goes to that one waits; everything else goes on.
    if (error instanceof PanelFailure && error.principal !== null) return
    if (!(error instanceof PanelFailure)) log.warn('reading before sending failed', { error: String(error) })
    backOff.failed()
  }

  return {
    nudge,
    pause(value) {
      gate.paused = value
      if (value) gate.interrupt()
      nudge()
      events.changed([], [])
    },
    get paused() {
      return gate.paused
    },
    rest(on) {
      gate.resting = on
      if (on) gate.interrupt()
      else nudge()
    },
    get run() {
      return runs.last
    },
    get running() {
      return runs.present !== null
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
      tell(events, waiting)
      nudge()
    },
    async settle(ids) {
      const unknown = journal.byIds(ids).filter((operation) => operation.state === 'unknown')
      const settled = await lookUps.these(unknown.filter(isReadable))
      nudge()
      return settled
    },
    weigh: () => ({ ...preparation.weigh(), claimed: underWay.operations.size, 'requests under way': underWay.count }),
    async stop() {
      gate.close()
      timer?.abort(noLongerWanted)
      pauses.close()
      const enough = new AbortController()
      const settled = Promise.allSettled([...underWay.settled(), pumping, lookUps.underWay]).then(() =>
        enough.abort(noLongerWanted),
      )
      await Promise.race([settled, clock.sleep(longestClosing, enough.signal).catch(() => undefined)])
      await settling.ended()
    },
  }
}
