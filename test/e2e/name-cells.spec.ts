import type { Page } from '@playwright/test'
import { bottom, cell, expect, expectActive, goTo, ledgerOf, openDemo, pressEnter, search, test } from './steps.ts'
import { panelHolds } from './panel-holds.ts'

const environment = { FLEETBOOK_DEMO_CONTROL: '1' }

/** The plans of the demo panel that the story goes by. */
const premium = 12163

/**
 * A user, and where among the user's trackers three stand side by side that can be moved, of which the first can be given
 * another plan and be blocked; two other users who have nothing of these; and a firm with several users.
 */
async function cast(data: string) {
  const { users, trackers: all } = await panelHolds(data)
  const firms = users.map(({ legal_name }) => legal_name)
  const firm = firms.find((name, index) => name !== '' && firms.indexOf(name) !== index)
  for (const owner of users) {
    const owned = all.filter(({ user_id }) => user_id === owner.id)
    const isSound = ({ clone, deleted, source }: (typeof owned)[number]) => !clone && !deleted && !source.corrupted
    const at = owned.findIndex(
      ({ source }, index) =>
        source.tariff_id !== premium &&
        !source.blocked &&
        [0, 1, 2].every((step) => owned[index + step] !== undefined && isSound(owned[index + step]!)),
    )
    if (at < 0 || at > 12) continue
    const rows = owned.slice(at, at + 3)
    const sources = new Set(rows.map(({ source }) => source.id))
    const taken = new Set(all.flatMap(({ user_id, source }) => (sources.has(source.id) ? user_id : [])))
    const [first, second] = users.filter(({ id }) => !taken.has(id))
    return { owner, at, rows, first: first!, second: second!, firm: firm! }
  }
  throw new Error('No user has three such trackers side by side')
}

async function press(page: Page, key: string, times = 1): Promise<void> {
  for (let time = 0; time < times; time += 1) await page.keyboard.press(key)
}

test('by keyboard alone a plan is chosen, owners are pasted and a tracker is blocked; the plan says what it costs', async ({
  app,
}) => {
  await app.start(environment)
  const { page } = app
  await openDemo(page)
  const { owner, at, rows, first, second, firm } = await cast(app.data)
  const [one, other, third] = [at, at + 1, at + 2]

  // Finds the rows, and goes to the first of them.
  await press(page, 'ControlOrMeta+F')
  await page.keyboard.type(owner.login)
  await expect(search(page)).toHaveValue(owner.login)
  await expect(cell(page, one, 'panelId')).toHaveText(String(rows[0]!.id))
  await press(page, 'Enter')
  await press(page, 'ControlOrMeta+Home')
  await press(page, 'ArrowDown', one)
  await press(page, 'ArrowRight', 5)

  // A part of the name is enough, and Enter takes what the list offers first.
  await page.keyboard.type('rem')
  const field = page.getByRole('combobox', { name: `Plan, row ${one + 1}` })
  await expect(field).toBeFocused()
  const option = page.getByRole('option', { name: /^Premium/ })
  await expect(option).toHaveAttribute('aria-selected', 'true')
  await expect(field).toHaveAttribute('aria-activedescendant', (await option.getAttribute('id'))!)
  await press(page, 'Enter')
  await expect(cell(page, one, 'plan')).toHaveText('Premium')
  await expect(cell(page, one, 'plan')).toHaveAttribute('data-sign', 'staged')

  // Typed quickly and without looking, it is the same; Esc leaves the cell as it was.
  const before = await cell(page, other, 'plan').innerText()
  await page.keyboard.type('prem')
  await press(page, 'Escape')
  await expect(cell(page, other, 'plan')).toHaveText(before)

  // A column of owners, one of whom could be several: that one says so, and the others are staged.
  await press(page, 'ArrowUp')
  await press(page, 'ArrowLeft')
  await app.copy(`${first.login}\n${firm}\n#${second.id}\n`)
  await press(page, 'ControlOrMeta+V')
  await expect(cell(page, one, 'owner')).toHaveText(first.login)
  await expect(cell(page, other, 'owner')).toContainText(firm)
  await expect(cell(page, other, 'owner')).toHaveAttribute('data-sign', 'refused')
  await expect(cell(page, other, 'owner')).toHaveAttribute('title', /one of several users: .+#\d+.+#\d+/)
  await expect(cell(page, third, 'owner')).toHaveText(second.login)
  await expect(bottom(page)).toContainText('1 needs attention')

  // F8 leads to it, and it is mended in place.
  await press(page, 'F8')
  await expectActive(page, other, 'owner')
  await page.keyboard.type(second.login)
  await press(page, 'Tab')
  await expect(cell(page, other, 'owner')).toHaveText(second.login)
  await expect(cell(page, other, 'owner')).toHaveAttribute('data-sign', 'staged')
  await press(page, 'ControlOrMeta+Z')
  await expect(cell(page, other, 'owner')).toHaveAttribute('data-sign', 'refused')

  // Yes blocks.
  await press(page, 'ControlOrMeta+Home')
  await press(page, 'ArrowDown', one)
  await press(page, 'ArrowRight', 12)
  await page.keyboard.type('yes')
  await press(page, 'Enter')
  await expect(cell(page, one, 'blocked')).toHaveAttribute('data-sign', 'staged')
  await press(page, 'ControlOrMeta+Z')
  await expect(cell(page, one, 'blocked')).not.toHaveAttribute('data-sign', 'staged')
  await press(page, 'ControlOrMeta+Y')
  await expect(cell(page, one, 'blocked')).toHaveAttribute('data-sign', 'staged')

  // What it costs and what it unbinds is summed up, and asked before it is sent; what names nobody stays.
  await goTo(page, 'Outbox')
  const plan = page.getByRole('region', { name: 'Before sending' })
  await expect(plan).toContainText('Change plan: costs money')
  await expect(plan).toContainText('Move 2 trackers: unbinds rules')
  await expect(plan).toContainText('1 stays behind')
  await pressEnter(plan.getByRole('button', { name: 'Send 4 changes' }))
  const asked = page.getByRole('dialog')
  await expect(asked).toContainText('costs money')
  await expect(asked).toContainText('unbinds rules')
  await page.keyboard.type('3')
  await pressEnter(asked.getByRole('button', { name: /^Send/ }))
  const done = async () => (await ledgerOf(app.data)).map(({ effect }) => effect).sort()
  await expect.poll(done).toEqual(['panel.made', 'tracker.block', 'tracker.move', 'tracker.move', 'tracker.tariff'])
  await expect(bottom(page)).toContainText('1 needs attention')
})
