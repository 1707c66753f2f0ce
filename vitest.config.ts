import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/** Milliseconds after which a test that hangs is ended: so long that it says nothing of how fast the machine is. */
const hanging = 20 * 60_000

/** One kind of test, in a folder of its own. */
function kind(name: string) {
  const include = [`test/${name}/**/*.test.ts`]
  return { extends: true as const, test: { name, include, testTimeout: hanging, hookTimeout: hanging } }
}

export default defineConfig({
  test: {
    environment: 'node',
    passWithNoTests: true,
    // Left to itself, Vitest keeps one processor free: of two, half.
    maxWorkers: availableParallelism(),
    // Files share what they load: half of what they took was loading it again. A test that changes what is loaded resets it.
    isolate: false,
    projects: [kind('unit'), kind('integration'), kind('simulation')],
  },
})
