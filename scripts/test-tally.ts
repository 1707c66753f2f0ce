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

const playwrightReport = z.object({ suites: z.array(z.unknown()) })

const suite = z.object({
  specs: z
    .array(
      z.object({
        tests: z.array(
          z.object({ projectName: z.string(), status: z.enum(['expected', 'unexpected', 'flaky', 'skipped']) }),
        ),
      }),
    )
    .default([]),
  suites: z.array(z.unknown()).default([]),
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

/**
 * What Playwright reported of each project that it was told to run. Where it only listed its tests (`ran` is false), they
 * all count as skipped. A run that failed otherwise counts as one failed test, of the first.
 */
export function readPlaywright(file: string, exitCode: number, projects: readonly string[], ran: boolean): Tally[] {
  const report = playwrightReport.safeParse(readJson(file))
  const tests = report.success ? testsIn(report.data.suites) : []
  const tallies = projects.map((project) => {
    const ended = tests.filter(({ projectName }) => projectName === project).map(({ status }) => status)
    if (!ran) return { ...nothing, skipped: ended.length }
    const count = (...statuses: typeof ended) => ended.filter((status) => statuses.includes(status)).length
    return { passed: count('expected'), failed: count('unexpected', 'flaky'), skipped: count('skipped') }
  })
  const fails = tallies.some(({ failed }) => failed > 0)
  return tallies.map((tally, index) => (index === 0 && ran && !fails ? orOneFailed(tally, exitCode) : tally))
}

function testsIn(suites: readonly unknown[]): z.infer<typeof suite>['specs'][number]['tests'] {
  return suites
    .map((entry) => suite.parse(entry))
    .flatMap(({ specs, suites: inner }) => [...specs.flatMap(({ tests }) => tests), ...testsIn(inner)])
}

function orOneFailed(tally: Tally, exitCode: number): Tally {
  return exitCode !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
