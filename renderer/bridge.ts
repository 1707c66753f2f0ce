import { z } from 'zod'
import {
  type CallInput,
  type CallMessage,
  type CallName,
  type CallOutput,
  callAnswer,
  calls,
  type CoreEvent,
  coreEvent,
} from '../shared/contract.ts'
import { type HostBridge, type MenuChoice, menuChoices } from '../shared/host-bridge.ts'
import { ProblemError } from '../shared/problem.ts'
import { connectDesktop } from './bridge/desktop.ts'
import { connectPreview } from './bridge/preview.ts'
import type { Wire, WireListener } from './bridge/wire.ts'

declare global {
  interface Window {
    /** There in the desktop application only: the preload script puts it there. */
    readonly fleetbook?: HostBridge
  }
}

// The page's content security policy forbids code made from text, which zod would otherwise use for speed.
z.config({ jitless: true })

const listeners = new Set<(event: CoreEvent) => void>()
const returns = new Set<() => void>()
const restarts = new Set<() => void>()
const silences = new Set<() => void>()
const endings = new Set<(log: string) => void>()
const choices = new Set<(what: MenuChoice) => void>()

const onWire: WireListener = {
  event(event: unknown) {
    const parsed = coreEvent.safeParse(event)
    if (parsed.success) for (const listener of listeners) listener(parsed.data)
  },
  returned() {
    for (const listener of returns) listener()
  },
  restarted() {
    for (const listener of restarts) listener()
    onWire.returned()
  },
  disconnected() {
    for (const listener of silences) listener()
  },
  gaveUp(log: string) {
    for (const listener of endings) listener(log)
  },
  chosen(what: string) {
    const known = menuChoices.find((choice) => choice === what)
    if (known) for (const listener of choices) listener(known)
  },
}

/** Whether the window is that of the desktop application. */
export function isDesktop(): boolean {
  return window.fleetbook !== undefined
}

let wire: Wire | undefined

function connected(): Wire {
  wire ??= window.fleetbook ? connectDesktop(window.fleetbook, onWire) : connectPreview(onWire)
  return wire
}

/**
 * Makes one call of the core, the same in both hosts; what comes back has been parsed against the contract.
 * Throws {@link ProblemError}: the core's own, `core-unreachable` where nothing answered, `core-broke-down` where the
 * core ended while it had the call, `bad-call` where the answer is not what the contract promises.
 */
export async function call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>> {
  // Parsing also makes plain data of what Vue has wrapped, which alone can cross to another process.
  const parsed = calls[name].input.safeParse(input)
  if (!parsed.success) throw new ProblemError({ code: 'bad-call' }, { cause: parsed.error })
  const message: CallMessage = { id: crypto.randomUUID(), name, input: parsed.data }
  const answer = callAnswer.safeParse(await connected().send(message))
  if (!answer.success) throw new ProblemError({ code: 'bad-call' }, { cause: answer.error })
  if (!answer.data.ok) throw new ProblemError(answer.data.problem)
  const output = calls[name].output.safeParse(answer.data.output)
  if (!output.success) throw new ProblemError({ code: 'bad-call' }, { cause: output.error })
  return output.data as CallOutput<Name>
}

/** Calls back with every event of the core, until the function that it returns is called. */
export function onEvent(listener: (event: CoreEvent) => void): () => void {
  connected()
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Calls back when events come again after some may have been missed: whatever is shown should be read anew. */
export function onReturn(listener: () => void): () => void {
  connected()
  returns.add(listener)
  return () => returns.delete(listener)
}

/** Calls back when events have ceased to come, so that the core may be gone. */
export function onSilence(listener: () => void): () => void {
  connected()
  silences.add(listener)
  return () => silences.delete(listener)
}

/** Calls back when the core broke down and another one has taken its place, as {@link onReturn} does, too. */
export function onRestart(listener: () => void): () => void {
  connected()
  restarts.add(listener)
  return () => restarts.delete(listener)
}

/** Calls back when the core broke down too often and is not started again, with the path of its log. */
export function onGiveUp(listener: (log: string) => void): () => void {
  connected()
  endings.add(listener)
  return () => endings.delete(listener)
}

/** Has a core started that was given up; whatever waits for one goes on with it. */
export function startAgain(): void {
  connected().startAgain?.()
}

/** Calls back with what a person chooses in the native menu, until the function that it returns is called. */
export function onMenuChoice(listener: (what: MenuChoice) => void): () => void {
  connected()
  choices.add(listener)
  return () => choices.delete(listener)
}

/** Zooms the window of the desktop application, in percent; a browser has a zoom of its own. */
export function zoomTo(percent: number): void {
  window.fleetbook?.zoom(percent / 100)
}

/** Opens the folder of the log in the system's own window of files; in the desktop application alone. */
export function openLogFolder(): void {
  window.fleetbook?.openLogFolder()
}
