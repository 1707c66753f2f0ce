import type { Page } from '@playwright/test'
import { inBothHosts } from './both-hosts.ts'
import { bottom, cell, choose, expect, goTo, openDemo, search, send, sortBy, test, type } from './steps.ts'
import { tellDemoPanel } from './tell-demo-panel.ts'

const environment = { FLEETBOOK_DEMO_TRACKERS: '400', FLEETBOOK_DEMO_CONTROL: '1' }

/** The texts of a column from the first row on. */
function texts(page: Page, field: string, rows: number): Promise<string[]> {
  return Promise.all(Array.from({ length: rows }, (_, row) => cell(page, row, field).innerText()))
}

const heading = (page: Page, name: string) => page.getByRole('columnheader', { name, exact: true })
const count = (page: Page) => page.getByRole('banner')

test('rows are sorted by a heading, filtered by owner, and found in the other case of any script', async ({ app }) => {
  await app.start(environment)
  const { page } = app
  await openDemo(page)

  await sortBy(page, 'ID')
  await expect(heading(page, 'ID')).toHaveAttribute('aria-sort', 'ascending')
  await sortBy(page, 'ID')
  await expect(heading(page, 'ID')).toHaveAttribute('aria-sort', 'descending')
  await expect(async () => {
    const descending = (await texts(page, 'panelId', 10)).map(Number)
    expect(descending).toEqual(descending.toSorted((one, other) => other - one))
  }).toPass()
  await sortBy(page, 'ID')
  await expect(heading(page, 'ID')).toHaveAttribute('aria-sort', 'none')

  const owner = await cell(page, 0, 'owner').innerText()
  await page.getByRole('button', { name: 'Filter by Owner' }).click()
  const dialog = page.getByRole('dialog', { name: 'Filter by Owner' })
  await dialog.getByLabel('Find Owner').fill(owner)
  await dialog.getByRole('checkbox', { name: owner }).check()
  await expect(count(page)).toContainText(/\d+ of 400/)
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect.poll(() => texts(page, 'owner', 3)).toEqual([owner, owner, owner])
  await page.getByRole('button', { name: 'Remove the filter by Owner' }).click()
  await expect(count(page)).toContainText('Trackers400')

  await type(page, 0, 'label', 'Ёжик-погрузчик')
  await page.keyboard.press('ControlOrMeta+F')
  await expect(search(page)).toBeFocused()
  await page.keyboard.type('ёЖИК-погр')
  await expect(count(page)).toContainText('1 of 400')
  await expect(cell(page, 0, 'label')).toHaveText(/Ёжик-погрузчик/)
})

test('a sheet is edited by keyboard alone, and what is staged survives whatever one looks at', async ({ app }) => {
  await app.start(environment)
  let { page } = app
  await openDemo(page)
  const before = await texts(page, 'label', 4)

  // F2 goes on with the text, typing replaces it; Enter leads down.
  await choose(page, 0, 'label')
  await page.keyboard.press('F2')
  await page.keyboard.type(' (north)')
  await page.keyboard.press('Enter')
  await page.keyboard.type('Typed over')
  await page.keyboard.press('Enter')
  await expect(cell(page, 0, 'label')).toHaveText(`${before[0]} (north)`)
  await expect(cell(page, 1, 'label')).toHaveText('Typed over')
  await expect(cell(page, 1, 'label')).toHaveAttribute('title', new RegExp(`Was: ${escaped(before[1] ?? '')}`))

  // Esc changes nothing; what the panel would refuse is said while it is typed.
  await page.keyboard.type('Not this')
  await page.keyboard.press('Escape')
  await expect(cell(page, 2, 'label')).toHaveText(before[2] ?? '')
  await page.keyboard.type('Truck <3>')
  await expect(page.getByRole('textbox', { name: 'Label, row 3' })).toHaveAccessibleDescription(/no angle brackets/)
  await page.keyboard.press('Enter')
  await expect(bottom(page)).toContainText('1 needs attention')
  await expect(cell(page, 2, 'label')).toHaveAttribute('data-sign', 'refused')
  await expect(cell(page, 2, 'label')).toHaveAttribute('aria-invalid', 'true')
  await expect(cell(page, 2, 'label')).toHaveAttribute('title', /no angle brackets/)

  // Undo and redo.
  await page.keyboard.press('ControlOrMeta+Z')
  await expect(cell(page, 2, 'label')).toHaveText(before[2] ?? '')
  await page.keyboard.press('ControlOrMeta+Z')
  await expect(cell(page, 1, 'label')).toHaveText(before[1] ?? '')
  await page.keyboard.press('ControlOrMeta+Y')
  await expect(cell(page, 1, 'label')).toHaveText('Typed over')
  await page.keyboard.press('ControlOrMeta+Y')
  await expect(cell(page, 2, 'label')).toContainText('Truck <3>')

  // Sorting, filtering, another page and a reload leave it as it was.
  await sortBy(page, 'Label')
  await search(page).fill('Typed over')
  await expect(count(page)).toContainText('1 of 400')
  await expect(cell(page, 0, 'label')).toHaveAttribute('data-sign', 'staged')
  await search(page).fill('')
  await page.getByRole('group', { name: 'Rows to show' }).getByRole('button', { name: 'Staged' }).click()
  await expect(count(page)).toContainText('3 of 400')
  await page.getByRole('group', { name: 'Rows to show' }).getByRole('button', { name: 'All' }).click()
  await sortBy(page, 'Label')
  await sortBy(page, 'Label')
  await goTo(page, 'Users')
  await goTo(page, 'Trackers')
  await expect(cell(page, 1, 'label')).toHaveText('Typed over')
  await page.reload()
  await expect(cell(page, 2, 'label')).toContainText('Truck <3>')
  await app.restart()
  page = app.page
  await expect(cell(page, 1, 'label')).toHaveText('Typed over')

  // The broken one stays behind, the others go.
  const ids = await texts(page, 'panelId', 3)
  await send(page)
  await expect(bottom(page)).not.toContainText(/\d staged/)
  await expect(bottom(page)).toContainText('1 needs attention')
  await expect
    .poll(() => tellDemoPanel(app.data, '/demo/ledger'))
    .toEqual([
      expect.objectContaining({ effect: 'panel.made' }),
      expect.objectContaining({ tracker: Number(ids[0]), label: `${before[0]} (north)` }),
      expect.objectContaining({ tracker: Number(ids[1]), label: 'Typed over' }),
    ])

  // Taken back, nothing is left.
  await goTo(page, 'Trackers')
  await expect(cell(page, 2, 'label')).toContainText('Truck <3>')
  await choose(page, 2, 'label')
  await page.getByRole('button', { name: /^Actions/ }).click()
  await page.getByRole('menuitem', { name: /^Revert selected cells/ }).click()
  await expect(cell(page, 2, 'label')).toHaveText(before[2] ?? '')
  await expect(bottom(page)).toContainText('Nothing staged')
})

test('ranges are copied and pasted as text, with quotes and line breaks', inBothHosts, async ({ app }) => {
  await app.start(environment)
  const { page } = app
  await openDemo(page)
  const ids = await texts(page, 'panelId', 3)
  const labels = await texts(page, 'label', 3)

  await choose(page, 0, 'panelId')
  await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowDown')
  await expect(bottom(page)).toContainText('3 of 400 selected')
  await page.keyboard.press('ControlOrMeta+C')
  await expect(bottom(page)).toContainText('Copied 3 rows × 2')
  await expect.poll(() => app.copied()).toBe(ids.map((id, row) => `${id}\t${labels[row]}\r\n`).join(''))

  await app.copy('"First line\nsecond ""quoted"" line"\r\nPlain, with a comma\r\n')
  await choose(page, 0, 'comment')
  await page.keyboard.press('ControlOrMeta+V')
  await expect(bottom(page)).toContainText('2 cells staged')
  await expect(cell(page, 0, 'comment')).toHaveText(/First line\s+second "quoted" line/)
  await expect(cell(page, 1, 'comment')).toHaveText('Plain, with a comma')

  // What is copied from there comes back the same.
  await page.keyboard.press('ControlOrMeta+C')
  await expect.poll(() => app.copied()).toBe('"First line\nsecond ""quoted"" line"\r\nPlain, with a comma\r\n')

  // A read-only column takes nothing, and says so.
  await choose(page, 0, 'panelId')
  await page.keyboard.press('ControlOrMeta+V')
  await expect(bottom(page)).toContainText('2 read-only cells passed over')
  await expect(bottom(page)).toContainText('2 staged')

  await page.keyboard.press('ControlOrMeta+Z')
  await expect(bottom(page)).toContainText('Nothing staged')
})

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
