import { z } from 'zod'
import packageJson from '../../package.json' with { type: 'json' }

const environmentOptions = z.object({
  FLEETBOOK_DEMO_TRACKERS: z.coerce.number().int().min(1).max(100_000).optional(),
  FLEETBOOK_DEALER_RATE: z.coerce.number().positive().optional(),
  FLEETBOOK_DEMO_CONTROL: z.literal('1').optional(),
  FLEETBOOK_PROOF_AFTER: z.coerce.number().int().positive().optional(),
  FLEETBOOK_ROWS_AT_ONCE: z.coerce.number().int().positive().optional(),
})

/** What the environment may ask of the core, for development and tests; see docs/architecture.md. */
export interface EnvironmentOptions {
  /** How many trackers a new demo panel is made with. */
  readonly demoTrackers?: number
  /** Requests a second to a dealer's panel, instead of the documented ones. */
  readonly dealerRate?: number
  /** Lets a test tell the built-in demo panel to misbehave. */
  readonly demoControl?: boolean
  /** Milliseconds until seeing no effect of a request is proof that it had none, instead of four minutes. */
  readonly proofAfter?: number
  /** How many rows one part of a long step handles, for tests of what goes on between two. */
  readonly rowsAtOnce?: number
  /** The program's own version. */
  readonly version: string
}

/** Reads the options from the environment; throws where one makes no sense. */
export function coreOptions(environment: NodeJS.ProcessEnv = process.env): EnvironmentOptions {
  const given = environmentOptions.parse(environment)
  return {
    ...(given.FLEETBOOK_DEMO_TRACKERS && { demoTrackers: given.FLEETBOOK_DEMO_TRACKERS }),
    ...(given.FLEETBOOK_DEALER_RATE && { dealerRate: given.FLEETBOOK_DEALER_RATE }),
    ...(given.FLEETBOOK_DEMO_CONTROL && { demoControl: true }),
    ...(given.FLEETBOOK_PROOF_AFTER && { proofAfter: given.FLEETBOOK_PROOF_AFTER }),
    ...(given.FLEETBOOK_ROWS_AT_ONCE && { rowsAtOnce: given.FLEETBOOK_ROWS_AT_ONCE }),
    version: packageJson.version,
  }
}
