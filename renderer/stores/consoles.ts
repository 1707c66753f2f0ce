import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import type {
  ConsoleLine,
  ConsolePlace,
  ConsoleState,
  ConsoleTracker,
  ConsoleValue,
} from '../../shared/contract/consoles.ts'
import { type Problem, problemOf } from '../../shared/problem.ts'
import { call, onEvent, onRestart, onReturn } from '../bridge.ts'
import { useStatus } from './status.ts'
import { throttled } from './throttled.ts'

/** Milliseconds between two looks at what has come: so often that it seems to come by itself. */
const pause = 250

/** A console as it was last read. */
export interface ConsoleView {
  readonly tracker: ConsoleTracker
  readonly state: ConsoleState
  readonly values: readonly ConsoleValue[]
  readonly reportedAt: number | null
  readonly lines: readonly ConsoleLine[]
}

/** What was read of a console so far, and up to where. */
interface Held {
  after: number
  readonly values: Map<string, ConsoleValue>
  readonly lines: Map<number, ConsoleLine>
}

const newlyHeld = (): Held => ({ after: 0, values: new Map(), lines: new Map() })

/** The consoles that are open. The core's word, read on while somebody looks. */
export const useConsoles = defineStore('consoles', () => {
  const status = useStatus()
  /** By our ids of their trackers, in the order in which they were opened. */
  const views = shallowRef<ReadonlyMap<number, ConsoleView>>(new Map())
  const place = shallowRef<ConsolePlace | null>(null)
  /** Commands that were sent before, oldest first. */
  const commands = shallowRef<readonly string[]>([])
  /** Why the consoles could not be read. */
  const problem = shallowRef<Problem | null>(null)
  /** Whether the core has said which are open. */
  const isKnown = shallowRef(false)

  const held = new Map<number, Held>()
  /** Those that have something new. */
  const changed = new Set<number>()
  let attended = 0
  /** Counts what makes all that is on its way belong to something else: another panel, or another core. */
  let life = 0

  function forget(): void {
    life += 1
    held.clear()
    changed.clear()
    views.value = new Map()
    place.value = problem.value = null
    commands.value = []
    isKnown.value = false
  }

  /** Reads on in one console, to its end. */
  async function readOn(tracker: number): Promise<void> {
    const mine = life
    const known = held.get(tracker) ?? newlyHeld()
    held.set(tracker, known)
    for (;;) {
      const read = await call('consoles.read', { tracker, after: known.after })
      if (mine !== life || !held.has(tracker)) return
      known.after = read.upTo
      for (const value of read.values) known.values.set(value.name, value)
      for (const line of read.lines) known.lines.set(line.number, line)
      for (const number of known.lines.keys()) if (number < read.first) known.lines.delete(number)
      if (read.more) continue
      const lines = [...known.lines.values()].sort((one, other) => one.number - other.number)
      const { state, reportedAt } = read
      const view = { tracker: read.tracker, state, reportedAt, values: [...known.values.values()], lines }
      views.value = new Map(views.value).set(tracker, view)
      return
    }
  }

  /** Reads which are open, and on in those that have something new. */
  async function readAll(): Promise<void> {
    const mine = life
    try {
      const some = [...changed]
      changed.clear()
      if (!isKnown.value || some.some((tracker) => !held.has(tracker)) || some.length === 0) await readList()
      else await Promise.all(some.map(readOn))
      if (mine === life) problem.value = null
    } catch (error) {
      if (mine !== life) return
      const met = problemOf(error)
      // It was closed meanwhile: then it is in the list no longer.
      if (met.code === 'console-not-open') await readList().catch(() => undefined)
      else problem.value = met
    }
  }

  async function readList(): Promise<void> {
    const mine = life
    const [list, kept] = await Promise.all([call('consoles.list', {}), call('consoles.commands', {})])
    if (mine !== life) return
    const open = new Set(list.consoles.map(({ id }) => id))
    for (const tracker of held.keys()) if (!open.has(tracker)) held.delete(tracker)
    place.value = list.place
    commands.value = kept.commands
    views.value = new Map([...views.value].filter(([tracker]) => open.has(tracker)))
    await Promise.all([...open].map(readOn))
    if (mine === life) isKnown.value = true
  }

  const soon = throttled(async () => {
    if (status.profile && attended > 0) await readAll()
  }, pause)

  /** Reads everything anew that may have changed. */
  function refresh(): void {
    changed.clear()
    soon()
  }

  onEvent((event) => {
    if (event.event !== 'consoles') return
    for (const tracker of event.trackers) changed.add(tracker)
    soon()
  })
  onReturn(refresh)
  // Another core has none of them: those that somebody looks at are opened anew. What was sent is not sent again.
  onRestart(() => {
    const before = [...views.value.keys()]
    forget()
    const opening = before.map((tracker) => call('consoles.open', { tracker }).catch(() => undefined))
    void Promise.all(opening).then(refresh)
  })
  watch(
    () => status.profile?.id,
    () => {
      forget()
      refresh()
    },
  )

  /** Reads on for as long as somebody looks; the function returned ends it. */
  function attend(): () => void {
    attended += 1
    refresh()
    return () => void (attended -= 1)
  }

  /** Sends a command, once. Rejects with what stood in the way. */
  async function send(tracker: number, command: string): Promise<void> {
    await call('consoles.send', { tracker, command })
    commands.value = (await call('consoles.commands', {})).commands
  }

  const consoles = computed(() => [...views.value.values()])

  return { consoles, place, commands, problem, isKnown, attend, refresh, send }
})
