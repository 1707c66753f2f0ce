import type { Locator, Page } from '@playwright/test'
import { bottom, cell, chooseMore, expect, goTo, openDemo, search, sortBy, test, type } from './steps.ts'
import { obstacles } from './obstacles.ts'

const environment = { FLEETBOOK_DEMO_TRACKERS: '400', FLEETBOOK_DEMO_CONTROL: '1' }

const count = (page: Page): Locator => page.getByRole('banner')
const heading = (page: Page, name: string): Locator => page.getByRole('columnheader', { name, exact: true })
const bar = (page: Page): Locator => page.getByRole('group', { name: 'Filters, sorting and columns' })
const sheetOf = (page: Page): Locator => page.locator('[role=grid], [role=treegrid]').first()

/** The headings in the order of the screen. */
async function headings(page: Page): Promise<string[]> {
  const boxes = await page.getByRole('columnheader').evaluateAll((cells) =>
    cells
      .map((cell) => ({ name: cell.getAttribute('aria-label') ?? '', left: cell.getBoundingClientRect().left }))
      .filter(({ name }) => name !== '')
      .sort((one, other) => one.left - other.left)
      .map(({ name }) => name),
  )
  return boxes
}

async function texts(page: Page, field: string, rows: readonly number[]): Promise<string[]> {
  return Promise.all(rows.map((row) => cell(page, row, field).innerText()))
}

/** Makes a cell the active one by the keyboard's place: the first cell, then arrows. */
async function startAt(page: Page, row: number, field: string): Promise<void> {
  await expect(async () => {
    await cell(page, row, field).click()
    expect(await sheetOf(page).getAttribute('aria-activedescendant')).toMatch(new RegExp(`-${row}-${field}$`))
  }).toPass()
}

/** Chooses something in the menu of a heading, by the pointer. */
async function chooseInHeading(page: Page, name: string, item: string): Promise<void> {
  await heading(page, name).hover()
  await page.getByRole('button', { name: `${name}: menu` }).click()
  await page.getByRole('menuitem', { name: item, exact: true }).click()
}

async function drag(page: Page, from: Locator, to: Locator): Promise<void> {
  const [start, end] = [await from.boundingBox(), await to.boundingBox()]
  if (!start || !end) throw new Error('One of the headings is out of sight')
  await page.mouse.move(start.x + 24, start.y + 15)
  await page.mouse.down()
  await page.mouse.move(start.x + 40, start.y + 15)
  await page.mouse.move(end.x + 8, end.y + 15, { steps: 5 })
  await page.mouse.up()
}

test('columns are moved, hidden, pinned and made as wide as their content, and found so after a restart', async ({
  app,
}) => {
  await app.start(environment)
  let { page } = app
  await openDemo(page)
  expect((await headings(page)).slice(0, 5)).toEqual(['ID', 'Label', 'Model', 'Device ID', 'Owner'])

  // By dragging, which neither sorts nor selects.
  await drag(page, heading(page, 'Owner'), heading(page, 'Label'))
  await expect.poll(async () => (await headings(page)).slice(0, 4)).toEqual(['ID', 'Owner', 'Label', 'Model'])
  await expect(heading(page, 'Owner')).toHaveAttribute('aria-sort', 'none')

  // By keyboard alone: Alt+Down leads to the menu of the active cell's column, and back to the cell.
  await startAt(page, 0, 'modelName')
  await page.keyboard.press('Alt+ArrowDown')
  await expect(page.getByRole('menu', { name: 'Model: menu' })).toBeVisible()
  await page.keyboard.press('m')
  await expect(page.getByRole('menuitem', { name: 'Move right' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await headings(page)).slice(3, 5)).toEqual(['Device ID', 'Model'])
  await expect(sheetOf(page)).toBeFocused()
  // The active cell has gone with its column.
  await expect(sheetOf(page)).toHaveAttribute('aria-activedescendant', /-0-modelName$/)

  await chooseInHeading(page, 'Model', 'Pin')
  await expect.poll(async () => (await headings(page)).slice(0, 4)).toEqual(['ID', 'Owner', 'Label', 'Model'])

  await chooseMore(page, /^Columns/)
  const columns = page.getByRole('dialog', { name: 'Columns' })
  await expect(columns.getByLabel('Find a column')).toBeFocused()
  await page.keyboard.type('dev')
  await columns.getByRole('checkbox', { name: 'Device ID' }).uncheck()
  await expect(heading(page, 'Device ID')).toHaveCount(0)
  await page.keyboard.press('Escape')

  // A double click on its edge makes a column as wide as what stands in it.
  const wide = (await heading(page, 'Label').boundingBox())?.width ?? 0
  const box = await heading(page, 'Label').boundingBox()
  await page.mouse.dblclick((box?.x ?? 0) + (box?.width ?? 0) - 2, (box?.y ?? 0) + 15)
  await expect.poll(async () => (await heading(page, 'Label').boundingBox())?.width).not.toBe(wide)
  const fitting = (await heading(page, 'Label').boundingBox())?.width ?? 0
  expect(await cell(page, 0, 'label').evaluate((text) => text.scrollWidth <= text.clientWidth)).toBe(true)

  await app.restart()
  page = app.page
  await expect(cell(page, 0, 'label')).not.toBeEmpty()
  await expect.poll(async () => (await headings(page)).slice(0, 4)).toEqual(['ID', 'Owner', 'Label', 'Model'])
  expect((await heading(page, 'Label').boundingBox())?.width).toBe(fitting)

  await chooseMore(page, 'Columns… 21 of 22')
  await page.getByRole('dialog', { name: 'Columns' }).getByRole('button', { name: 'Reset' }).click()
  await expect.poll(async () => (await headings(page)).slice(0, 4)).toEqual(['ID', 'Label', 'Model', 'Device ID'])
})

test('rows are filtered by text, values, range, date and emptiness, from headings and from the bar', async ({
  app,
}) => {
  await app.start(environment)
  const { page } = app
  await openDemo(page)

  // By keyboard: the menu of the column, its filter, a text; Enter is done with it.
  await startAt(page, 0, 'label')
  await page.keyboard.press('Alt+ArrowDown')
  await page.keyboard.press('Enter')
  const byLabel = page.getByRole('dialog', { name: 'Filter by Label' })
  await expect(byLabel.getByLabel('Label: text')).toBeFocused()
  await page.keyboard.type('TRUCK')
  await page.keyboard.press('Enter')
  await expect(byLabel).toBeHidden()
  await expect(sheetOf(page)).toBeFocused()
  await expect(count(page)).toContainText(/\d+ of 400/)
  await expect(cell(page, 0, 'label')).toHaveText(/truck/i)
  await expect(heading(page, 'Label')).toHaveAccessibleDescription('filtered')

  // Its chip opens it again, and takes it away.
  await bar(page)
    .getByRole('button', { name: /^Filter by Label/ })
    .click()
  await byLabel.getByLabel('What to ask of Label').selectOption('does not contain')
  await expect(cell(page, 0, 'label')).not.toHaveText(/truck/i)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Remove the filter by Label' }).click()
  await expect(count(page)).toContainText('Trackers400')

  // Dates, from the bar; a day as the end means all of it.
  const days = (await texts(page, 'panelId', [0])).length
  expect(days).toBe(1)
  await bar(page).getByRole('button', { name: 'Filter by another column' }).click()
  await page.getByRole('menuitem', { name: 'Created', exact: true }).click()
  const byDay = page.getByRole('dialog', { name: 'Filter by Created' })
  await byDay.getByLabel('From', { exact: true }).fill('2024-01-01')
  await expect(count(page)).toContainText(/\d+ of 400/)
  await byDay.getByLabel('What to ask of Created').selectOption('is on or before')
  await byDay.getByLabel('To', { exact: true }).fill('2000-01-01')
  await expect(page.getByText('No tracker matches.')).toBeVisible()
  await byDay.getByRole('button', { name: 'Clear' }).click()
  await expect(count(page)).toContainText('Trackers400')
  await page.keyboard.press('Escape')

  // Values of a choice, and whether there is none.
  const plan = await cell(page, 0, 'plan').innerText()
  await bar(page).getByRole('button', { name: 'Filter by Plan' }).click()
  await page.getByRole('checkbox', { name: plan }).check()
  await expect(count(page)).toContainText(/\d+ of 400/)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Remove the filter by Plan' }).click()

  // All that a search among them finds, and none of it.
  await bar(page).getByRole('button', { name: 'Filter by Owner' }).click()
  const byOwner = page.getByRole('dialog', { name: 'Filter by Owner' })
  await expect(byOwner.getByRole('button', { name: /^Select/ })).toHaveCount(0)
  await byOwner.getByLabel('Find Owner').fill('example.org')
  await byOwner.getByRole('button', { name: /^Select all \d+ found$/ }).click()
  await expect(byOwner.getByRole('checkbox', { checked: false })).toHaveCount(0)
  await expect(cell(page, 0, 'owner')).toHaveText(/example\.org$/)
  await byOwner.getByRole('button', { name: 'Select none of them' }).click()
  await expect(byOwner.getByRole('checkbox', { checked: true })).toHaveCount(0)
  await expect(count(page)).toContainText('Trackers400')
  await page.keyboard.press('Escape')

  await type(page, 0, 'comment', 'Only this one has this')
  await bar(page).getByRole('button', { name: 'Filter by another column' }).click()
  await page.getByRole('menuitem', { name: 'Comment', exact: true }).click()
  await page.getByLabel('Comment: text').fill('only this one')
  await expect(count(page)).toContainText('1 of 400')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Remove the filter by Comment' }).click()
  const show = page.getByRole('group', { name: 'Rows to show' })
  await show.getByRole('button', { name: 'Staged' }).click()
  await expect(count(page)).toContainText('1 of 400')
  await show.getByRole('button', { name: 'Conflicts' }).click()
  await expect(page.getByText('No tracker is in conflict with the panel.')).toBeVisible()

  // Numbers, on another sheet.
  await goTo(page, 'Users')
  await expect(cell(page, 0, 'login')).not.toBeEmpty()
  await bar(page).getByRole('button', { name: 'Filter by another column' }).click()
  await page.getByRole('menuitem', { name: 'Trackers', exact: true }).click()
  const byNumber = page.getByRole('dialog', { name: 'Filter by Trackers' })
  await byNumber.getByLabel('From', { exact: true }).fill('10')
  await byNumber.getByLabel('To', { exact: true }).fill('20')
  await expect(bar(page).getByText('Trackers: 10 – 20')).toBeVisible()
  await expect(async () => {
    const trackers = Number(await cell(page, 0, 'trackersCount').innerText())
    expect(trackers).toBeGreaterThanOrEqual(10)
    expect(trackers).toBeLessThanOrEqual(20)
  }).toPass()
})

test('rows are sorted by several columns, which say in which order', async ({ app }) => {
  await app.start(environment)
  const { page } = app
  await openDemo(page)
  await sortBy(page, 'Model')
  await sortBy(page, 'ID', true)
  await sortBy(page, 'ID', true)
  await expect(heading(page, 'Model')).toHaveAccessibleDescription('sort 1')
  await expect(heading(page, 'ID')).toHaveAccessibleDescription('sort 2')
  await expect(heading(page, 'ID')).toHaveAttribute('aria-sort', 'descending')
  const rows = [0, 1, 2, 3]
  await expect(async () => {
    expect(new Set(await texts(page, 'modelName', rows)).size).toBe(1)
    const ids = (await texts(page, 'panelId', rows)).map(Number)
    expect(ids).toEqual(ids.toSorted((one, other) => other - one))
  }).toPass()

  await bar(page).getByRole('button', { name: 'Sort: Model ↑, ID ↓' }).click()
  const dialog = page.getByRole('dialog', { name: 'Sort' })
  await expect(dialog.getByLabel('Direction of Model')).toBeFocused()
  await dialog.getByRole('button', { name: 'Sort by ID earlier' }).click()
  await expect(heading(page, 'ID')).toHaveAccessibleDescription('sort 1')
  await dialog.getByRole('button', { name: 'Do not sort by Model' }).click()
  await dialog.getByLabel('Then by…').selectOption('Label')
  await expect(bar(page).getByRole('button', { name: 'Sort: ID ↓, Label ↑' })).toBeVisible()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Remove the sorting' }).click()
  await expect(heading(page, 'ID')).toHaveAttribute('aria-sort', 'none')
})

test('rows are grouped, folded by keyboard and pointer, and copied and pasted across groups', async ({ app }) => {
  await app.start(environment)
  const { page } = app
  await openDemo(page)
  await chooseInHeading(page, 'Model', 'Group by this column')
  const groups = page.locator('[role=gridcell][data-group]')
  await expect(groups.first()).toHaveAttribute('aria-expanded', 'true')
  await expect(groups.first()).toHaveAccessibleName(/^Model: .+ \d+ rows?$/)
  await expect(page.getByRole('treegrid', { name: 'Trackers' })).toBeVisible()
  // Groups are no rows of the sheet.
  await expect(count(page)).toContainText('Trackers400')
  expect(await obstacles(page)).toEqual([])

  // Rows are numbered without the headings.
  const head = (row: number): Locator => page.locator(`[data-row-head="${row}"]`)
  await expect(head(1)).toHaveText('1')
  const rows = Number(/(\d+) rows?$/.exec(await groups.first().innerText())?.[1])

  // The keyboard begins on the first group: left folds it, right unfolds it, Enter and Space do either.
  await sheetOf(page).focus()
  await page.keyboard.press('ControlOrMeta+Home')
  await expect(sheetOf(page)).toHaveAttribute('aria-activedescendant', /-0-group$/)
  await page.keyboard.press('ArrowLeft')
  await expect(groups.first()).toHaveAttribute('aria-expanded', 'false')
  await expect(page.locator('[role=gridcell][data-group="1"]')).toBeVisible()
  await expect(head(2), 'folded rows keep their numbers').toHaveText(String(rows + 1))
  await page.keyboard.press('ArrowRight')
  await expect(groups.first()).toHaveAttribute('aria-expanded', 'true')
  await page.keyboard.press('Enter')
  await expect(groups.first()).toHaveAttribute('aria-expanded', 'false')
  await page.keyboard.press('Space')
  await expect(groups.first()).toHaveAttribute('aria-expanded', 'true')
  await groups.first().click()
  await expect(groups.first()).toHaveAttribute('aria-expanded', 'false')

  // All at once.
  await bar(page).getByRole('button', { name: 'Group: Model' }).click()
  await page.getByRole('menuitem', { name: 'Fold all', exact: true }).click()
  await expect(page.locator('[role=gridcell][data-group="2"]')).toHaveAttribute('aria-expanded', 'false')
  await bar(page).getByRole('button', { name: 'Group: Model' }).click()
  await page.getByRole('menuitem', { name: 'Unfold all' }).click()
  await expect(cell(page, 1, 'label')).not.toBeEmpty()

  // A range over the edge of two groups copies the rows alone, and takes as many lines.
  await search(page).fill('van')
  await expect(count(page)).toContainText(/\d+ of 400/)
  await expect(page.locator('[role=gridcell][data-group="0"]')).toBeVisible()
  const edge = Number((await groups.nth(1).getAttribute('data-group')) ?? NaN)
  const before = await texts(page, 'owner', [edge - 1, edge + 1])
  await startAt(page, edge - 1, 'owner')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowDown')
  await expect(bottom(page)).toContainText(/2 of \d+ selected/)
  await expect(bottom(page)).toContainText(/2 filled · [12] distinct/)
  await page.keyboard.press('ControlOrMeta+C')
  await expect.poll(() => app.copied()).toBe(before.map((text) => `${text}\r\n`).join(''))
  await app.copy('One\r\nTwo\r\n')
  await startAt(page, edge - 1, 'label')
  await page.keyboard.press('ControlOrMeta+V')
  await expect(cell(page, edge - 1, 'label')).toHaveText('One')
  await expect(cell(page, edge + 1, 'label')).toHaveText('Two')
  await expect(bottom(page)).toContainText('2 staged')

  await page.getByRole('button', { name: 'Do not group by Model' }).click()
  await expect(page.getByRole('grid', { name: 'Trackers' })).toBeVisible()
})

test('a way to look at a sheet is saved as a view, replaced, renamed and removed', async ({ app }) => {
  await app.start(environment)
  let { page } = app
  await openDemo(page)
  const views = (): Locator => page.getByRole('button', { name: /^View: / })
  await expect(views()).not.toContainText('changed')

  // All of it has changed, too, once it is looked at otherwise.
  await sortBy(page, 'Owner')
  await expect(views()).toHaveText(/All\s*changed/)
  await views().click()
  await page.getByRole('menuitem', { name: 'Back to all rows and columns as at first' }).click()
  await expect(heading(page, 'Owner')).toHaveAttribute('aria-sort', 'none')
  await expect(views()).not.toContainText('changed')

  await search(page).fill('a')
  await sortBy(page, 'Label')
  await chooseInHeading(page, 'Owner', 'Group by this column')
  await chooseInHeading(page, 'Model', 'Hide')
  await views().click()
  await page.getByRole('menuitem', { name: 'Save as…' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('مجموعة الليل')
  await page.keyboard.press('Enter')
  await expect(views()).toHaveText(/مجموعة الليل/)
  await expect(views()).not.toContainText('changed')

  // Looked at otherwise, it says so; saved again, no more.
  await sortBy(page, 'Label')
  await expect(views()).toContainText('changed')
  await views().click()
  await page.getByRole('menuitem', { name: /^Save the changes/ }).click()
  await expect(views()).not.toContainText('changed')

  // Without it the sheet is as it was before.
  await views().click()
  await page.getByRole('menuitemcheckbox', { name: 'All', exact: true }).click()
  await expect(search(page)).toHaveValue('')
  await expect(heading(page, 'Label')).toHaveAttribute('aria-sort', 'none')
  await expect(page.getByRole('grid', { name: 'Trackers' })).toBeVisible()
  // The columns are the person's own: one of them is hidden.
  await expect(heading(page, 'Model')).toHaveCount(0)
  await expect(views()).toHaveText(/All\s*changed/)
  await views().click()
  await page.getByRole('menuitem', { name: 'Back to all rows and columns as at first' }).click()
  await expect(heading(page, 'Model')).toBeVisible()
  await expect(views()).not.toContainText('changed')

  await app.restart()
  page = app.page
  await expect(cell(page, 0, 'label')).not.toBeEmpty()
  await views().click()
  await page.getByRole('menuitemcheckbox', { name: 'مجموعة الليل' }).click()
  await expect(search(page)).toHaveValue('a')
  await expect(heading(page, 'Label')).toHaveAttribute('aria-sort', 'descending')
  await expect(heading(page, 'Model')).toHaveCount(0)
  await expect(page.getByRole('treegrid', { name: 'Trackers' })).toBeVisible()
  expect(await obstacles(page)).toEqual([])
  await sortBy(page, 'ID')
  await views().click()
  await page.getByRole('menuitem', { name: /^Back to “.+” as it was saved$/ }).click()
  await expect(heading(page, 'Label')).toHaveAttribute('aria-sort', 'descending')
  await expect(views()).not.toContainText('changed')

  await views().click()
  await page.getByRole('menuitem', { name: /^Rename/ }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Night fleet')
  await page.getByRole('button', { name: 'Rename view' }).click()
  await expect(views()).toHaveText(/Night fleet/)
  await views().click()
  await page.getByRole('menuitem', { name: /^Remove/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove view' }).click()
  await expect(views()).toHaveAccessibleName(/^View: All/)
})

test('a sheet is found as it was left after a reload and a restart, and says that rows are filtered out', async ({
  app,
}) => {
  await app.start(environment)
  let { page } = app
  await openDemo(page)
  const some = (): Locator => count(page).getByText(/^\d+ of 400 rows shown/)
  const view = (): Locator => page.getByRole('button', { name: /^View: / })
  await expect(some()).toHaveCount(0)

  await sortBy(page, 'Label')
  await chooseInHeading(page, 'Owner', 'Group by this column')
  await chooseInHeading(page, 'Model', 'Hide')
  await view().click()
  await page.getByRole('menuitem', { name: 'Save as…' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('By owner')
  await page.keyboard.press('Enter')
  await expect(view()).toHaveText(/By owner/)
  const plan = await page.locator('[data-field="plan"][role=gridcell]').first().innerText()
  await bar(page).getByRole('button', { name: 'Filter by Plan' }).click()
  await page.getByRole('checkbox', { name: plan }).check()
  await page.keyboard.press('Escape')
  const shown = await some().innerText()

  const isAsLeft = async (): Promise<void> => {
    await expect(some()).toHaveText(shown)
    await expect(view()).toHaveText(/By owner\s*changed/)
    await expect(page.getByRole('treegrid', { name: 'Trackers' })).toBeVisible()
    await expect(heading(page, 'Label')).toHaveAttribute('aria-sort', 'ascending')
    await expect(heading(page, 'Model')).toHaveCount(0)
    await expect(bar(page).getByRole('button', { name: `Filter by Plan ${plan}` })).toBeVisible()
  }
  await page.reload()
  await isAsLeft()
  await app.restart()
  page = app.page
  await isAsLeft()

  // Nobody has to look for the rest.
  await count(page).getByRole('button', { name: 'Show all rows' }).click()
  await expect(some()).toHaveCount(0)
  await expect(count(page)).toContainText('Trackers400')
  await page.reload()
  await expect(page.getByRole('treegrid', { name: 'Trackers' })).toBeVisible()
  await expect(some()).toHaveCount(0)

  // Each sheet has a look of its own.
  await goTo(page, 'Users')
  await expect(view()).toHaveText(/All/)
  await expect(page.getByRole('grid', { name: 'Users' })).toBeVisible()
})

test('a selection is summed up', async ({ app }) => {
  await app.start(environment)
  const { page } = app
  await openDemo(page)
  await goTo(page, 'Users')
  await expect(cell(page, 0, 'login')).not.toBeEmpty()
  const trackers = (await texts(page, 'trackersCount', [0, 1, 2])).map((text) => Number(text.replaceAll(',', '')))
  await startAt(page, 0, 'trackersCount')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowDown')
  const sum = new Intl.NumberFormat('en').format(trackers.reduce((all, one) => all + one, 0))
  await expect(bottom(page)).toContainText(`3 filled · ${new Set(trackers).size} distinct · sum ${sum}`)
})

test('what opens from headings and from the bar can be used by everybody', async ({ app }) => {
  await app.start(environment)
  const { page } = app
  await openDemo(page)
  const look = async (where: string): Promise<void> => {
    await test.step(where, async () => expect.soft(await obstacles(page), where).toEqual([]))
    await page.keyboard.press('Escape')
  }

  await startAt(page, 0, 'owner')
  await page.keyboard.press('Alt+ArrowDown')
  await look('the menu of a heading')
  await bar(page).getByRole('button', { name: 'Filter by Owner' }).click()
  await page.getByRole('checkbox').first().check()
  await look('a filter by values')
  await bar(page).getByRole('button', { name: 'Filter by another column' }).click()
  await page.getByRole('menuitem', { name: 'Created', exact: true }).click()
  await look('a filter by dates')
  await sortBy(page, 'Label')
  await sortBy(page, 'Model', true)
  await bar(page)
    .getByRole('button', { name: /^Sort:/ })
    .click()
  await look('sorting')
  await chooseMore(page, 'Group…')
  await look('grouping')
  await chooseMore(page, /^Columns/)
  await look('columns')
  await page.getByRole('button', { name: /^View: / }).click()
  await look('views')
})
