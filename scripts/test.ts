import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { buildIfNeeded, project } from './build.ts'
import { run } from './run.ts'
import { prepareMachine } from './test-machine.ts'
import type { TestMachine } from './test-machine.ts'
import { add, nothing, readPlaywright, readVitest } from './test-tally.ts'
import type { Tally } from './test-tally.ts'

// npm test: sets up what it needs where it may, runs every part, and closes with one line over all of them.
// `npm test -- --only unit imei` runs one part and hands the rest to its runner as filters.
const parts = ['unit', 'component', 'integration', 'simulation', 'e2e'] as const
type Part = (typeof parts)[number]
const hosts = ['preview', 'desktop'] as const

const { values, positionals } = parseArgs({
  options: { only: { type: 'string', multiple: true } },
  allowPositionals: true,
})
const chosen = parts.filter((part) => !values.only || values.only.includes(part))
const unknown = values.only?.filter((name) => !parts.some((part) => part === name)) ?? []
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}: the parts are ${parts.join(', ')}.`)
  process.exit(1)
}

const reports = mkdtempSync(join(tmpdir(), 'fleetbook-reports-'))
const machine = await prepareMachine({
  endToEnd: chosen.includes('e2e'),
  component: chosen.includes('component'),
  integration: chosen.includes('integration'),
})
try {
  for (const line of machine.leftOut) console.log(line)
  const vitestParts = chosen.filter((part) => part !== 'e2e' && (part !== 'component' || machine.browser !== null))
  const results: [string, Tally][] = []
  for (const part of vitestParts) results.push([part, await runVitest(part, machine)])
  if (chosen.includes('e2e')) results.push(...(await runEndToEnd(machine)))
  report(results, machine)
} finally {
  machine.release()
  rmSync(reports, { recursive: true, force: true })
}

async function runVitest(part: Part, machine: TestMachine): Promise<Tally> {
  heading(part)
  const file = join(reports, `${part}.json`)
  const code = await runAround(machine, [
    process.execPath,
    resolve(project, 'node_modules/vitest/vitest.mjs'),
    ...['run', ...(part === 'component' ? ['--config', 'test/component/vitest.config.ts'] : ['--project', part])],
    ...['--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
    // Each file of seeds takes all processors by itself.
    ...(part === 'simulation' ? ['--no-file-parallelism'] : []),
    ...positionals,
  ])
  return readVitest(file, code)
}

/** Both hosts are tested beside each other, as far as they can run here. */
async function runEndToEnd(machine: TestMachine): Promise<[string, Tally][]> {
  await buildIfNeeded()
  heading('e2e')
  const available = { preview: machine.browser !== null, desktop: machine.desktop }
  const here = hosts.filter((host) => available[host])
  const elsewhere = hosts.filter((host) => !available[host])
  const both = elsewhere.length === 0
  return [
    ...(await runPlaywright(machine, here, true, both)),
    // What cannot run here is counted, not forgotten.
    ...(await runPlaywright(machine, elsewhere, false, both)),
  ]
}

async function runPlaywright(
  machine: TestMachine,
  projects: readonly string[],
  runs: boolean,
  both: boolean,
): Promise<[string, Tally][]> {
  if (projects.length === 0) return []
  const file = join(reports, `${projects.join('-')}.json`)
  const code = await runAround(
    machine,
    [
      process.execPath,
      resolve(project, 'node_modules/@playwright/test/cli.js'),
      ...['test', ...projects.map((name) => `--project=${name}`), '--reporter=list,json', '--pass-with-no-tests'],
      ...(runs ? [] : ['--list']),
      ...positionals,
    ],
    { PLAYWRIGHT_JSON_OUTPUT_FILE: file, ...(both && { FLEETBOOK_BOTH_HOSTS: '1' }) },
  )
  const tallies = readPlaywright(file, code, projects, runs)
  return tallies.map((tally, index) => [`e2e, ${projects[index]}`, tally])
}

function runAround(machine: TestMachine, command: string[], environment: NodeJS.ProcessEnv = {}): Promise<number> {
  const [program, ...args] = machine.around(command)
  return run(program, args, { cwd: project, env: { ...machine.environment, ...environment } })
}

function heading(text: string): void {
  console.log(`\n── ${text} ${'─'.repeat(Math.max(0, 76 - text.length))}`)
}

function report(results: readonly [string, Tally][], machine: TestMachine): void {
  heading('results')
  for (const [name, { passed, failed, skipped }] of results) {
    console.log(`${name.padEnd(14)} ${passed} passed, ${failed} failed, ${skipped} skipped`)
  }
  for (const line of machine.leftOut) console.log(line)
  const { passed, failed, skipped } = results.map(([, tally]) => tally).reduce(add, nothing)
  if (passed + failed === 0) console.log('Nothing ran.')
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
}
