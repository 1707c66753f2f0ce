import { now } from './support/clock.ts'
import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import type { SheetRow } from '../../shared/contract/sheets.ts'
import { answering, askedFor } from './support/core.ts'
import { checkpoints, mark, routes, sheetsHold, trackers, users } from './support/fleet.ts'
import { acme, routesPulled, mayActAsUsers } from './support/known.ts'
import { statusWith } from './support/staged.ts'
import { openWindow } from './support/window.ts'

const own = 2 ** 50
const button = (name: string | RegExp) => page.getByRole('button', { name })
const bottom = page.getByRole('contentinfo')
const stopForm = page.getByRole('dialog', { name: 'New checkpoint' })
const field = (name: string) => page.getByRole('dialog').getByRole('textbox', { name, exact: true })
const cell = (row: number, name: string) =>
  document.querySelector<HTMLElement>(`[data-row="${row}"][data-field="${name}"]`)
const active = (grid: string) =>
  /-(\d+)-([a-zA-Z]+)$/.exec(
    page.getByRole('grid', { name: grid }).element().getAttribute('aria-activedescendant') ?? '',
  )

/** The sheets of routes, where rows are made as the core does it. */
async function openAt(path: string, held: { checkpoints?: readonly SheetRow[] } = {}): Promise<void> {
  let rows = held.checkpoints ?? checkpoints
  let tours: readonly SheetRow[] = routes
  sheetsHold({
    ...{ users, trackers },
    get routes() {
      return tours
    },
    get checkpoints() {
      return rows
    },
  })
  answering({
    'status.read': () => statusWith({ profile: acme, permissions: mayActAsUsers }),
    'routes.state': () => routesPulled(now),
    'sheet.make'({ sheet, rows: texts, beside }) {
      const kind = sheet === 'routes' ? 'route.create' : 'checkpoint.create'
      const problem = { code: 'name-empty' } as const
      const made = texts.map(({ label = '' }, at): SheetRow => {
        const missing = { label: mark(undefined, undefined, { kind, problem, sign: 'refused' }) }
        const like = (sheet === 'routes' ? tours[0] : rows.find(({ id }) => id === beside?.row))!.values
        return {
          id: own + at,
          values: { ...like, id: null, label },
          marks: { '': mark(undefined, undefined, { kind }), ...(label === '' ? missing : {}) },
        }
      })
      const at = rows.findIndex(({ id }) => id === beside?.row) + 1
      if (sheet === 'routes') tours = [...tours, ...made]
      else rows = [...rows.slice(0, at), ...made, ...rows.slice(at)]
      const broken = texts.filter(({ label = '' }) => label === '').length
      return { ids: made.map(({ id }) => id), skipped: [], broken }
    },
  })
  openWindow(path)
  if (rows.length > 0) await expect.poll(() => cell(3, 'label')?.textContent).toMatch(/\w/)
}

test('Insert asks for a new stop by the keyboard alone: it is made behind the active one, and has the cursor then', async () => {
  await openAt('/routes/checkpoints')
  await userEvent.click(cell(3, 'label')!)
  await userEvent.keyboard('{Insert}')
  await expect.element(field('Label')).toHaveFocus()
  await userEvent.keyboard('Kiosk{Tab}{Tab}52,5; 13,4{Enter}')
  await expect.element(stopForm).not.toBeInTheDocument()
  expect(askedFor('sheet.make')).toEqual([
    {
      ...{ sheet: 'checkpoints', beside: { row: 4, at: 'behind' } },
      rows: [{ label: 'Kiosk', coordinates: '52,5; 13,4' }],
    },
  ])
  await expect.poll(() => active('Checkpoints')?.slice(1)).toEqual(['4', 'label'])
  await expect.element(page.getByRole('grid', { name: 'Checkpoints' })).toHaveFocus()
  await expect.element(bottom).toMatchTextContent(/1 new checkpoint staged/)
})

test('As many as wanted are made at once, at the end of the route, and filled in later: what is missing is marked', async () => {
  await openAt('/routes/checkpoints')
  await userEvent.click(cell(0, 'label')!)
  await button('New checkpoint').click()
  await stopForm.getByRole('radio', { name: 'At the end of its route' }).click()
  await field('How many').fill('3')
  await button('Stage checkpoints').click()
  await expect.element(stopForm).not.toBeInTheDocument()
  expect(askedFor('sheet.make')).toEqual([{ sheet: 'checkpoints', rows: [{}, {}, {}], beside: { row: 1, at: 'end' } }])
  await expect.element(bottom).toMatchTextContent(/3 new checkpoints staged · What is missing is marked/)
})

test('What is wrong is said at its field, also how many; nothing is staged before it is mended', async () => {
  await openAt('/routes/checkpoints')
  await userEvent.click(cell(0, 'label')!)
  await button('New checkpoint').click()
  await field('Coordinates').fill('nowhere')
  await field('From').fill('25:61')
  await field('How many').fill('0')
  await button('Stage checkpoints').click()
  for (const name of ['Coordinates', 'From', 'How many'])
    await expect.element(field(name)).toHaveAttribute('aria-invalid', 'true')
  await field('Coordinates').fill('https://www.google.com/maps/@52.5,13.4,15z')
  await field('From').fill('1.12.2026 9:00')
  await button('Stage checkpoints').click()
  await expect.element(field('How many')).toHaveFocus()
  expect(askedFor('sheet.make')).toEqual([])
  await field('How many').fill('1')
  await button('Stage checkpoints').click()
  await expect.element(stopForm).not.toBeInTheDocument()
  expect(askedFor('sheet.make')).toHaveLength(1)
})

test('The menu of cells offers it, too, with its key', async () => {
  await openAt('/routes/checkpoints')
  await userEvent.click(cell(2, 'label')!)
  await userEvent.keyboard('{Shift>}{F10}{/Shift}')
  await page.getByRole('menuitem', { name: /^New checkpoint…/ }).click()
  await expect.element(stopForm).toBeVisible()
})

test('Without a checkpoint there is none beside which one could stand, and that is said', async () => {
  await openAt('/routes/checkpoints', { checkpoints: [] })
  await expect.element(button('New checkpoint')).toBeDisabled()
  await expect.element(button('New checkpoint')).toHaveAccessibleDescription(/^Select a checkpoint/)
})

test('A new route is asked for with its user, driver, times and number of stops, and has the cursor then', async () => {
  await openAt('/routes')
  await button('New route').click()
  const form = page.getByRole('dialog', { name: 'New route' })
  await button('Stage route').click()
  await expect.element(field('Label')).toHaveAttribute('aria-invalid', 'true')
  await expect.element(form.getByRole('combobox', { name: 'User' })).toHaveAttribute('aria-invalid', 'true')
  expect(askedFor('sheet.make')).toEqual([])
  answering({ 'lookup.users': () => ({ users: [{ id: 11, login: 'ann@acme.example', name: '', trackers: 1 }] }) })
  await form.getByRole('combobox', { name: 'User' }).fill('ann')
  await expect.element(page.getByRole('option', { name: /^ann@acme.example/ }).last()).toBeVisible()
  await userEvent.keyboard('{ArrowDown}{Enter}')
  await field('Label').fill('Night tour')
  await field('Begins').fill('2026-12-01 20:00')
  await field('Ends').fill('2026-12-01 23:00')
  for (const stops of ['1', '501', 'some', '']) {
    await field('Stops').fill(stops)
    await button('Stage route').click()
    await expect.element(field('Stops')).toHaveAttribute('aria-invalid', 'true')
  }
  expect(askedFor('sheet.make')).toEqual([])
  await field('Stops').fill('2')
  await button('Stage route').click()
  await expect.element(form).not.toBeInTheDocument()
  expect(askedFor('sheet.make')).toEqual([
    {
      sheet: 'routes',
      rows: [
        {
          ...{ owner: '#11', label: 'Night tour', tracker: '', stops: '2' },
          ...{ windowFrom: '2026-12-01 20:00', windowTo: '2026-12-01 23:00' },
        },
      ],
    },
  ])
  await expect.poll(() => active('Routes')?.slice(1)).toEqual(['9', 'label'])
  await expect.element(bottom).toMatchTextContent(/New route staged, with its checkpoints/)
})
