import type { Locator, Page } from '@playwright/test'
import { bottom, cell, expect, ledgerOf, openDemo, send, tabTo, test, type } from './steps.ts'
import { tellDemoPanel } from './tell-demo-panel.ts'

const environment = { FLEETBOOK_DEMO_TRACKERS: '300', FLEETBOOK_DEMO_CONTROL: '1' }

/** Opens the first change in sight by the keyboard, and waits until its details have the focus. */
async function openFirst(page: Page): Promise<Locator> {
  await tabTo(page, page.getByRole('grid', { name: 'Changes' }))
  await page.keyboard.press('Home')
  await page.keyboard.press('Enter')
  const panel = page.getByRole('complementary')
  await expect(panel).toBeFocused()
  return panel
}

test('conflicts are settled by keyboard, one with another value, and each leads to the next', async ({ app }) => {
  await app.start(environment)
  const { page } = app
  await openDemo(page)
  const ids = await Promise.all([0, 1, 2].map(async (row) => Number(await cell(page, row, 'panelId').innerText())))
  for (const row of [0, 1, 2]) await type(page, row, 'label', `Mine ${row}`)
  for (const [row, id] of ids.entries()) {
    await tellDemoPanel(app.data, '/demo/edit', { tracker_id: id, label: `Theirs ${row}` })
  }
  await send(page)
  await expect(bottom(page)).toContainText('3 need attention')

  const panel = await openFirst(page)
  await expect(panel).toContainText('Theirs 0')
  const another = panel.getByRole('textbox', { name: 'Another value for Label' })
  await tabTo(page, another)
  await page.keyboard.type('a < b')
  await expect(panel.getByRole('alert')).toContainText('angle brackets')
  await expect(panel.getByRole('button', { name: 'Settle as chosen' })).toBeDisabled()
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.type('Agreed')
  await page.keyboard.press('Enter')

  await expect(panel).toContainText('Theirs 1')
  await expect(panel).toBeFocused()
  await tabTo(page, panel.getByRole('button', { name: 'Take theirs' }))
  await page.keyboard.press('Enter')

  await expect(panel).toContainText('Theirs 2')
  await expect(panel).toBeFocused()
  await tabTo(page, panel.getByRole('button', { name: 'Take mine' }))
  await page.keyboard.press('Enter')
  await expect(bottom(page)).toContainText('Nothing staged')
  await expect(page.getByRole('grid', { name: 'Changes' })).toBeFocused()

  const ledger = await ledgerOf(app.data)
  const written = ledger.filter((entry) => entry.effect === 'tracker.settings' && entry['session'] !== 0)
  expect(written.map((entry) => [entry['tracker'], entry['label']])).toEqual([
    [ids[0], 'Agreed'],
    [ids[2], 'Mine 2'],
  ])
})

test('a command whose answer was lost is staged, sent and given up by keyboard, and not sent again', async ({
  app,
}) => {
  await app.start(environment)
  const { page } = app
  await openDemo(page)
  const label = await cell(page, 0, 'label').innerText()
  await tellDemoPanel(app.data, '/demo/faults', {
    path: 'tracker/raw_command/send',
    strike: { do: 'drop', when: 'after' },
  })

  await page.getByRole('button', { name: /^Actions/ }).focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('s')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Send a command to 1 device' })
  await expect(dialog).toContainText('reaches 1 device itself and cannot be taken back')
  await tabTo(page, dialog.getByRole('textbox', { name: 'Command' }))
  await page.keyboard.type('reboot')
  await page.keyboard.press('Enter')
  await expect(bottom(page)).toContainText('1 command staged')

  await page.getByRole('link', { name: 'Outbox' }).focus()
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByRole('button', { name: 'Send 1 change' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: 'Send 1 change to a device?' })).toBeVisible()
  await tabTo(page, page.getByRole('dialog').getByRole('button', { name: 'Send 1 change' }))
  await page.keyboard.press('Enter')
  await expect(bottom(page)).toContainText('1 needs attention')

  await page.getByRole('link', { name: 'Outbox' }).focus()
  const panel = await openFirst(page)
  await expect(panel).toHaveAccessibleName(label)
  await expect(panel).toContainText('only the device can tell')
  await expect(panel).not.toContainText(/try again/i)
  await tabTo(page, panel.getByRole('button', { name: 'Look again' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('status')).toContainText('1 still unknown')
  await tabTo(page, panel.getByRole('button', { name: 'Give up…' }))
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByRole('dialog').getByRole('button', { name: 'Give up 1 change' }))
  await page.keyboard.press('Enter')
  await expect(bottom(page)).toContainText('Nothing staged')

  const commands = (await ledgerOf(app.data)).filter((entry) => entry.effect === 'tracker.command')
  expect(commands).toHaveLength(1)
})
