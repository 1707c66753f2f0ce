import type { Page } from '@playwright/test'
import {
  bottom,
  cell,
  choose,
  chooseConnection,
  connection,
  expect,
  goTo,
  ledgerOf,
  openDemo,
  send,
  test,
  type,
} from './steps.ts'

const environment = { FLEETBOOK_DEMO_TRACKERS: '600', FLEETBOOK_DEMO_CONTROL: '1' }

/** Shows the routes of all users. */
async function showRoutes(page: Page): Promise<void> {
  await goTo(page, 'Routes')
  const pane = page.getByRole('region', { name: 'Whose routes' })
  await pane.getByRole('button', { name: /^Choose all/ }).press('Enter')
  await pane.getByRole('button', { name: 'Show routes' }).press('Enter')
  await expect(cell(page, 0, 'label')).not.toBeEmpty()
}

/** Goes to the stops with which nobody has begun. */
async function openStops(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Checkpoints' }).press('Enter')
  await expect(cell(page, 0, 'route')).not.toBeEmpty()
  await page.getByRole('button', { name: 'Filter by Status' }).click()
  await page.getByRole('checkbox', { name: /^assigned/ }).check()
  await page.keyboard.press('Escape')
  await expect(cell(page, 0, 'status')).toHaveText('assigned')
}

test('routes of chosen users are pulled, lead to their checkpoints, and are there without a network after a restart', async ({
  app,
}) => {
  await app.start(environment)
  await openDemo(app.page)
  await showRoutes(app.page)
  await app.page.getByRole('link', { name: 'Checkpoints' }).press('Enter')
  await expect(cell(app.page, 0, 'route')).not.toBeEmpty()

  await chooseConnection(app.page, 'Work offline')
  await app.restart()
  await expect(connection(app.page)).toHaveAccessibleName(/^Working offline/)
  await goTo(app.page, 'Routes')
  await expect(cell(app.page, 0, 'label')).not.toBeEmpty()
  await app.page.getByRole('link', { name: 'Checkpoints' }).click()
  await expect(cell(app.page, 0, 'route')).not.toBeEmpty()
})

test('stops are edited and deleted offline, wait over a restart, and are at the panel as they were planned', async ({
  app,
}) => {
  await app.start(environment)
  const { page } = app
  await openDemo(page)
  await showRoutes(page)
  await chooseConnection(page, 'Work offline')
  await expect(connection(page)).toHaveAccessibleName(/^Working offline/)
  await openStops(page)
  const [edited, deleted] = await Promise.all(
    [0, 1].map(async (row) => Number(await cell(page, row, 'id').innerText())),
  )

  await type(page, 0, 'label', 'Back door')
  await type(page, 0, 'coordinates', '52° 31′ 12″ N, 13° 24′ 18″ E')
  await expect(cell(page, 0, 'coordinates')).toHaveText('52.52, 13.405')
  await type(page, 0, 'radius', 'near')
  await expect(page.getByText('“near” is not a whole number.')).toBeVisible()
  await type(page, 0, 'radius', '250')
  await choose(page, 1, 'label')
  await page.getByRole('button', { name: /^Actions/ }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: 'Delete checkpoints' }).press('Enter')
  await expect(bottom(page)).toContainText('1 checkpoint edit')
  await expect(bottom(page)).toContainText('1 checkpoint to delete')

  await app.restart()
  await chooseConnection(app.page, 'Work online')
  await expect(connection(app.page)).toHaveAccessibleName(/^Connected/)
  await send(app.page)
  const question = app.page.getByRole('dialog')
  await expect(question).toContainText('told on the phone')
  await question.getByRole('textbox').fill('2')
  await question.getByRole('button', { name: 'Send 2 changes' }).click()
  await expect(bottom(app.page)).toContainText('Nothing staged')

  const effects = (await ledgerOf(app.data)).filter(({ effect }) => effect.startsWith('task.'))
  expect(effects).toMatchObject([
    {
      ...{ effect: 'task.changed', task: edited },
      details: { label: 'Back door', location: { lat: 52.52, lng: 13.405, radius: 250 } },
    },
    { effect: 'task.gone', task: deleted },
  ])
})
