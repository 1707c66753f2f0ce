import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { answering, askedFor } from './support/core.ts'
import { sheetsHold, trackers, users } from './support/fleet.ts'
import { acme } from './support/known.ts'
import { statusWith } from './support/staged.ts'
import { openWindow } from './support/window.ts'

const palette = page.getByRole('combobox', { name: 'Commands, pages and rows' })
const option = (name: string | RegExp) => page.getByRole('option', { name })
const grid = page.getByRole('grid', { name: 'Trackers' })
const active = (): string | null | undefined => grid.element().getAttribute('aria-activedescendant')

/** The sheet of trackers, with the keyboard in its cells. */
async function openTrackers(): Promise<() => string> {
  localStorage.removeItem('fleetbook.recent-commands')
  sheetsHold({ trackers, users })
  answering({
    'status.read': () => statusWith({ profile: acme }),
    'sheet.find': () => ({
      found: [
        { sheet: 'trackers', id: 30, panelId: 10_130, name: 'Truck 30', matched: null },
        {
          ...{ sheet: 'users', id: 12, panelId: 12, name: 'bob@acme.example' },
          matched: { field: 'phone', value: '+49 30' },
        },
      ],
    }),
  })
  const where = openWindow('/trackers')
  await expect.poll(active).toMatch(/-0-label$/)
  await expect.element(grid).toHaveFocus()
  return where
}

test('Ctrl+K finds a page by a word of its name, Enter goes there, and the key stands next to it', async () => {
  const where = await openTrackers()
  await userEvent.keyboard('{Control>}k{/Control}')
  await expect.element(palette).toHaveFocus()
  await userEvent.keyboard('hist')
  await expect.element(option(/^Go to History Pages Ctrl\+\d/)).toHaveAttribute('aria-selected', 'true')
  answering({ 'history.attempts': () => ({ attempts: [], next: null }) as never })
  await userEvent.keyboard('{Enter}')
  await expect.poll(where).toBe('/history')
  await expect.element(palette).not.toBeInTheDocument()
})

test('Esc leaves it, and the keyboard is where it was', async () => {
  await openTrackers()
  await userEvent.keyboard('{Control>}k{/Control}')
  await expect.element(palette).toHaveFocus()
  await userEvent.keyboard('{Escape}')
  await expect.element(palette).not.toBeInTheDocument()
  await expect.element(grid).toHaveFocus()
})

test('What a menu offers for the selected cells is done by its name, and comes first the next time', async () => {
  await openTrackers()
  await userEvent.keyboard('{ArrowDown}{Control>}k{/Control}')
  await userEvent.keyboard('everything')
  await expect.element(option(/^Select everything Trackers/)).toHaveAttribute('aria-selected', 'true')
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByRole('contentinfo')).toMatchTextContent(/40 of 40 selected/)
  await expect.element(grid).toHaveFocus()
  await userEvent.keyboard('{Control>}k{/Control}')
  await expect.element(page.getByText('Chosen last')).toBeVisible()
  await expect.element(option(/^Select everything/)).toHaveAttribute('aria-selected', 'true')
})

test('What cannot be done now says why, and Enter does nothing', async () => {
  const where = await openTrackers()
  answering({ 'status.read': () => statusWith({ profile: acme }) })
  await userEvent.keyboard('{Control>}k{/Control}')
  await userEvent.keyboard('undo')
  await expect.element(option(/^Undo/)).toHaveAttribute('aria-disabled', 'true')
  await userEvent.keyboard('{Enter}')
  await expect.element(palette).toBeVisible()
  expect(where()).toBe('/trackers')
})

test('Rows are found in all sheets, by what else they hold too, and one of this sheet gets the cursor', async () => {
  const where = await openTrackers()
  await userEvent.keyboard('{Control>}k{/Control}')
  await userEvent.keyboard('zz 30')
  await expect.element(option(/^bob@acme\.example Phone \+49 30/)).toBeVisible()
  await expect.element(option(/^Truck 30 Trackers 10130/)).toHaveAttribute('aria-selected', 'true')
  await expect.poll(() => askedFor('sheet.find').at(-1)).toEqual({ text: 'zz 30', most: 4 })
  await userEvent.keyboard('{Enter}')
  await expect.poll(active).toMatch(/-29-label$/)
  expect(where()).toBe('/trackers')
})

test('Ctrl+G goes to a row by its number, and to none that there is not', async () => {
  await openTrackers()
  await userEvent.keyboard('{Control>}g{/Control}')
  await expect.element(option(/^Type the number of a row/)).toBeVisible()
  await userEvent.keyboard('41')
  await expect.element(option(/^Type the number of a row/)).toBeVisible()
  await userEvent.keyboard('{Backspace}0{Enter}')
  await expect.poll(active).toMatch(/-39-label$/)
  await expect.element(grid).toHaveFocus()
})

test('A column is filtered by its name', async () => {
  await openTrackers()
  answering({ 'sheet.facet': () => ({ values: [{ value: 'Box 7', count: 14 }], more: false }) })
  await userEvent.keyboard('{Control>}k{/Control}')
  await userEvent.keyboard('filter model')
  await expect.element(option(/^Filter by Model…/).first()).toHaveAttribute('aria-selected', 'true')
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByRole('dialog', { name: 'Filter by Model' })).toBeVisible()
})

test('The panel is left by its name', async () => {
  await openTrackers()
  answering({ 'profiles.close': () => ({}) })
  await userEvent.keyboard('{Control>}k{/Control}')
  await userEvent.keyboard('close panel{Enter}')
  await expect.poll(() => askedFor('profiles.close')).toHaveLength(1)
})

test('A page has a digit, and F6 goes round the areas of the window', async () => {
  const where = await openTrackers()
  await userEvent.keyboard('{Control>}3{/Control}')
  await expect.poll(where).toBe('/users')
  await userEvent.keyboard('{Control>}2{/Control}')
  await expect.poll(where).toBe('/trackers')
  await expect.element(grid).toHaveFocus()
  await userEvent.keyboard('{F6}')
  const footer = page.getByRole('contentinfo').element()
  await expect
    .poll(() => footer.contains(document.activeElement) || document.activeElement?.closest('nav'))
    .toBeTruthy()
  await userEvent.keyboard('{Shift>}{F6}{/Shift}')
  await expect.element(grid).toHaveFocus()
})

test('Keys of the window do nothing while something else is asked', async () => {
  const where = await openTrackers()
  await userEvent.keyboard('?')
  await expect.element(page.getByRole('dialog', { name: 'Keys' })).toBeVisible()
  await userEvent.keyboard('{Control>}2k{/Control}')
  await expect.element(palette).not.toBeInTheDocument()
  expect(where()).toBe('/trackers')
})
