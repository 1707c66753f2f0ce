import {
  type CallAnswer,
  callMessage,
  type CallName,
  type CallOutput,
  type CallParsed,
  calls,
  type CoreEvent,
  coreEvent,
  isCallName,
} from '../../../shared/contract.ts'
import type { HostBridge, HostListener, MenuChoice } from '../../../shared/host-bridge.ts'
import { type Problem, ProblemError } from '../../../shared/problem.ts'
import { firstSettings, given } from '../../../shared/settings.ts'
import { knownPanels, programKnown, quiet } from './known.ts'

/** What a call of the core is answered with; a thrown ProblemError is the core's refusal. */
type Answers = {
  [Name in CallName]?: (input: CallParsed<Name>) => CallOutput<Name> | Promise<CallOutput<Name>>
}

/** What everything on the page asks sooner or later. */
const always: Answers = {
  'status.read': () => quiet,
  'profiles.list': () => knownPanels,
  'profiles.secrets': () => ({ places: { acme: 'keychain' } }),
  'program.state': () => programKnown,
  'settings.read': () => ({ settings: firstSettings, problem: null }),
  'settings.change': (change) => ({ settings: { ...firstSettings, ...given(change) }, problem: null }),
  'history.attempts': () => ({ count: 0, rows: [] }),
  'sheet.completion': () => ({ value: null, more: false }),
  'outbox.remedies': () => ({ offers: [] }),
}

let answers: Answers = always
let asked: { readonly name: CallName; readonly input: unknown }[] = []
let starts = 0
let zooms: number[] = []
let logsOpened = 0
/** Who listens to what the core says unasked: the window, once its bridge is connected. */
const listeners = new Set<HostListener>()

/**
 * A stand-in for the core at the very edge of the window, where the desktop application has its preload script. A real
 * core would be no better here: a form has to be seen with every refusal that the core knows, and most of them take a
 * panel, a keychain or a broken file to come about. So that it cannot say what the core never would, each question and
 * each answer is parsed by the contract's own schemas, here and once more in renderer/bridge.ts. What the real core
 * makes of it all is the matter of the tests end to end.
 */
export const standIn: HostBridge = {
  host: 'desktop',
  call: async (text) => JSON.stringify(await answer(text)),
  listen(listener) {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
  startAgain: () => void (starts += 1),
  zoom: (factor) => void zooms.push(factor),
  openLogFolder: () => void (logsOpened += 1),
}

async function answer(text: string): Promise<CallAnswer> {
  const { name, input } = callMessage.parse(JSON.parse(text))
  if (!isCallName(name)) throw new Error(`The contract has no call ${name}`)
  const parsed = calls[name].input.parse(input)
  asked.push({ name, input: parsed })
  const known = answers[name] as ((input: unknown) => unknown) | undefined
  if (!known) throw new Error(`This test has no answer to ${name}`)
  try {
    return { ok: true, output: calls[name].output.parse(await known(parsed)) }
  } catch (error) {
    if (error instanceof ProblemError) return { ok: false, problem: error.problem }
    // Rejecting would look like a core that has ended; a test that answers wrongly has to be seen.
    console.error(error)
    throw error
  }
}

/** Says what calls are answered with, beside what has been said before in this test. */
export function answering(more: Answers): void {
  answers = { ...answers, ...more }
}

/** Answers a call with a problem, as the core refuses. */
export function refusing(problem: Problem): () => never {
  return () => {
    throw new ProblemError(problem)
  }
}

/** What the core has been asked by this name, in order. */
export function askedFor<Name extends CallName>(name: Name): CallParsed<Name>[] {
  return asked.filter((one) => one.name === name).map(({ input }) => input as CallParsed<Name>)
}

/** Tells the window something unasked, as the core does; it, too, has to be what the contract knows. */
export function tell(event: CoreEvent): void {
  const told = coreEvent.parse(event)
  for (const listener of listeners) listener.event(told)
}

/** Ends the core, as the host tells the window of it: `restarted` where another one has taken its place. */
export function end(how: 'restarted' | 'given-up', log = ''): void {
  for (const listener of listeners) {
    if (how === 'restarted') listener.restarted()
    else listener.gaveUp(log)
  }
}

/** A person chooses something in the native menu. */
export function chooseInMenu(what: MenuChoice): void {
  for (const listener of listeners) listener.chosen(what)
}

/** How often the folder of the log was opened. */
export const logsAsked = (): number => logsOpened

/** To which factors the window was zoomed, in order. */
export const zoomsAsked = (): readonly number[] => zooms

/** How often a core that was given up has been asked for again. */
export const startsAsked = (): number => starts

/** Forgets what was asked and how it is answered: each test begins with a core of which nothing is known. */
export function forget(): void {
  answers = always
  asked = []
  starts = 0
  zooms = []
  logsOpened = 0
}
