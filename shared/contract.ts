import { z } from 'zod'
import { changeCalls } from './contract/changes.ts'
import { commandCalls } from './contract/commands.ts'
import { consoleCalls } from './contract/consoles.ts'
import { fleetCalls } from './contract/fleet.ts'
import { importCalls, importProgress } from './contract/imports.ts'
import { lookCalls } from './contract/looking.ts'
import { noticeCalls } from './contract/notices.ts'
import { historyCalls, outboxCalls } from './contract/outbox.ts'
import { remedyCalls } from './contract/remedies.ts'
import { profileCalls, status, statusCalls } from './contract/profiles.ts'
import { reportCalls } from './contract/reports.ts'
import { routeCalls } from './contract/routes.ts'
import { settingCalls } from './contract/settings.ts'
import { sheetCalls } from './contract/sheets.ts'
import { longStep, stepCalls } from './contract/steps.ts'
import { problem } from './problem.ts'
import { sheetNames } from './sheets/catalogue.ts'

/** Every call that the window can make of the core. There is no other way through the bridge. */
export const calls = {
  ...profileCalls,
  ...statusCalls,
  ...settingCalls,
  ...noticeCalls,
  ...sheetCalls,
  ...stepCalls,
  ...lookCalls,
  ...outboxCalls,
  ...remedyCalls,
  ...historyCalls,
  ...importCalls,
  ...routeCalls,
  ...consoleCalls,
  ...reportCalls,
  ...commandCalls,
  ...changeCalls,
  ...fleetCalls,
} as const

export type CallName = keyof typeof calls
/** What a caller hands over; defaults may be left out. */
export type CallInput<Name extends CallName> = z.input<(typeof calls)[Name]['input']>
/** What a handler receives: the input once parsed. */
export type CallParsed<Name extends CallName> = z.output<(typeof calls)[Name]['input']>
export type CallOutput<Name extends CallName> = z.output<(typeof calls)[Name]['output']>

/** Whether the contract has a call of this name. */
export function isCallName(name: string): name is CallName {
  return Object.hasOwn(calls, name)
}

/** What the core tells the window unasked. */
export const coreEvent = z.discriminatedUnion('event', [
  /** The whole status; at most every 100 ms. */
  z.object({ event: z.literal('status'), status }),
  /** Rows of a sheet have changed: these ids, or, where null, too many to name. */
  z.object({ event: z.literal('rows'), sheet: z.enum(sheetNames), ids: z.array(z.int()).nullable() }),
  /** Change sets or their operations have changed. */
  z.object({ event: z.literal('outbox'), changeSets: z.array(z.int()) }),
  /** An attempt was begun or has ended. */
  z.object({ event: z.literal('history') }),
  /** A file takes long to be read or checked. */
  z.object({ event: z.literal('import'), progress: importProgress }),
  /** The pull of routes has come further. */
  z.object({ event: z.literal('routes') }),
  /** These consoles, by their trackers, have something new to be read, or are open no longer. */
  z.object({ event: z.literal('consoles'), trackers: z.array(z.int()) }),
  /** The reading of months has come further. */
  z.object({ event: z.literal('reports') }),
  /** Long steps that are under way, in the order in which they were begun; told after each of their parts. */
  z.object({ event: z.literal('steps'), steps: z.array(longStep) }),
])
export type CoreEvent = z.infer<typeof coreEvent>

/** How a call is put on the wire. The id lets the core carry out a repeated request only once. */
export const callMessage = z.object({ id: z.string().max(64), name: z.string().max(64), input: z.unknown() })
export type CallMessage = z.infer<typeof callMessage>

/** How an answer comes back. */
export const callAnswer = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), output: z.unknown() }),
  z.object({ ok: z.literal(false), problem }),
])
export type CallAnswer = z.infer<typeof callAnswer>
