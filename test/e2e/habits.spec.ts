import type { Page } from '@playwright/test'
import { bottom, cell, choose, chooseMore, expect, openDemo, search, test, type } from './steps.ts'

// What a person who comes from a spreadsheet takes for granted.

const environment = { FLEETBOOK_DEMO_TRACKERS: '600' }

/** The row that the handle has been drawn to, from 0. */
async function drawnRow(page: Page): Promise<number> {
  const [, row] = /to row (\d+)/.exec(await bottom(page).innerText()) ?? []
  return Number(row) - 1
}

test('the handle drawn beyond the lower edge scrolls in sight, tells how far, and counts on as far', async ({
  app,
}) => {
  await app.start(environment)
  const { page } = app
  await openDemo(page)
  await type(page, 0, 'label', 'Truck 001')
  await choose(page, 0, 'label')
  const box = await cell(page, 0, 'label').boundingBox()
  const edge = await bottom(page).boundingBox()
  if (!box || !edge) throw new Error('The cell is not in sight')

  await page.mouse.move(box.x + box.width - 4, box.y + box.height - 4)
  await page.mouse.down()
  await page.mouse.move(box.x + 60, edge.y + edge.height - 4, { steps: 4 })
  // Still drawing, still beyond the edge: a quick machine may be past any one row before it is looked for.
  await expect.poll(() => drawnRow(page)).toBeGreaterThan(60)
  await expect(bottom(page)).toContainText(/Fills \d+ cells, to row \d+/)
  // Back among the rows, what is drawn on to stays below the pointer; the wheel scrolls smoothly and may be overtaken.
  await expect(async () => {
    await page.mouse.move(box.x + 60, box.y + 200)
    await page.mouse.move(box.x + 61, box.y + 200)
    await page.mouse.wheel(0, (199 - (await drawnRow(page))) * box.height)
    await expect(bottom(page)).toContainText('Fills 199 cells, to row 200', { timeout: 100 })
  }).toPass()
  await page.mouse.up()

  await expect(bottom(page)).toContainText('199 cells staged')
  await expect(cell(page, 199, 'label')).toHaveText('Truck 200')
})

test('the row under the pointer is lit as a whole', async ({ app }) => {
  await app.start(environment)
  const { page } = app
  await openDemo(page)
  const ground = (row: number, field: string) =>
    cell(page, row, field).evaluate((one) => getComputedStyle(one).backgroundColor)
  const plain = await ground(3, 'label')

  await cell(page, 2, 'label').hover()
  await expect.poll(() => ground(2, 'label')).not.toBe(plain)
  expect(await ground(2, 'panelId')).toBe(await ground(2, 'label'))
  const lit = await ground(2, 'label')
  await cell(page, 3, 'panelId').hover()
  await expect.poll(() => ground(3, 'label')).toBe(lit)
  expect(await ground(2, 'label')).toBe(plain)

  // What has come under it by scrolling is lit once the rows are at rest.
  const height = (await cell(page, 3, 'label').boundingBox())?.height ?? NaN
  await page.mouse.wheel(0, 10 * height)
  await expect.poll(() => ground(13, 'label')).toBe(lit)
  await page.mouse.wheel(0, -10 * height)
  await expect.poll(() => ground(3, 'label')).toBe(lit)
  await search(page).hover()
  await expect.poll(() => ground(3, 'panelId')).toBe(plain)
})

test('the keyboard never falls out of the sheet', async ({ app }) => {
  await app.start(environment)
  const { page } = app
  await openDemo(page)
  const grid = page.getByRole('grid', { name: 'Trackers' })

  // After the page is loaded anew, keys go to the cells as they do at first.
  await page.reload()
  await expect(grid).toBeFocused()

  for (const entry of ['Move right', 'Pin', 'Hide']) {
    await page.getByRole('button', { name: 'Owner: menu' }).click()
    await page.getByRole('menuitem', { name: entry }).click()
    await expect(grid).toBeFocused()
  }

  await app.saved(() => chooseMore(page, 'Export CSV'))
  await expect(bottom(page)).toContainText('600 rows exported')
  await expect(page.getByRole('button', { name: /^More/ })).toBeFocused()

  // What is typed into a menu finds an entry by its first letters, not by each of them anew.
  await page.getByRole('button', { name: 'Filter by another column' }).click()
  await expect(page.getByRole('menuitem', { name: 'ID', exact: true })).toBeFocused()
  await page.keyboard.type('last')
  await expect(page.getByRole('menuitem', { name: 'Last connection' })).toBeFocused()
})

test('the bar counts rows and no headings of groups, and says why a cell needs attention', async ({ app }) => {
  await app.start(environment)
  const { page } = app
  await openDemo(page)

  await type(page, 3, 'label', '<b>Truck</b>')
  await type(page, 4, 'label', 'Truck')
  // Beside the outbox, what needs attention is not counted once more with the rest.
  await expect(page.getByRole('link', { name: 'Outbox' })).toHaveText(/2 not settled, 1 needs you\s*!\s*1\s*1$/)
  await page.keyboard.press('Control+Home')
  await page.keyboard.press('F8')
  await expect(bottom(page)).toContainText('The panel takes no angle brackets in a label')
  await page.keyboard.press('Alt+Enter')
  await expect(page.getByRole('complementary').getByText('Hidden').locator('..')).toContainText('No')
  // The one time of which the panel documents its zone.
  const connected = page.getByRole('complementary').getByText('Last connection').locator('..')
  await expect(connected).toContainText(/\d\d:\d\d(:\d\d)? UTC/)
  await page.keyboard.press('Escape')

  // Filling takes what would be copied: what the cell shows, and not the panel's code for it.
  await choose(page, 0, 'comment')
  const shown = await cell(page, 0, 'connection').innerText()
  await page.keyboard.press('Control+r')
  await expect(cell(page, 0, 'comment')).toHaveText(shown)

  await chooseMore(page, 'Group…')
  await expect(page.getByRole('menuitemcheckbox', { name: 'No groups' })).toBeFocused()
  await page.keyboard.type('own')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Group: Owner' })).toBeVisible()
  await cell(page, 1, 'comment').click()
  await page.keyboard.press('Control+Home')
  await expect(bottom(page)).toContainText('0 of 600 selected')
  await page.keyboard.press('ArrowLeft')
  await expect(page.locator('[role=row][aria-rowindex="2"]').first()).toHaveAttribute('aria-expanded', 'false')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowRight')
  await expect(bottom(page)).toContainText('2 of 600 selected')
  await page.keyboard.press('Control+c')
  await expect(bottom(page)).toContainText('Copied 2 rows × 2')
})

test('whoever looks at what needs attention comes back to the row that he was at', async ({ app }) => {
  await app.start(environment)
  const { page } = app
  await openDemo(page)
  const count = page.getByRole('banner')
  const show = page.getByRole('group', { name: 'Rows to show' })
  const active = () => page.getByRole('grid').first().getAttribute('aria-activedescendant')
  await type(page, 2, 'label', '<b>Truck</b>')
  await type(page, 4, 'label', '<b>Van</b>')

  await page.keyboard.press('Control+Home')
  for (let pages = 0; pages < 4; pages += 1) await page.keyboard.press('PageDown')
  await page.keyboard.press('ArrowRight')
  const left = (await active()) ?? ''
  await show.getByRole('button', { name: 'Needs attention' }).click()
  await expect(count).toContainText('2 of 600')
  await expect.poll(active).toMatch(/-0-/)
  await show.getByRole('button', { name: 'All' }).click()
  await expect.poll(active).toBe(left)
  await expect(page.locator(`[id="${left}"]`)).toBeInViewport()

  // Where nothing is shown at all, there is a way back too.
  await show.getByRole('button', { name: 'Conflicts' }).click()
  await expect(page.getByText('No tracker is in conflict with the panel.')).toBeVisible()
  await show.getByRole('button', { name: 'All' }).click()
  await expect.poll(active).toBe(left)

  // Whoever has gone to another row meanwhile stays at that.
  await show.getByRole('button', { name: 'Needs attention' }).click()
  await expect(count).toContainText('2 of 600')
  await cell(page, 1, 'label').click()
  await show.getByRole('button', { name: 'All' }).click()
  await expect.poll(active).toMatch(/-4-label$/)

  // A search begins with the first row found, and its end leads back.
  await page.keyboard.press('ControlOrMeta+F')
  await page.keyboard.type('truck')
  await expect.poll(active).toMatch(/-0-/)
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.press('Delete')
  await expect.poll(active).toMatch(/-4-label$/)
})
