import { availableParallelism } from 'node:os'
import { defineConfig } from '@playwright/test'
import { inBothHosts } from './test/e2e/both-hosts.ts'
import { hasOwnDisplays } from './test/e2e/display.ts'
import type { HostOptions } from './test/e2e/hosts.ts'

/** Milliseconds after which what hangs is ended: so long that it says nothing of how fast the machine is. */
const hanging = { test: 20 * 60_000, step: 3 * 60_000 }

// Every end-to-end test is written once and can run in either host. `npm test` finds the programs that they need, and
// says where it runs both hosts: the preview then leaves to the desktop what means the same in both.
export default defineConfig<HostOptions>({
  testDir: 'test/e2e',
  globalSetup: './test/e2e/make-ready.ts',
  outputDir: 'test-results',
  timeout: hanging.test,
  expect: { timeout: hanging.step },
  // Much of a test is waiting, for the panel's rate above all, so one more than can be at work. More than four would be more
  // than a machine has memory for.
  workers: hasOwnDisplays ? Math.min(availableParallelism() + 1, 4) : 1,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  reporter: 'list',
  use: {
    actionTimeout: hanging.step,
    navigationTimeout: hanging.step,
    // A trace takes an eighth of what a test takes, and few are ever opened: who looks for a fault asks for it.
    trace: process.env.FLEETBOOK_TRACE ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
  },
  projects: [
    {
      name: 'preview',
      use: { host: 'preview' },
      ...(process.env.FLEETBOOK_BOTH_HOSTS && { grep: new RegExp(inBothHosts.tag) }),
    },
    { name: 'desktop', use: { host: 'desktop' } },
  ],
})
