import { defineConfig } from '@playwright/test'
import type { HostOptions } from './test/e2e/hosts.ts'

// Every end-to-end test is written once and runs in both hosts. `npm test` finds the programs that they need.
export default defineConfig<HostOptions>({
  testDir: 'test/e2e',
  outputDir: 'test-results',
  timeout: 120_000,
  expect: { timeout: 15_000 },
  workers: 1,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  reporter: 'list',
  use: { actionTimeout: 20_000, trace: 'retain-on-failure', screenshot: 'only-on-failure' },
  projects: [
    { name: 'preview', use: { host: 'preview' } },
    { name: 'desktop', use: { host: 'desktop' } },
  ],
})
