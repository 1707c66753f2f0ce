import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { cell } from './support/cells.ts'
import { answering, askedFor, refusing, tell } from './support/core.ts'
import { mark, sheetsHold, trackers, users } from './support/fleet.ts'
import { openWindow } from './support/window.ts'

const button = (name: string | RegExp) => page.getByRole('button', { name })
const grid = page.getByRole('grid', { name: 'Trackers' })

const shows = (row: number, field: string) => expect.poll(() => cell(row, field).textContent.trim())

/** The sheet of trackers, of which labels can be staged. */
async function openTrackers(): Promise<void> {
  let held = trackers
  sheetsHold({
    get trackers() {
      return held
    },
    users,
  })
  answering({
    'sheet.stage'({ cells }) {
      const values = new Map(cells.map(({ id, value }) => [id, value]))
      held = held.map((row) => {
        const value = values.get(row.id)
        return value === undefined ? row : { ...row, marks: { label: mark(value, row.values['label'] ?? null) } }
      })
      return { staged: cells.length, unstaged: 0, skipped: 0, broken: 0 }
    },
  })
  openWindow('/trackers')
  await shows(0, 'label').toBe('Van 01')
}

test('A cell is typed into where the keyboard is, and Enter stages it', async () => {
  await openTrackers()
  await userEvent.click(cell(0, 'label'))
  await userEvent.keyboard('Van 99{Enter}')
  await expect
    .poll(() => askedFor('sheet.stage'))
    .toEqual([{ sheet: 'trackers', source: 'type', cells: [{ id: 1, field: 'label', value: 'Van 99' }] }])
  await shows(0, 'label').toBe('Van 99')
})

test('What cannot be staged is said, and the cell is as it was', async () => {
  await openTrackers()
  answering({ 'sheet.stage': refusing({ code: 'disk-full' }) })
  await userEvent.click(cell(0, 'label'))
  await userEvent.keyboard('Van 99{Enter}')
  await expect.element(page.getByRole('contentinfo')).toMatchTextContent(/disk/)
  await shows(0, 'label').toBe('Van 01')
})

test('Why a row cannot be edited as it is stands where its cell was typed into', async () => {
  await openTrackers()
  answering({
    'sheet.stage': () => ({ staged: 0, unstaged: 0, skipped: 1, broken: 0, why: { code: 'task-single' } }),
  })
  await userEvent.click(cell(0, 'label'))
  await userEvent.keyboard('Van 99{Enter}')
  await expect.element(page.getByRole('contentinfo')).toMatchTextContent(/single task/)
})

test('A cell that names a plan offers those that there are, and stages the one that was gone to', async () => {
  await openTrackers()
  answering({
    'lookup.tariffs': () => ({ tariffs: [{ id: 2, name: 'Fleet', price: 4.5, active: true }] }),
  })
  await userEvent.click(cell(0, 'plan'))
  await userEvent.keyboard('fl')
  await expect.element(page.getByRole('option', { name: /^Fleet/ })).toBeVisible()
  await userEvent.keyboard('{Enter}')
  await expect.poll(() => askedFor('sheet.stage').at(-1)?.cells).toEqual([{ id: 1, field: 'plan', value: '#2' }])
})

test('What the core tells of rows is seen in their cells, in the direction of its own writing', async () => {
  await openTrackers()
  const changed = {
    ...trackers[1],
    id: 2,
    values: { ...trackers[1]?.values },
    marks: { label: mark('משאית', 'Truck 02') },
  }
  sheetsHold({ trackers: trackers.map((row) => (row.id === 2 ? changed : row)) })
  tell({ event: 'rows', sheet: 'trackers', ids: [2] })
  await shows(1, 'label').toBe('משאית')
})

test('A cell of which something has to be known bears a sign and says it, to screen readers and below the sheet', async () => {
  const warnings = { label: { code: 'windows-clash' } } as const
  sheetsHold({ trackers: trackers.map((row) => (row.id === 1 ? { ...row, warnings } : row)), users })
  openWindow('/trackers')
  await shows(0, 'label').toBe('Van 01')
  await expect.poll(() => cell(0, 'label').title).toMatch(/ends before that of a checkpoint in front begins/)
  expect(cell(0, 'label').querySelector('.warning svg')).not.toBeNull()
  expect(cell(0, 'label').getAttribute('aria-invalid')).toBeNull()
  expect(cell(1, 'label').title).toBe('')
  await userEvent.click(cell(0, 'label'))
  await expect.element(page.getByRole('contentinfo')).toMatchTextContent(/ends before that of a checkpoint/)
})

test('What is searched for is asked while it is typed, and Enter leads into the cells', async () => {
  await openTrackers()
  const search = page.getByRole('textbox', { name: 'Search trackers (Ctrl+F)' })
  await search.fill('van')
  await expect.poll(() => askedFor('sheet.open').at(-1)?.search).toBe('van')
  await userEvent.keyboard('{Enter}')
  await expect.poll(() => grid.element().contains(document.activeElement)).toBe(true)
})

test('How many rows a search leaves is said once they are there, and not of those before', async () => {
  await openTrackers()
  let answer: (() => void) | undefined
  const found = trackers.slice(0, 3)
  answering({
    'sheet.open': () =>
      new Promise((resolve) => {
        const rows = { matching: 3, total: trackers.length, headings: [], rows: found }
        answer = () => resolve({ view: 1, count: 3, ...rows })
      }),
  })
  await page.getByRole('textbox', { name: 'Search trackers (Ctrl+F)' }).fill('van')
  await expect.poll(() => answer).toBeTruthy()
  const some = page.getByRole('banner').getByText(/rows shown/)
  const top = () => grid.element().getBoundingClientRect().top
  const before = top()
  await expect.element(some).not.toBeInTheDocument()
  answer?.()
  await expect.element(some).toMatchTextContent('3 of 40 rows shown')
  // It stands in one place, and nothing makes way for it.
  expect(page.getByText(/3 of 40/).elements()).toHaveLength(1)
  expect(top()).toBe(before)
  answer = undefined
  await page.getByRole('textbox', { name: 'Search trackers (Ctrl+F)' }).fill('')
  await expect.poll(() => answer).toBeTruthy()
  await expect.element(some).toMatchTextContent('3 of 40 rows shown')
})

test('From beside the count all rows are shown again', async () => {
  await openTrackers()
  await page.getByRole('textbox', { name: 'Search trackers (Ctrl+F)' }).fill('van')
  await page.getByRole('banner').getByRole('button', { name: 'Show all rows' }).click()
  await expect.poll(() => askedFor('sheet.open').at(-1)?.search).toBe('')
  await expect.element(page.getByRole('button', { name: 'Show all rows' })).not.toBeInTheDocument()
})

test('Details follow the active cell, and a change of a column begins in a panel of its own', async () => {
  await openTrackers()
  answering({
    'sheet.previewChange': () => ({ total: 1, next: null, rows: 1, changed: 1, same: 0, broken: 0, examples: [] }),
  })
  await userEvent.click(cell(1, 'label'))
  await userEvent.keyboard('{Alt>}{Enter}{/Alt}')
  await expect.element(page.getByRole('complementary', { name: 'Truck 02' })).toBeVisible()
  await userEvent.click(cell(0, 'label'))
  await expect.element(page.getByRole('complementary', { name: 'Van 01' })).toBeVisible()
  await button(/^Actions/).click()
  await page.getByRole('menuitem', { name: /^Change…/ }).click()
  await expect.element(page.getByRole('textbox', { name: 'New value' })).toHaveFocus()
})

test('F8 leads to what needs somebody in the row of the active cell, also where that is not drawn yet', async () => {
  let held = trackers
  sheetsHold({
    get trackers() {
      return held
    },
  })
  answering({ 'sheet.next': () => ({ row: 1, field: 'label' }) })
  openWindow('/trackers')
  await shows(0, 'label').toBe('Van 01')
  await userEvent.click(cell(0, 'panelId'))
  const broken = mark('', 'Van 01', { problem: { code: 'label-empty' } })
  held = held.map((row, at) => (at === 0 ? { ...row, marks: { label: broken } } : row))
  await userEvent.keyboard('{F8}')
  await expect.poll(() => grid.element().getAttribute('aria-activedescendant')).toMatch(/-0-label$/)
})

test('A sheet that cannot be read says why, and is asked for again', async () => {
  sheetsHold({ trackers })
  answering({ 'sheet.open': refusing({ code: 'disk-failed' }) })
  openWindow('/trackers')
  await expect.element(page.getByText(/disk/i).first()).toBeVisible()
  sheetsHold({ trackers })
  await button('Try again').click()
  await shows(0, 'label').toBe('Van 01')
})

test('Rows that come before the first, while nobody has gone anywhere, are shown from the first on', async () => {
  sheetsHold({ trackers: trackers.slice(30) })
  openWindow('/trackers')
  await shows(0, 'label').toBe('Van 31')
  await userEvent.click(cell(0, 'label'))
  await expect.poll(() => grid.element().getAttribute('aria-activedescendant')).toMatch(/-0-label$/)
  sheetsHold({ trackers })
  tell({ event: 'rows', sheet: 'trackers', ids: null })
  await shows(0, 'label').toBe('Van 01')
  await expect.element(button('Show new rows')).not.toBeInTheDocument()
  expect(grid.element().getAttribute('aria-activedescendant')).toMatch(/-0-label$/)
})

test('A key ends with its row in sight where RevoGrid goes back, and nothing is undone that a person scrolls', async () => {
  const many = Array.from({ length: 20 }, (_, round) => trackers.map((row) => ({ ...row, id: row.id + round * 100 })))
  sheetsHold({ trackers: many.flat() })
  openWindow('/trackers')
  await shows(0, 'label').toBe('Van 01')
  await userEvent.click(cell(0, 'label'))
  const revoGrid = document.querySelector<HTMLElement & { scrollToCoordinate(to: { y: number }): Promise<void> }>(
    'revo-grid',
  )
  const isDrawn = (row: number) => document.querySelector(`[data-row="${row}"][data-field="label"]`) !== null
  const frames = async (count: number) => {
    for (let drawn = 0; drawn < count; drawn += 1) await new Promise((resolve) => requestAnimationFrame(resolve))
  }
  for (let presses = 0; presses < 8; presses += 1) await userEvent.keyboard('{PageDown}')
  const active = Number(/-(\d+)-label$/.exec(grid.element().getAttribute('aria-activedescendant') ?? '')?.[1])
  // As where it hears late of a scroll of before.
  await revoGrid?.scrollToCoordinate({ y: 0 })
  await frames(3)
  await expect.poll(() => isDrawn(active) && !isDrawn(0)).toBe(true)

  await userEvent.keyboard('{PageDown}')
  // The key's own scroll is over before a person begins another one.
  const further = Number(/-(\d+)-label$/.exec(grid.element().getAttribute('aria-activedescendant') ?? '')?.[1])
  await expect.poll(() => isDrawn(further)).toBe(true)
  grid.element().dispatchEvent(new WheelEvent('wheel', { deltaY: -10, bubbles: true }))
  await revoGrid?.scrollToCoordinate({ y: 0 })
  await expect.poll(() => isDrawn(0)).toBe(true)
  await frames(60)
  expect(isDrawn(0)).toBe(true)
})

test('A line break in a label is named before what a paste came to, and blanks are put in its place', async () => {
  const broken = mark('Van\n01', 'Van 01', { problem: { code: 'text-line-break' } })
  sheetsHold({
    trackers: trackers.map((row) => (row.id === 1 ? { ...row, marks: { label: broken } } : row)),
    users,
  })
  answering({
    'sheet.cells': () => ({ cells: [['Van\n01']] }),
    'sheet.stage': () => ({ staged: 1, unstaged: 0, skipped: 0, broken: 0 }),
  })
  openWindow('/trackers')
  await shows(0, 'label').toMatch(/Van.01/s)
  await userEvent.click(cell(0, 'label'))
  const line = page.getByRole('contentinfo')
  await expect.element(line).toMatchTextContent(/line break or a tab, which the panel refuses/)
  await button('Put blanks in place of line breaks').click()
  await expect
    .poll(() => askedFor('sheet.stage').at(-1))
    .toEqual({ sheet: 'trackers', source: 'change', cells: [{ id: 1, field: 'label', value: 'Van 01' }] })
  await expect.element(line).toMatchTextContent(/refuses here\. Put a blank in its place\. · .*staged/)
})

test('The active cell stays beside the panel of details, which takes its room from the cells', async () => {
  await openTrackers()
  await userEvent.click(cell(0, 'owner'))
  await userEvent.keyboard('{ArrowRight}{ArrowRight}{Alt>}{Enter}{/Alt}')
  const panel = page.getByRole('complementary', { name: 'Van 01' })
  await expect.element(panel).toBeVisible()
  const over = () => {
    const active = document.getElementById(grid.element().getAttribute('aria-activedescendant') ?? '')
    return (active?.getBoundingClientRect().right ?? Infinity) - panel.element().getBoundingClientRect().left
  }
  await expect.poll(over).toBeLessThanOrEqual(1)
})

test('In the details each field is edited where it stands, and Tab and Enter lead on from one to the next', async () => {
  answering({ 'sheet.stage': () => ({ staged: 1, unstaged: 0, skipped: 0, broken: 0 }) })
  await openTrackers()
  await userEvent.click(cell(0, 'label'))
  await userEvent.keyboard('{Alt>}{Enter}{/Alt}')
  const panel = page.getByRole('complementary')
  await expect.element(panel).toBeVisible()
  await expect.element(panel.getByRole('button', { name: 'Edit Model' })).not.toBeInTheDocument()
  panel.getByRole('button', { name: 'Edit Label' }).element().focus()
  await userEvent.keyboard('{Enter}')
  const typing = page.getByRole('textbox', { name: 'Label', exact: true })
  await expect.element(typing).toHaveFocus()
  await expect.element(typing).toHaveValue('Van 01')
  await userEvent.keyboard('{Escape}')
  await expect.element(panel.getByRole('button', { name: 'Edit Label' })).toHaveFocus()
  expect(askedFor('sheet.stage')).toEqual([])
  await userEvent.keyboard('{Enter} north{Enter}')
  await expect
    .poll(() => askedFor('sheet.stage'))
    .toEqual([{ sheet: 'trackers', source: 'type', cells: [{ id: 1, field: 'label', value: 'Van 01 north' }] }])
  await expect.element(panel.getByRole('button', { name: 'Edit Owner' })).toHaveFocus()
  await userEvent.keyboard('{Escape}')
  await expect.element(panel).not.toBeInTheDocument()
  await expect.element(grid).toHaveFocus()
})

test('With several rows selected a field of the details is edited in all of them, as one step, and says where they differ', async () => {
  answering({ 'sheet.stage': () => ({ staged: 3, unstaged: 0, skipped: 0, broken: 0 }) })
  await openTrackers()
  await userEvent.click(cell(0, 'label'))
  await userEvent.keyboard('{Shift>}{ArrowDown}{ArrowDown}{/Shift}{Alt>}{Enter}{/Alt}')
  const panel = page.getByRole('complementary')
  await expect.element(panel).toMatchTextContent(/^Van 01 and 2 more.*3 rows are selected/s)
  await expect.element(panel).toMatchTextContent(/Label\s*several values/)
  await expect.element(panel).toMatchTextContent(/Hidden\s*No/)
  await panel.getByRole('button', { name: 'Edit Comment' }).click()
  const typing = page.getByRole('textbox', { name: 'Comment of 3 rows' })
  await expect.element(typing).toHaveFocus()
  // They differ, and nobody wants that of the first in all of them for having looked.
  await expect.element(typing).toHaveValue('')
  await userEvent.keyboard('{Enter}')
  await panel.getByRole('button', { name: 'Edit Comment' }).click()
  await userEvent.keyboard('Winter tyres{Enter}')
  const staged = (field: string, value: string) => [1, 2, 3].map((id) => ({ id, field, value }))
  await expect
    .poll(() => askedFor('sheet.stage'))
    .toEqual([{ sheet: 'trackers', source: 'fill', cells: staged('comment', 'Winter tyres') }])
  await panel.getByRole('button', { name: 'Switch Hidden' }).click()
  await expect
    .poll(() => askedFor('sheet.stage').at(-1))
    .toEqual({ sheet: 'trackers', source: 'fill', cells: staged('hidden', 'yes') })
})

test.each([
  [1024, 700],
  [640, 400],
])(
  'In a window of %i by %i the cells have half of its height, and no text of a button leaves it',
  async (width, height) => {
    await page.viewport(width, height)
    await openTrackers()
    const cells = grid.element().getBoundingClientRect()
    expect(cells.height).toBeGreaterThanOrEqual(height / 2)
    const out = [...document.querySelectorAll<HTMLElement>('button')]
      .filter((one) => one.checkVisibility() && one.scrollWidth > one.clientWidth + 1)
      .map(({ textContent, scrollWidth, clientWidth }) => `${textContent} (${scrollWidth} in ${clientWidth})`)
    expect(out).toEqual([])
    await page.viewport(1280, 800)
  },
)
