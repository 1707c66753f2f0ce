import { cell, chooseConnection, connection, expect, goTo, openDemo, test } from './steps.ts'

const environment = { FLEETBOOK_DEMO_TRACKERS: '600' }

test('routes of chosen users are pulled, lead to their checkpoints, and are there without a network after a restart', async ({
  app,
}) => {
  await app.start(environment)
  await openDemo(app.page)
  await goTo(app.page, 'Routes')
  const pane = app.page.getByRole('region', { name: 'Whose routes' })
  await pane.getByRole('button', { name: /^Choose all/ }).press('Enter')
  await pane.getByRole('button', { name: 'Show routes' }).press('Enter')
  await expect(cell(app.page, 0, 'label')).not.toBeEmpty()

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
