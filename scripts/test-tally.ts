import { readFileSync } from 'node:fs'
import { z } from 'zod'

/** How many tests ended in which way. */
export interface Tally {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

export const nothing: Tally = { passed: 0, failed: 0, skipped: 0 }

/** Both together. */
export function add(left: Tally, right: Tally): Tally {
  return {
    passed: left.passed + right.passed,
    failed: left.failed + right.failed,
    skipped: left.skipped + right.skipped,
  }
}

const vitestReport = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
})

const playwrightReport = z.object({
  stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int(), skipped: z.int() }),
  suites: z.array(z.unknown()),
})

/** What Vitest reported. A run that failed otherwise, such as a file that does not load, counts as one failed test. */
export function readVitest(file: string, exitCode: number): Tally {
  const report = vitestReport.safeParse(readJson(file))
  if (!report.success) return orOneFailed(nothing, exitCode)
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = report.data
  return orOneFailed(
    { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests },
    exitCode,
  )
}

/** What Playwright reported; where it only listed its tests (`ran` is false), they all count as skipped. */
export function readPlaywright(file: string, exitCode: number, ran: boolean): Tally {
  const report = playwrightReport.safeParse(readJson(file))
  if (!report.success) return orOneFailed(nothing, exitCode)
  if (!ran) return { ...nothing, skipped: countSpecs(report.data.suites) }
  const { expected, unexpected, flaky, skipped } = report.data.stats
  return orOneFailed({ passed: expected, failed: unexpected + flaky, skipped }, exitCode)
}

function orOneFailed(tally: Tally, exitCode: number): Tally {
  return exitCode !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally
}

const suite = z.object({ specs: z.array(z.unknown()).default([]), suites: z.array(z.unknown()).default([]) })

function countSpecs(suites: readonly unknown[]): number {
  return suites
    .map((entry) => suite.parse(entry))
    .reduce((sum, { specs, suites: inner }) => sum + specs.length + countSpecs(inner), 0)
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
