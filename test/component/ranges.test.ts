import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { cell, clip } from './support/cells.ts'
import { answering, askedFor } from './support/core.ts'
import { sheetsHold, trackers, users } from './support/fleet.ts'
import { openWindow } from './support/window.ts'

// Several ranges: how they are selected, what is done with all of them, and what with one alone.

const bottom = page.getByRole('contentinfo')
const found = (selector: string): HTMLElement => {
  const element = document.querySelector<HTMLElement>(selector)
  if (!element) throw new Error(`There is no ${selector}`)
  return element
}
const numberOf = (row: number): HTMLElement => found(`[data-row-head="${row}"]`)
const others = () => document.querySelectorAll('.range-in-row.other').length
const says = (words: RegExp) => expect.element(bottom).toMatchTextContent(words)
const staged = () => askedFor('sheet.stage').at(-1)?.cells

/** Clicks elements one after the other, all but the first with Ctrl held. */
async function clickAll(first: HTMLElement, ...more: HTMLElement[]): Promise<void> {
  await userEvent.click(first)
  await userEvent.keyboard('{Control>}')
  for (const element of more) await userEvent.click(element)
  await userEvent.keyboard('{/Control}')
}

beforeEach(async () => {
  sheetsHold({ trackers, users })
  answering({
    'sheet.stage': ({ cells }) => ({ staged: cells.length, unstaged: 0, skipped: 0, broken: 0 }),
    'sheet.act': ({ ids }) => ({ staged: ids.length, shared: 0, unstaged: 0, skipped: 0, broken: 0 }),
    'sheet.summary': ({ count, fields }) => ({ rows: count, filled: count * fields.length, distinct: 1, sum: null }),
  })
  openWindow('/trackers')
  await expect.poll(() => document.querySelector('[data-row="9"][data-field="plan"]')).toBeTruthy()
})

test('Ctrl and a click select further cells, all of which are shown and counted, and a click alone leaves them', async () => {
  await clickAll(cell(1, 'label'), cell(5, 'label'), cell(8, 'deviceId'))
  await expect.poll(others).toBe(2)
  await says(/3 of 40 selected · 3 filled/)
  await userEvent.click(cell(2, 'label'))
  await expect.poll(others).toBe(0)
  await says(/1 of 40 selected/)
})

test('Ctrl and the mouse draw a further range, which Shift draws on', async () => {
  await userEvent.click(cell(1, 'label'))
  const press = { button: 0, buttons: 1, ctrlKey: true, bubbles: true, cancelable: true }
  cell(5, 'label').dispatchEvent(new MouseEvent('mousedown', press))
  const { left, top, width, height } = cell(7, 'label').getBoundingClientRect()
  const middle = { clientX: left + width / 2, clientY: top + height / 2 }
  window.dispatchEvent(new MouseEvent('mousemove', { ...press, ...middle }))
  window.dispatchEvent(new MouseEvent('mouseup', { ...press, ...middle, buttons: 0 }))
  await says(/4 of 40 selected/)
  await userEvent.keyboard('{Shift>}{ArrowDown}{/Shift}')
  await says(/5 of 40 selected/)
  await userEvent.keyboard('{Escape}')
  await says(/1 of 40 selected/)
})

test('Delete clears all of them, each cell once', async () => {
  await page.viewport(2000, 800)
  onTestFinished(() => page.viewport(1280, 800))
  await expect.poll(() => document.querySelector('[data-row="5"][data-field="comment"]')).toBeTruthy()
  await clickAll(cell(1, 'comment'), cell(5, 'comment'), cell(1, 'comment'))
  await userEvent.keyboard('{Delete}')
  await expect.poll(staged).toEqual([
    { id: 2, field: 'comment', value: '' },
    { id: 6, field: 'comment', value: '' },
  ])
})

test('Ctrl and Enter put what was typed into all of them', async () => {
  await clickAll(cell(1, 'label'), cell(5, 'label'))
  await userEvent.keyboard('North{Control>}{Enter}{/Control}')
  await expect.poll(staged).toEqual([
    { id: 2, field: 'label', value: 'North' },
    { id: 6, field: 'label', value: 'North' },
  ])
})

test('Rows are added by their numbers, and acted on together', async () => {
  await clickAll(numberOf(1), numberOf(4), numberOf(7))
  await says(/3 of 40 selected/)
  numberOf(4).dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true }))
  await page.getByRole('menuitem', { name: /^Block or unblock/ }).click()
  await page.getByRole('dialog').getByRole('button').last().click()
  await expect.poll(() => askedFor('sheet.act').at(-1)?.ids).toEqual([2, 5, 8])
})

test('Columns are added by their headings', async () => {
  const heading = (name: string) => page.getByRole('columnheader', { name, exact: true })
  await heading('Label').click()
  await userEvent.keyboard('{Control>}')
  await heading('Owner').click()
  await userEvent.keyboard('{/Control}')
  await says(/40 of 40 selected · 80 filled/)
})

test('Ranges of the same columns are copied as one, with dashes around each', async () => {
  await clickAll(cell(5, 'label'), cell(1, 'label'))
  expect(clip('copy')).toBe('Truck 02\r\nTug 06\r\n')
  await expect.poll(() => document.querySelectorAll('.range-in-row.copied').length).toBe(2)
})

test('What is done with one range alone says so, and does nothing', async () => {
  await clickAll(cell(1, 'label'), cell(5, 'deviceId'))
  expect(clip('copy')).toBe('')
  await says(/copied together where they are of the same rows or the same columns/)
  for (const done of [
    () => void clip('cut'),
    () => void clip('paste', 'North'),
    () => userEvent.keyboard('{Control>}d{/Control}'),
    () => userEvent.keyboard('{Control>}r{/Control}'),
    () => userEvent.keyboard('{Control>}h{/Control}'),
  ]) {
    await userEvent.keyboard('{Control>}s{/Control}')
    await says(/Everything is kept/)
    await done()
    await says(/done with one range at a time/)
  }
  expect(askedFor('sheet.stage')).toEqual([])
})

test('Tab goes round in all of them', async () => {
  const active = () => document.querySelector('[role=grid]')?.getAttribute('aria-activedescendant')
  await clickAll(cell(1, 'label'), cell(5, 'label'))
  expect(active()).toMatch(/-5-label$/)
  await userEvent.keyboard('{Tab}')
  await expect.poll(active).toMatch(/-1-label$/)
  await userEvent.keyboard('{Tab}')
  await expect.poll(active).toMatch(/-5-label$/)
  expect(others()).toBe(1)
})
