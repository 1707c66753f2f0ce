import { beforeEach, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { cell, clip } from './support/cells.ts'
import { answering, askedFor } from './support/core.ts'
import { sheetsHold, trackers, users } from './support/fleet.ts'
import { openWindow } from './support/window.ts'

// The sign around what was copied: what it is drawn around, and what ends it.

type Box = Readonly<Record<'left' | 'top' | 'right' | 'bottom', number>>

/** What several elements take up together; null of none. */
function around(elements: readonly Element[]): Box | null {
  const boxes = elements.map((element) => element.getBoundingClientRect())
  if (boxes.length === 0) return null
  return {
    left: Math.min(...boxes.map(({ left }) => left)),
    top: Math.min(...boxes.map(({ top }) => top)),
    right: Math.max(...boxes.map(({ right }) => right)),
    bottom: Math.max(...boxes.map(({ bottom }) => bottom)),
  }
}

const dashes = () => [...document.querySelectorAll('.range-in-row.copied')]
/** How many edges are drawn in all. */
const edges = (edge: string) => dashes().filter((part) => part.classList.contains(edge)).length
const isAround = (...cells: HTMLElement[]) => expect.poll(() => around(dashes())).toEqual(around(cells))
const isGone = () => expect.poll(() => dashes().length).toBe(0)

beforeEach(async () => {
  sheetsHold({ trackers, users })
  answering({
    'sheet.stage': ({ cells }) => ({ staged: cells.length, unstaged: 0, skipped: 0, broken: 0 }),
    'sheet.undo': () => ({ step: null }),
  })
  openWindow('/trackers')
  await expect.poll(() => document.querySelector('[data-row="5"][data-field="deviceId"]')).toBeTruthy()
})

/** Copies the labels of rows 1 to 3 and the columns up to that of the device. */
async function copyRange(): Promise<string> {
  await userEvent.click(cell(1, 'label'))
  await userEvent.keyboard('{Shift>}')
  await userEvent.click(cell(3, 'deviceId'))
  await userEvent.keyboard('{/Shift}')
  const text = clip('copy')
  await expect.poll(() => dashes().length).toBeGreaterThan(0)
  return text
}

test('Dashes go around what was copied, and stay while one selects something else', async () => {
  await copyRange()
  await isAround(cell(1, 'label'), cell(3, 'deviceId'))
  await userEvent.click(cell(5, 'label'))
  await isAround(cell(1, 'label'), cell(3, 'deviceId'))
  // The label is pinned: in its block of columns, and in that of the others.
  expect([edges('top'), edges('bottom'), edges('left'), edges('right')]).toEqual([2, 2, 3, 3])
})

test('They go around a range that reaches from the pinned columns into the others', async () => {
  await userEvent.click(cell(1, 'panelId'))
  await userEvent.keyboard('{Shift>}')
  await userEvent.click(cell(2, 'deviceId'))
  await userEvent.keyboard('{/Shift}')
  clip('copy')
  await isAround(cell(1, 'panelId'), cell(2, 'deviceId'))
  expect([edges('left'), edges('right')]).toEqual([2, 2])
})

test('Whatever is copied next has them instead', async () => {
  await copyRange()
  await userEvent.click(cell(0, 'label'))
  clip('copy')
  await isAround(cell(0, 'label'))
})

test('A paste leaves them, so that one can paste once more', async () => {
  const text = await copyRange()
  await userEvent.click(cell(5, 'label'))
  clip('paste', text)
  await expect.poll(() => askedFor('sheet.stage')).toHaveLength(1)
  await isAround(cell(1, 'label'), cell(3, 'deviceId'))
})

test('Esc takes them away, and does what it does besides', async () => {
  await copyRange()
  await userEvent.keyboard('{Escape}')
  await isGone()
  await expect.element(page.getByRole('contentinfo')).toMatchTextContent(/1 of 40 selected/)
})

test.for<[what: string, done: () => Promise<void> | void]>([
  ['an edit', () => userEvent.keyboard('North{Enter}')],
  ['an undo', () => userEvent.keyboard('{Control>}z{/Control}')],
  ['a paste of something else', () => void clip('paste', 'North')],
  ['a cut', () => void clip('cut')],
  [
    'a copy from a field',
    async () => {
      const search = page.getByRole('textbox', { name: 'Search trackers (Ctrl+F)' })
      await search.click()
      clip('copy', '', search.element())
    },
  ],
  ['another search', () => page.getByRole('textbox', { name: 'Search trackers (Ctrl+F)' }).fill('van')],
  [
    'another order',
    async () => {
      await page.getByRole('columnheader', { name: 'Label', exact: true }).hover()
      await page.getByRole('button', { name: 'Label: sort' }).click()
    },
  ],
  [
    'a column that is hidden',
    async () => {
      await page.getByRole('columnheader', { name: 'Label', exact: true }).click({ button: 'right' })
      await page.getByRole('menuitem', { name: 'Hide' }).click()
    },
  ],
])('They go with %s', async ([, done]) => {
  await copyRange()
  await userEvent.click(cell(5, 'label'))
  await done()
  await isGone()
})
