import { join } from 'node:path'
import type { Clock } from '../ports.ts'
import { createDemoPanel } from './demo-panel.ts'
import { ledgerFile } from './ledger-file.ts'
import { seedVersion } from './seed.ts'
import { serveDemoPanel, type ServedPanel } from './serve.ts'

const demoSize = 2480

/** Of what the built-in demo panel is made. */
export const demoSeed = 2410

/**
 * Serves the built-in demo panel from what its folder says was done to it. It is a part of the program that few starts
 * need, so it is loaded only by code that does.
 */
export async function serveBuiltIn(options: {
  folder: string
  clock: Clock
  trackers?: number | undefined
  /** Without the documented limit of requests. */
  unlimited: boolean
  control: boolean
}): Promise<ServedPanel> {
  const { folder, clock, trackers = demoSize, unlimited, control } = options
  const ledger = ledgerFile(join(folder, `ledger-${seedVersion}-${demoSeed}-${trackers}.jsonl`))
  try {
    const panel = createDemoPanel({ seed: demoSeed, trackers, clock, ledger, ...(unlimited ? { rate: null } : {}) })
    const served = await serveDemoPanel({ panel, clock, control })
    return {
      baseUrl: served.baseUrl,
      async close() {
        await served.close()
        ledger.close()
      },
    }
  } catch (error) {
    ledger.close()
    throw error
  }
}
