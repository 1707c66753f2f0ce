import './support/clock.ts'
import { expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { announcement } from '../../renderer/announce.ts'
import MonthChart from '../../renderer/pages/reports/MonthChart.vue'
import { answering, askedFor, tell } from './support/core.ts'
import { acme } from './support/known.ts'
import { reportMonth, reportsHold } from './support/reported.ts'
import { show } from './support/show.ts'
import { statusWith } from './support/staged.ts'
import { openWindow } from './support/window.ts'

const button = (name: string | RegExp) => page.getByRole('button', { name })
const months = page.getByRole('grid', { name: 'Months' })
const owners = page.getByRole('grid', { name: 'Owners' })
const panel = page.getByRole('complementary')
const last12 = { from: '2025-12', to: '2026-11' }

function openReports(more: Parameters<typeof statusWith>[0] = {}) {
  answering({ 'status.read': () => statusWith({ profile: acme, ...more }) })
  return openWindow('/reports')
}

/** What the page has handed out as files. */
function filesTaken(): { readonly names: string[]; readonly texts: Promise<string>[] } {
  const taken: { names: string[]; texts: Promise<string>[] } = { names: [], texts: [] }
  const make = URL.createObjectURL.bind(URL)
  URL.createObjectURL = (blob: Blob) => {
    taken.texts.push(blob.text())
    return make(blob)
  }
  // A link that is in no page tells nobody of its click.
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    taken.names.push(this.download)
  })
  return taken
}

test('The last twelve months are shown, newest first, with their change in number and percent', async () => {
  reportsHold()
  openReports()
  await expect
    .element(months.getByRole('row').nth(1))
    .toMatchTextContent(/Nov 2026 \(not over\).*590.*\+9.*\+1\.5 %.*13.*4/)
  await expect.element(months.getByRole('row').nth(9)).toMatchTextContent(/Mar 2026.*521.*−4.*−0\.8 %/)
  expect(askedFor('reports.months').at(-1)).toEqual({ span: last12 })
  await expect.element(page.getByRole('img', { name: /from 512 in Dec 2025 to 590 in Nov 2026/ })).toBeVisible()
})

test('Who came and who went is opened by key, and leads to the sheet where a tracker still is', async () => {
  reportsHold()
  const where = openReports()
  await expect.element(months.getByRole('row').nth(2)).toBeVisible()
  months.element().focus()
  await userEvent.keyboard('{ArrowDown}{Enter}')
  await expect.element(panel).toMatchTextContent(/Oct 2026: who came and who went.*Came \(13\).*Went \(4\)/)
  await expect.poll(() => askedFor('reports.changes').at(-1)).toMatchObject({ month: '2026-10', which: 'came' })
  await panel.getByText('Went (4)').click()
  await expect.poll(() => askedFor('reports.changes').at(-1)).toMatchObject({ which: 'went' })
  const list = panel.getByRole('grid', { name: 'Trackers' })
  await list.getByText('Old van').click()
  await expect.element(panel).toMatchTextContent(/This tracker is not in the sheet/)
  list.element().focus()
  await userEvent.keyboard('{ArrowUp}{Enter}')
  await expect.poll(where).toMatch(/^\/trackers/)
})

test('Owners have a column for each month, and the chart is of the one that has the cursor', async () => {
  reportsHold()
  openReports()
  await page.getByText('By owner').click()
  await expect.element(owners.getByRole('row').nth(1)).toMatchTextContent(/ann@acme\.example.*256.*295.*\+39/)
  await expect.element(owners.getByRole('row').nth(3)).toMatchTextContent(/Northern branch/)
  await expect.element(page.getByRole('img', { name: /Trackers of ann@acme\.example/ })).toBeVisible()
  owners.element().focus()
  await userEvent.keyboard('{ArrowDown}')
  await expect.element(page.getByRole('img', { name: /Trackers of bob@acme\.example/ })).toBeVisible()
  await page.getByRole('searchbox', { name: 'Search owners' }).fill('nobody')
  await expect.element(page.getByText('No owner matches.')).toBeVisible()
})

test('Another span is asked for by its months, and one that is none is said to be none', async () => {
  reportsHold()
  openReports()
  await page.getByLabelText('From month').fill('2026-06')
  await expect.poll(() => askedFor('reports.months').at(-1)).toEqual({ span: { from: '2026-06', to: '2026-11' } })
  await page.getByLabelText('To month').fill('2026-05')
  await expect.element(page.getByRole('alert').last()).toMatchTextContent(/the first not after the last/)
  await expect.element(button('Read from the panel')).toHaveAttribute('aria-disabled', 'true')
})

test('Nothing read yet is one sentence and one action, and how far the reading is can be seen and stopped', async () => {
  answering({
    'reports.state': () => ({ running: false, done: 0, total: 0, problem: null }),
    'reports.months': () => ({ months: [reportMonth('2024-01')] }),
    'reports.owners': () => ({ count: 0, rows: [] }),
    'reports.read': () => ({}),
    'reports.stop': () => ({}),
  })
  openReports()
  await expect.element(page.getByText(/^Nothing has been read of these months yet/)).toBeVisible()
  await button('Read from the panel').last().click()
  await expect.poll(() => askedFor('reports.read')).toEqual([{ span: last12 }])
  answering({ 'reports.state': () => ({ running: true, done: 3, total: 12, problem: null }) })
  tell({ event: 'reports' })
  await expect.element(page.getByText('3 of 12 months read')).toBeVisible()
  await button('Stop').click()
  await expect.poll(() => askedFor('reports.stop')).toHaveLength(1)
  reportsHold({ problem: { code: 'panel-refused', panelCode: 211, panelWords: 'Requested time span is too big' } })
  tell({ event: 'reports' })
  await expect.poll(() => announcement.value).toBe('Not all months could be read.')
  await expect.element(page.getByText(/211/)).toBeVisible()
})

test('Offline what was read is shown with when that was, and asking is off with the reason', async () => {
  reportsHold()
  openReports({ connection: { state: 'chosen-offline' } })
  await expect.element(months.getByRole('row').nth(1)).toMatchTextContent(/20 Nov 2026, \d\d:05/)
  const read = button('Read from the panel')
  await expect.element(read).toHaveAttribute('aria-disabled', 'true')
  await expect.element(read).toHaveAccessibleDescription(/Offline/)
  read.element().focus()
  await userEvent.keyboard('{Enter}')
  expect(askedFor('reports.read')).toEqual([])
})

test('Without the permission the page says which it is, and nothing is asked of the core', async () => {
  reportsHold()
  openReports({ permissions: { trackers: ['read', 'update'] } })
  await expect
    .element(page.getByText('Needs “trackers: report”, which this account does not have.').last())
    .toBeVisible()
  expect(askedFor('reports.months')).toEqual([])
})

test('Months are downloaded as a file, and trackers month by month, cells guarded against formulas', async () => {
  reportsHold()
  const taken = filesTaken()
  answering({
    'reports.trackers': ({ month, after }) => ({
      rows:
        month === '2026-11' && after === null
          ? [{ id: 10_101, label: '=1+1', deviceId: '867232051000013', owner: 'ann@acme.example', row: 1 }]
          : [],
    }),
  })
  openReports()
  await button(/^Download/).click()
  await page.getByRole('menuitem', { name: 'Months as CSV' }).click()
  await expect.poll(() => taken.names).toEqual(['fleetbook-active-months.csv'])
  const lines = (await taken.texts[0])!.split('\r\n')
  expect(lines[0]).toMatch(/Month,Trackers,Change,Change in %,Came,Went,Read \(UTC\)/)
  expect(lines[1]).toMatch(/^2025-12,512,,,,,2026-11-20T13:0/)
  expect(lines[12]).toMatch(/^2026-11,590,9,1\.5,13,4,/)
  await button(/^Download/).click()
  await page.getByRole('menuitem', { name: 'Trackers by month as CSV' }).click()
  await expect.poll(() => taken.names.at(-1)).toBe('fleetbook-active-trackers.csv')
  expect((await taken.texts.at(-1))!.trim().split('\r\n')).toEqual([
    expect.stringMatching(/Month,Tracker ID,Label,Device ID,Owner/),
    "2026-11,10101,'=1+1,867232051000013,ann@acme.example",
  ])
  expect(askedFor('reports.trackers').every(({ count }) => count <= 1000)).toBe(true)
})

test('A chart of months of which nothing is known says that', async () => {
  show(MonthChart, { name: 'Trackers', months: ['2026-01'], amounts: [null], current: '2026-11' })
  await expect
    .element(page.getByRole('img', { name: 'Trackers: nothing is known of these months.' }))
    .toBeInTheDocument()
})
