import type { Locator, Page } from '@playwright/test'
import { expect } from './hosts.ts'
import { cell, expectActive, pressEnter, tabTo } from './steps.ts'

/** How a person comes to the parts of the window: with the mouse, or with nothing but the keyboard. */
export interface Hands {
  /** Comes to something that can be used, and leaves it as it is. */
  reach(page: Page, target: Locator): Promise<void>
  /** Comes to a button or link, and uses it. */
  press(page: Page, target: Locator): Promise<void>
  /** Makes a cell of the first row the active one, however far to the right it is. */
  goToCell(page: Page, field: string): Promise<void>
  /** Opens the active cell for typing. */
  editCell(page: Page, field: string): Promise<void>
  /** Opens the menu of the first row's cells. */
  openMenu(page: Page): Promise<void>
  /** Comes to an entry of the menu that is open. */
  pointAt(page: Page, item: Locator): Promise<void>
  /** Chooses an entry of the menu that is open. */
  choose(page: Page, item: Locator): Promise<void>
}

/** The grid of a sheet: what has the keyboard while no field has. */
export const homeGrid = (page: Page): Locator => page.getByRole('main').locator('[role$=grid]')

/** The field of the active cell. */
const activeCell = async (page: Page) => (await homeGrid(page).getAttribute('aria-activedescendant')) ?? ''

/** A cell of the first row that is in sight, whatever the width of the window. */
const anyCell = (page: Page) => page.locator('[data-row="0"][data-field]').first()

export const byMouse: Hands = {
  async reach(_page, target) {
    await expect(target).toBeEnabled()
    await target.hover()
  },
  press: (_page, target) => target.click(),
  async goToCell(page, field) {
    const target = cell(page, 0, field)
    await anyCell(page).hover()
    // The wheel turns sideways: first all to the left, then on until the column is drawn.
    await page.mouse.wheel(-10_000, 0)
    await expect(async () => {
      if (!(await target.isVisible())) await page.mouse.wheel(300, 0)
      await expect(target).toBeVisible({ timeout: 500 })
    }).toPass({ intervals: [0] })
    await expect(async () => {
      await target.click()
      expect(await activeCell(page)).toBe(await target.getAttribute('id'))
    }).toPass()
  },
  editCell: (page, field) => cell(page, 0, field).dblclick(),
  async openMenu(page) {
    await anyCell(page).click({ button: 'right' })
    await expect(page.getByRole('menu', { name: 'Selected cells' })).toBeVisible()
  },
  pointAt: (_page, item) => item.hover(),
  choose: (_page, item) => item.click(),
}

/** Goes down in the menu until an entry has the focus. */
async function walkDown(page: Page, item: Locator): Promise<void> {
  await expect(page.locator('[role=menu] :focus')).toHaveCount(1)
  while (!(await item.evaluate((element) => element === document.activeElement))) await page.keyboard.press('ArrowDown')
}

async function intoGrid(page: Page): Promise<void> {
  if (!(await homeGrid(page).evaluate((grid) => grid === document.activeElement))) await tabTo(page, homeGrid(page))
}

/** In a sheet Tab goes from cell to cell: only from the last one of a row it leaves. */
async function walk(page: Page, target: Locator): Promise<void> {
  if (await page.locator('[role$=grid]:focus').count()) await page.keyboard.press('End')
  await expect(target).toBeEnabled()
  await tabTo(page, target)
}

export const byKeyboard: Hands = {
  reach: walk,
  async press(page, target) {
    await walk(page, target)
    await pressEnter(target)
  },
  async goToCell(page, field) {
    await intoGrid(page)
    await page.keyboard.press('ControlOrMeta+Home')
    await expect(homeGrid(page)).toHaveAttribute('aria-activedescendant', /-0-(panelId|id)$/)
    let at = await activeCell(page)
    while (!at.endsWith(`-0-${field}`)) {
      await page.keyboard.press('ArrowRight')
      await expect(homeGrid(page)).not.toHaveAttribute('aria-activedescendant', at)
      at = await activeCell(page)
    }
    await expectActive(page, 0, field)
  },
  editCell: (page) => page.keyboard.press('F2'),
  async openMenu(page) {
    await intoGrid(page)
    await page.keyboard.press('ControlOrMeta+Home')
    await page.keyboard.press('Shift+F10')
    await expect(page.getByRole('menu', { name: 'Selected cells' })).toBeVisible()
  },
  pointAt: walkDown,
  async choose(page, item) {
    await walkDown(page, item)
    await page.keyboard.press('Enter')
  },
}
