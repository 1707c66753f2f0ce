import { inBothHosts } from './both-hosts.ts'
import { bottom, cell, expect, expectActive, ledgerOf, openDemo, pressEnter, test } from './steps.ts'

test(
  'a tracker is found by its id in the palette, changed, reviewed, sent and looked up in the history, all by the keyboard',
  inBothHosts,
  async ({ app }) => {
    await app.start({ FLEETBOOK_DEMO_TRACKERS: '300', FLEETBOOK_DEMO_CONTROL: '1' })
    const { page } = app
    await openDemo(page)
    const palette = page.getByRole('combobox', { name: 'Commands, pages and rows' })
    const chosen = page.getByRole('option', { selected: true })
    const id = await cell(page, 20, 'panelId').innerText()
    await page.keyboard.press('Control+3')
    await expect(page.getByRole('heading', { level: 1, name: 'Users' })).toBeVisible()

    await page.keyboard.press('Control+k')
    await palette.fill(id)
    await expect(chosen).toContainText(id)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: 'Trackers' })).toBeVisible()
    await expectActive(page, 20, 'label')
    await expect(page.getByRole('grid')).toBeFocused()
    await page.keyboard.type('Found by its id')
    await page.keyboard.press('Enter')
    await expect(bottom(page)).toContainText('1 staged')

    await page.keyboard.press('Control+g')
    await expect(palette).toBeFocused()
    await page.keyboard.type('300')
    await expect(chosen).toContainText('300')
    await page.keyboard.press('Enter')
    await expectActive(page, 299, 'label')

    await page.keyboard.press('Control+Shift+Enter')
    await pressEnter(page.getByRole('button', { name: 'Send 1 change' }))
    await expect(bottom(page)).toContainText('Nothing staged')
    await page.keyboard.press('Control+k')
    await palette.fill('history')
    await expect(chosen).toContainText('Go to History')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('main', { name: 'History' })).toContainText('Found by its id')

    const effects = (await ledgerOf(app.data)).filter(({ effect }) => effect === 'tracker.settings')
    expect(effects).toMatchObject([{ tracker: Number(id), label: 'Found by its id' }])
  },
)
