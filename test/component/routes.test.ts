import { now } from './support/clock.ts'
import { expect, onTestFinished, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import type { RoutesState } from '../../shared/contract/routes.ts'
import { answering, askedFor, refusing, tell } from './support/core.ts'
import { checkpoints, routes, sheetsHold, trackers, users } from './support/fleet.ts'
import { acme, routesPulled, routesState, mayActAsUsers } from './support/known.ts'
import { statusWith } from './support/staged.ts'
import { openWindow } from './support/window.ts'

const minute = 60_000
const choice = { users: [11, 12], from: '2026-11-13', to: '2026-12-04' }

/** Opens the page with what the core says of the routes, which a test may change and tell of. */
function opened(
  first: RoutesState,
  more: { status?: Parameters<typeof statusWith>[0]; held?: Parameters<typeof sheetsHold>[0]; at?: string } = {},
) {
  let state = first
  sheetsHold({ users, ...(more.held ?? { routes, checkpoints }) })
  answering({
    'status.read': () => statusWith({ profile: acme, permissions: mayActAsUsers, ...more.status }),
    'routes.state': () => state,
    'routes.choose': () => ({}),
    'routes.pull': () => ({}),
    'routes.stop': () => ({}),
  })
  const where = openWindow(more.at ?? '/routes')
  return {
    where,
    become(next: RoutesState): void {
      state = next
      tell({ event: 'routes' })
    },
  }
}

/** A user's line, which also says how the last pull ended. */
const named = (login: string) => ({ name: new RegExp(`^${login}( |$)`) })
const box = (login: string) => page.getByRole('option', named(login))
const ticked = (login: string) => page.getByRole('option', { ...named(login), selected: true })
const list = () => page.getByRole('listbox', { name: 'Users' })
const button = (name: string | RegExp) => page.getByRole('button', { name })
const day = (name: string) => page.getByLabelText(name, { exact: true })

test('Nothing is chosen at first: the page says what it is for, and leads to the users and the days around today', async () => {
  opened(routesState(), { held: {} })
  await expect.element(page.getByText(/^Routes and their checkpoints belong to users/)).toBeVisible()
  await expect.element(day('From')).toHaveValue('2026-11-13')
  await expect.element(day('To')).toHaveValue('2026-12-04')
  await expect.element(button('Show routes')).toBeDisabled()
  await expect.element(button('Pull them again')).toBeDisabled()
  await button('Choose users').click()
  await expect.element(page.getByRole('textbox', { name: 'Search users' })).toHaveFocus()
  expect(askedFor('routes.pull')).toEqual([])
})

test('In a narrow window the choice of users lies over the sheet, and only once it is wanted', async () => {
  await page.viewport(592, 400)
  onTestFinished(() => page.viewport(1280, 800))
  opened(routesPulled(now))
  await expect.element(button('Choose whose routes are shown')).toBeVisible()
  const sheet = document.querySelector('.sheet')?.getBoundingClientRect().width
  await button('Choose whose routes are shown').click()
  await expect.element(list()).toBeVisible()
  expect(document.querySelector('.sheet')?.getBoundingClientRect().width).toBeGreaterThanOrEqual(sheet ?? Infinity)
})

test('Users are chosen by pointer and key, and shown by the button, which then has nothing left to apply', async () => {
  const core = opened(routesState(), { held: {} })
  await box('bob@acme.example').click()
  await userEvent.keyboard('{ArrowDown} {Home}')
  await expect.element(ticked('cem@acme.example')).toBeVisible()
  await expect.element(list()).toHaveAttribute('aria-activedescendant', box('ann@acme.example').element().id)
  await day('From').fill('2026-11-20')
  await expect.element(button('Show routes')).toBeEnabled()
  answering({
    'routes.choose': (chosen) => {
      core.become(routesState({ choice: chosen, running: true, total: chosen.users.length }))
      return {}
    },
  })
  await button('Show routes').click()
  await expect.element(button('Show routes')).toBeDisabled()
  expect(askedFor('routes.choose')).toEqual([{ users: [12, 13], from: '2026-11-20', to: '2026-12-04' }])
  await box('cem@acme.example').click()
  await expect.element(button('Show routes')).toBeEnabled()
  await box('cem@acme.example').click()
  await expect.element(button('Show routes')).toBeDisabled()
})

test('All users with routes are found by a button, of the days that are asked for, and are then those that are chosen', async () => {
  const core = opened(routesState({ choice }), { held: { users } })
  await day('From').fill('2026-11-20')
  answering({ 'routes.find': () => ({}) })
  core.become(routesState({ choice }))
  ;(button('All users with routes').element() as HTMLElement).focus()
  await userEvent.keyboard('{Enter}')
  await expect.poll(() => askedFor('routes.find')).toEqual([{ from: '2026-11-20', to: '2026-12-04' }])
  core.become(routesState({ choice, running: true, finding: true, done: 1, total: 4 }))
  await expect.element(page.getByText('1 of 4 users asked')).toBeVisible()
  await expect.element(button('All users with routes')).toBeDisabled()
  core.become(routesPulled(now, { choice: { users: [13], from: '2026-11-20', to: '2026-12-04' } }))
  await expect.element(ticked('cem@acme.example')).toBeVisible()
  await expect.element(ticked('bob@acme.example')).not.toBeInTheDocument()
  await expect.element(button('Show routes')).toBeDisabled()
})

test('Offline nobody is asked for routes, and why stands at the button', async () => {
  opened(routesPulled(now), {
    status: {
      profile: acme,
      permissions: mayActAsUsers,
      connection: { state: 'chosen-offline' as const },
    },
  })
  await expect.element(button('All users with routes')).toBeDisabled()
  await expect.element(button('All users with routes')).toHaveAttribute('title', expect.stringMatching(/connection/))
})

test('A choice that is refused is said, and can be made again', async () => {
  opened(routesState(), { held: {} })
  answering({ 'routes.choose': refusing({ code: 'disk-failed' }) })
  await box('bob@acme.example').click()
  await button('Show routes').click()
  await expect.element(page.getByText(/disk/i).first()).toBeVisible()
  await expect.element(button('Show routes')).toBeEnabled()
})

test('Users are searched for, and all that are found chosen at once', async () => {
  opened(routesState(), { held: {} })
  answering({
    'sheet.open': ({ sheet, search }) => {
      const rows = sheet === 'users' ? users.filter(({ values }) => String(values['login']).includes(search)) : []
      return { view: 9, count: rows.length, matching: rows.length, total: rows.length, rows: [...rows] }
    },
    'sheet.rows': () => ({ rows: users.slice(2, 3) }),
    'sheet.ids': () => ({ ids: [13] }),
  })
  await page.getByRole('textbox', { name: 'Search users' }).fill('cem')
  await button('Choose the one shown').click()
  await expect.element(ticked('cem@acme.example')).toBeVisible()
  await expect.element(page.getByText('Only chosen: 1')).toBeVisible()
  await button('Choose none').click()
  await expect.element(ticked('cem@acme.example')).not.toBeInTheDocument()
})

test('A search that finds nobody says so', async () => {
  opened(routesState(), { held: { users: [] } })
  await expect.element(page.getByText('No user has been pulled yet.')).toBeVisible()
  await page.getByRole('textbox', { name: 'Search users' }).fill('nobody')
  await expect.element(page.getByText('No user matches.')).toBeVisible()
})

test('Those chosen are shown alone, and one that is unticked stays in sight until all are shown', async () => {
  opened(routesPulled(now))
  await expect.element(ticked('bob@acme.example')).toBeVisible()
  await page.getByRole('checkbox', { name: 'Only chosen: 2' }).click()
  await expect.element(box('cem@acme.example')).not.toBeInTheDocument()
  await box('bob@acme.example').click()
  await expect.element(ticked('bob@acme.example')).not.toBeInTheDocument()
  await page.getByRole('checkbox', { name: 'Only chosen: 1' }).click()
  await expect.element(box('cem@acme.example')).toBeVisible()
})

test('Of thousands of users only those in sight are there, and keys lead to the last one', async () => {
  const many = Array.from({ length: 5000 }, (_, at) => ({
    id: at + 1,
    values: { id: at + 1, login: `user ${at + 1}` },
    marks: {},
  }))
  opened(routesState(), { held: { users: many } })
  await box('user 1').click()
  expect(page.getByRole('option').elements().length).toBeLessThan(80)
  await userEvent.keyboard('{End}')
  await expect.element(box('user 5000')).toBeVisible()
  await userEvent.keyboard(' ')
  await expect.element(ticked('user 5000')).toBeVisible()
  await expect.element(list()).toHaveFocus()
  await expect.element(page.getByText('Only chosen: 2')).toBeVisible()
  await button('Choose all 5,000 shown').click()
  await expect.element(page.getByText('Choose at most 2,000 users: these are 5,000.')).toBeVisible()
  await expect.element(button('Show routes')).toBeDisabled()
})

test('Days that are missing or turned round are said, and not asked for', async () => {
  opened(routesPulled(now))
  await day('From').fill('2026-12-24')
  await expect.element(page.getByText('The first day comes after the last.')).toBeVisible()
  await expect.element(button('Show routes')).toBeDisabled()
  await day('From').fill('')
  await expect.element(page.getByText('Enter both days.')).toBeVisible()
  await day('From').fill('2026-12-01')
  await expect.element(button('Show routes')).toBeEnabled()
  await userEvent.keyboard('{Enter}')
  await expect.poll(() => askedFor('routes.choose')).toEqual([{ ...choice, from: '2026-12-01' }])
})

test('How the pull goes on is told, by user and in all, and it can be stopped and begun anew', async () => {
  const core = opened(routesState({ choice }))
  core.become(
    routesState({
      choice,
      running: true,
      done: 1,
      total: 2,
      users: [
        { id: 11, pulledAt: now - 3 * minute, problem: null },
        { id: 12, pulledAt: null, problem: null },
      ],
    }),
  )
  await expect.element(page.getByText('1 of 2 users')).toBeVisible()
  await expect.element(page.getByRole('progressbar', { name: 'Pulling routes' })).toHaveAttribute('aria-valuenow', '1')
  await expect.element(box('ann@acme.example')).toHaveAccessibleName(/3 min ago$/)
  await expect.element(box('bob@acme.example')).toHaveAccessibleName(/pulling$/)
  await button('Stop').click()
  await expect.poll(() => askedFor('routes.stop')).toHaveLength(1)
  core.become(routesPulled(now - 3 * minute))
  await button('Pull them again').click()
  await expect.poll(() => askedFor('routes.pull')).toContainEqual({ olderThan: 0 })
})

test('What stood in the way of a user stands beside them, and what keeps all from being pulled below', async () => {
  const { users: pulled } = routesPulled(now)
  opened(
    routesPulled(now, {
      users: [...pulled.slice(0, 1), { id: 12, pulledAt: now, problem: { code: 'panel-refused', panelCode: 201 } }],
      problem: { code: 'unreachable' },
    }),
  )
  await expect.element(box('bob@acme.example')).toHaveAccessibleName(/201/)
  await expect.element(box('ann@acme.example')).toHaveAccessibleName(/just now$/)
  await expect.element(page.getByText(/reach/i).first()).toBeVisible()
})

test('Whoever may not work as a user is told so, and nothing is asked for', async () => {
  opened(routesState(), { status: { permissions: { trackers: ['read'] } } })
  await expect.element(page.getByRole('main').getByText(/^Needs “user_sessions: create”, which/)).toBeVisible()
  await expect.element(button('Show routes')).not.toBeInTheDocument()
  expect(askedFor('sheet.open')).toEqual([])
})

test('What was pulled more than a quarter of an hour ago is pulled again when the page opens', async () => {
  opened(routesPulled(now - 20 * minute))
  await expect.poll(() => askedFor('routes.pull')).toEqual([{ olderThan: 15 * minute }])
})

test('Offline, what was pulled before is shown, and nothing is pulled before the connection is back', async () => {
  const offline = {
    profile: acme,
    permissions: mayActAsUsers,
    connection: { state: 'chosen-offline' as const },
  } satisfies Parameters<typeof statusWith>[0]
  opened(routesPulled(now - 20 * minute), { status: offline })
  await expect.element(page.getByText('Harbour round').first()).toBeVisible()
  await expect.element(page.getByText(/^Pulling needs a connection/)).toBeVisible()
  await expect.element(button('Pull them again')).toBeDisabled()
  expect(askedFor('routes.pull')).toEqual([])
  tell({ event: 'status', status: statusWith({ ...offline, connection: { state: 'online' } }) })
  await expect.poll(() => askedFor('routes.pull')).toEqual([{ olderThan: 15 * minute }])
})

test('Tabs lead between both sheets by key, the address says which, and what is about to be chosen stays', async () => {
  const { where } = opened(routesPulled(now))
  await expect.element(page.getByText('Harbour round').first()).toBeVisible()
  await box('cem@acme.example').click()
  const tab = (name: string) =>
    page.getByRole('navigation', { name: /^What of the routes/ }).getByRole('link', { name })
  ;(tab('Checkpoints').element() as HTMLElement).focus()
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByText('Fuel stop').first()).toBeVisible()
  expect(where()).toBe('/routes/checkpoints')
  await expect.element(tab('Checkpoints')).toHaveFocus()
  await expect.element(tab('Checkpoints')).toHaveAttribute('aria-current', 'page')
  await expect
    .element(page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Routes' }))
    .toHaveAttribute('aria-current', 'page')
  await expect.element(ticked('cem@acme.example')).toBeVisible()
})

test('A route leads to its checkpoints, in their tab, by its id', async () => {
  const { where } = opened(routesPulled(now))
  await page.getByText('Airport round').first().click()
  await button(/^Actions/).click()
  await page.getByRole('menuitem', { name: 'Their checkpoints' }).click()
  await expect.poll(where).toBe('/routes/checkpoints')
  await expect
    .poll(() => askedFor('sheet.open').find(({ sheet }) => sheet === 'checkpoints')?.filter)
    .toEqual([{ is: 'oneOf', field: 'routeId', values: [7002] }])
})

/** Has the core look at what is chosen, and pull it. */
function choosing(core: ReturnType<typeof opened>): void {
  answering({
    'routes.choose': (chosen) => {
      core.become(routesState({ choice: chosen, running: true, total: chosen.users.length }))
      return {}
    },
  })
}

/** The open sheet's first cell that shows this, and so many rows below it. */
async function selectRows(text: string, below: number): Promise<void> {
  await page.getByText(text, { exact: true }).first().click()
  for (let rows = 0; rows < below; rows++) await userEvent.keyboard('{Shift>}{ArrowDown}{/Shift}')
}

/** Opens the menu of what can be done with the selected rows, by the keyboard. */
async function openActions(): Promise<void> {
  ;(button(/^Actions/).element() as HTMLElement).focus()
  await userEvent.keyboard('{ArrowDown}')
}

const lead = (name: string | RegExp) => page.getByRole('menuitem', { name })
const fleet = { trackers, routes, checkpoints }

test('Selected trackers lead by key to the routes of their owners, each once, of the days that are looked at', async () => {
  const core = opened(routesPulled(now), { held: fleet, at: '/trackers' })
  choosing(core)
  const left = { sort: [], only: 'all' as const, group: null, folded: [], foldOthers: false, columns: [] }
  const filter = [{ is: 'oneOf' as const, field: 'status', values: ['done'] }]
  answering({
    'sheet.recallLook': ({ sheet }) => (sheet === 'routes' ? { ...left, filter, view: null, lent: null } : null),
  })
  await selectRows('Truck 02', 4)
  await openActions()
  await userEvent.keyboard('sh')
  await expect.element(lead('Show owners’ routes')).toHaveFocus()
  await userEvent.keyboard('{Enter}')
  await expect.poll(core.where).toBe('/routes')
  expect(askedFor('routes.choose')).toEqual([{ ...choice, users: [12, 13, 14, 11] }])
  await expect.element(ticked('dora@acme.example')).toBeVisible()
  await expect.element(button('Show routes')).toBeDisabled()
  await expect.element(page.getByText('Harbour round').first()).toBeVisible()
  expect(askedFor('sheet.open').findLast(({ sheet }) => sheet === 'routes')?.filter).toEqual([])
})

test('Selected users lead to their routes, of the days around today where none were looked at', async () => {
  const core = opened(routesState(), { held: fleet, at: '/users' })
  choosing(core)
  await selectRows('bob@acme.example', 1)
  await openActions()
  await lead('Their routes').click()
  await expect.poll(core.where).toBe('/routes')
  expect(askedFor('routes.choose')).toEqual([{ ...choice, users: [12, 13] }])
  await expect.element(ticked('cem@acme.example')).toBeVisible()
  await expect.element(ticked('ann@acme.example')).not.toBeInTheDocument()
})

test('Nobody is led to routes who may not have sessions of users, and why stands at the entry', async () => {
  opened(routesState(), { held: fleet, at: '/trackers', status: { permissions: { trackers: ['read'] } } })
  await selectRows('Van 01', 0)
  await openActions()
  await expect.element(lead(/^Show owners’ routes/)).toHaveAttribute('aria-disabled', 'true')
  await expect.element(lead(/^Show owners’ routes/)).toMatchTextContent(/needs “user_sessions: create”/)
  await lead(/^Show owners’ routes/).click({ force: true })
  expect(askedFor('routes.choose')).toEqual([])
})

test('What keeps the owners’ routes from being chosen is said where one is', async () => {
  const many = Array.from({ length: 2001 }, (_, at) => ({
    ...trackers[0]!,
    id: at + 1,
    values: { ...trackers[0]!.values, userId: at + 1 },
  }))
  const { where } = opened(routesState(), { held: { ...fleet, trackers: many }, at: '/trackers' })
  answering({ 'routes.choose': refusing({ code: 'disk-failed' }) })
  await selectRows('Van 01', 0)
  await userEvent.keyboard('{Control>}a{/Control}')
  await openActions()
  await lead('Show owners’ routes').click()
  await expect.element(page.getByText(/^The routes of at most 2,000 users can be shown together/)).toBeVisible()
  expect(askedFor('routes.choose')).toEqual([])

  await selectRows('Van 01', 1)
  await openActions()
  await lead('Show owners’ routes').click()
  await expect.element(page.getByRole('contentinfo')).toMatchTextContent(/disk/)
  expect(where()).toBe('/trackers')
})

/** A cell of the sheet; rows count from 0. */
const cell = (row: number, field: string) =>
  expect.poll(() => document.querySelector(`[data-row="${row}"][data-field="${field}"]`)?.textContent.trim())

test('Where a route stands and where it comes from is said in words, wherever it is: a word that nobody knows as it is', async () => {
  const [first, second, ...others] = routes
  const postponed = { ...second!, values: { ...second!.values, status: 'postponed' } }
  answering({
    'sheet.facet': () => ({
      values: ['assigned', 'faulty', 'postponed'].map((value) => ({ value, count: 1 })),
      more: false,
    }),
  })
  opened(routesPulled(now), { held: { routes: [first!, postponed, ...others], checkpoints } })
  await cell(0, 'status').toBe('Assigned')
  await cell(1, 'status').toBe('postponed')
  await cell(2, 'status').toBe('Delayed')

  await page.getByText('Harbour round').first().click()
  await userEvent.keyboard('{Alt>}{Enter}{/Alt}')
  const details = page.getByRole('complementary', { name: 'Harbour round' })
  await expect.element(details).toMatchTextContent(/StatusAssigned/)
  await expect.element(details).toMatchTextContent(/OriginManual/)

  await button('Filter by another column').click()
  await page.getByRole('menuitem', { name: 'Status', exact: true }).click()
  await page.getByRole('checkbox', { name: /^Faulty/ }).click()
  await page.getByRole('checkbox', { name: /^postponed/ }).click()
  await expect.element(button(/^Filter by Status/)).toHaveAccessibleName(/Faulty/)
  await expect
    .poll(() => askedFor('sheet.open').findLast(({ sheet }) => sheet === 'routes')?.filter)
    .toEqual([{ is: 'oneOf', field: 'status', values: ['faulty', 'postponed'] }])
})

test('An empty sheet says why, and shows the first routes as they come', async () => {
  const running = {
    running: true,
    done: 0,
    total: 2,
    users: choice.users.map((id) => ({ id, pulledAt: null, problem: null })),
  }
  const core = opened(routesState({ choice, ...running }), { held: {} })
  await expect.element(page.getByText('The routes of the chosen users are being pulled.')).toBeVisible()
  core.become(routesPulled(now))
  await expect.element(page.getByText('The chosen users have no routes from 2026-11-13 to 2026-12-04.')).toBeVisible()
  core.become(
    routesPulled(now, { users: choice.users.map((id) => ({ id, pulledAt: null, problem: { code: 'timed-out' } })) }),
  )
  await expect.element(page.getByText(/^No routes could be pulled/)).toBeVisible()
  sheetsHold({ users, routes })
  tell({ event: 'rows', sheet: 'routes', ids: null })
  await expect.element(page.getByText('Harbour round').first()).toBeVisible()
})

test('The pane is put away and brought back, and stays as it was left', async () => {
  opened(routesPulled(now))
  await button('Hide whose routes are shown').click()
  await expect.element(button('Show routes')).not.toBeInTheDocument()
  await expect.element(button('Choose whose routes are shown')).toHaveFocus()
  opened(routesPulled(now))
  await button('Choose whose routes are shown').last().click()
  await expect.element(page.getByRole('textbox', { name: 'Search users' })).toHaveFocus()
})
