/**
 * One end of a way between two processes, whatever port it goes over. Messages come in the order in which they were
 * sent; what arrives was made by another process and is parsed by the receiver.
 */
export interface Pipe {
  send(message: unknown): void
  /** Hands over every message from now on, those first that came before. Called once. */
  take(listener: (message: unknown) => void): void
  /** Tells once that the other end is gone: closed, or its process ended. */
  ended(listener: () => void): void
}
