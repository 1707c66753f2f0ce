import type { Page } from '@playwright/test'
import { inBothHosts } from './both-hosts.ts'
import { bottom, cell, cellBeside, choose, expect, filesWith, goTo, ledgerOf, openDemo, send, test } from './steps.ts'

const environment = { FLEETBOOK_DEMO_TRACKERS: '160', FLEETBOOK_DEMO_CONTROL: '1' }

const login = 'nora@new.example'
const password = 'Typed-by-hand-77'

/** The cell that has the cursor, by its id. */
const active = (page: Page) => page.getByRole('main').locator('[role$=grid]').getAttribute('aria-activedescendant')

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

    for (const [name, text] of [
      ['phone', '+44 20 7946 0018'],
      ['comment', 'Calls back'],
    ] as const) {
      await choose(page, 0, 'login')
      // What is out of sight to the right is gone to by the keys.
      await expect(async () => {
        await page.keyboard.press('ArrowRight')
        expect(await active(page)).toMatch(new RegExp(`-0-${name}$`))
      }).toPass({ intervals: [0] })
      await page.keyboard.type(text)
      await page.keyboard.press('Enter')
      await page.keyboard.press('ControlOrMeta+Home')
    }
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
    await expect(cellBeside(page, login, 'lastName')).toHaveText('New')
    expect(filesWith(app.data, password)).toEqual([])

    await send(page)
    await expect(bottom(page)).toContainText('Nothing staged')
    const effects = await ledgerOf(app.data)
    expect(effects.filter(({ effect }) => effect === 'user.made')).toHaveLength(1)
    const [changed] = effects.filter(({ effect }) => effect === 'user.changed')
    expect(changed).toMatchObject({ fields: { login: known, phone: '442079460018', comment: 'Calls back' } })
    expect(filesWith(app.data, password)).toEqual([])
  },
)
