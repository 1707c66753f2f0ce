import { defineConfig } from 'vitest/config'

/** One kind of test, in a folder of its own. */
function kind(name: string, testTimeout: number) {
  return { extends: true as const, test: { name, include: [`test/${name}/**/*.test.ts`], testTimeout } }
}

export default defineConfig({
  test: {
    environment: 'node',
    passWithNoTests: true,
    projects: [kind('unit', 10_000), kind('integration', 30_000), kind('simulation', 120_000)],
  },
})
