import { defineConfig } from '@playwright/test'
import type { HostOptions } from './test/e2e/hosts.ts'

/** Milliseconds after which what hangs is ended: so long that it says nothing of how fast the machine is. */
const hanging = { test: 20 * 60_000, step: 3 * 60_000 }

// Every end-to-end test is written once and runs in both hosts. `npm test` finds the programs that they need.
export default defineConfig<HostOptions>({
  testDir: 'test/e2e',
  outputDir: 'test-results',
  timeout: hanging.test,
  expect: { timeout: hanging.step },
  workers: 1,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  reporter: 'list',
  use: {
    actionTimeout: hanging.step,
    navigationTimeout: hanging.step,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'preview', use: { host: 'preview' } },
    { name: 'desktop', use: { host: 'desktop' } },
  ],
})
