import { inBothHosts } from './both-hosts.ts'
import { cell, choose, expect, goTo, ledgerOf, openDemo, search, test, withConsoles } from './steps.ts'

const environment = { FLEETBOOK_DEMO_TRACKERS: '300', FLEETBOOK_DEMO_CONTROL: '1' }

test(
  'a console opens from a tracker by the keyboard, shows what the device reports and takes commands, beside a second one',
  inBothHosts,
  async ({ app }) => {
    await app.start(environment)
    const { page } = app
    await openDemo(page)
    const [first, second] = await withConsoles(app.data)
    const pane = (label: string) => page.getByRole('region', { name: `Console of ${label}`, exact: true })
    const log = (label: string) => page.getByRole('log', { name: `Log of ${label}`, exact: true })
    const line = (label: string) => page.getByRole('textbox', { name: `Command for ${label}`, exact: true })

    await test.step('from its row', async () => {
      await search(page).fill(String(first.id))
      await expect(cell(page, 0, 'panelId')).toHaveText(String(first.id))
      await choose(page, 0, 'label')
      await page.keyboard.press('Shift+F10')
      await expect(page.getByRole('menu', { name: 'Selected cells' })).toBeVisible()
      await page.keyboard.type('op')
      await expect(page.getByRole('menuitem', { name: 'Open console' })).toBeFocused()
      await page.keyboard.press('Enter')
      await expect(page.getByRole('heading', { level: 1, name: 'Console' })).toBeVisible()
    })

    await test.step('its status, and a command', async () => {
      await expect(pane(first.label).getByText('Connected', { exact: true }).first()).toBeVisible()
      await expect(pane(first.label).getByRole('row', { name: /^Satellites/ })).toBeVisible()
      await expect(line(first.label)).toBeFocused()
      await page.keyboard.type('getver')
      await page.keyboard.press('Enter')
      await expect(log(first.label)).toContainText(`IMEI:${first.device}`)
      await expect(log(first.label)).toContainText('> getver')
      await page.keyboard.press('ArrowUp')
      await expect(line(first.label)).toHaveValue('getver')
    })

    await test.step('a second one beside it', async () => {
      await page.getByRole('combobox', { name: 'Open the console of a tracker' }).fill(second.device)
      await expect(page.getByRole('option', { name: new RegExp(second.device) }).first()).toBeVisible()
      await page.keyboard.press('Enter')
      await expect(line(second.label)).toBeFocused()
      await expect(pane(second.label).getByText('Connected', { exact: true }).first()).toBeVisible()
      await page.keyboard.type('getinfo')
      await page.keyboard.press('Enter')
      await expect(log(second.label)).toContainText('INI:')
      await expect(log(first.label)).not.toContainText('INI:')
    })

    await test.step('both go on while another page is looked at', async () => {
      await goTo(page, 'History')
      await goTo(page, 'Console')
      await expect(log(first.label)).toContainText('> getver')
      await expect(log(second.label)).toContainText('> getinfo')
    })

    const commands = (await ledgerOf(app.data)).filter(({ effect }) => effect === 'console.command')
    expect(commands).toMatchObject([
      { device: first.device, command: 'getver' },
      { device: second.device, command: 'getinfo' },
    ])
    expect(app.consoleErrors).toEqual([])
  },
)
