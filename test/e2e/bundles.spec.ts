import type { Page } from '@playwright/test'
import { z } from 'zod'
import { demoLogin, demoPassword } from '../../electron/demo-panel/account.ts'
import { freshImeis } from '../support/imeis.ts'
import { inBothHosts } from './both-hosts.ts'
import {
  bottom,
  cell,
  cellBeside,
  chooseConnection,
  connection,
  expect,
  goTo,
  ledgerOf,
  openDemo,
  send,
  test,
} from './steps.ts'
import { tellDemoPanel } from './tell-demo-panel.ts'

const environment = { FLEETBOOK_DEMO_TRACKERS: '160', FLEETBOOK_DEMO_CONTROL: '1' }

const [imei = ''] = freshImeis(1)
const card = '89990000000000000017'

const grid = (page: Page) => page.getByRole('main').locator('[role$=grid]')
/** A cell of the row that bears the new IMEI. */
const made = (page: Page, field: string) => cellBeside(page, imei, field)
const form = (page: Page) => page.getByRole('dialog', { name: 'New bundle' })

const answers = {
  auth: z.object({ hash: z.string() }),
  bundle: z.object({ value: z.looseObject({}) }),
}

/** The new bundle as the panel itself holds it. */
async function heldBy(data: string): Promise<Record<string, unknown>> {
  const ask = async (path: string, body: object) => tellDemoPanel(data, `/v2/panel/${path}`, body)
  const { hash } = answers.auth.parse(await ask('account/auth', { login: demoLogin, password: demoPassword }))
  return answers.bundle.parse(await ask('tracker/bundle/read', { hash, imei })).value
}

/** Fills the form in, from its first field on, and answers it; with the id of the equipment that was chosen. */
async function fillIn(page: Page): Promise<number> {
  await expect(page.getByRole('textbox', { name: 'IMEI' })).toBeFocused()
  await page.keyboard.type(imei)
  await page.keyboard.press('Tab')
  const choice = page.getByRole('combobox', { name: 'Equipment' })
  await expect(choice).toBeFocused()
  await expect(choice.locator('option:not([disabled])').first()).toBeAttached()
  for (const key of ['ArrowDown', 'ArrowDown']) await page.keyboard.press(key)
  const chosen = Number(await choice.inputValue())
  await page.keyboard.press('ControlOrMeta+Enter')
  return chosen
}

test(
  'a bundle is made offline by the keyboard, edited, undone and done again, and is one at the panel',
  inBothHosts,
  async ({ app }) => {
    await app.start(environment)
    const { page } = app
    await openDemo(page)
    await chooseConnection(page, 'Work offline')
    await expect(connection(page)).toHaveAccessibleName(/^Working offline/)
    await goTo(page, 'Bundles')
    await expect(cell(page, 0, 'imei')).not.toBeEmpty()

    await grid(page).focus()
    await page.keyboard.press('Insert')
    const equipment = await fillIn(page)
    await expect(form(page)).toHaveCount(0)
    await expect(grid(page)).toBeFocused()
    await expect(bottom(page)).toContainText('1 staged')
    const id = await made(page, 'imei').getAttribute('id')
    await expect(grid(page), 'the sheet has gone to it').toHaveAttribute('aria-activedescendant', id ?? '-')
    await expect(made(page, 'equipment')).not.toBeEmpty()

    // A second one of that IMEI is none: the form says so and leads to the first.
    await page.keyboard.press('ControlOrMeta+Home')
    await page.keyboard.press('Insert')
    await fillIn(page)
    await expect(page.getByRole('textbox', { name: 'IMEI' })).toHaveAccessibleDescription(/^This one is staged already/)
    await form(page).getByRole('button', { name: 'Go to its row' }).focus()
    await page.keyboard.press('Enter')
    await expect(form(page)).toHaveCount(0)
    await expect(grid(page)).toHaveAttribute('aria-activedescendant', id ?? '-')

    await page.keyboard.press('ControlOrMeta+Z')
    await expect(made(page, 'imei')).toHaveCount(0)
    await expect(bottom(page)).toContainText('Nothing staged')
    await page.keyboard.press('ControlOrMeta+Y')
    await expect(made(page, 'imei')).toHaveCount(1)

    await made(page, 'imei').click()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.type(card)
    await page.keyboard.press('Enter')
    await expect(made(page, 'iccid')).toHaveText(card)
    await expect(bottom(page)).toContainText('2 staged')

    await chooseConnection(page, 'Go back online')
    await expect(connection(page)).toHaveAccessibleName(/^Online/)
    await send(page)
    await expect(bottom(page)).toContainText('Nothing staged')
    expect(await heldBy(app.data)).toMatchObject({ imei, iccid: card, equip_id: equipment })
    const effects = (await ledgerOf(app.data)).map(({ effect }) => effect).filter((effect) => effect !== 'panel.made')
    expect(effects).toEqual(['bundle.import', 'bundle.sim'])
    await goTo(page, 'Bundles')
    // Without its rows the sheet has no last one to go to.
    await expect(cell(page, 0, 'imei')).not.toBeEmpty()
    await grid(page).focus()
    await page.keyboard.press('ControlOrMeta+End')
    await expect(made(page, 'iccid')).toHaveText(card)
    await expect(made(page, 'iccid')).not.toHaveAttribute('data-sign', 'staged')
  },
)
