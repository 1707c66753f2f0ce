import { readFileSync } from 'node:fs'
import type { Locator, Page } from '@playwright/test'
import { inBothHosts } from './both-hosts.ts'
import { byKeyboard, byMouse, type Hands, homeGrid } from './hands.ts'
import { cell, expect, openDemo, test } from './steps.ts'

// Where each method of the panel is in the window, by mouse and by keyboard. Nothing is staged or sent: what is proved is
// that its home is found and can be used.

const environment = { FLEETBOOK_DEMO_TRACKERS: '160' }

/** The pages with homes, in the order in which they are gone to: checkpoints are a tab of the routes. */
const pageNames = ['Trackers', 'Users', 'Bundles', 'Routes', 'Checkpoints', 'Console', 'Imports', 'Reports'] as const
type PageName = (typeof pageNames)[number]

/** Where a method is done, or where what it answered is seen. */
interface Home {
  readonly page: PageName
  /** What is come to there, in the words of the window. */
  readonly what: string
  /** Comes to it, sees that it can be used, and leaves it. */
  readonly visit: (page: Page, hands: Hands) => Promise<void>
}

const main = (page: Page) => page.getByRole('main')

/** Presses Esc until a dialog, a menu or a panel is gone. */
async function leave(page: Page, what: Locator): Promise<void> {
  await page.keyboard.press('Escape')
  await expect(what).toBeHidden()
}

/** An entry in the menu of the selected row; `title` begins the dialog in which it asks. */
function entry(page: PageName, name: string, title?: RegExp): Home {
  return {
    ...{ page, what: name },
    async visit(window, hands) {
      const menu = window.getByRole('menu', { name: 'Selected cells' })
      const item = menu.getByRole('menuitem', { name, exact: true })
      await hands.openMenu(window)
      await expect(item).toBeEnabled()
      if (!title) {
        await hands.pointAt(window, item)
        return leave(window, menu)
      }
      await hands.choose(window, item)
      const dialog = window.getByRole('dialog', { name: title })
      await expect(dialog).toBeVisible()
      await leave(window, dialog)
      await expect(homeGrid(window)).toBeFocused()
    },
  }
}

/** A cell that can be typed into. */
function typed(page: PageName, field: string): Home {
  return {
    ...{ page, what: `cell ${field}` },
    async visit(window, hands) {
      await hands.goToCell(window, field)
      await hands.editCell(window, field)
      const editor = window
        .getByRole('textbox', { name: /, row 1$/ })
        .or(window.getByRole('combobox', { name: /, row 1$/ }))
      await expect(editor).toBeFocused()
      await leave(window, editor)
    },
  }
}

/** A column that shows what was read. */
function shown(page: PageName, field: string): Home {
  return {
    ...{ page, what: `column ${field}` },
    async visit(window, hands) {
      await hands.goToCell(window, field)
      await expect(cell(window, 0, field)).not.toBeEmpty()
    },
  }
}

/** A column of what is set or not. */
function flag(page: PageName, field: string): Home {
  return { page, what: `column ${field}`, visit: (window, hands) => hands.goToCell(window, field) }
}

/** The panel at the side that shows all fields of a row. */
function details(page: PageName): Home {
  return {
    ...{ page, what: 'Details' },
    async visit(window, hands) {
      await hands.openMenu(window)
      await hands.choose(
        window,
        window.getByRole('menu', { name: 'Selected cells' }).getByRole('menuitem', { name: /^Details/ }),
      )
      const panel = window.getByRole('complementary')
      await expect(panel).toContainText('ID')
      await leave(window, panel)
    },
  }
}

/** A button of a page, and the dialog that it opens. */
function made(page: PageName, name: string, then?: (dialog: Locator) => Promise<void>): Home {
  return {
    ...{ page, what: name },
    async visit(window, hands) {
      await hands.press(window, main(window).getByRole('button', { name, exact: true }))
      const dialog = window.getByRole('dialog', { name })
      await expect(dialog).toBeVisible()
      await then?.(dialog)
      await leave(window, dialog)
    },
  }
}

/** An entry of the menu of panels. */
function ofPanels(name: string): Home {
  return {
    ...{ page: 'Trackers', what: name },
    async visit(window, hands) {
      await hands.press(window, window.getByRole('button', { name: /choose another panel$/ }))
      const item = window.getByRole('menuitem', { name, exact: true })
      await expect(item).toBeEnabled()
      await hands.pointAt(window, item)
      await leave(window, item)
    },
  }
}

const imported = (kind: string): Home => ({
  ...{ page: 'Imports', what: kind },
  async visit(window, hands) {
    await expect(main(window).getByText(`${kind}: wanted columns`)).toBeVisible()
    await hands.reach(window, main(window).getByRole('button', { name: 'Choose a file…' }))
  },
})

const permitted: Home = {
  ...{ page: 'Trackers', what: 'pages that are not off' },
  async visit(window) {
    await expect(window.getByRole('navigation', { name: 'Pages' }).getByRole('link', { disabled: true })).toHaveCount(0)
    await Promise.resolve()
  },
}

const consoles: Home = {
  ...{ page: 'Console', what: 'a tracker to find' },
  visit: (window, hands) =>
    hands.reach(window, window.getByRole('combobox', { name: 'Open the console of a tracker' })),
}

const months: Home = {
  ...{ page: 'Reports', what: 'months' },
  async visit(window, hands) {
    const read = main(window).getByRole('button', { name: 'Read from the panel' }).first()
    await hands.press(window, read)
    await expect(window.getByRole('grid', { name: 'Months' }).getByRole('row').nth(12)).toContainText(/\d{2,}/)
  },
}

const equipment = made('Bundles', 'New bundle', (dialog) =>
  expect(dialog.getByLabel('Equipment').locator('option:not([disabled])').first()).toBeAttached(),
)
const plan = entry('Trackers', 'Change plan…', /^Change the plan of 1 row/)
const cloning = entry('Trackers', 'Clone to user…', /^Clone 1 row to a user/)
const deletingClones = entry('Trackers', 'Delete clones')
const retrying = entry('Trackers', 'Retry activation…', /^Retry the activation/)
const leaving = ofPanels('Close this panel')

/** The homes of each method at the panel, as `docs/methods.md` has them. */
const panelHomes: Readonly<Record<string, readonly Home[]>> = {
  'tracker/list': [shown('Trackers', 'label')],
  'tracker/read': [details('Trackers')],
  'tracker/settings/update': [typed('Trackers', 'label'), typed('Trackers', 'comment'), flag('Trackers', 'hidden')],
  'tracker/source/update': [entry('Trackers', 'Block or unblock…', /^Block or unblock/), flag('Trackers', 'blocked')],
  'tracker/tariff/change': [plan, typed('Trackers', 'plan')],
  'tracker/move': [entry('Trackers', 'Move to owner…', /^Move 1 row/), typed('Trackers', 'owner')],
  'tracker/clone': [imported('Clones')],
  'tracker/batch_clone': [cloning],
  'tracker/delete_clone': [deletingClones],
  'tracker/batch_delete_clones': [deletingClones],
  'tracker/corrupt': [entry('Trackers', 'Cancel activation (corrupt)…', /^Cancel activation of 1 row/)],
  'tracker/register_retry': [retrying],
  'tracker/register_entry': [retrying],
  'tracker/raw_command/send': [entry('Trackers', 'Send command…', /^Send a command to 1 device/)],
  'tracker/console/connect': [entry('Trackers', 'Open console'), consoles],
  'tracker/active/history/list': [months],
  'tracker/bundle/list': [shown('Bundles', 'imei')],
  'tracker/bundle/read': [details('Bundles')],
  'tracker/bundle/import': [equipment, imported('Bundles')],
  'tracker/bundle/assign': [typed('Bundles', 'iccid'), imported('SIM cards')],
  'tracker/bundle/order/assign': [typed('Bundles', 'orderId'), imported('Orders')],
  'tracker/bundle/update': [typed('Bundles', 'equipment'), imported('Equipment')],
  'task/checkpoint/list': [shown('Checkpoints', 'label')],
  'task/checkpoint/read': [details('Checkpoints')],
  'task/checkpoint/create': [made('Checkpoints', 'New checkpoint'), imported('Routes')],
  'task/checkpoint/update': [typed('Checkpoints', 'label')],
  'task/checkpoint/delete': [entry('Checkpoints', 'Delete checkpoints')],
  'task/checkpoint/transmute': [entry('Checkpoints', 'Make single tasks')],
  'account/auth': [ofPanels('Add or choose a panel…')],
  'account/get_permissions': [permitted],
  'account/logout': [leaving],
  'dealer/get_info': [shown('Trackers', 'dealer')],
  'subpaas/list': [shown('Trackers', 'dealer')],
  'tariff/list': [plan],
  'tariff/defaults/read': [plan],
  'equipment/list': [equipment],
  'user/list': [shown('Users', 'login')],
  'user/read': [details('Users')],
  'user/update': [typed('Users', 'city'), entry('Users', 'Set default plan…', /^Set the default plan/)],
  'user/create': [made('Users', 'New user'), imported('Users')],
  'user/upload': [made('Users', 'New user')],
  'user/change_password': [typed('Users', 'password')],
  'user/session/create': [shown('Routes', 'label')],
}

/** Those at the User API, in the session of a user. */
const userHomes: Readonly<Record<string, readonly Home[]>> = {
  'user/get_info': [shown('Routes', 'timeZone')],
  'user/logout': [leaving],
  'tag/list': [typed('Routes', 'tags')],
  'task/list': [shown('Checkpoints', 'label')],
  'task/read': [details('Checkpoints')],
  'task/transmute': [typed('Checkpoints', 'route')],
  'task/route/list': [shown('Routes', 'label')],
  'task/route/read': [details('Routes')],
  'tracker/list': [shown('Routes', 'tracker')],
  'task/route/create': [made('Routes', 'New route'), imported('Routes')],
  'task/route/update': [typed('Routes', 'label')],
  'task/route/assign': [typed('Routes', 'tracker')],
  'task/route/delete': [entry('Routes', 'Delete routes')],
}

/** All homes, each once and page by page. */
const pages = pageNames.map((name) => {
  const all = [...Object.values(panelHomes), ...Object.values(userHomes)].flat().filter(({ page }) => page === name)
  return { name, homes: [...new Map(all.map((home) => [home.what, home])).values()] }
})

/** The rows of a part of the page of documentation: each method with the words of the window by which it is told where. */
const documented = (section: string) =>
  [...section.matchAll(/^\| `([^`]+)` *\|([^|]*)/gm)].map(([, method = '', where = '']) => ({
    method,
    words: [...where.matchAll(/_([^_]+)_/g)].map(([, words = '']) => words.replace('…', '').toLowerCase()),
  }))

test('each method of the documentation has the homes in this list that stand there, and none is there besides', () => {
  const page = readFileSync('docs/methods.md', 'utf8')
  const [panel = '', user = ''] = page.split('At the User API:')
  for (const [section, homes] of [
    [panel, panelHomes],
    [user, userHomes],
  ] as const) {
    const rows = documented(section)
    expect(new Set(Object.keys(homes))).toEqual(new Set(rows.map(({ method }) => method)))
    for (const { method, words } of rows) {
      const known = (homes[method] ?? []).map((home) => `${home.page} ${home.what}`.toLowerCase()).join('\n')
      for (const one of words) expect(known, method).toContain(one)
    }
  }
})

/** Goes to a page, and to the first row of its sheet where it has one. */
async function goThere(page: Page, name: PageName, hands: Hands): Promise<void> {
  if (name === 'Checkpoints') await hands.press(page, page.getByRole('main').getByRole('link', { name }))
  else await hands.press(page, page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name }))
  await expect(page.getByRole('heading', { level: 1, name, exact: true })).toBeVisible()
  if (name !== 'Routes') return
  const pane = page.getByRole('region', { name: 'Whose routes' })
  await hands.press(page, pane.getByRole('button', { name: /^Choose all/ }))
  await hands.press(page, pane.getByRole('button', { name: 'Show routes' }))
  await expect(cell(page, 0, 'label')).not.toBeEmpty()
  await expect(pane.getByRole('button', { name: 'Stop' })).toBeHidden()
  await expect(page.getByRole('button', { name: 'Show new rows' })).toBeHidden()
}

for (const [by, hands] of [
  ['mouse', byMouse],
  ['keyboard', byKeyboard],
] as const) {
  test(`every method is reached by the ${by}`, inBothHosts, async ({ app }) => {
    await app.start(environment)
    await openDemo(app.page)
    for (const { name, homes } of pages) {
      await goThere(app.page, name, hands)
      for (const { what, visit } of homes) await test.step(`${name}: ${what}`, () => visit(app.page, hands))
    }
    expect(app.consoleErrors).toEqual([])
  })
}
