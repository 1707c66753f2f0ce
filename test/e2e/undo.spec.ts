import type { Page } from '@playwright/test'
import {
  bottom,
  cell,
  choose,
  chooseConnection,
  expect,
  goTo,
  heldByPanel,
  ledgerOf,
  openDemo,
  pressEnter,
  send,
  test,
  type,
} from './steps.ts'
import { tellDemoPanel } from './tell-demo-panel.ts'

const environment = { FLEETBOOK_DEMO_TRACKERS: '300', FLEETBOOK_DEMO_CONTROL: '1' }

/** Stages an action on the active row by keyboard, after what the dialog asks has been filled in. */
async function act(page: Page, entry: string, title: RegExp, fill: (page: Page) => Promise<void>): Promise<void> {
  await page.getByRole('button', { name: /^Actions/ }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: entry }).press('Enter')
  const dialog = page.getByRole('dialog', { name: title })
  await expect(dialog).toBeVisible()
  await fill(page)
  await pressEnter(dialog.getByRole('button', { name: /^Stage / }))
  await expect(dialog).toBeHidden()
}

/** Answers the question before something grave is sent, typing the count where it is asked for. */
async function answerGrave(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog')
  const count = dialog.getByRole('textbox')
  await expect(count).toBeFocused()
  await page.keyboard.type((await dialog.locator('.identifier').innerText()).trim())
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
}

test('what was sent is turned round, but for a command and what somebody else has changed since', async ({ app }) => {
  await app.start(environment)
  const { page } = app
  await openDemo(page)
  const ids = await Promise.all([0, 1, 2, 3].map(async (row) => Number(await cell(page, row, 'panelId').innerText())))
  const [edited = 0, changedSince = 0, planned = 0, commanded = 0] = ids
  const before = await heldByPanel(app.data, ids)
  const labels = await Promise.all([1, 3].map((row) => cell(page, row, 'label').innerText()))
  const [changedLabel = '', commandedLabel = ''] = labels

  await type(page, 0, 'label', 'New label')
  await type(page, 1, 'label', 'Changed by me')
  await choose(page, 2, 'panelId')
  await act(page, 'Change plan…', /Change the plan/, async () => {
    const plans = page.getByLabel('New plan', { exact: true })
    const other = plans.locator('option:not([disabled])')
    await expect(other.first()).toBeAttached()
    const present = await cell(page, 2, 'plan').innerText()
    const names = await other.allInnerTexts()
    await plans.selectOption({ label: names.find((name) => !name.startsWith(present)) ?? '' })
  })
  await choose(page, 3, 'panelId')
  await act(page, 'Send command…', /Send a command/, (at) =>
    at.getByRole('textbox', { name: 'Command' }).fill('reboot'),
  )
  await type(page, 0, 'comment', 'New comment')
  await expect(bottom(page)).toContainText('4 staged')
  await send(page)
  await answerGrave(page)
  await expect(bottom(page)).toContainText('Nothing staged')
  const sent = await heldByPanel(app.data, ids)
  expect(sent.get(edited)).toMatchObject({ label: 'New label', comment: 'New comment' })
  expect(sent.get(planned)?.source).not.toEqual(before.get(planned)?.source)

  await tellDemoPanel(app.data, '/demo/edit', { tracker_id: changedSince, label: 'Changed by them' })
  await chooseConnection(page, 'Pull from the panel')
  await goTo(page, 'Trackers')
  await expect(cell(page, 1, 'label')).toHaveText('Changed by them')

  // From the outbox, by keyboard.
  await goTo(page, 'Outbox')
  await pressEnter(page.getByRole('button', { name: /^Show \d+ finished change set/ }))
  await pressEnter(page.getByRole('button', { name: 'Undo what was sent…' }))
  const question = page.getByRole('dialog', { name: 'Undo 4 sent changes?' })
  await pressEnter(question.getByRole('button', { name: 'Stage the undo' }))
  const result = page.getByRole('complementary', { name: 'Undo of what was sent' })
  await expect(result).toBeFocused()
  await expect(result).toContainText('2 opposite changes are staged as a new change set.')
  await expect(result.getByRole('heading', { name: '2 changes cannot be taken back' })).toBeVisible()
  const left = result.getByRole('listitem')
  await expect(left.filter({ hasText: commandedLabel })).toContainText('Nothing takes this back')
  await expect(left.filter({ hasText: changedLabel })).toContainText('no longer holds what was written')
  await pressEnter(result.getByRole('button', { name: 'Show the new change set' }))
  await expect(page.getByRole('heading', { level: 2, name: 'Undo of what was sent' })).toBeVisible()
  await expect(bottom(page)).toContainText('2 staged')

  await pressEnter(page.getByRole('button', { name: 'Send 2 changes' }))
  await answerGrave(page)
  await expect(bottom(page)).toContainText('Nothing staged')

  const after = await heldByPanel(app.data, ids)
  for (const id of [edited, planned, commanded]) expect(after.get(id)).toEqual(before.get(id))
  expect(after.get(changedSince)?.label).toBe('Changed by them')
  const commands = (await ledgerOf(app.data)).filter(({ effect }) => effect === 'tracker.command')
  expect(commands).toHaveLength(1)
})

test('what somebody changes between the undo and its sending is a conflict, not overwritten', async ({ app }) => {
  await app.start(environment)
  const { page } = app
  await openDemo(page)
  const id = Number(await cell(page, 0, 'panelId').innerText())
  await type(page, 0, 'label', 'Mine')
  await send(page)
  await expect(bottom(page)).toContainText('Nothing staged')

  await page.getByRole('button', { name: 'Undo what was sent…' }).click()
  await page.getByRole('button', { name: 'Stage the undo' }).click()
  await page.getByRole('button', { name: 'Show the new change set' }).click()
  await expect(bottom(page)).toContainText('1 staged')
  await tellDemoPanel(app.data, '/demo/edit', { tracker_id: id, label: 'Theirs meanwhile' })
  await page.getByRole('button', { name: 'Send 1 change' }).click()
  await expect(bottom(page)).toContainText('1 needs attention')
  await expect(page.getByRole('row', { name: /Theirs meanwhile/ })).toBeVisible()
  expect((await heldByPanel(app.data, [id])).get(id)?.label).toBe('Theirs meanwhile')
})
