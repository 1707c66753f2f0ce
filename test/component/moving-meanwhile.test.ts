import { now } from './support/clock.ts'
import { expect, test } from 'vitest'
import type { SheetRow } from '../../shared/contract/sheets.ts'
import { orderWith } from '../../shared/rules/order.ts'
import { readPlace } from '../../shared/rules/place.ts'
import { answering, tell } from './support/core.ts'
import { checkpoints, routes, sheetsHold, trackers, users } from './support/fleet.ts'
import { acme, mayActAsUsers, routesPulled } from './support/known.ts'
import { statusWith } from './support/staged.ts'
import { openWindow } from './support/window.ts'

// Each press counts, in whichever order answers and events of the core come between two of them.

const grid = () => document.querySelector<HTMLElement>('[role=grid]')
const activeRow = () => /-(\d+)-[a-zA-Z]+$/.exec(grid()?.getAttribute('aria-activedescendant') ?? '')?.[1]
const shownId = (row: number) =>
  Number(document.querySelector(`[data-row="${row}"][data-field="id"]`)?.textContent.trim()) - 8000

function press(key: string, held: { altKey?: boolean; shiftKey?: boolean; ctrlKey?: boolean } = {}): void {
  document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, ...held, bubbles: true, cancelable: true }))
}
const down = () => press('ArrowDown', { altKey: true, shiftKey: true })

/** The same numbers for the same seed. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** A core that answers, and tells what has changed, in an order that `pick` chooses; its views stay as they were opened. */
function unruly(all: readonly SheetRow[], pick: (below: number) => number) {
  let held = all
  let last = 100
  const views = new Map<number, readonly SheetRow[]>()
  const waiting: (() => void)[] = []
  const later = <Answer>(work: () => Answer): Promise<Answer> =>
    new Promise((resolve) =>
      waiting.push(() => {
        const answer = work()
        waiting.push(() => resolve(answer))
      }),
    )
  const rowsOf = (view: number, from: number, count: number) => {
    const now = new Map(held.map((row) => [row.id, row]))
    return (views.get(view) ?? []).slice(from, from + count).map((row) => now.get(row.id) ?? row)
  }
  /** Acts are carried out one after the other. */
  let acted: Promise<unknown> = Promise.resolve()
  function act(ids: readonly number[], to: string) {
    const route = held.find(({ id }) => id === ids[0])?.values['routeId']
    const stops = held.filter((row) => row.values['routeId'] === route)
    const order = orderWith(
      stops.map(({ id }) => id),
      new Set(ids),
      readPlace(to)!,
    )
    held = held.map((row) => {
      const place = stops.indexOf(row)
      return place === -1 ? row : stops.find(({ id }) => id === order[place])!
    })
    const told = stops.map(({ id }) => id)
    waiting.push(() => tell({ event: 'rows', sheet: 'checkpoints', ids: pick(3) === 0 ? null : told }))
    return { staged: 1, shared: 0, unstaged: 0, skipped: 0, broken: 0 }
  }
  answering({
    'sheet.open': () =>
      later(() => {
        views.set(++last, held)
        const { length } = held
        return { view: last, count: length, matching: length, total: length, headings: [], rows: held.slice(0, 200) }
      }),
    'sheet.rows': ({ view, from, count }) => later(() => ({ rows: rowsOf(view, from, count) })),
    'sheet.ids': ({ view, from, count }) => later(() => ({ ids: rowsOf(view, from, count).map(({ id }) => id) })),
    'sheet.rowsById': ({ ids }) => later(() => ({ rows: held.filter(({ id }) => ids.includes(id)) })),
    'sheet.act': (action) => {
      const mine = acted.then(() => later(() => act(action.ids, 'to' in action ? action.to : '')))
      acted = mine
      return mine
    },
  })
  return {
    /** Does one of what is waiting, after a turn in which the window may ask for more. */
    async step(): Promise<void> {
      await new Promise((resolve) => setTimeout(resolve))
      waiting.splice(pick(waiting.length), 1)[0]?.()
    },
    order: () => held.map(({ id }) => id),
  }
}

test.for(Array.from({ length: 24 }, (_, seed) => seed + 1))(
  'Two presses move a stop by two places, whatever comes between them, in order %i',
  async (seed) => {
    const pick = numbers(seed)
    sheetsHold({ users, routes, trackers, checkpoints })
    answering({
      'status.read': () => statusWith({ profile: acme, permissions: mayActAsUsers }),
      'routes.state': () => routesPulled(now),
    })
    // Those of the first route that has enough, from the first row on.
    const core = unruly(checkpoints.slice(5), pick)
    openWindow('/routes/checkpoints')
    const until = async (isSo: () => boolean) => {
      while (!isSo()) await core.step()
    }
    await until(() => shownId(0) === 6 && shownId(1) === 7 && activeRow() === '0')
    grid()?.focus()
    down()
    for (let steps = pick(14); steps > 0; steps -= 1) await core.step()
    if (pick(3) === 0) tell({ event: 'rows', sheet: 'checkpoints', ids: null })
    down()
    await until(() => core.order().indexOf(6) === 2 && activeRow() === '2' && shownId(2) === 6)
    expect(core.order().slice(0, 4)).toEqual([7, 8, 6, 9])
  },
)

test('A press counts on a row that has not come yet, while another key is still on its way', async () => {
  const [stop] = checkpoints.slice(5)
  const long = Array.from({ length: 1000 }, (_, at) => ({
    ...stop!,
    id: at + 1,
    values: { ...stop!.values, id: 8001 + at, position: at + 1 },
  }))
  sheetsHold({ users, routes, trackers, checkpoints })
  answering({
    'status.read': () => statusWith({ profile: acme, permissions: mayActAsUsers }),
    'routes.state': () => routesPulled(now),
  })
  const core = unruly(long, () => 0)
  openWindow('/routes/checkpoints')
  while (shownId(0) !== 1) await core.step()
  grid()?.focus()
  press('End', { ctrlKey: true })
  press('ArrowLeft', { ctrlKey: true })
  press('ArrowUp', { altKey: true, shiftKey: true })
  while (core.order().indexOf(1000) !== 998) await core.step()
})
