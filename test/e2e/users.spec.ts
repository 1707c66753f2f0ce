import type { Page } from '@playwright/test'
import { inBothHosts } from './both-hosts.ts'
import { bottom, cell, expect, filesWith, goTo, ledgerOf, openDemo, send, test, type } from './steps.ts'

const environment = { FLEETBOOK_DEMO_TRACKERS: '160', FLEETBOOK_DEMO_CONTROL: '1' }

const login = 'nora@new.example'
const password = 'Typed-by-hand-77'

const field = (page: Page, row: string, name: string) =>
  page.getByRole('row').filter({ hasText: row }).locator(`[data-field="${name}"]`)

test(
  'a user’s comment and phone are typed, a new user is made with a password, and both are sent',
  inBothHosts,
  async ({ app }) => {
    await app.start(environment)
    const { page } = app
    await openDemo(page)
    await goTo(page, 'Users')
    const first = cell(page, 0, 'login')
    await expect(first).not.toBeEmpty()
    const known = (await first.textContent()) ?? ''

    await type(page, 0, 'phone', '+44 20 7946 0018')
    await type(page, 0, 'comment', 'Calls back')
    await expect(bottom(page)).toContainText('1 staged')

    await page.keyboard.press('Insert')
    const form = page.getByRole('dialog', { name: 'New user' })
    await expect(form.getByRole('textbox', { name: 'Login' })).toBeFocused()
    await page.keyboard.type(login)
    await page.keyboard.press('Tab')
    await page.keyboard.type(password)
    await form.getByRole('textbox', { name: 'First name' }).fill('Nora')
    await form.getByRole('textbox', { name: 'Last name' }).fill('New')
    await page.keyboard.press('ControlOrMeta+Enter')
    await expect(form).toHaveCount(0)
    await expect(bottom(page)).toContainText('2 staged')
    await expect(field(page, login, 'lastName')).toHaveText('New')
    expect(filesWith(app.data, password)).toEqual([])

    await send(page)
    const effects = await ledgerOf(app.data)
    expect(effects.filter(({ effect }) => effect === 'user.made')).toHaveLength(1)
    const [changed] = effects.filter(({ effect }) => effect === 'user.changed')
    expect(changed).toMatchObject({ fields: { login: known, phone: '442079460018', comment: 'Calls back' } })
    expect(filesWith(app.data, password)).toEqual([])
  },
)
