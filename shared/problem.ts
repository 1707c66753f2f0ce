import { z } from 'zod'

/**
 * Every way in which something can go wrong that a person is told of. The text behind each code stands in
 * `locales/` under `problems.<code>`; it says what happened, to what, and what to do now.
 */
export const problemCodes = [
  // the connection
  'offline',
  'work-offline',
  'not-pulled',
  'unreachable',
  'timed-out',
  'certificate',
  'redirect',
  'not-a-panel',
  'cut-short',
  'address',
  'plain-http',
  'wrong-password',
  'password-needed',
  'dealer-blocked',
  'other-dealer',
  'session-ended',
  'session-not-opened',
  'permission',
  'too-many-requests',
  'panel-busy',
  'panel-failed',
  'panel-refused',
  // profiles and secrets
  'profile-busy',
  'profile-unknown',
  'profile-closed',
  'profile-has-changes',
  'changes-unreadable',
  'profile-unreadable',
  'profile-foreign',
  'profile-restored',
  'keychain-unavailable',
  'keychain-kept',
  // data at rest
  'journal-newer',
  'journal-damaged',
  'journal-lost',
  'journal-missing',
  'journal-foreign',
  'journal-older',
  'journal-unproved',
  'journal-restored',
  'backup-in-use',
  'notices-unreadable',
  'disk-full',
  'rows-not-shown',
  'parts-lost',
  'disk-read-only',
  'disk-failed',
  'file-locked',
  'cache-damaged',
  'cache-other-version',
  'cache-rows-unreadable',
  'view-gone',
  'row-gone',
  'pull-running',
  'route-users-many',
  // rules of the panel, checked before anything is sent
  'label-empty',
  'label-long',
  'label-brackets',
  'text-unprintable',
  'comment-long',
  'cell-read-only',
  'id-not-a-number',
  'digits-other',
  'imei-empty',
  'imei-scientific',
  'iccid-scientific',
  'iccid-format',
  'iccid-rounded',
  'sim-blocked',
  'sim-in-use',
  'sim-in-bundle',
  'sim-unknown',
  'sim-deleted',
  'imei-rounded',
  'imei-zero-lost',
  'imei-format',
  'imei-check-digit',
  'value-missing',
  'command-not-hex',
  'yes-or-no',
  'reference-empty',
  'name-empty',
  'text-long',
  'not-a-number',
  'number-range',
  'moment-unreadable',
  'moment-ambiguous',
  'moment-impossible',
  'moment-skipped',
  'window-reversed',
  'window-over',
  'coordinates-unreadable',
  'coordinates-range',
  'coordinates-swapped',
  'place-not-shown',
  'place-invalid',
  'stop-elsewhere',
  'stop-changed',
  'stop-single',
  'stop-already',
  'task-single',
  'task-beside',
  'day-unreadable',
  'days-count',
  'rows-at-once',
  'route-size',
  'stop-begun',
  'task-begun',
  'route-begun',
  'route-begun-stays',
  'plan-without-tasks',
  'driver-unknown',
  'driver-ambiguous',
  'tag-unknown',
  'tag-ambiguous',
  'driver-not-theirs',
  'tracker-blocked',
  'plan-unknown',
  'plan-ambiguous',
  'equipment-ambiguous',
  'equipment-gone',
  'owner-unknown',
  'owner-ambiguous',
  // bulk changes
  'pattern-open',
  'pattern-column',
  'pattern-number',
  'expression',
  'expression-group',
  // imports
  'file-empty',
  'file-binary',
  'file-encoding',
  'file-large',
  'file-columns',
  'file-rows',
  'file-unknown',
  'file-changed',
  'file-shorter',
  'file-gone',
  'file-memory',
  'reader-ended',
  'file-stopped',
  'file-quotes',
  'text-damaged',
  'row-ragged',
  'column-missing',
  'duplicate-in-file',
  'tracker-unknown',
  'tracker-is-clone',
  'tracker-corrupted',
  'user-unknown',
  'user-ambiguous',
  'user-is-owner',
  'clone-exists',
  'clone-staged',
  'bundle-exists',
  'made-not-shown',
  'bundle-staged',
  'bundle-unknown',
  'bundle-edit-staged',
  'value-already',
  'equipment-unknown',
  'row-at-panel',
  'row-staged',
  'cell-staged',
  'cell-stays',
  'stop-unknown',
  'stop-alike',
  'route-unknown',
  'route-ambiguous',
  'external-id-ambiguous',
  'external-id-elsewhere',
  'nothing-to-stage',
  // long steps
  'stopped',
  'stopped-partly',
  // operations
  'not-allowed-in-state',
  'conflict',
  'effect-unknown',
  'state-in-doubt',
  'entity-gone',
  'not-shown',
  'deletion-staged',
  'stop-leaves',
  'route-leaves',
  'block-not-given',
  // refusals that what was last pulled foretells
  'tracker-foreign',
  'plan-of-clone',
  'plan-of-hidden',
  'plan-already',
  'plan-foreign',
  'plan-gone',
  'plan-of-others',
  'move-of-clone',
  'owner-foreign',
  'owner-has-clone',
  'no-inverse',
  'changed-since',
  'never-done',
  // what was kept, and cannot be read
  'kind-unknown',
  'kept-newer',
  'kept-no-json',
  'kept-misfit',
  'kept-damaged',
  'readable-again',
  // an operation whose need has come to nothing
  'needs-refused',
  'needs-discarded',
  'needs-staged',
  'needs-unreadable',
  'needs-waiting',
  'part-stays',
  'step-unreadable',
  'view-unreadable',
  // the program itself
  'core-unreachable',
  'core-broke-down',
  'bad-call',
  'unexpected',
] as const

/** A code of {@link problemCodes}. */
export type ProblemCode = (typeof problemCodes)[number]

/** What a person, the journal and the bridge are told of an error. Never holds a secret. */
export const problem = z.object({
  code: z.enum(problemCodes),
  /** Values for the text: names, counts, limits. */
  values: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  /** The panel's own code, for support. */
  panelCode: z.int().optional(),
  /** The panel's own words: shown, never interpreted. */
  panelWords: z.string().optional(),
  /** True where the same thing may go well if it is tried again later, unchanged. */
  again: z.boolean().optional(),
})
export type Problem = z.infer<typeof problem>

/** An error that carries a {@link Problem}; the cause stays in the log. */
export class ProblemError extends Error {
  override name = 'ProblemError'
  readonly problem: Problem

  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.code, options)
    this.problem = problem
  }
}

/** Throws the problem `code`; for the places where a rule is broken and nothing can go on. */
export function fail(code: ProblemCode, values?: Problem['values'], options?: ErrorOptions & Partial<Problem>): never {
  const { cause, ...rest } = options ?? {}
  throw new ProblemError({ code, ...(values ? { values } : {}), ...rest }, cause === undefined ? {} : { cause })
}

/** The problem that an unknown error amounts to; everything untyped is `unexpected`. */
export function problemOf(error: unknown): Problem {
  return error instanceof ProblemError ? error.problem : { code: 'unexpected' }
}
