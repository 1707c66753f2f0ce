import { z } from 'zod'

/** The argument that tells a core's process that it takes the place of one that broke down. */
export const goOn = '--go-on'

/** Where main keeps a secret: in the keychain of the system, or in its own memory until the program ends. */
const secretStores = ['keychain', 'session'] as const
export type SecretStore = (typeof secretStores)[number]

const secretAsked = { ask: z.literal('secret'), number: z.int(), store: z.enum(secretStores), account: z.string() }

/** What the core sends to main. */
export const toMain = z.union([
  /** A secret to be read, kept or forgotten; the answer bears the same number. */
  z.object({ ...secretAsked, act: z.enum(['get', 'delete']) }),
  z.object({ ...secretAsked, act: z.literal('set'), secret: z.string() }),
  /** A run of sending has come to its end; see run-end.ts. */
  z.object({ tell: z.literal('run-ended'), end: z.object({ sent: z.int(), refused: z.int(), open: z.int() }) }),
  /** What is to be seen at the taskbar has changed; see glance.ts. */
  z.object({ tell: z.literal('glance'), glance: z.object({ progress: z.number().nullable(), needs: z.int() }) }),
])
export type ToMain = z.infer<typeof toMain>

/** What main sends to the core. */
export const toCore = z.union([
  /** The port that comes with it is a window's. */
  z.object({ tell: z.literal('window') }),
  /** The computer has woken up. */
  z.object({ tell: z.literal('woken') }),
  /** Settle what is under way, let go of every file, and end. */
  z.object({ tell: z.literal('close') }),
  z.object({ answer: z.literal('secret'), number: z.int(), ok: z.literal(true), secret: z.string().nullable() }),
  z.object({ answer: z.literal('secret'), number: z.int(), ok: z.literal(false), why: z.string() }),
])
export type ToCore = z.infer<typeof toCore>
export type SecretQuestion = Extract<ToMain, { ask: 'secret' }>
export type SecretAnswer = Extract<ToCore, { answer: 'secret' }>
