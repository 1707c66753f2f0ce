/** Time, as the core sees it. The simulation has its own. */
export interface Clock {
  /** Milliseconds since 1970, UTC: what a person is told. It jumps, both ways, when the computer's clock is set. */
  now(): number
  /**
   * Milliseconds since some moment of this process, on a clock that is never set: what is waited for and proved goes by
   * it. It may stand still while the computer sleeps, so it never says that more time has passed than did.
   */
  monotonic(): number
  /** Resolves after `milliseconds`; rejects with the signal's reason if it is aborted first. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>
  /** Lets everything else that is due have its turn; long work calls it often. */
  turn(): Promise<void>
}

/**
 * Why a wait was broken off for which nobody waits any more, and that is no error. One for all: without a reason of its
 * own, each would be made an exception with where it came from, which takes longer than all else about it.
 */
export const noLongerWanted = new Error('nobody waits for it any more')

/** Chance, as the core sees it. */
export interface Random {
  /** A number from 0 up to, not including, 1. */
  next(): number
  /** A fresh identifier that nobody can guess. */
  id(): string
}

/** One request to a panel: always a POST, of JSON but for files. */
export interface PanelPost {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** Milliseconds until it is given up. */
  readonly timeout: number
  readonly signal?: AbortSignal
}

/** What came back over the wire, whatever it means. */
export interface PanelReply {
  readonly status: number
  readonly contentType: string
  readonly body: string
}

/**
 * What went wrong on the wire. `sent` says whether the panel may have received the request: where it is false, the
 * request had no effect for certain.
 */
export class TransportError extends Error {
  override name = 'TransportError'
  readonly reason: 'unreachable' | 'certificate' | 'timed-out' | 'cut-short' | 'redirect' | 'aborted'
  readonly sent: boolean

  constructor(reason: TransportError['reason'], sent: boolean, options?: ErrorOptions) {
    super(reason, options)
    this.reason = reason
    this.sent = sent
  }
}

/** The network, as the core sees it. Sends a request exactly once: nothing in it may retry or follow a redirect. */
export interface Transport {
  /** Throws {@link TransportError}. */
  post(request: PanelPost): Promise<PanelReply>
}

/** Why there is no connection that stays. What its reason says is for people: nothing has been sent over it. */
export class SocketError extends Error {
  override name = 'SocketError'
  /** `turned-away`: something answered there, and does not take it. */
  readonly reason: 'unreachable' | 'certificate' | 'timed-out' | 'turned-away'

  constructor(reason: SocketError['reason'], options?: ErrorOptions) {
    super(reason, options)
    this.reason = reason
  }
}

/** A connection that stays, over which texts go both ways as they come. */
export interface Socket {
  /** Hands a text to the network, once; whether it arrives, nobody says. False where the connection has ended: then it was not. */
  send(text: string): boolean
  /** Ends it; nothing is heard of it any more. */
  close(): void
}

/** Who hears what comes over a {@link Socket}. */
export interface SocketListener {
  text(text: string): void
  /** It has ended, and not by us; called once, and nothing after it. */
  ended(): void
}

/** Connections that stay, as the core sees them. Nothing in it may connect again, or follow a redirect. */
export interface Sockets {
  /** Connects, and resolves when texts may go. Throws {@link SocketError}, or the signal's reason where that ends the try. */
  open(address: { readonly url: string; readonly signal: AbortSignal }, listener: SocketListener): Promise<Socket>
}

/** What the machine says of its networks: a hint that trying again may be worth it, and no more. */
export interface Network {
  /** Calls the listener when the machine has come to another network, or woken up; the function returned ends it. */
  onChange(listener: () => void): () => void
}

/** The keychain of the operating system. Every method rejects where there is none. */
export interface Keychain {
  get(account: string): Promise<string | null>
  set(account: string, secret: string): Promise<void>
  delete(account: string): Promise<void>
}

/** Somebody who reads files apart from the core, so that nobody is held up by it. What is posted is copied. */
export interface Reader {
  post(message: unknown): void
  /** Hears what it posts, and once that it has ended by itself: it ran out of memory, or failed. Called once. */
  listen(listener: { message(message: unknown): void; ended(reason: 'memory' | 'failed', cause: unknown): void }): void
  /** Ends it, whatever it is doing. */
  end(): Promise<void>
}

/** Where readers are had: a thread each, or, in tests, this very one. */
export interface Readers {
  start(): Reader
}

/** Where the program keeps its files. */
export interface Folders {
  /** Local, never roaming: one folder a profile. */
  readonly profiles: string
  /** State of the built-in demo panel. */
  readonly demoPanel: string
  /** The file of settings. */
  readonly settings: string
}

/** What is to be known of the program and its machine, for a person and for whoever is asked for help. */
export interface Program {
  readonly system: string
  readonly runtime: string
  /** The kind of keychain that the system has. */
  readonly keychain: string
  readonly dataFolder: string
  /** The file that the log is written to. */
  readonly log: string
  /** Bytes of all files in the data folder. */
  dataSize(): number
  /** The last warnings and errors of the log, oldest first. */
  lastErrors(): string[]
}

/** The log. Whatever reaches it is redacted before it is written. */
export interface Log {
  info(message: string, details?: Record<string, unknown>): void
  warn(message: string, details?: Record<string, unknown>): void
  error(message: string, details?: Record<string, unknown>): void
}

/** The loop through which everything in this process goes, one thing after the other. */
export interface Loop {
  /** Tells now and then for how many milliseconds it stood still at the longest; the function returned ends it. */
  onDelay(listener: (milliseconds: number) => void): () => void
}

/** Everything that the core needs of the world. */
export interface Ports {
  readonly clock: Clock
  readonly random: Random
  readonly transport: Transport
  readonly sockets: Sockets
  readonly network: Network
  readonly keychain: Keychain
  /** Secrets that nothing has to keep once the program has ended: memory, and not that of a core that may end before. */
  readonly session: Keychain
  readonly readers: Readers
  readonly folders: Folders
  readonly program: Program
  readonly log: Log
  /** Where simulated time goes by, nothing stands still. */
  readonly loop?: Loop
}
