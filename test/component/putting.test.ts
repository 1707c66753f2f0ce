import { now } from './support/clock.ts'
import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { cell, clip, grid } from './support/cells.ts'
import { answering, askedFor, refusing, tell } from './support/core.ts'
import { checkpoints, routes, sheetsHold, trackers, users } from './support/fleet.ts'
import { acme, routesPulled, mayActAsUsers } from './support/known.ts'
import { closeAll } from './support/show.ts'
import { statusWith } from './support/staged.ts'
import { openWindow } from './support/window.ts'

const bottom = page.getByRole('contentinfo')
const permissions = mayActAsUsers
const counted = (staged: number, skipped = 0) => ({ staged, shared: 0, unstaged: 0, skipped, broken: 0 })

/** The sheet of stops: of routes of two, three and four stops the first ones. */
async function openStops(at = '/routes/checkpoints'): Promise<void> {
  sheetsHold({ users, routes, trackers, checkpoints })
  answering({
    'status.read': () => statusWith({ profile: acme, permissions }),
    'routes.state': () => routesPulled(now),
    'sheet.act': ({ ids }) => counted(ids.length),
    'sheet.stage': ({ cells }) => ({ staged: cells.length, unstaged: 0, skipped: 0, broken: 0 }),
  })
  openWindow(at)
  await expect.poll(() => document.querySelector('[data-row="5"][data-field="label"]')?.textContent).toBeTruthy()
}

/** Selects whole rows. */
async function select(row: number, more = 0): Promise<void> {
  await userEvent.click(cell(row, 'label'))
  await userEvent.keyboard(`{Shift>}${'{ArrowDown}'.repeat(more)} {/Shift}`)
}

/** The rows that bear the sign of a cut, by their places in the sheet. */
const cutRows = (): number[] => [
  ...new Set([...document.querySelectorAll('.rgRow.cut')].map((row) => Number(row.getAttribute('aria-rowindex')) - 2)),
]

/** Cuts the first two stops of the last route in sight. */
async function cutTwo(): Promise<string> {
  await select(5, 1)
  const text = clip('cut')
  await expect.poll(cutRows).toEqual([5, 6])
  return text
}

test('Whole stops that are cut stay, with a sign, and come behind the active one when they are pasted', async () => {
  await openStops()
  const text = await cutTwo()
  expect(text.split('\r\n')).toHaveLength(3)
  await expect.element(bottom).toMatchTextContent(/2 rows cut: paste them behind another row/)
  expect(document.querySelector('.rgRow.cut')?.getAttribute('aria-description')).toMatch(/^Cut/)
  await userEvent.click(cell(1, 'label'))
  expect(cutRows()).toEqual([5, 6])
  expect(askedFor('sheet.stage')).toEqual([])
  expect(askedFor('sheet.act')).toEqual([])
  // Some systems write line breaks anew.
  clip('paste', text.replaceAll('\r\n', '\n'))
  await expect
    .poll(() => askedFor('sheet.act'))
    .toEqual([{ kind: 'checkpoint.put', ids: [6, 7], beside: { row: 2, side: 'behind' } }])
  await expect.element(bottom).toMatchTextContent(/Moved here: 2 checkpoints staged/)
  await expect.poll(cutRows).toEqual([])
})

test('Rows that have been put are not pasted over others by the same key once more', async () => {
  await openStops()
  const text = await cutTwo()
  await userEvent.click(cell(1, 'label'))
  clip('paste', text)
  await expect.element(bottom).toMatchTextContent(/Moved here/)
  clip('paste', text)
  await expect.element(bottom).toMatchTextContent(/stand where they were pasted/)
  expect(askedFor('sheet.act')).toHaveLength(1)
  expect(askedFor('sheet.stage')).toEqual([])
})

test('A text that was copied elsewhere since is pasted as a text, and nothing is cut any more', async () => {
  await openStops()
  const text = await cutTwo()
  await userEvent.click(cell(1, 'label'))
  clip('paste', 'Back door')
  await expect
    .poll(() => askedFor('sheet.stage').at(-1)?.cells)
    .toEqual([{ id: 2, field: 'label', value: 'Back door' }])
  await expect.poll(cutRows).toEqual([])
  clip('paste', text)
  await expect.poll(() => askedFor('sheet.stage')).toHaveLength(2)
  expect(askedFor('sheet.act')).toEqual([])
})

test('Escape leaves cut rows where they are, and their text is a text', async () => {
  await openStops()
  const text = await cutTwo()
  await userEvent.keyboard('{Escape}')
  await expect.poll(cutRows).toEqual([])
  await userEvent.click(cell(1, 'label'))
  clip('paste', text)
  await expect.poll(() => askedFor('sheet.stage')).toHaveLength(1)
  expect(askedFor('sheet.act')).toEqual([])
})

test.each(['a field', 'other cells'])('What is copied from %s takes the place of rows that were cut', async (where) => {
  await openStops()
  const text = await cutTwo()
  if (where === 'a field') {
    const field = page.getByRole('banner').getByLabelText(/^Search/)
    await userEvent.click(field)
    clip('copy', '', field.element())
  } else {
    await userEvent.click(cell(2, 'label'))
    clip('copy')
  }
  await expect.poll(cutRows).toEqual([])
  grid().focus()
  clip('paste', text)
  await expect.poll(() => askedFor('sheet.stage')).toHaveLength(1)
  expect(askedFor('sheet.act')).toEqual([])
})

test('Rows stay cut while one is at another sheet, where their text is a text, and are put once one is back', async () => {
  await openStops()
  const text = await cutTwo()
  await page.getByRole('link', { name: 'Trackers' }).click()
  await expect.poll(() => document.querySelector('[role=grid]')?.getAttribute('aria-label')).toBe('Trackers')
  await expect.poll(() => document.querySelector('[data-row="0"][data-field="label"]')?.textContent).toBeTruthy()
  expect(cutRows()).toEqual([])
  await userEvent.click(cell(0, 'label'))
  clip('paste', text)
  await expect.poll(() => askedFor('sheet.stage').at(-1)?.sheet).toBe('trackers')
  await page.getByRole('link', { name: 'Routes' }).click()
  await page.getByRole('link', { name: 'Checkpoints' }).click()
  await expect.poll(cutRows).toEqual([5, 6])
  await userEvent.click(cell(0, 'label'))
  clip('paste', text)
  await expect.poll(() => askedFor('sheet.act')).toMatchObject([{ beside: { row: 1 } }])
})

test.each(['another panel', 'a window that was opened since'])('In %s what was cut is a text', async (where) => {
  await openStops()
  const text = await cutTwo()
  if (where === 'another panel') {
    const profile = { ...acme, id: 'other', name: 'Other' }
    answering({ 'status.read': () => statusWith({ profile, permissions }) })
    tell({ event: 'status', status: statusWith({ profile, permissions }) })
  } else {
    closeAll()
    openWindow('/routes/checkpoints')
  }
  await expect.poll(cutRows).toEqual([])
  await expect.poll(() => document.querySelector('[data-row="1"][data-field="label"]')?.textContent).toBeTruthy()
  await userEvent.click(cell(1, 'label'))
  clip('paste', text)
  await expect.poll(() => askedFor('sheet.stage')).toHaveLength(1)
  expect(askedFor('sheet.act')).toEqual([])
})

test('What cannot be put there stays cut and says why, and goes elsewhere then', async () => {
  await openStops()
  answering({ 'sheet.act': ({ ids }) => counted(0, ids.length) })
  const text = await cutTwo()
  clip('paste', text)
  await expect.element(bottom).toMatchTextContent(/one of those that were cut/)
  expect(askedFor('sheet.act')).toEqual([])
  await userEvent.click(cell(1, 'label'))
  clip('paste', text)
  await expect.element(bottom).toMatchTextContent(/2 rows stay where they are/)
  await expect.poll(cutRows).toEqual([5, 6])
  answering({ 'sheet.act': refusing({ code: 'entity-gone' }) })
  clip('paste', text)
  await expect.poll(() => askedFor('sheet.act')).toHaveLength(2)
  await expect.poll(cutRows).toEqual([5, 6])
  answering({ 'sheet.act': ({ ids }) => counted(ids.length) })
  clip('paste', text)
  await expect.poll(() => askedFor('sheet.act')).toHaveLength(3)
  await expect.poll(cutRows).toEqual([])
})

test('Where the sheet is sorted otherwise nothing is put, and that is said', async () => {
  await openStops()
  const text = await cutTwo()
  await userEvent.click(page.getByRole('button', { name: 'Label: sort' }))
  await expect.poll(() => askedFor('sheet.open').at(-1)?.sort).toHaveLength(1)
  await userEvent.click(cell(1, 'label'))
  clip('paste', text)
  await expect.element(bottom).toMatchTextContent(/neither sorted nor grouped/)
  expect(askedFor('sheet.act')).toEqual([])
})

test('The menu puts rows that were cut behind the active one or before it', async () => {
  await openStops()
  await cutTwo()
  await userEvent.click(cell(1, 'label'))
  await userEvent.keyboard('{Shift>}{F10}{/Shift}')
  await expect.element(page.getByRole('menuitem', { name: /^Insert cut rows behind/ })).toMatchTextContent(/Ctrl\+V/)
  await page.getByRole('menuitem', { name: /^Insert cut rows before/ }).click()
  await expect
    .poll(() => askedFor('sheet.act'))
    .toEqual([{ kind: 'checkpoint.put', ids: [6, 7], beside: { row: 2, side: 'before' } }])
})

test('Rows that were copied are inserted as new ones by the menu, as often as one likes, and by the key they are texts', async () => {
  await openStops()
  await select(5, 1)
  const text = clip('copy')
  expect(cutRows()).toEqual([])
  await userEvent.click(cell(1, 'label'))
  for (const side of ['behind', 'before']) {
    await userEvent.keyboard('{Shift>}{F10}{/Shift}')
    await page.getByRole('menuitem', { name: `Insert copied rows ${side}` }).click()
  }
  await expect
    .poll(() => askedFor('sheet.act'))
    .toEqual([
      { kind: 'checkpoint.putCopies', ids: [6, 7], beside: { row: 2, side: 'behind' } },
      { kind: 'checkpoint.putCopies', ids: [6, 7], beside: { row: 2, side: 'before' } },
    ])
  await expect.element(bottom).toMatchTextContent(/2 new checkpoints staged here/)
  grid().focus()
  clip('paste', text)
  await expect.poll(() => askedFor('sheet.stage')).toHaveLength(1)
})

test.each(['cells of stops', 'whole rows of trackers'])(
  'Of %s a cut clears at once, and nothing is inserted',
  async (what) => {
    await openStops(what === 'cells of stops' ? '/routes/checkpoints' : '/trackers')
    await userEvent.click(cell(1, what === 'cells of stops' ? 'address' : 'label'))
    if (what !== 'cells of stops') await select(1)
    else await userEvent.keyboard('{Shift>}{ArrowDown}{/Shift}')
    clip('cut')
    await expect.poll(() => askedFor('sheet.stage').at(-1)?.source).toBe('clear')
    expect(cutRows()).toEqual([])
    grid().focus()
    await userEvent.keyboard('{Shift>}{F10}{/Shift}')
    await expect.element(page.getByRole('menuitem', { name: /^Cut/ })).toBeVisible()
    await expect.element(page.getByRole('menuitem', { name: /^Insert/ })).not.toBeInTheDocument()
  },
)
