import type { Page } from '@playwright/test'
import { inBothHosts } from './both-hosts.ts'
import type { App } from './hosts.ts'
import { tellDemoPanel } from './tell-demo-panel.ts'
import {
  bottom,
  cell,
  choose,
  chooseConnection,
  chooseFile,
  chooseFilter,
  connection,
  expect,
  expectActive,
  goTo,
  ledgerOf,
  openDemo,
  pressEnter,
  search,
  send,
  test,
} from './steps.ts'

const environment = { FLEETBOOK_DEMO_TRACKERS: '600', FLEETBOOK_DEMO_CONTROL: '1' }

/** Shows the routes of all users, and waits until the last of them are there. */
async function showRoutes(page: Page): Promise<void> {
  await goTo(page, 'Routes')
  const pane = page.getByRole('region', { name: 'Whose routes' })
  await pressEnter(pane.getByRole('button', { name: /^Choose all/ }))
  await pressEnter(pane.getByRole('button', { name: 'Show routes' }))
  await expect(cell(page, 0, 'label')).not.toBeEmpty()
  await expect(pane.getByRole('button', { name: 'Stop' })).toBeHidden()
  await expect(page.getByRole('button', { name: 'Show new rows' })).toBeHidden()
}

/** Shows the routes of all users of the demo panel, and goes offline. */
async function routesOffline(app: App): Promise<Page> {
  await app.start(environment)
  const { page } = app
  await openDemo(page)
  await showRoutes(page)
  await chooseConnection(page, 'Work offline')
  await expect(connection(page)).toHaveAccessibleName(/^Working offline/)
  return page
}

/** Leaves what somebody is to drive and nobody has begun with in the sheet in sight. */
async function onlyAssigned(page: Page): Promise<void> {
  await chooseFilter(page, 'Status')
  await page.getByRole('checkbox', { name: /^Assigned/ }).check()
  await page.keyboard.press('Escape')
  // The column itself may be out of sight.
  await expect(page.getByText(/^\d+ of \d+ rows shown$/)).toBeVisible()
  await drawn(page)
}

/** Waits until the rows that the sheet tells of are drawn: the grid does that in the frame after. */
const drawn = (page: Page): Promise<void> =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))))

/** Goes to the stops with which nobody has begun. */
async function openStops(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Checkpoints' }).press('Enter')
  await expect(cell(page, 0, 'route')).not.toBeEmpty()
  await onlyAssigned(page)
}

/** Goes to the stops of a route. */
async function openStopsOf(page: Page, route: string): Promise<void> {
  await page.getByRole('link', { name: 'Checkpoints' }).press('Enter')
  await search(page).fill(route)
  await expect(cell(page, 0, 'route')).toHaveText(route)
}

/** Walks to a cell of the row, however far to the right it is. */
async function walkTo(page: Page, row: number, field: string): Promise<void> {
  const grid = page.getByRole('main').locator('[role$=grid]')
  await grid.focus()
  await page.keyboard.press('ControlOrMeta+Home')
  for (let down = 0; down < row; down++) await page.keyboard.press('ArrowDown')
  await expect(grid).toHaveAttribute('aria-activedescendant', new RegExp(`-${row}-[^-]+$`))
  for (let steps = 0; steps < 30; steps++) {
    const at = (await grid.getAttribute('aria-activedescendant')) ?? ''
    if (at.endsWith(`-${row}-${field}`)) return
    await page.keyboard.press('ArrowRight')
    await expect(grid).not.toHaveAttribute('aria-activedescendant', at)
  }
  await expectActive(page, row, field)
}

/** Types a value into a cell that is walked to. */
async function typeAt(page: Page, row: number, field: string, text: string): Promise<void> {
  await walkTo(page, row, field)
  await page.keyboard.press('F2')
  const editor = page.getByRole('textbox', { name: new RegExp(`, row ${row + 1}$`) })
  await expect(editor).toBeFocused()
  await editor.fill(text)
  await page.keyboard.press('Enter')
}

test('routes of chosen users are pulled, lead to their checkpoints, and are there without a network after a restart', async ({
  app,
}) => {
  await app.start(environment)
  await openDemo(app.page)
  await showRoutes(app.page)
  await app.page.getByRole('link', { name: 'Checkpoints' }).press('Enter')
  await expect(cell(app.page, 0, 'route')).not.toBeEmpty()

  await chooseConnection(app.page, 'Work offline')
  await app.restart()
  await expect(connection(app.page)).toHaveAccessibleName(/^Working offline/)
  await goTo(app.page, 'Routes')
  await expect(cell(app.page, 0, 'label')).not.toBeEmpty()
  await app.page.getByRole('link', { name: 'Checkpoints' }).click()
  await expect(cell(app.page, 0, 'route')).not.toBeEmpty()
})

test('stops are edited and deleted offline, wait over a restart, and are at the panel as they were planned', async ({
  app,
}) => {
  const page = await routesOffline(app)
  await openStops(page)
  const [edited, deleted] = await Promise.all(
    [0, 1].map(async (row) => Number(await cell(page, row, 'id').innerText())),
  )

  await typeAt(page, 0, 'label', 'Back door')
  await typeAt(page, 0, 'coordinates', '52° 31′ 12″ N, 13° 24′ 18″ E')
  await expect(cell(page, 0, 'coordinates')).toHaveText('52.52, 13.405')
  await typeAt(page, 0, 'radius', 'near')
  await expect(bottom(page)).toContainText('1 needs attention')
  await typeAt(page, 0, 'radius', '250')
  await expect(bottom(page)).not.toContainText('needs attention')
  await walkTo(page, 1, 'label')
  await page.getByRole('button', { name: /^Actions/ }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: 'Delete checkpoints' }).press('Enter')
  await expect(bottom(page)).toContainText('2 staged')

  await app.restart()
  await chooseConnection(app.page, 'Go back online')
  await expect(connection(app.page)).toHaveAccessibleName(/^Online/)
  await send(app.page)
  const question = app.page.getByRole('dialog')
  await expect(question).toContainText('told on the phone')
  await expect(question.getByRole('textbox')).toBeFocused()
  await app.page.keyboard.type('2')
  await app.page.keyboard.press('Enter')
  await expect(question).toBeHidden()
  await expect(bottom(app.page)).toContainText('Nothing staged')

  const effects = (await ledgerOf(app.data)).filter(({ effect }) => effect.startsWith('task.'))
  expect(effects).toMatchObject([
    {
      ...{ effect: 'task.changed', task: edited },
      details: { label: 'Back door', location: { lat: 52.52, lng: 13.405, radius: 250 } },
    },
    { effect: 'task.gone', task: deleted },
  ])
})

test('a stop is moved offline by keys, waits over a restart, and stands there at the panel', async ({ app }) => {
  const page = await routesOffline(app)
  await openStops(page)
  const shown = await Promise.all(
    Array.from({ length: 12 }, async (_, row) => ({
      route: await cell(page, row, 'route').innerText(),
      place: Number(await cell(page, row, 'position').innerText()),
      id: Number(await cell(page, row, 'id').innerText()),
    })),
  )
  // Three that stand one after the other, with which nobody has begun.
  const row = shown.findIndex(
    ({ route, place }, at) => shown[at + 2]?.route === route && shown[at + 2]?.place === place + 2,
  )
  const [first, second, third] = shown.slice(row)
  await walkTo(page, row, 'label')
  await page.keyboard.press('Alt+Shift+ArrowDown')
  await page.keyboard.press('Alt+Shift+ArrowDown')
  await expectActive(page, row + 2, 'label')
  await expect(cell(page, row + 2, 'id')).toHaveText(String(first!.id))
  await expect(cell(page, row + 2, 'position')).toHaveText(String(third!.place))
  await expect(bottom(page)).toContainText('1 staged')

  await app.restart()
  await chooseConnection(app.page, 'Go back online')
  await expect(connection(app.page)).toHaveAccessibleName(/^Online/)
  await send(app.page)
  const question = app.page.getByRole('dialog')
  await expect(question).toContainText('told on the phone')
  await pressEnter(question.getByRole('button', { name: 'Send 1 change' }))
  await expect(question).toBeHidden()
  await expect(bottom(app.page)).toContainText('Nothing staged')

  const orders = (await ledgerOf(app.data)).filter(({ effect }) => effect === 'route.ordered')
  expect(orders).toHaveLength(1)
  const order = orders[0]!['tasks'] as number[]
  expect(order.slice(order.indexOf(second!.id)).slice(0, 3)).toEqual([second!.id, third!.id, first!.id])
})

test('stops are moved offline, the driver begins with one of them: it is refused with the reason, dropped, and the rest is at the panel', async ({
  app,
}) => {
  const page = await routesOffline(app)
  await openStops(page)
  const shown = await Promise.all(
    Array.from({ length: 14 }, async (_, row) => ({
      route: await cell(page, row, 'route').innerText(),
      place: Number(await cell(page, row, 'position').innerText()),
      id: Number(await cell(page, row, 'id').innerText()),
    })),
  )
  // Four that stand one after the other, with which nobody has begun.
  const row = shown.findIndex(
    ({ route, place }, at) => shown[at + 3]?.route === route && shown[at + 3]?.place === place + 3,
  )
  const [first, second, third, fourth] = shown.slice(row).map(({ id }) => id)
  await walkTo(page, row + 1, 'label')
  await page.keyboard.press('Alt+Shift+ArrowUp')
  await expectActive(page, row, 'label')
  await expect(cell(page, row, 'id')).toHaveText(String(second))
  await walkTo(page, row + 3, 'label')
  await page.keyboard.press('Alt+Shift+ArrowUp')
  await expectActive(page, row + 2, 'label')
  await page.keyboard.press('Alt+Shift+ArrowUp')
  await expectActive(page, row + 1, 'label')
  await expect(cell(page, row + 1, 'id')).toHaveText(String(fourth))
  await expect(bottom(page)).toContainText('2 staged')

  await tellDemoPanel(app.data, '/demo/edit', { task_id: second, status: 'arrived' })
  await chooseConnection(page, 'Go back online')
  await expect(connection(page)).toHaveAccessibleName(/^Online/)
  await send(page)
  await pressEnter(page.getByRole('dialog').getByRole('button', { name: 'Send 2 changes' }))
  const changes = page.getByRole('grid', { name: 'Changes' })
  await expect(changes).toContainText('The driver has begun with this stop')
  await pressEnter(page.getByRole('button', { name: 'Drop what the driver has begun, send the rest' }))
  await expect(page.getByRole('main').getByText('1 change dropped. 1 that waited goes now.')).toBeVisible()
  await expect(bottom(page)).toContainText('Nothing staged')

  const orders = (await ledgerOf(app.data)).filter(({ effect }) => effect === 'route.ordered')
  expect(orders).toHaveLength(1)
  const order = orders[0]!['tasks'] as number[]
  expect(order.slice(order.indexOf(first!)).slice(0, 4)).toEqual([first, second, fourth, third])
})

/** Finds rows of the sheet in sight by the keyboard alone, and goes to the first of them. */
async function searchByKeys(page: Page, text: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+F')
  await expect(search(page)).toBeFocused()
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.type(text)
  // The first one may be so before the rest has been left out, which gives up what is selected by then.
  await expect
    .poll(async () => new Set(await page.locator('[data-field="route"][data-row]').allInnerTexts()))
    .toEqual(new Set([text]))
  await page.keyboard.press('Enter')
  await page.keyboard.press('ControlOrMeta+Home')
}

test(
  'stops are cut in one route and pasted into another by the keyboard alone, and are at the panel there alone',
  inBothHosts,
  async ({ app }) => {
    const page = await routesOffline(app)
    await onlyAssigned(page)
    const shown = await Promise.all(
      Array.from({ length: 12 }, async (_, row) => ({
        owner: await cell(page, row, 'owner').innerText(),
        label: await cell(page, row, 'label').innerText(),
        stops: Number(await cell(page, row, 'stops').innerText()),
      })),
    )
    const another = (one: (typeof shown)[number]) =>
      shown.find(({ owner, label }) => owner === one.owner && label !== one.label)
    // One of two stops would be gone with them; and of the last ones no window is over before they are sent.
    const from = shown.findLast((one) => one.stops > 2 && another(one))!
    const into = another(from)!
    // Of one user, and with which nobody has begun: routes of other days and users bear the same names.
    await openStops(page)
    await chooseFilter(page, 'User')
    await page
      .locator('.values')
      .getByRole('checkbox', { name: new RegExp(`^${from.owner}`) })
      .check()
    await page.keyboard.press('Escape')

    await searchByKeys(page, from.label)
    const [first, second, third] = await Promise.all([0, 1, 2].map((row) => cell(page, row, 'label').innerText()))
    const ids = await Promise.all([0, 1].map((row) => cell(page, row, 'id').innerText()))
    await page.keyboard.press('Shift+ArrowDown')
    await page.keyboard.press('Shift+Space')
    await page.keyboard.press('ControlOrMeta+X')
    await expect(page.locator('.rgRow.cut').first()).toBeVisible()
    await expect(bottom(page)).toContainText('2 rows cut')
    await expect(bottom(page)).toContainText('Nothing staged')

    await searchByKeys(page, into.label)
    const before = await cell(page, 0, 'label').innerText()
    const behind = await cell(page, 1, 'label').innerText()
    await page.keyboard.press('ControlOrMeta+V')
    await expect(cell(page, 1, 'label')).toHaveText(first!)
    await expect(cell(page, 2, 'label')).toHaveText(second!)
    await expect(cell(page, 3, 'label')).toHaveText(behind)
    await expect(cell(page, 0, 'label')).toHaveText(before)
    await expect(bottom(page)).toContainText('4 staged')
    await page.keyboard.press('ControlOrMeta+Z')
    await expect(cell(page, 1, 'label')).toHaveText(behind)
    await expect(bottom(page)).toContainText('Nothing staged')
    await page.keyboard.press('ControlOrMeta+Y')
    await expect(bottom(page)).toContainText('4 staged')

    await chooseConnection(page, 'Go back online')
    await expect(connection(page)).toHaveAccessibleName(/^Online/)
    await send(page)
    const question = page.getByRole('dialog')
    await expect(question.getByRole('textbox')).toBeFocused()
    await page.keyboard.type(await question.locator('.identifier').innerText())
    await page.keyboard.press('Enter')
    await expect(question).toBeHidden()
    await expect(bottom(page)).toContainText('Nothing staged')

    const effects = (await ledgerOf(app.data)).filter(({ effect }) => /^task\.(made|gone)$/.test(effect))
    expect(effects.filter(({ effect }) => effect === 'task.gone').map(({ task }) => String(task))).toEqual(ids)
    await goTo(page, 'Routes')
    await page.getByRole('link', { name: 'Checkpoints' }).press('Enter')
    await searchByKeys(page, from.label)
    await expect(cell(page, 0, 'label')).toHaveText(third!)
  },
)

/** A day so many days from now, with a time of day. */
function later(days: number, time = ''): string {
  const day = new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
  return `${day} ${time}`.trim()
}

test('a file of stops is imported as routes offline, put in order, shifted, and one of them copied to other days; each is at the panel once, with its stops in their order, though answers were lost', async ({
  app,
}) => {
  await app.start(environment)
  const { page } = app
  await openDemo(page)
  await showRoutes(page)
  const owner = await cell(page, 0, 'owner').innerText()
  await chooseConnection(page, 'Work offline')
  await expect(connection(page)).toHaveAccessibleName(/^Working offline/)

  const tours = ['Mill tour', 'Pier tour', 'Wood tour']
  const stops = Array.from({ length: 40 }, (_, at) => ({ tour: tours[at % 3]!, label: `Stop ${at + 1}`, at }))
  const lines = stops.map(({ tour, label, at }) => {
    const hour = String(8 + Math.floor(at / 4)).padStart(2, '0')
    return [owner, tour, label, '52.52, 13.405', later(6, `${hour}:00`), later(6, `${hour}:59`)].join(';')
  })
  await goTo(page, 'Imports')
  await chooseFile(page, 'stops.csv', `User;Route;Label;Coordinates;From;To\n${lines.join('\n')}\n`)
  await pressEnter(page.getByRole('button', { name: 'Stage 40 stops' }))
  await expect(bottom(page)).toContainText('43 staged')

  await goTo(page, 'Routes')
  await page.getByRole('link', { name: 'Checkpoints' }).press('Enter')
  // One goes before the other, both within the same hour.
  await search(page).fill('Wood tour')
  await expect(cell(page, 3, 'label')).toHaveText('Stop 12')
  await walkTo(page, 3, 'label')
  await page.keyboard.press('Alt+Shift+ArrowUp')
  await expectActive(page, 2, 'label')
  await expect(cell(page, 2, 'label')).toHaveText('Stop 12')
  await expect(cell(page, 3, 'position')).toHaveText('4')
  // Two others by the mouse.
  const head = (row: number) => page.locator(`[data-row-head="${row}"]`)
  await expect(cell(page, 7, 'label')).toHaveText('Stop 24')
  await head(7).click()
  await head(7).hover()
  await page.mouse.down()
  await head(6).hover()
  await page.mouse.up()
  await expect(cell(page, 6, 'label')).toHaveText('Stop 24')
  // All of them half an hour later, as a spreadsheet has them.
  const wood = stops.filter(({ tour }) => tour === 'Wood tour')
  const hourOf = ({ at }: { at: number }) => String(8 + Math.floor(at / 4)).padStart(2, '0')
  await app.copy(wood.map((stop) => `${later(6, `${hourOf(stop)}:30`)}\t${later(7, '01:00')}`).join('\n'))
  await walkTo(page, 0, 'windowFrom')
  await page.keyboard.press('ControlOrMeta+V')
  await expect(cell(page, wood.length - 1, 'windowTo')).toHaveText(/01:00/)
  // The last one of another route comes to the end of the first.
  await search(page).fill('Pier tour')
  await expect(cell(page, 12, 'label')).toHaveText('Stop 38')
  await typeAt(page, 12, 'route', 'mill tour')
  await expect(cell(page, 12, 'label')).toBeHidden()
  await expect(bottom(page)).toContainText('43 staged')

  await page.getByRole('link', { name: 'Routes', exact: true }).last().press('Enter')
  await search(page).fill('Mill tour')
  // The one that came is among them.
  await expect(cell(page, 0, 'stops')).toHaveText('15')
  await choose(page, 0, 'label')
  await page.getByRole('button', { name: /^Actions/ }).click()
  await page.getByRole('menuitem', { name: 'Copy…', exact: true }).press('Enter')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: /^Days/ }).fill('tomorrow')
  await expect(dialog).toContainText('is not a day')
  await dialog.getByRole('textbox', { name: /^Days/ }).fill([later(7), later(8), later(9)].join(', '))
  await pressEnter(dialog.getByRole('button', { name: 'Stage for 1 route' }))
  await expect(dialog).toBeHidden()
  await expect(bottom(page)).toContainText('91 staged')

  await app.restart()
  await chooseConnection(app.page, 'Go back online')
  await expect(connection(app.page)).toHaveAccessibleName(/^Online/)
  const strike = { do: 'drop', when: 'after' }
  await tellDemoPanel(app.data, '/demo/faults', { api: 'user', path: 'task/route/create', times: 2, strike })
  await send(app.page)
  await expect(bottom(app.page)).toContainText('Nothing staged')

  const effects = await ledgerOf(app.data)
  const made = effects.filter(({ effect }) => effect === 'route.made')
  const [mill, pier, other] = tours.map((tour) => stops.filter((stop) => stop.tour === tour).map(({ label }) => label))
  const last = pier!.pop()!
  const planned = [[...mill!, last], pier!, [0, 1, 3, 2, 4, 5, 7, 6, 8, 9, 10, 11, 12].map((at) => other![at]!)]
  const held = made.map(({ route }) =>
    effects.flatMap((each) =>
      each.effect === 'checkpoint.made' && each['route'] === route
        ? [(each['details'] as { label: string }).label]
        : [],
    ),
  )
  expect(held.sort()).toEqual([...planned, planned[0], planned[0], planned[0]].sort())
})

test('stops of a route are relabelled, moved, added and deleted offline; each change is at the panel once, though answers were lost after and amid single calls', async ({
  app,
}) => {
  const page = await routesOffline(app)
  await onlyAssigned(page)
  const shown = await Promise.all(
    Array.from({ length: 12 }, async (_, row) => ({
      label: await cell(page, row, 'label').innerText(),
      stops: Number(await cell(page, row, 'stops').innerText()),
    })),
  )
  const route = shown.findLast(({ stops }) => stops > 5)!.label
  await openStopsOf(page, route)

  // Two labels by a paste, both stops two places down, another one like the second, and the fifth goes.
  await app.copy('Front door\nBack door')
  await walkTo(page, 0, 'label')
  await page.keyboard.press('ControlOrMeta+V')
  await expect(cell(page, 1, 'label')).toHaveText('Back door')
  await page.keyboard.press('Alt+Shift+ArrowDown')
  await page.keyboard.press('Alt+Shift+ArrowDown')
  await walkTo(page, 4, 'label')
  await page.getByRole('button', { name: /^Actions/ }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: 'Delete checkpoints' }).press('Enter')
  await walkTo(page, 3, 'label')
  await page.getByRole('button', { name: /^Actions/ }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: /^Duplicate/ }).press('Enter')
  await expect(cell(page, 4, 'label')).toHaveText('Back door')
  const planned = await Promise.all(Array.from({ length: 5 }, (_, row) => cell(page, row, 'label').innerText()))

  await app.restart()
  await chooseConnection(app.page, 'Go back online')
  await expect(connection(app.page)).toHaveAccessibleName(/^Online/)
  const strike = { do: 'drop', when: 'after' }
  for (const path of ['task/route/update', 'task/checkpoint/*']) {
    await tellDemoPanel(app.data, '/demo/faults', { api: 'user', path, times: 2, strike })
  }
  await send(app.page)
  const question = app.page.getByRole('dialog')
  await expect(question.getByRole('textbox')).toBeFocused()
  await app.page.keyboard.type(await question.locator('.identifier').innerText())
  await app.page.keyboard.press('Enter')
  await expect(question).toBeHidden()
  await expect(bottom(app.page)).toContainText('Nothing staged')

  const effects = await ledgerOf(app.data)
  const of = (effect: string) => effects.filter((each) => each.effect === effect)
  expect(of('checkpoint.made')).toHaveLength(1)
  expect(of('task.gone')).toHaveLength(1)
  // What was pulled anew stands as it was planned.
  await goTo(app.page, 'Routes')
  await pressEnter(app.page.getByRole('button', { name: 'Pull them again' }))
  await openStopsOf(app.page, route)
  const held = Array.from({ length: 5 }, (_, row) => cell(app.page, row, 'label'))
  for (const [row, label] of planned.entries()) await expect(held[row]!).toHaveText(label)
})
