import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'

/** Milliseconds after which a test that hangs is ended: so long that it says nothing of how fast the machine is. */
const hanging = 20 * 60_000
/** How long a test waits for what it wants to see, in milliseconds: so long that a slow machine shows it, too. */
const seen = 2 * 60_000

/**
 * How much may differ from a picture of a page: shades that lie near each other, and so few pixels that no letter and no
 * line can be among them. Edges that are only drawn softer do not count.
 */
const alike = { threshold: 0.2, allowedMismatchedPixels: 40 }

/**
 * The tests of components, which run in a browser. They have a configuration of their own, so that whoever runs the
 * others loads nothing of browsers and single-file components.
 */
export default defineConfig({
  plugins: [vue()],
  define: { 'import.meta.env.FLEETBOOK_VERSION': JSON.stringify('0.0.0') },
  // Named beforehand: one that is found while tests run has the page loaded anew, and the tests with it.
  optimizeDeps: {
    include: [
      ...['@revolist/revogrid', '@revolist/vue3-datagrid', '@vicons/tabler', 'naive-ui', 'pinia', 're2js', 'vue'],
      ...['vue-i18n', 'vue-router', 'zod'],
    ],
  },
  test: {
    include: ['test/component/**/*.test.ts'],
    maxWorkers: availableParallelism(),
    testTimeout: hanging,
    hookTimeout: hanging,
    setupFiles: ['test/component/support/page.ts'],
    expect: { poll: { timeout: seen } },
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      expect: {
        toMatchScreenshot: {
          comparatorName: 'pixelmatch',
          comparatorOptions: alike,
          timeout: seen,
          resolveScreenshotPath: ({ arg, ext }) => join(import.meta.dirname, 'pictures', `${arg}${ext}`),
        },
      },
      provider: playwright({
        launchOptions: {
          executablePath: process.env.FLEETBOOK_TEST_BROWSER ?? '/usr/bin/chromium',
          // Letters are drawn alike, whatever the computer is set to.
          args: ['--font-render-hinting=none', '--disable-lcd-text', '--force-color-profile=srgb'],
        },
        contextOptions: { locale: 'en-GB', timezoneId: 'UTC', reducedMotion: 'reduce' },
        actionTimeout: seen,
      }),
      instances: [{ browser: 'chromium', viewport: { width: 1280, height: 800 } }],
    },
  },
})
