import { now } from './support/clock.ts'
import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { cell } from './support/cells.ts'
import { answering, askedFor } from './support/core.ts'
import { checkpoints, routes, sheetsHold, trackers, users } from './support/fleet.ts'
import { acme, mayActAsUsers, routesPulled } from './support/known.ts'
import { statusWith } from './support/staged.ts'
import { openWindow } from './support/window.ts'

// What a person who comes from a spreadsheet does without thinking; docs/habits.md lists all of it.

const bottom = page.getByRole('contentinfo')
const grid = page.getByRole('grid', { name: 'Trackers' })
const search = page.getByRole('textbox', { name: 'Search trackers (Ctrl+F)' })
const active = () =>
  /-(\d+)-([a-zA-Z]+)$/
    .exec(document.querySelector('[role=grid]')?.getAttribute('aria-activedescendant') ?? '')
    ?.slice(1)
    .join(' ')
const isAt = (row: number, field: string) => expect.poll(active).toBe(`${row} ${field}`)
const hasKeyboard = () => expect.poll(() => grid.element() === document.activeElement).toBe(true)
const editor = (name: string) => page.getByRole('textbox', { name })

/** Whether the sheet takes a key from the browser, once it is pressed. */
const takes = (key: string) =>
  new Promise<boolean>((resolve) =>
    window.addEventListener('keydown', function seen(event) {
      if (event.key !== key) return
      window.removeEventListener('keydown', seen)
      setTimeout(() => resolve(event.defaultPrevented))
    }),
  )

/** The sheet of trackers; a search leaves those whose labels hold it. */
async function openTrackers(): Promise<void> {
  sheetsHold({ trackers, users })
  const all = trackers.length
  answering({
    'sheet.open'({ search: text }) {
      const rows = trackers.filter(({ values }) => String(values['label']).toLowerCase().includes(text.toLowerCase()))
      return { view: 1, count: rows.length, matching: rows.length, total: all, headings: [], rows }
    },
    'sheet.stage': ({ cells }) => ({ staged: cells.length, unstaged: 0, skipped: 0, broken: 0 }),
  })
  openWindow('/trackers')
  await expect.poll(() => cell(0, 'label').textContent.trim()).toBe('Van 01')
  await expect.poll(() => document.querySelector('[data-row="3"][data-field="deviceId"]')).toBeTruthy()
}

test('Enter on a cell that cannot be edited goes down, and opens nothing', async () => {
  await openTrackers()
  await userEvent.click(cell(0, 'deviceId'))
  await userEvent.keyboard('{Enter}')
  await isAt(1, 'deviceId')
  await expect.element(page.getByRole('complementary')).not.toBeInTheDocument()
})

test('After Tabs, Enter leads to the column in which they began, a row down', async () => {
  await openTrackers()
  await userEvent.click(cell(0, 'label'))
  await userEvent.keyboard('North{Tab}')
  const next = active()?.split(' ')[1] ?? ''
  await expect.poll(() => next).not.toBe('label')
  await userEvent.keyboard('{Tab}')
  await isAt(0, 'deviceId')
  await userEvent.keyboard('{Enter}')
  await isAt(1, 'label')
  // Whoever has gone elsewhere meanwhile goes straight down.
  await userEvent.keyboard('{Tab}{Tab}{ArrowDown}{Enter}')
  await isAt(3, 'deviceId')
})

test('At the end of a row Tab leads out of the sheet', async () => {
  await openTrackers()
  await userEvent.click(cell(0, 'label'))
  await userEvent.keyboard('{End}')
  await expect.poll(active).not.toBe('0 label')
  await hasKeyboard()
  const isTaken = takes('Tab')
  await userEvent.keyboard('{Tab}')
  expect(await isTaken).toBe(false)
})

test('An arrow that ends an edit leads on in its own direction, also after Tabs', async () => {
  await openTrackers()
  await userEvent.click(cell(0, 'panelId'))
  await userEvent.keyboard('{Tab}')
  await isAt(0, 'label')
  await userEvent.keyboard('North{ArrowDown}')
  await isAt(1, 'label')
})

test('Esc in the search ends it, and the keyboard is back at the cell', async () => {
  await openTrackers()
  await userEvent.click(cell(1, 'label'))
  await search.fill('bus')
  await expect.poll(() => askedFor('sheet.open').at(-1)?.search).toBe('bus')
  await expect.poll(() => cell(0, 'label').textContent.trim()).toBe('Bus 12')
  await userEvent.keyboard('{Escape}')
  await hasKeyboard()
  await expect.element(search).toHaveValue('')
  await expect.poll(() => askedFor('sheet.open').at(-1)?.search).toBe('')
  await isAt(1, 'label')
})

test('Ctrl+S says that everything is kept already, in the cells and in a field', async () => {
  await openTrackers()
  await userEvent.click(cell(0, 'label'))
  await userEvent.keyboard('{Control>}s{/Control}')
  await expect.element(bottom).toMatchTextContent(/Everything is kept as you make it/)
  await search.click()
  const isTaken = takes('s')
  await userEvent.keyboard('{Control>}s{/Control}')
  expect(await isTaken).toBe(true)
})

test('Ctrl and the apostrophe begin a cell with the value above it', async () => {
  await openTrackers()
  await userEvent.click(cell(1, 'label'))
  await userEvent.keyboard("{Control>}'{/Control}")
  await expect.element(editor('Label, row 2')).toHaveValue('Van 01')
  await userEvent.keyboard('b{Enter}')
  expect(askedFor('sheet.stage').at(-1)?.cells).toEqual([{ id: 2, field: 'label', value: 'Van 01b' }])
})

test('Ctrl and the semicolon put today into a cell of dates, at the time that it has', async () => {
  sheetsHold({ checkpoints, routes, users, trackers })
  answering({
    'status.read': () => statusWith({ profile: acme, permissions: mayActAsUsers }),
    'routes.state': () => routesPulled(now),
  })
  openWindow('/routes/checkpoints')
  await expect.poll(() => document.querySelector('[data-row="0"][data-field="windowFrom"]')).toBeTruthy()
  await userEvent.click(cell(0, 'windowFrom'))
  await userEvent.keyboard('{Control>};{/Control}')
  const day = new Date(now).toISOString().slice(0, 10)
  await expect.element(page.getByRole('textbox', { name: /, row 1$/ })).toHaveValue(`${day} 08:00:00`)
})

test('F3 goes from hit to hit and round again, Shift+F3 back, and hits are marked', async () => {
  await openTrackers()
  await userEvent.keyboard('{F3}')
  await expect.element(search).toHaveFocus()
  await search.fill('depot')
  answering({
    'sheet.open': () => {
      const rows = trackers.slice(0, 8)
      return { view: 1, count: rows.length, matching: 8, total: 40, headings: [], rows }
    },
  })
  await search.fill('SPARE')
  await expect
    .poll(() => [...document.querySelectorAll('mark')].map(({ textContent }) => textContent))
    .toEqual(['Spare', 'Spare'])
  await userEvent.keyboard('{F3}')
  await isAt(0, 'comment')
  await hasKeyboard()
  await userEvent.keyboard('{F3}')
  await isAt(5, 'comment')
  await userEvent.keyboard('{F3}')
  await isAt(0, 'comment')
  await userEvent.keyboard('{Shift>}{F3}{/Shift}')
  await isAt(5, 'comment')
})

const heading = (name: string) => page.getByRole('columnheader', { name, exact: true })
/** How many cells are selected, as the line at the bottom says it by the rows. */
const selectedRows = (rows: number) => expect.element(bottom).toMatchTextContent(new RegExp(`${rows} of 40 selected`))

test('A click on a heading selects its column, and with Shift draws on to it', async () => {
  await openTrackers()
  await userEvent.click(cell(2, 'deviceId'))
  await heading('Label').click()
  await selectedRows(40)
  await isAt(0, 'label')
  await hasKeyboard()
  expect(askedFor('sheet.open').at(-1)?.sort).toEqual([])
  await userEvent.keyboard('{Shift>}')
  await heading('Device ID').click()
  await userEvent.keyboard('{/Shift}')
  await isAt(0, 'label')
  await expect.poll(() => askedFor('sheet.summary').at(-1)).toMatchObject({ from: 0, count: 40 })
  await expect.poll(() => askedFor('sheet.summary').at(-1)?.fields).toContain('deviceId')
  expect(askedFor('sheet.summary').at(-1)?.fields[0]).toBe('label')
})

test('The arrow in a heading sorts, round to the order of the sheet', async () => {
  await openTrackers()
  const sortedBy = (sort: unknown) => expect.poll(() => askedFor('sheet.open').at(-1)?.sort).toEqual(sort)
  const arrow = page.getByRole('button', { name: 'Label: sort' })
  await heading('Label').hover()
  await arrow.click()
  await sortedBy([{ field: 'label', descending: false }])
  await arrow.click()
  await sortedBy([{ field: 'label', descending: true }])
  await arrow.click()
  await sortedBy([])
  await hasKeyboard()
})

test('A click on the corner selects all', async () => {
  await openTrackers()
  await userEvent.click(cell(2, 'label'))
  await page.getByRole('columnheader', { name: 'Row', exact: true }).click()
  await selectedRows(40)
  await isAt(2, 'label')
})

test('The right button on a heading opens its menu', async () => {
  await openTrackers()
  await heading('Label').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Sort descending' }).click()
  await expect.poll(() => askedFor('sheet.open').at(-1)?.sort).toEqual([{ field: 'label', descending: true }])
})

test('While the handle is drawn, the value that the last cell will have is shown', async () => {
  await openTrackers()
  await userEvent.click(cell(0, 'label'))
  const handle = document.querySelector('revogr-focus')
  handle?.dispatchEvent(new MouseEvent('mousedown', { button: 0, buttons: 1, bubbles: true, cancelable: true }))
  const { left, top, width, height } = cell(3, 'label').getBoundingClientRect()
  const middle = { clientX: left + width / 2, clientY: top + height / 2 }
  window.dispatchEvent(new MouseEvent('mousemove', { ...middle, buttons: 1, bubbles: true }))
  await expect.element(bottom).toMatchTextContent(/Fills 3 cells, to row 4 · Van 04/)
  await userEvent.keyboard('{Escape}')
  await expect.element(bottom).not.toMatchTextContent(/Fills/)
})

test('What is typed is completed from the column, in cells that hold a text of their own', async () => {
  await openTrackers()
  answering({
    'sheet.completion': ({ text }) => ({ value: 'spare van'.startsWith(text) ? 'Spare van' : null, more: false }),
  })
  await userEvent.click(cell(1, 'label'))
  await userEvent.keyboard('sp')
  await expect.element(editor('Label, row 2')).toHaveValue('spare van')
  await userEvent.keyboard('{Enter}')
  expect(askedFor('sheet.stage').at(-1)?.cells).toEqual([{ id: 2, field: 'label', value: 'Spare van' }])
  expect(askedFor('sheet.completion')[0]).toEqual({ sheet: 'trackers', field: 'label', text: 's' })
  const asked = askedFor('sheet.completion').length
  // A plan has a list of its own.
  await userEvent.click(cell(1, 'plan'))
  await userEvent.keyboard('F{Escape}')
  expect(askedFor('sheet.completion')).toHaveLength(asked)
})

test('What is cut off in its cell stands whole in the line at the bottom, and a press shows all of it', async () => {
  await openTrackers()
  const long = `Crane ${'with a very long name '.repeat(20)}, at the depot`
  answering({
    'sheet.open': () => {
      const rows = trackers.map((row) => (row.id === 2 ? { ...row, values: { ...row.values, label: long } } : row))
      return { view: 2, count: rows.length, matching: rows.length, total: rows.length, headings: [], rows }
    },
  })
  await search.fill('crane')
  await expect.poll(() => cell(1, 'label').textContent.trim()).toBe(long)
  await userEvent.click(cell(0, 'label'))
  const whole = page.getByRole('button', { name: /^Whole value/ })
  await expect.element(whole).not.toBeInTheDocument()
  await userEvent.keyboard('{ArrowDown}')
  await expect.element(whole).toHaveAccessibleName(`Whole value: ${long}`)
  await whole.click()
  const shown = page.getByRole('dialog', { name: 'Whole value' })
  await expect.element(shown).toMatchTextContent(/at the depot$/)
  await userEvent.keyboard('{Escape}')
  await expect.element(shown).not.toBeInTheDocument()
  await userEvent.click(cell(2, 'label'))
  await expect.element(whole).not.toBeInTheDocument()
})
