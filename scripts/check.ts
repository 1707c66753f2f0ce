import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { project } from './build.ts'

// npm run check: everything that can be said about the code without running it. Runs all of it, also after a failure.

/** One check: its name, and the program under node_modules that does it. */
interface Check {
  readonly name: string
  readonly program: string
  readonly args: readonly string[]
}

const checks: readonly Check[] = [
  { name: 'lint, and the direction of imports', program: 'eslint/bin/eslint.js', args: ['.', '--max-warnings=0'] },
  { name: 'types of renderer', program: 'vue-tsc/bin/vue-tsc.js', args: ['-p', 'renderer', '--noEmit'] },
  { name: 'types of electron', program: 'typescript/bin/tsc', args: ['-p', 'electron'] },
  { name: 'types of test and scripts', program: 'typescript/bin/tsc', args: ['-p', 'test'] },
  { name: 'types of component tests', program: 'vue-tsc/bin/vue-tsc.js', args: ['-p', 'test/component', '--noEmit'] },
  { name: 'types of shared', program: 'typescript/bin/tsc', args: ['-p', 'shared'] },
  { name: 'format', program: 'prettier/bin/prettier.cjs', args: ['--check', '--log-level=warn', '.'] },
  { name: 'unused code', program: 'knip/bin/knip.js', args: ['--no-progress'] },
]

const waiting = [...checks]
const failed: string[] = []

async function work(): Promise<void> {
  for (let check = waiting.shift(); check; check = waiting.shift()) {
    const began = performance.now()
    const { code, output } = await runQuietly(check)
    const seconds = ((performance.now() - began) / 1000).toFixed(1)
    console.log(`${code === 0 ? '✓' : '✗'} ${check.name} (${seconds} s)`)
    if (code === 0) continue
    failed.push(check.name)
    console.log(output)
  }
}

/** Runs a check and keeps what it says, so that checks side by side do not talk over one another. */
function runQuietly({ program, args }: Check): Promise<{ code: number; output: string }> {
  const child = spawn(process.execPath, [resolve(project, 'node_modules', program), ...args], {
    cwd: project,
    env: { ...process.env, FORCE_COLOR: process.stdout.isTTY ? '1' : '0' },
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  return new Promise((done) => {
    child.once('error', (error) => done({ code: 127, output: error.message }))
    child.once('close', (code) => done({ code: code ?? 1, output }))
  })
}

await Promise.all(Array.from({ length: Math.min(availableParallelism(), 4) }, work))
console.log(failed.length === 0 ? '\nEverything is in order.' : `\nNot in order: ${failed.join('; ')}.`)
process.exitCode = failed.length === 0 ? 0 : 1
