import type { Page } from '@playwright/test'
import { inBothHosts } from './both-hosts.ts'
import { bottom, cell, choose, chooseMore, expect, expectActive, openDemo, test, type } from './steps.ts'

const environment = { FLEETBOOK_DEMO_TRACKERS: '400', FLEETBOOK_DEMO_CONTROL: '1' }

/** The grid of the page: what has the keyboard while no field has. */
const grid = (page: Page) => page.getByRole('main').locator('[role$=grid]')
const menu = (page: Page) => page.getByRole('menu', { name: 'Selected cells' })
const live = (page: Page) => page.locator('[aria-live=polite]')

/** The texts of a stretch of a column. */
function texts(page: Page, field: string, from: number, to: number): Promise<string[]> {
  return Promise.all(Array.from({ length: to - from + 1 }, (_, index) => cell(page, from + index, field).innerText()))
}

/** Takes the handle at the corner of a cell and draws it to another one. */
async function drawHandle(page: Page, from: [number, string], to: [number, string], held?: string): Promise<void> {
  const start = await cell(page, ...from).boundingBox()
  const end = await cell(page, ...to).boundingBox()
  if (!start || !end) throw new Error('The cells are not in sight')
  await page.mouse.move(start.x + start.width - 4, start.y + start.height - 4)
  await page.mouse.down()
  await page.mouse.move(end.x + end.width / 2, end.y + end.height / 2, { steps: 6 })
  if (held) await page.keyboard.down(held)
  await page.mouse.up()
  if (held) await page.keyboard.up(held)
}

test('keys move and select as in a spreadsheet', inBothHosts, async ({ app }) => {
  await app.start(environment)
  const { page } = app
  await openDemo(page)

  // Labels fill the column; the comments do not.
  await choose(page, 3, 'label')
  await page.keyboard.press('ControlOrMeta+ArrowDown')
  await expectActive(page, 399, 'label')
  await page.keyboard.press('ControlOrMeta+ArrowUp')
  await expectActive(page, 0, 'label')

  await choose(page, 0, 'comment')
  for (let row = 0; row < 12; row += 1) await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Delete')
  await expect.poll(() => texts(page, 'comment', 0, 12)).toEqual(Array.from({ length: 13 }, () => ''))
  for (const row of [2, 5, 6]) await type(page, row, 'comment', `Number ${row}`)
  await choose(page, 0, 'comment')
  for (const row of [2, 5, 6]) {
    await page.keyboard.press('ControlOrMeta+ArrowDown')
    await expectActive(page, row, 'comment')
  }
  await page.keyboard.press('ControlOrMeta+ArrowUp')
  await expectActive(page, 5, 'comment')

  await page.keyboard.press('ControlOrMeta+Home')
  await expectActive(page, 0, 'panelId')
  await page.keyboard.press('ControlOrMeta+End')
  await expectActive(page, 399, 'dealerId')
  await page.keyboard.press('ControlOrMeta+Home')
  await page.keyboard.press('Alt+PageDown')
  await expect(grid(page)).not.toHaveAttribute('aria-activedescendant', /-0-(panelId|label)$/)
  await page.keyboard.press('Alt+PageUp')
  await page.keyboard.press('Home')
  await expectActive(page, 0, 'panelId')

  await choose(page, 2, 'label')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+Space')
  await expect(bottom(page)).toContainText('2 of 400 selected')
  await choose(page, 2, 'label')
  await page.keyboard.press('ControlOrMeta+Space')
  await expect(bottom(page)).toContainText('400 of 400 selected')
  await choose(page, 2, 'label')
  await page.keyboard.press('ControlOrMeta+Shift+ArrowDown')
  await expect(bottom(page)).toContainText('398 of 400 selected')
})

test('cells are filled by keys and by the handle, counting on or copying', inBothHosts, async ({ app }) => {
  await app.start(environment)
  const { page } = app
  await openDemo(page)
  const before = await texts(page, 'label', 0, 12)

  await type(page, 0, 'label', 'Truck 08')
  await choose(page, 0, 'label')
  await drawHandle(page, [0, 'label'], [4, 'label'])
  await expect(bottom(page)).toContainText('4 cells staged')
  const series = ['Truck 08', 'Truck 09', 'Truck 10', 'Truck 11', 'Truck 12']
  await expect.poll(() => texts(page, 'label', 0, 5)).toEqual([...series, before[5]])
  await page.keyboard.press('ControlOrMeta+Z')
  await expect.poll(() => texts(page, 'label', 1, 4)).toEqual(before.slice(1, 5))

  await choose(page, 0, 'label')
  await drawHandle(page, [0, 'label'], [2, 'label'], 'ControlOrMeta')
  await expect.poll(() => texts(page, 'label', 0, 3)).toEqual(['Truck 08', 'Truck 08', 'Truck 08', before[3]])
  await page.keyboard.press('ControlOrMeta+Z')

  // Esc lets go of what is being drawn.
  await choose(page, 0, 'label')
  const corner = await cell(page, 0, 'label').boundingBox()
  if (!corner) throw new Error('The cell is not in sight')
  await page.mouse.move(corner.x + corner.width - 4, corner.y + corner.height - 4)
  await page.mouse.down()
  await page.mouse.move(corner.x + 20, corner.y + 5 * corner.height, { steps: 4 })
  await page.keyboard.press('Escape')
  await page.mouse.up()
  await expect.poll(() => texts(page, 'label', 1, 3)).toEqual(before.slice(1, 4))

  // Read-only columns beside it are passed over and counted.
  await drawHandle(page, [0, 'label'], [0, 'deviceId'])
  await expect(bottom(page)).toContainText('2 read-only cells passed over')

  // As far down as the comments beside it go: the double click of a spreadsheet.
  await type(page, 0, 'comment', 'Number 1')
  await choose(page, 0, 'comment')
  const handle = await cell(page, 0, 'comment').boundingBox()
  if (!handle) throw new Error('The cell is not in sight')
  await page.mouse.dblclick(handle.x + handle.width - 4, handle.y + handle.height - 4)
  await expect(bottom(page)).toContainText('399 cells staged')
  await expect(cell(page, 9, 'comment')).toHaveText('Number 10')
  await page.keyboard.press('ControlOrMeta+End')
  await expect(cell(page, 399, 'panelId')).not.toBeEmpty()
  await page.keyboard.press('ControlOrMeta+Z')
  await expect(bottom(page)).toContainText('Undone: filling of 399 cells')
  await page.keyboard.press('ControlOrMeta+Home')

  // Ctrl+D takes the cell above; in a range, its first row. Ctrl+Enter fills all that is selected.
  await choose(page, 1, 'label')
  await page.keyboard.press('ControlOrMeta+D')
  await expect(cell(page, 1, 'label')).toHaveText('Truck 08')
  await choose(page, 7, 'label')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('ControlOrMeta+D')
  await expect.poll(() => texts(page, 'label', 7, 9)).toEqual([before[7], before[7], before[7]])
  await page.keyboard.type('All of them')
  await page.keyboard.press('ControlOrMeta+Enter')
  await expect.poll(() => texts(page, 'label', 7, 9)).toEqual(['All of them', 'All of them', 'All of them'])
  await expect(grid(page)).toBeFocused()

  // Ctrl+R takes the cell before.
  await choose(page, 3, 'deviceId')
  await page.keyboard.press('ControlOrMeta+R')
  await expect(bottom(page)).toContainText('1 read-only cell passed over')
})

test(
  'an empty cell that is pasted clears only where it is asked to, and cut clears at once',
  inBothHosts,
  async ({ app }) => {
    await app.start(environment)
    const { page } = app
    await openDemo(page)
    for (const row of [0, 1, 2]) await type(page, row, 'comment', `Comment ${row}`)

    await app.copy('New\r\n\r\nNewer\r\n')
    await choose(page, 0, 'comment')
    await page.keyboard.press('ControlOrMeta+V')
    await expect(bottom(page)).toContainText('1 empty cell passed over')
    await expect.poll(() => texts(page, 'comment', 0, 2)).toEqual(['New', 'Comment 1', 'Newer'])
    await bottom(page).getByRole('button', { name: 'Clear 1 cell too' }).click()
    await expect(cell(page, 1, 'comment')).toHaveText('')
    await expect(grid(page)).toBeFocused()
    await expect(bottom(page).getByRole('button', { name: /^Clear/ })).toBeHidden()
    await page.keyboard.press('ControlOrMeta+Z')
    await expect(cell(page, 1, 'comment')).toHaveText('Comment 1')

    await page.keyboard.press('ControlOrMeta+Shift+V')
    await expect.poll(() => texts(page, 'comment', 0, 2)).toEqual(['New', '', 'Newer'])

    await choose(page, 2, 'comment')
    await page.keyboard.press('ControlOrMeta+X')
    await expect(cell(page, 2, 'comment')).toHaveText('')
    await expect.poll(() => app.copied()).toBe('Newer')

    await page.keyboard.press('Home')
    // Labels are never empty: the text is on the clipboard, and the cell stays as it was.
    const label = await cell(page, 3, 'label').innerText()
    await choose(page, 3, 'label')
    await page.keyboard.press('ControlOrMeta+X')
    await expect(bottom(page)).toContainText('Label cannot be empty')
    await expect.poll(() => app.copied()).toBe(label)
    await expect(cell(page, 3, 'label')).toHaveText(label)
  },
)

test('a menu offers by mouse and keyboard what the keys do', inBothHosts, async ({ app }) => {
  await app.start(environment)
  const { page } = app
  await openDemo(page)
  const before = await texts(page, 'label', 0, 3)
  await type(page, 0, 'label', 'Staged')
  await type(page, 0, 'comment', 'Staged as well')
  await page.keyboard.press('Home')

  await choose(page, 0, 'label')
  await page.keyboard.press('Shift+F10')
  await expect(menu(page).getByRole('menuitem', { name: /^Copy/ })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(menu(page)).toBeHidden()
  await expect(grid(page)).toBeFocused()

  // The letter, too, is for the menu, however quickly it follows.
  await page.keyboard.press('ContextMenu')
  await page.keyboard.press('r')
  await expect(menu(page).getByRole('menuitem', { name: 'Revert cell' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(cell(page, 0, 'label')).toHaveText(before[0] ?? '')
  await expect(cell(page, 0, 'comment')).toHaveText('Staged as well')
  await expect(grid(page)).toBeFocused()

  await cell(page, 0, 'label').click({ button: 'right' })
  await expect(menu(page).getByRole('menuitem', { name: 'Revert cell' })).toBeDisabled()
  await menu(page).getByRole('menuitem', { name: 'Revert row' }).click()
  await expect(bottom(page)).toContainText('Nothing staged')

  // A click within the selection asks about all of it.
  await choose(page, 1, 'label')
  await page.keyboard.press('Shift+ArrowDown')
  await cell(page, 2, 'label').click({ button: 'right' })
  await menu(page).getByRole('menuitem', { name: /^Copy/ }).click()
  await expect.poll(() => app.copied()).toBe(`${before[1]}\r\n${before[2]}\r\n`)

  // What asks in a dialog gives the keyboard back.
  await page.keyboard.press('Shift+F10')
  await menu(page).getByRole('menuitem', { name: 'Change plan…' }).click()
  await expect(page.getByRole('dialog', { name: /^Change the plan of 2 rows/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(grid(page)).toBeFocused()

  // The desktop lets no page read the clipboard: there the menu names the key.
  await app.copy('From the menu')
  await choose(page, 1, 'label')
  await page.keyboard.press('Shift+F10')
  const paste = menu(page).getByRole('menuitem', { name: /^Paste(?!, and)/ })
  if (app.host === 'desktop') {
    await expect(paste).toBeDisabled()
    await expect(paste).toContainText('Only by Ctrl+V')
  } else {
    await paste.click()
    await expect(cell(page, 1, 'label')).toHaveText('From the menu')
  }
})

test('what is wrong is gone to, told aloud, and taken back over a restart', inBothHosts, async ({ app }) => {
  await app.start(environment)
  let { page } = app
  await openDemo(page)
  const before = await texts(page, 'label', 0, 9)

  await page.keyboard.press('F8')
  await expect(bottom(page)).toContainText('Nothing needs attention')
  await type(page, 2, 'label', 'Truck <2>')
  await type(page, 8, 'label', 'Truck <8>')
  await expect(bottom(page)).toContainText('2 need attention')

  await choose(page, 0, 'panelId')
  for (const row of [2, 8, 2]) {
    await page.keyboard.press('F8')
    await expectActive(page, row, 'label')
    await expect(live(page)).toContainText(`Was: ${before[row]}`)
    await expect(live(page)).toContainText('no angle brackets')
  }
  await page.keyboard.press('Shift+F8')
  await expectActive(page, 8, 'label')

  await app.restart()
  page = app.page
  await expect(cell(page, 8, 'label')).toContainText('Truck <8>')
  await choose(page, 8, 'label')
  await page.keyboard.press('ControlOrMeta+Z')
  await expect(cell(page, 8, 'label')).toHaveText(before[8] ?? '')
  await page.keyboard.press('ControlOrMeta+Z')
  await expect(cell(page, 2, 'label')).toHaveText(before[2] ?? '')
  await page.keyboard.press('ControlOrMeta+Y')
  await expect(cell(page, 2, 'label')).toContainText('Truck <2>')
})

test(
  'Space hides and shows trackers, Alt and Enter opens the details, and ? lists all keys',
  inBothHosts,
  async ({ app }) => {
    await app.start(environment)
    const { page } = app
    await openDemo(page)

    await choose(page, 0, 'label')
    await page.keyboard.press('End')
    while (!(await cell(page, 0, 'hidden').isVisible())) await page.keyboard.press('ArrowLeft')
    await choose(page, 0, 'hidden')
    const shown = await cell(page, 0, 'hidden').getByRole('img').count()
    await page.keyboard.press('Space')
    await expect(cell(page, 0, 'hidden').getByRole('img')).toHaveCount(1 - shown)
    await expect(bottom(page)).toContainText('1 staged')
    await page.keyboard.press('Space')
    await expect(bottom(page)).toContainText('Nothing staged')

    await page.keyboard.press('Alt+Enter')
    await expect(page.getByRole('complementary')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('complementary')).toBeHidden()
    await expect(grid(page)).toBeFocused()

    await page.keyboard.press('?')
    const list = page.getByRole('dialog', { name: 'Keys' })
    await expect(list.getByRole('region', { name: 'Copy and paste' })).toContainText('Ctrl')
    await page.keyboard.press('Escape')
    await expect(list).toBeHidden()
    await expect(grid(page)).toBeFocused()
    await chooseMore(page, /^Keys/)
    await expect(list).toBeVisible()
    await list.getByRole('button', { name: 'Close' }).click()
    await expect(list).toBeHidden()
  },
)
