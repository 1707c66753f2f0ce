import { redact } from './redact.ts'

/** The secrets of all sessions of a panel. What was learnt is hidden wherever it occurs, and cannot be had back. */
export interface KnownSecrets {
  /** The principal has another secret from now on. */
  learn(principal: string, secret: string): void
  /** A copy for logs and the journal, as of {@link redact}, without any of them; nor `others`. */
  hide(value: unknown, others?: readonly string[]): unknown
}

export function createKnownSecrets(): KnownSecrets {
  // What is under way with the session before may still answer.
  const known = new Map<string, readonly string[]>()
  return {
    learn(principal, secret) {
      known.set(principal, [secret, ...(known.get(principal) ?? []).slice(0, 1)])
    },
    hide: (value, others = []) => redact(value, [...others, ...[...known.values()].flat()]),
  }
}
