import type { Page } from '@playwright/test'
import { inBothHosts } from './both-hosts.ts'
import { bottom, expect, goTo, openDemo, test, type } from './steps.ts'

const environment = { FLEETBOOK_DEMO_TRACKERS: '160' }
const banner = (page: Page) => page.getByRole('alert').filter({ hasText: 'Fleetbook does not answer.' })

test('while the core does not answer the window says so, on every page, and ceases once it does', async ({ app }) => {
  await app.start(environment)
  const { page } = app
  await openDemo(page)
  await expect(banner(page)).toBeHidden()

  const goOn = await app.stall()
  await expect(banner(page)).toContainText('What was staged is kept.')
  await goTo(page, 'Settings')
  await expect(banner(page)).toBeVisible()

  await goOn()
  await expect(banner(page)).toBeHidden()
  await goTo(page, 'Trackers')
  await type(page, 0, 'label', 'After the silence')
  await expect(bottom(page)).toContainText('1 staged')
})

test(
  'a page whose preview does not answer or has ended says so, and goes on with the next one that lets its browser in',
  inBothHosts,
  async ({ app }) => {
    test.skip(app.host !== 'preview', 'The window of the desktop ends with its program')
    await app.start(environment)
    await openDemo(app.page)
    const left = await app.page.context().newPage()
    await left.goto(new URL('/', app.page.url()).href)
    await expect(left.getByRole('heading', { level: 1, name: 'Trackers' })).toBeVisible()

    const goOn = await app.stall()
    await expect(banner(left)).toContainText('What was staged is kept.')
    await goOn()
    await expect(banner(left)).toBeHidden()

    await app.quit()
    await expect(banner(left)).toContainText('open the address that it prints')
    await app.start(environment)
    await expect(banner(left)).toBeHidden()
    // As a person has to: a browser draws nothing in a page behind another one.
    await left.bringToFront()
    await type(left, 0, 'label', 'By the next one')
    await expect(bottom(app.page)).toContainText('1 staged')
  },
)
