import type { Locator, Page } from '@playwright/test'
import { bottom, cell, choose, chooseMore, cloneable, expect, goTo, openDemo, search, test, type } from './steps.ts'

const environment = { FLEETBOOK_DEMO_TRACKERS: '400', FLEETBOOK_DEMO_CONTROL: '1' }

const panel = (page: Page): Locator => page.getByRole('complementary', { name: 'Change cells' })
const stage = (page: Page): Locator => panel(page).getByRole('button', { name: /^Stage/ })
const examples = (page: Page): Locator => panel(page).getByRole('list', { name: 'Cells before and after' })

function texts(page: Page, field: string, rows: number): Promise<string[]> {
  return Promise.all(Array.from({ length: rows }, (_, row) => cell(page, row, field).innerText()))
}

/** Selects so many cells from one downwards. */
async function select(page: Page, field: string, rows: number): Promise<void> {
  await choose(page, 0, field)
  for (let row = 1; row < rows; row += 1) await page.keyboard.press('Shift+ArrowDown')
  await expect(bottom(page)).toContainText(`${rows} of 400 selected`)
}

test('text is found and replaced in the selected cells, seen before it is staged, and taken back as one step', async ({
  app,
}) => {
  await app.start(environment)
  const { page } = app
  await openDemo(page)
  for (const [row, label] of ['Van 7 (north)', 'Van 8 (north)', 'Lorry'].entries())
    await type(page, row, 'label', label)
  const [, , , fourth] = await texts(page, 'label', 4)

  await select(page, 'label', 4)
  await page.keyboard.press('ControlOrMeta+H')
  const find = panel(page).getByLabel('Find', { exact: true })
  await expect(find).toBeFocused()
  await expect(panel(page).getByRole('radio', { name: 'Selected 4 rows' })).toBeChecked()
  await page.keyboard.type('van')
  await page.keyboard.press('Tab')
  await page.keyboard.type('Truck')
  await expect(panel(page).getByRole('status')).toContainText('2 cells change · 2 stay as they are')
  await expect(examples(page).getByRole('listitem').first()).toHaveText(/Van 7 \(north\).*Truck 7 \(north\)/)
  await expect(examples(page).locator('ins mark').first()).toHaveText('Truck')
  await panel(page).getByLabel('Match case').check()
  await expect(panel(page).getByRole('status')).toContainText('No cell changes')
  await expect(stage(page)).toBeDisabled()
  await panel(page).getByLabel('Match case').uncheck()

  // An expression that cannot be read is told beside its field, one that breaks a rule beside its cells.
  await panel(page).getByLabel('Regular expression').check()
  const expression = panel(page).getByLabel('Find (regular expression)')
  await expression.fill('(van) (\\d+')
  await expect(expression).toHaveAccessibleDescription(/not a regular expression/)
  await expect(stage(page)).toBeDisabled()
  await expression.fill('^(van) (\\d+)')
  await panel(page).getByLabel('Replace with').fill('$2 <$1>')
  await expect(panel(page).getByRole('status')).toContainText('2 cells break a rule')
  await expect(examples(page).getByRole('listitem').first()).toContainText('7 <Van> (north)')
  await expect(examples(page).getByRole('listitem').first()).toContainText('no angle brackets')
  await panel(page).getByLabel('Replace with').fill('$2 $3')
  await expect(panel(page).getByLabel('Replace with')).toHaveAccessibleDescription(/group “3” at character 4/)
  await panel(page).getByLabel('Replace with').fill('$2/$1')
  await expect(stage(page)).toHaveText('Stage 2 changes')
  await expect(stage(page)).toBeEnabled()
  await panel(page).getByLabel('Replace with').press('Enter')

  // The panel is gone, the keyboard is back with the cells.
  await expect(panel(page)).toBeHidden()
  await expect(page.getByRole('grid').first()).toBeFocused()
  await expect(cell(page, 0, 'label')).toHaveText('7/Van (north)')
  await expect(cell(page, 1, 'label')).toHaveText('8/Van (north)')
  await expect(cell(page, 2, 'label')).toHaveText('Lorry')
  await expect(cell(page, 3, 'label')).toHaveText(fourth ?? '')
  await expect(bottom(page)).toContainText('2 cells staged')
  await bottom(page).getByRole('button', { name: 'Undo' }).click()
  await expect(cell(page, 0, 'label')).toHaveText('Van 7 (north)')
  await expect(cell(page, 1, 'label')).toHaveText('Van 8 (north)')
  await expect(page.getByRole('grid').first()).toBeFocused()
})

test('rows are numbered by a pattern as they are shown, and Esc leaves everything as it was', async ({ app }) => {
  await app.start(environment)
  const { page } = app
  await openDemo(page)
  await type(page, 0, 'comment', 'depot A')
  await type(page, 1, 'comment', 'depot A')
  await search(page).fill('depot A')
  await expect(page.getByRole('banner')).toContainText('2 of 400')
  await choose(page, 0, 'panelId')
  await page.keyboard.press('ArrowRight')
  const models = await texts(page, 'modelName', 2)
  const labels = await texts(page, 'label', 2)
  await page
    .getByRole('toolbar')
    .getByRole('button', { name: /^Actions/ })
    .click()
  await page.getByRole('menuitem', { name: 'Change…' }).click()
  await expect(panel(page).getByRole('radio', { name: 'Shown by the filter 2 rows' })).toBeChecked()
  await expect(panel(page).getByRole('radio', { name: 'All 400 rows' })).not.toBeChecked()
  await panel(page).getByLabel('What to do').selectOption({ label: 'Number by a pattern' })
  const pattern = panel(page).getByLabel('Pattern')
  await pattern.fill('No. {nr}')
  await expect(pattern).toHaveAccessibleDescription(/“nr” at character 5/)
  await pattern.fill('')
  await panel(page)
    .getByRole('button', { name: /^Insert column/ })
    .click()
  await page.getByRole('menuitem', { name: 'Model {modelName}' }).click()
  await expect(pattern).toHaveValue('{modelName}')
  await expect(pattern).toBeFocused()
  await page.keyboard.type(' ')
  await panel(page).getByRole('button', { name: 'Insert number' }).click()
  await expect(pattern).toHaveValue('{modelName} {n:000}')
  await panel(page).getByLabel('First number').fill('8')
  await panel(page).getByLabel('Step').fill('4')
  await expect(examples(page).locator('ins')).toHaveText([`${models[0]} 008`, `${models[1]} 012`])

  // Esc first, and nothing is staged; what was filled in is there again.
  await panel(page).getByLabel('Step').press('Escape')
  await expect(panel(page)).toBeHidden()
  await expect.poll(() => texts(page, 'label', 2)).toEqual(labels)
  await choose(page, 0, 'label')
  await page.keyboard.press('ControlOrMeta+Shift+H')
  await expect(pattern).toHaveValue('{modelName} {n:000}')
  await stage(page).click()
  await expect(cell(page, 0, 'label')).toHaveText(`${models[0]} 008`)
  await expect(cell(page, 1, 'label')).toHaveText(`${models[1]} 012`)
  await search(page).fill('')
  await expect(bottom(page)).toContainText('2 staged')
})

test('what can be done depends on the column: flags are set, and emptying is done on purpose', async ({ app }) => {
  await app.start(environment)
  const { page } = app
  await openDemo(page)
  await type(page, 0, 'comment', 'old')
  await select(page, 'comment', 2)
  await cell(page, 0, 'comment').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Change…' }).click()
  const way = panel(page).getByLabel('What to do')
  await way.selectOption({ label: 'Clear' })
  await expect(stage(page)).toBeEnabled()
  await panel(page).getByLabel('Column').selectOption({ label: 'Label' })
  await expect(way.locator('option', { hasText: 'Clear' })).toHaveCount(0)
  await panel(page).getByLabel('Column').selectOption({ label: 'Hidden' })
  await expect(way.locator('option')).toHaveText(['Set to a value', 'Copy from another column'])
  await way.selectOption({ label: 'Set to a value' })
  await panel(page).getByRole('radio', { name: 'Yes' }).check()
  await expect(examples(page).locator('ins').first()).toHaveText('Yes')
  await stage(page).click()
  await expect(bottom(page)).toContainText('cells staged')
  await expect(cell(page, 0, 'hidden')).toHaveAttribute('data-sign', 'staged')
})

test('a user leads to their trackers, and gets clones of trackers from a list', async ({ app }) => {
  await app.start(environment)
  const { page } = app
  await openDemo(page)
  const { owner, ids } = await cloneable(app.data, 3)
  await goTo(page, 'Users')
  await search(page).fill(owner)
  await expect(cell(page, 0, 'login')).toHaveText(owner)
  await choose(page, 0, 'login')
  await page
    .getByRole('toolbar')
    .getByRole('button', { name: /^Actions/ })
    .click()
  await page.getByRole('menuitem', { name: 'Clone trackers to them…' }).click()
  const dialog = page.getByRole('dialog', { name: `Clone trackers to ${owner}` })
  const list = dialog.getByLabel('Tracker IDs or IMEIs')
  await expect(list).toBeFocused()
  await list.fill(`${ids.join('\n')}\n99999999`)
  await expect(dialog.getByRole('status')).toContainText('3 trackers found')
  await expect(dialog.getByRole('status')).toContainText('1 not found: 99999999')
  await dialog.getByRole('button', { name: 'Stage up to 3 clones' }).click()
  await expect(dialog).toBeHidden()
  await expect(bottom(page)).toContainText('3 clones staged')
  await expect(bottom(page)).toContainText('3 staged')

  await cell(page, 0, 'login').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Their trackers' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Trackers' })).toBeVisible()
  await expect(cell(page, 0, 'owner')).toHaveText(owner)
  await expect(page.getByRole('banner')).toContainText(/\d+ of 400/)
})

test('what is looked at is exported as it is shown, with formulas guarded', async ({ app }) => {
  await app.start(environment)
  const { page } = app
  await openDemo(page)
  await type(page, 0, 'comment', '=1+1 depot A')
  await type(page, 1, 'comment', 'said "depot A", twice')
  await search(page).fill('depot A')
  await expect(page.getByRole('banner')).toContainText('2 of 400')
  await choose(page, 0, 'panelId')
  await page.keyboard.press('ArrowRight')
  const labels = await texts(page, 'label', 2)
  const file = await app.saved(() => chooseMore(page, 'Export CSV'))
  expect(file.name).toBe('fleetbook-trackers.csv')
  const [heading, first, second, ...rest] = file.text.replace('\ufeff', '').split('\r\n')
  expect(heading).toMatch(/^ID,Label,Model,Device ID,Owner,/)
  expect(first).toContain(labels[0])
  expect(first).toContain(",'=1+1 depot A,")
  expect(second).toContain(',"said ""depot A"", twice",')
  expect(rest).toEqual([''])
  await expect(bottom(page)).toContainText('2 rows exported to fleetbook-trackers.csv')

  await goTo(page, 'Bundles')
  const bundles = await app.saved(() => chooseMore(page, 'Export CSV'))
  expect(bundles.text).toContain('ID,IMEI,ICCID,')
})

test('a long list of examples scrolls within its panel, and never the window', async ({ app }) => {
  await app.start(environment)
  const { page } = app
  await openDemo(page)
  await choose(page, 0, 'label')
  await page.keyboard.press('ControlOrMeta+H')
  await page.keyboard.type('a')
  await page.keyboard.press('Tab')
  await page.keyboard.type('b')
  await panel(page)
    .getByRole('radio', { name: /^All 400 rows/ })
    .check()
  await expect(examples(page).getByRole('listitem').nth(20)).toBeVisible()
  await page.keyboard.press('Tab')
  const scrolled = await page.evaluate(() => {
    const { body, documentElement: root } = document
    return [
      root.scrollTop,
      body.scrollTop,
      root.scrollHeight - root.clientHeight,
      body.scrollHeight - body.clientHeight,
    ]
  })
  expect(scrolled).toEqual([0, 0, 0, 0])
})
