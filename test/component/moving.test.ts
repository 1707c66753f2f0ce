import { now } from './support/clock.ts'
import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { nextTick } from 'vue'
import type { SheetRow } from '../../shared/contract/sheets.ts'
import { orderWith } from '../../shared/rules/order.ts'
import { readPlace } from '../../shared/rules/place.ts'
import { cell } from './support/cells.ts'
import { answering, askedFor, end } from './support/core.ts'
import { checkpoints, mark, routes, sheetsHold, trackers, users } from './support/fleet.ts'
import { acme, routesPulled, mayActAsUsers } from './support/known.ts'
import { statusWith } from './support/staged.ts'
import { openWindow } from './support/window.ts'

const button = (name: string | RegExp) => page.getByRole('button', { name })
const bottom = page.getByRole('contentinfo')
const grid = () => page.getByRole('grid', { name: 'Checkpoints' }).element() as HTMLElement

/** The ids of the stops that are shown, in their order, from a row on. */
const shown = (from: number, count: number): number[] =>
  Array.from({ length: count }, (_, at) => Number(cell(from + at, 'id').textContent.trim()) - 8000)
const numbers = (from: number, count: number): string =>
  Array.from({ length: count }, (_, at) => cell(from + at, 'position').textContent.trim()).join('')
const active = () => /-(\d+)-([a-zA-Z]+)$/.exec(grid().getAttribute('aria-activedescendant') ?? '')?.slice(1)

/** With their places as they stand now. */
function placed(rows: readonly SheetRow[]): SheetRow[] {
  const places = new Map<unknown, number>()
  return rows.map((row) => {
    const place = (places.get(row.values['routeId']) ?? 0) + 1
    places.set(row.values['routeId'], place)
    const was = row.values['position'] ?? null
    const values = { ...row.values, position: place }
    return place === was ? row : { ...row, values, marks: { position: mark(place, was, { kind: 'checkpoint.move' }) } }
  })
}

/** What was meant, each route by itself. */
function moved(rows: readonly SheetRow[], ids: readonly number[], to: string): SheetRow[] {
  const place = readPlace(to)
  const byRoute = new Map<unknown, SheetRow[]>()
  for (const row of rows) byRoute.set(row.values['routeId'], [...(byRoute.get(row.values['routeId']) ?? []), row])
  return placed(
    [...byRoute.values()].flatMap((stops) => {
      const chosen = new Set(ids.filter((id) => stops.some((stop) => stop.id === id)))
      if (!place || chosen.size === 0) return stops
      const order = orderWith(
        stops.map(({ id }) => id),
        chosen,
        place,
      )
      return order.map((id) => stops.find((stop) => stop.id === id)!)
    }),
  )
}

/** The sheet of stops, which are moved and copied as the core does it. */
async function openStops(all: readonly SheetRow[] = checkpoints): Promise<void> {
  let held = all
  const before: (readonly SheetRow[])[] = []
  const after: (readonly SheetRow[])[] = []
  const nothing = { staged: 0, shared: 0, unstaged: 0, skipped: 0, broken: 0 }
  sheetsHold({
    users,
    routes,
    trackers,
    get checkpoints() {
      return held
    },
  })
  answering({
    'status.read': () => statusWith({ profile: acme, permissions: mayActAsUsers }),
    'routes.state': () => routesPulled(now),
    'sheet.act'(action) {
      const next =
        'to' in action
          ? moved(held, action.ids, action.to)
          : held.flatMap((row) => (action.ids.includes(row.id) ? [row, { ...row, id: row.id + 2 ** 50 }] : [row]))
      if (next.every(({ id }, at) => id === held[at]?.id)) return nothing
      before.push(held)
      held = next
      return { ...nothing, staged: action.ids.length }
    },
    'sheet.stage'({ cells: [one] }) {
      before.push(held)
      held = moved(held, [one!.id], one!.value)
      return { staged: 1, unstaged: 0, skipped: 0, broken: 0 }
    },
    'sheet.undo'({ redo }) {
      const [from, to] = redo ? [after, before] : [before, after]
      const next = from.pop()
      if (!next) return { step: null }
      to.push(held)
      held = next
      return { step: { source: 'act', cells: 1, ids: [], made: null } }
    },
  })
  openWindow('/routes/checkpoints')
  await expect.poll(() => shown(5, 4)).toEqual([6, 7, 8, 9])
  // Columns are drawn one after the other.
  await expect.poll(() => document.querySelector('[data-row="8"][data-field="label"]')).not.toBe(null)
}

/** Moves what is selected, by one press each. */
const press = (...ways: ('Up' | 'Down')[]) =>
  userEvent.keyboard(`{Alt>}{Shift>}${ways.map((way) => `{Arrow${way}}`).join('')}{/Shift}{/Alt}`)

test('A stop is moved by keys, one place a press, and has the keyboard, the cursor and the word where it stands', async () => {
  await openStops()
  await userEvent.click(cell(5, 'label'))
  await press('Down', 'Down')
  await expect.poll(() => shown(5, 4)).toEqual([7, 8, 6, 9])
  await expect.poll(active).toEqual(['7', 'label'])
  expect(numbers(5, 4)).toBe('1234')
  expect(document.activeElement).toBe(grid())
  expect(askedFor('sheet.act')).toMatchObject([
    { kind: 'checkpoint.move', ids: [6], to: '+1' },
    { kind: 'checkpoint.move', ids: [6], to: '+1' },
  ])
  await expect.element(bottom).toMatchTextContent(/Stop 3 · 1 checkpoint staged to stand elsewhere/)
  await expect.element(button('Undo').first()).toBeVisible()
  await press('Up')
  await expect.poll(() => shown(5, 4)).toEqual([7, 6, 8, 9])
  await expect.poll(active).toEqual(['6', 'label'])
})

test('Presses that come while one is under way move the same rows, and what else is pressed comes in its turn', async () => {
  await openStops()
  await userEvent.click(cell(5, 'label'))
  await userEvent.keyboard(
    '{Alt>}{Shift>}{ArrowDown}{ArrowDown}{/Shift}{/Alt}{ArrowDown}{Alt>}{Shift>}{ArrowUp}{/Shift}{/Alt}',
  )
  await expect.poll(() => askedFor('sheet.act').map(({ ids }) => ids[0])).toEqual([6, 6, 9])
  await expect.poll(() => shown(5, 4)).toEqual([7, 8, 9, 6])
  await expect.poll(active).toEqual(['7', 'label'])
})

test('Presses are for the rows that were selected when they came, wherever the pointer goes meanwhile', async () => {
  await openStops()
  let answer: (() => void) | undefined
  const done = { staged: 1, shared: 0, unstaged: 0, skipped: 0, broken: 0 }
  answering({ 'sheet.act': () => new Promise((resolve) => (answer = () => resolve(done))) })
  await userEvent.click(cell(5, 'label'))
  await press('Down', 'Down')
  await expect.poll(() => answer).toBeTruthy()
  await userEvent.click(cell(2, 'address'))
  await press('Down')
  for (let asked = 1; asked <= 3; asked += 1) {
    await expect.poll(() => askedFor('sheet.act').length).toBe(asked)
    answer?.()
  }
  await expect.poll(() => askedFor('sheet.act').map(({ ids }) => ids)).toEqual([[6], [6], [3]])
  await expect.poll(active).toEqual(['2', 'address'])
})

test('Several rows are moved together, and stay selected in their columns', async () => {
  await openStops()
  await userEvent.click(cell(6, 'label'))
  await userEvent.keyboard('{Shift>}{ArrowDown}{ArrowRight}{/Shift}')
  await press('Up')
  await expect.poll(() => shown(5, 4)).toEqual([7, 8, 6, 9])
  await expect.poll(active).toEqual(['5', 'label'])
  await press('Down', 'Down')
  await expect.poll(() => shown(5, 4)).toEqual([6, 9, 7, 8])
  expect(askedFor('sheet.act').map(({ ids }) => ids)).toEqual([
    [7, 8],
    [7, 8],
    [7, 8],
  ])
  await expect.poll(active).toEqual(['7', 'label'])
  await userEvent.keyboard('{Control>}c{/Control}')
  await expect.element(bottom).toMatchTextContent(/Copied 2 rows × 2/)
})

test('Stops of two routes move in their own each, press after press, and none is selected that was not', async () => {
  await openStops()
  await userEvent.click(cell(4, 'label'))
  await userEvent.keyboard('{Shift>}{ArrowDown}{/Shift}')
  await press('Down')
  await expect.poll(() => shown(2, 7)).toEqual([3, 4, 5, 7, 6, 8, 9])
  // Only those that stand with the active one are selected by now, but the same are meant, though all was asked for anew.
  const opened = askedFor('sheet.open').length
  end('restarted')
  await expect.poll(() => askedFor('sheet.open').length).toBeGreaterThan(opened)
  await nextTick()
  await press('Up')
  await expect.poll(() => shown(2, 7)).toEqual([3, 5, 4, 6, 7, 8, 9])
  await userEvent.click(cell(3, 'label'))
  await press('Down')
  await expect.poll(() => shown(2, 7)).toEqual([3, 4, 5, 6, 7, 8, 9])
  expect(askedFor('sheet.act').map(({ ids }) => ids)).toEqual([[5, 6], [5, 6], [5]])
})

test('At the end of its route a stop stays, and that nothing was staged is said', async () => {
  await openStops()
  await userEvent.click(cell(8, 'label'))
  await press('Down')
  await expect.element(bottom).toMatchTextContent(/Stop 4 · Nothing was staged/)
  expect(shown(5, 4)).toEqual([6, 7, 8, 9])
  expect(active()).toEqual(['8', 'label'])
})

test('Where the sheet is sorted otherwise the keys say so and move nothing', async () => {
  await openStops()
  await userEvent.click(page.getByRole('button', { name: 'Label: sort' }))
  await expect.poll(() => askedFor('sheet.open').at(-1)?.sort).toHaveLength(1)
  await userEvent.click(cell(5, 'label'))
  await press('Down')
  await expect.element(bottom).toMatchTextContent(/where the sheet is neither sorted nor grouped/)
  expect(askedFor('sheet.act')).toEqual([])
})

test('In a sheet whose rows are not moved the keys are left to others', async () => {
  await openStops()
  openWindow('/trackers')
  const first = () =>
    [...document.querySelectorAll<HTMLElement>('[data-row="0"][data-field="label"]')].find(
      ({ textContent }) => textContent.trim() === 'Van 01',
    )
  await expect.poll(first).toBeTruthy()
  await userEvent.click(first()!)
  const isLeft = new Promise<boolean>((resolve) =>
    window.addEventListener('keydown', function seen(event) {
      if (event.key !== 'ArrowDown') return
      window.removeEventListener('keydown', seen)
      resolve(!event.defaultPrevented)
    }),
  )
  await press('Down')
  expect(await isLeft).toBe(true)
  expect(askedFor('sheet.act')).toEqual([])
})

test('By the menu a stop goes to a number, and undo and redo put it back and there again', async () => {
  await openStops()
  await userEvent.click(cell(8, 'label'))
  await button(/^Actions/).click()
  await page.getByRole('menuitem', { name: 'Move…' }).click()
  await page.getByRole('textbox', { name: /^To number/ }).fill('1')
  await userEvent.keyboard('{Enter}')
  await expect.poll(() => shown(5, 4)).toEqual([9, 6, 7, 8])
  await expect.poll(active).toEqual(['5', 'label'])
  grid().focus()
  await userEvent.keyboard('{Control>}z{/Control}')
  await expect.poll(() => shown(5, 4)).toEqual([6, 7, 8, 9])
  await expect.poll(active).toEqual(['8', 'label'])
  await userEvent.keyboard('{Control>}y{/Control}')
  await expect.poll(() => shown(5, 4)).toEqual([9, 6, 7, 8])
  await expect.poll(active).toEqual(['5', 'label'])
})

test('However far a stop goes, the cursor is in sight where it stands, and keys lead on from there', async () => {
  const [route] = checkpoints.slice(5)
  const long = Array.from({ length: 200 }, (_, at) => ({
    ...route!,
    id: at + 1,
    values: { ...route!.values, id: 8001 + at, position: at + 1 },
  }))
  await openStops(long)
  await userEvent.click(cell(5, 'label'))
  await button(/^Actions/).click()
  await page.getByRole('menuitem', { name: 'Move…' }).click()
  await page.getByRole('textbox', { name: /^To number/ }).fill('150')
  await userEvent.keyboard('{Enter}')
  await expect.poll(active).toEqual(['149', 'label'])
  const isInSight = (row: number) => {
    const found = document.querySelector(`[data-row="${row}"][data-field="label"]`)?.getBoundingClientRect()
    return found !== undefined && found.top > 0 && found.bottom <= innerHeight
  }
  await expect.poll(() => isInSight(149)).toBe(true)
  grid().focus()
  await press('Down', 'Down', 'Down')
  await expect.poll(active).toEqual(['152', 'label'])
  await expect.poll(() => isInSight(152)).toBe(true)
  expect(shown(150, 3)).toEqual([152, 153, 6])
})

test('A stop whose number is typed stands there at once', async () => {
  await openStops()
  await userEvent.click(cell(8, 'position'))
  await userEvent.keyboard('1{Enter}')
  await expect.poll(() => shown(5, 4)).toEqual([9, 6, 7, 8])
  expect(numbers(5, 4)).toBe('1234')
})

test('Copies are seen behind their rows at once', async () => {
  await openStops()
  await userEvent.click(cell(6, 'label'))
  await button(/^Actions/).click()
  await page.getByRole('menuitem', { name: 'Duplicate' }).click()
  await expect.poll(() => shown(5, 5)).toEqual([6, 7, 7, 8, 9])
  expect(active()).toEqual(['6', 'label'])
  await expect.element(button('Show new rows')).not.toBeInTheDocument()
})

test('What is typed while a move is under way stays with its row', async () => {
  await openStops()
  let answer: (() => void) | undefined
  const held = checkpoints.filter(({ values }) => values['routeId'] === checkpoints[5]?.values['routeId'])
  const [first, second] = held
  answering({
    'sheet.act': () =>
      new Promise((resolve) => {
        answer = () => {
          const [at, next] = [checkpoints.indexOf(first!), checkpoints.indexOf(second!)]
          sheetsHold({ checkpoints: checkpoints.with(at, second!).with(next, first!), users, routes })
          resolve({ staged: 1, shared: 0, unstaged: 0, skipped: 0, broken: 0 })
        }
      }),
    'sheet.stage': () => ({ staged: 1, unstaged: 0, skipped: 0, broken: 0 }),
  })
  await userEvent.click(cell(5, 'label'))
  await press('Down')
  await expect.poll(() => answer).toBeTruthy()
  await userEvent.keyboard('Pier')
  answer?.()
  await expect.poll(() => shown(5, 2)).toEqual([7, 6])
  await userEvent.keyboard(' 4{Enter}')
  await expect.poll(() => askedFor('sheet.stage').at(-1)?.cells).toEqual([{ id: 6, field: 'label', value: 'Pier 4' }])
})

/** The number of a row, by which it is selected and drawn. */
const head = (row: number): HTMLElement => {
  const found = document.querySelector<HTMLElement>(`[data-row-head="${row}"]`)
  if (!found) throw new Error(`There is no number in row ${row}`)
  return found
}

/** An event of the pointer in the middle of an element. */
function point(type: string, at: HTMLElement, target: EventTarget = at): void {
  const { left, top, width, height } = at.getBoundingClientRect()
  const middle = { clientX: left + width / 2, clientY: top + height / 2 }
  target.dispatchEvent(new MouseEvent(type, { ...middle, button: 0, buttons: 1, bubbles: true, cancelable: true }))
}
const line = (): HTMLElement | null => document.querySelector('.landing-line')

test('Selected rows are drawn by their numbers to where a line shows, within their route', async () => {
  await openStops()
  await userEvent.click(head(5))
  point('mousedown', head(5))
  point('mousemove', head(7), window)
  await expect.poll(() => line()?.checkVisibility()).toBe(true)
  point('mouseup', head(7), window)
  await expect.poll(() => shown(5, 4)).toEqual([7, 8, 6, 9])
  expect(line()?.checkVisibility()).toBe(false)
  // What was drawn stays selected, and goes back up.
  await expect.poll(() => active()?.[0]).toBe('7')
  point('mousedown', head(7))
  point('mousemove', head(5), window)
  point('mouseup', head(5), window)
  await expect.poll(() => shown(5, 4)).toEqual([6, 7, 8, 9])
})

test('Rows that are drawn stay where they are by Escape, and in another route', async () => {
  await openStops()
  await userEvent.click(head(5))
  point('mousedown', head(5))
  point('mousemove', head(7), window)
  await expect.poll(() => line()?.checkVisibility()).toBe(true)
  await userEvent.keyboard('{Escape}')
  await expect.poll(() => line()?.checkVisibility()).toBe(false)
  point('mouseup', head(7), window)
  point('mousedown', head(5))
  point('mousemove', head(1), window)
  point('mouseup', head(1), window)
  await expect.element(page.getByRole('contentinfo')).toMatchTextContent(/belong together/)
  expect(shown(5, 4)).toEqual([6, 7, 8, 9])
})

test('What is drawn lands at the row that the line showed, though others have come before it meanwhile', async () => {
  const first = checkpoints[5]!
  const come: SheetRow = { ...checkpoints[0]!, id: 900, values: { ...checkpoints[0]!.values, label: 'New' } }
  let held = checkpoints
  sheetsHold({
    ...{ users, routes, trackers },
    get checkpoints() {
      return held
    },
  })
  answering({
    'status.read': () => statusWith({ profile: acme, permissions: mayActAsUsers }),
    'routes.state': () => routesPulled(now),
    'sheet.act': ({ ids }) => ({ staged: ids.length, shared: 0, unstaged: 0, skipped: 0, broken: 0 }),
    'sheet.undo'() {
      held = [come, ...checkpoints]
      return { step: { source: 'act', cells: 1, ids: [], made: null } }
    },
  })
  openWindow('/routes/checkpoints')
  await expect.poll(() => shown(5, 4)).toEqual([6, 7, 8, 9])
  await userEvent.click(head(5))
  point('mousedown', head(5))
  point('mousemove', head(7), window)
  await userEvent.keyboard('{Control>}z{/Control}')
  await expect.poll(() => cell(0, 'label').textContent.trim()).toBe('New')
  point('mouseup', head(7), window)
  // Behind the one that stood third in its route, and not behind what stands there by now.
  await expect
    .poll(() => askedFor('sheet.act'))
    .toMatchObject([{ kind: 'checkpoint.move', ids: [first.id], to: String(checkpoints[7]!.values['position']) }])
})
