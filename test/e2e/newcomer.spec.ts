import type { Page } from '@playwright/test'
import { inBothHosts } from './both-hosts.ts'
import { bottom, cell, connection, expect, expectActive, heldByPanel, ledgerOf, pulled, tabTo, test } from './steps.ts'
import { tellDemoPanel } from './tell-demo-panel.ts'

/** Chooses a command by its name. */
async function command(page: Page, words: string, chosen: string | RegExp = words): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Commands, pages and rows' }).fill(words)
  await expect(page.getByRole('option', { selected: true })).toContainText(chosen)
  await page.keyboard.press('Enter')
}

test(
  'a newcomer goes by keyboard alone from an empty folder through tour, palette, paste, check, sending and history to what is put back',
  inBothHosts,
  async ({ app }) => {
    await app.start({ FLEETBOOK_DEMO_TRACKERS: '160', FLEETBOOK_DEMO_CONTROL: '1' })
    const { page } = app

    // The first minute: the tour over the demo panel, looked through and put away.
    await tabTo(page, page.getByRole('button', { name: 'Take a tour in three steps' }))
    await page.keyboard.press('Enter')
    await pulled(page)
    const tour = page.getByRole('region', { name: 'Tour of the demo panel' })
    await expect(tour).toContainText('1 of 3')
    await tabTo(page, tour.getByRole('button', { name: 'Next' }))
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: 'Outbox' })).toBeVisible()
    await tabTo(page, tour.getByRole('button', { name: 'Next' }))
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: 'History' })).toBeVisible()
    await tabTo(page, tour.getByRole('button', { name: 'Done' }))
    await page.keyboard.press('Enter')
    await expect(tour).toBeHidden()

    // A row by its number, and a column pasted from what stands in another one.
    await page.keyboard.press('F1')
    await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible()
    await page.keyboard.press('Escape')
    await command(page, 'trackers', 'Go to Trackers')
    await expect(cell(page, 0, 'panelId')).not.toBeEmpty()
    await command(page, ':3', 'Go to row 3')
    await expectActive(page, 2, 'label')
    const ids = await Promise.all([2, 3, 4].map(async (row) => Number(await cell(page, row, 'panelId').innerText())))
    const labels = await Promise.all([2, 3, 4].map((row) => cell(page, row, 'label').innerText()))
    await page.keyboard.press('Home')
    await expectActive(page, 2, 'panelId')
    await page.keyboard.press('Shift+ArrowDown')
    await page.keyboard.press('Shift+ArrowDown')
    await page.keyboard.press('Control+c')
    await expect(bottom(page)).toContainText('Copied 3 rows')
    await page.keyboard.press('ArrowRight')
    await expectActive(page, 2, 'label')
    await page.keyboard.press('Control+v')
    await expect(bottom(page)).toContainText('3 staged')
    await expect(cell(page, 4, 'label')).toHaveText(String(ids[2]))

    // What is staged is held against the panel before it is sent.
    await page.keyboard.press('Control+Shift+Enter')
    await expect(page.getByRole('heading', { level: 1, name: 'Outbox' })).toBeVisible()
    const plan = page.getByRole('region', { name: 'Before sending' })
    await expect(plan.getByRole('button', { name: 'Send 3 changes' })).toBeEnabled()
    await command(page, 'check now', 'Check now')
    await expect(plan).toContainText('Nothing at the panel speaks against these 3 changes.')
    await expect(plan.getByRole('button', { name: 'Send 3 changes' })).toBeEnabled()
    await page.keyboard.press('Control+Enter')
    await expect(bottom(page)).toContainText('Nothing staged')
    const held = await heldByPanel(app.data, ids)
    expect(ids.map((id) => held.get(id)?.label)).toEqual(ids.map(String))
    await command(page, 'history', 'Go to History')
    await expect(page.getByRole('main', { name: 'History' })).toContainText(labels[2]!)

    // Somebody else changes one of them: the next pull finds it, and it is put back.
    await tellDemoPanel(app.data, '/demo/edit', { tracker_id: ids[1], label: labels[1] })
    await command(page, 'pull from', 'Pull from the panel')
    await expect(connection(page)).toHaveAccessibleName(/^Online.*pulled/)
    await command(page, 'changes', 'Go to Changes')
    const changes = page.getByRole('grid', { name: 'Changes at the panel' })
    const theirs = changes.getByRole('row', { name: new RegExp(`Label.*${ids[1]}.*Others`) })
    await expect(theirs).toBeVisible()
    await tabTo(page, changes)
    await page.keyboard.press('Home')
    await expect(theirs).toHaveAttribute('aria-rowindex', '2')
    await tabTo(page, page.getByRole('button', { name: 'Put back 1' }))
    await page.keyboard.press('Enter')
    await expect(bottom(page)).toContainText('1 staged')
    await page.keyboard.press('Control+Shift+Enter')
    await expect(plan.getByRole('button', { name: 'Send 1 change' })).toBeEnabled()
    await page.keyboard.press('Control+Enter')
    await expect(bottom(page)).toContainText('Nothing staged')
    expect((await heldByPanel(app.data, ids)).get(ids[1]!)?.label).toBe(String(ids[1]))
    const ours = (await ledgerOf(app.data)).filter(
      ({ effect, session }) => effect === 'tracker.settings' && session !== 0,
    )
    expect(ours.map(({ tracker }) => tracker)).toEqual([...ids, ids[1]])
  },
)
