import { type App } from './hosts.ts'
import { bottom, cell, choose, chooseConnection, connection, expect, openDemo, test } from './steps.ts'
import { tellDemoPanel } from './tell-demo-panel.ts'

const environment = { FLEETBOOK_DEMO_TRACKERS: '160', FLEETBOOK_DEMO_CONTROL: '1' }

/** The account has lost these permissions, as a new session hears. */
async function withdraw(app: App, withdrawn: readonly string[]): Promise<void> {
  await tellDemoPanel(app.data, '/demo/habits', { withdrawn })
  await tellDemoPanel(app.data, '/demo/sessions/expire', {})
  await expect(connection(app.page)).toHaveAccessibleName(/pulled/)
  await chooseConnection(app.page, 'Pull from the panel')
}

test('what an account may not do is off and names the permission, until it is given again', async ({ app }) => {
  await app.start(environment)
  const { page } = app
  await openDemo(page)
  const link = (name: string) => page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name })
  await expect(link('Bundles')).not.toHaveAttribute('aria-disabled')

  await withdraw(app, ['tracker_bundles: read', 'trackers: update', 'trackers: report'])
  const needs = (permission: string) => `Needs “${permission}”, which this account does not have.`
  await expect(link('Bundles')).toHaveAttribute('aria-disabled', 'true')
  await expect(link('Bundles')).toHaveAccessibleDescription(needs('tracker_bundles: read'))
  await expect(link('Reports')).toHaveAccessibleDescription(needs('trackers: report'))
  await choose(page, 0, 'label')
  await page.keyboard.type('x')
  await expect(bottom(page)).toContainText(needs('trackers: update'))
  await expect(bottom(page)).toContainText('Nothing staged')
  await page.getByRole('button', { name: /^Actions/ }).click()
  await expect(page.getByRole('menuitem', { name: /^Block/ }).first()).toHaveAttribute(
    'title',
    needs('trackers: update'),
  )
  await page.keyboard.press('Escape')

  // By its address, too.
  await page.evaluate(() => (location.hash = '#/reports'))
  await expect(page.getByRole('main').getByText(needs('trackers: report'))).toBeVisible()
  await page.evaluate(() => (location.hash = '#/trackers'))
  await expect(cell(page, 0, 'label')).not.toBeEmpty()

  await withdraw(app, [])
  await expect(link('Bundles')).not.toHaveAttribute('aria-disabled')
  await choose(page, 0, 'label')
  await page.keyboard.type('x')
  await page.keyboard.press('Enter')
  await expect(bottom(page)).toContainText('1 staged')
})
