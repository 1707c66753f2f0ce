import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { announcement } from '../../renderer/announce.ts'
import AttemptPanel from '../../renderer/pages/history/AttemptPanel.vue'
import RowHistory from '../../renderer/sheet/features/details/RowHistory.vue'
import type { AttemptRow } from '../../shared/contract/outbox.ts'
import { firstSettings } from '../../shared/settings.ts'
import { answering, askedFor, refusing } from './support/core.ts'
import { show } from './support/show.ts'
import { attempt, changeSet, operation } from './support/staged.ts'
import { openWindow } from './support/window.ts'

const button = (name: string | RegExp) => page.getByRole('button', { name })
const table = page.getByRole('grid', { name: 'Requests' })
const rows: readonly AttemptRow[] = [
  attempt({ id: 7, subject: 'Van 1' }),
  attempt({ id: 8, outcome: 'refused', problem: { code: 'panel-refused', panelCode: 7, panelWords: 'Invalid' } }),
  attempt({ id: 9, outcome: 'unknown', took: null, httpStatus: null, problem: { code: 'timed-out' } }),
]
const detail = (id: number) => ({
  attempt: rows.find((row) => row.id === id) ?? attempt(),
  request: '{"label":"Van 1"}',
  answer: id === 9 ? '' : '{"success":true}',
  operations: [operation({ state: 'done' })],
})

function openHistory(at = '/history', found: readonly AttemptRow[] = rows) {
  answering({
    'history.attempts': ({ outcomes }) => {
      const wanted = found.filter(({ outcome }) => outcomes.length === 0 || outcomes.includes(outcome))
      return { count: wanted.length, rows: wanted }
    },
    'history.attempt': ({ id }) => detail(id),
  })
  return openWindow(at)
}

test('Requests are walked through by keys, and what was sent and came back of each is in the panel', async () => {
  openHistory()
  await expect.element(table.getByRole('row').nth(3)).toBeVisible()
  table.element().focus()
  await userEvent.keyboard('{Enter}')
  const panel = page.getByRole('complementary')
  await expect.element(panel).toMatchTextContent(/"label": "Van 1".*"success": true.*1 change in it/s)
  table.element().focus()
  await userEvent.keyboard('{ArrowDown}{ArrowDown}')
  await expect.element(panel).toMatchTextContent(/Nothing came back\./)
  panel.element().focus()
  await userEvent.keyboard('{Escape}')
  await expect.element(panel).not.toBeInTheDocument()
  await expect.element(table).toHaveFocus()
})

test('Search and outcome narrow what is shown, and where nothing is left all of it is one press away', async () => {
  openHistory()
  await button('Refused').click()
  await expect.poll(() => askedFor('history.attempts').at(-1)?.outcomes).toEqual(['refused'])
  await expect.element(button('Refused')).toHaveAttribute('aria-pressed', 'true')
  await button('Done in part').click()
  await expect.element(page.getByText('No request matches.')).toBeVisible()
  await page.getByRole('searchbox', { name: 'Search requests' }).fill(' van ')
  await expect.poll(() => askedFor('history.attempts').at(-1)).toMatchObject({ search: 'van', outcomes: ['partly'] })
  await button('Show all requests').click()
  await expect.poll(() => askedFor('history.attempts').at(-1)).toMatchObject({ search: '', outcomes: [] })
})

test('The requests of one change are asked for by the address, until that is taken away', async () => {
  const where = openHistory('/history?operation=5')
  await expect.poll(() => askedFor('history.attempts').at(-1)?.operation).toBe(5)
  await button('One change only').click()
  await expect.poll(where).toBe('/history')
  await expect.poll(() => askedFor('history.attempts').at(-1)?.operation).toBe(undefined)
})

test('A request tells what it changed from what to what; technical columns are there when asked for, and that is kept', async () => {
  openHistory('/history', [attempt({ operations: 30, changeSet: changeSet({ name: 'Tyres' }) })])
  answering({
    'settings.change': ({ technical }) => ({
      settings: { ...firstSettings, technical: technical ?? 'hidden' },
      problem: null,
    }),
  })
  const row = table.getByRole('row').nth(1)
  await expect.element(row).toMatchTextContent(/Label.*Van.*Van 1.*and 29 more/)
  await expect.element(table.getByRole('columnheader', { name: 'HTTP' })).not.toBeInTheDocument()
  await page.getByRole('checkbox', { name: 'Technical columns' }).click()
  await expect.element(table.getByRole('columnheader', { name: 'HTTP' })).toBeVisible()
  expect(askedFor('settings.change')).toEqual([{ technical: 'shown' }])
})

test('The requests about one row, or of one change set, are asked for by the address', async () => {
  const where = openHistory('/history?entity=tracker&row=12')
  await expect.poll(() => askedFor('history.attempts').at(-1)?.row).toEqual({ entity: 'tracker', id: 12 })
  await button('One row only').click()
  await expect.poll(where).toBe('/history')
  await expect.poll(() => askedFor('history.attempts').at(-1)?.row).toBe(undefined)
})

test('The details of a row tell what was sent of it lately, and lead to all of it', async () => {
  answering({ 'history.attempts': () => ({ count: 7, rows: [attempt()] }) })
  show(RowHistory, { entity: 'tracker', row: 12 })
  await expect.element(page.getByRole('heading', { name: 'Sent from here' })).toBeVisible()
  await expect.element(page.getByRole('listitem')).toMatchTextContent(/Done.*Van.*Van 1/)
  await expect.element(page.getByText('Show all of it in the history (7)')).toBeVisible()
  expect(askedFor('history.attempts').at(-1)).toMatchObject({ row: { entity: 'tracker', id: 12 }, count: 5 })
})

test('What is shown is downloaded as it was asked for', async () => {
  openHistory()
  answering({ 'history.export': () => ({ name: 'history.csv', text: 'Time' }) })
  await button('Download as CSV').click()
  await expect.poll(() => announcement.value).toBe('history.csv downloaded.')
  expect(askedFor('history.export')).toEqual([{ search: '', outcomes: [], separator: 'comma' }])
})

test('A history in which nothing stands leads to the outbox', async () => {
  const where = openHistory('/history', [])
  answering({ 'outbox.changeSets': () => ({ changeSets: [] }), 'outbox.operations': () => ({ count: 0, rows: [] }) })
  await expect.element(button('Download as CSV')).toBeDisabled()
  await button('Go to the outbox').click()
  await expect.poll(where).toBe('/outbox')
})

test('A history that cannot be read says why', async () => {
  openHistory()
  answering({ 'history.attempts': refusing({ code: 'disk-failed' }) })
  await expect.element(page.getByText(/disk/i).first()).toBeVisible()
})

test('A request that cannot be read says why in its panel', async () => {
  answering({ 'history.attempt': refusing({ code: 'disk-failed' }) })
  const shown = show(AttemptPanel, { id: 7 })
  await expect.element(page.getByRole('complementary')).toMatchTextContent(/disk/i)
  await userEvent.keyboard('{Escape}')
  expect(shown.emitted('close')).toHaveLength(1)
})

test('A change set that nobody has named is called by what it holds, and who sent it stands beside the time', async () => {
  await page.viewport(1600, 800)
  openHistory('/history', [attempt({ account: 'ann@acme.example' })])
  const row = table.getByRole('row').nth(1)
  await expect.element(row).toMatchTextContent(/ann@acme\.example.*10 tracker edits/)
  table.element().focus()
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByRole('complementary').getByText('ann@acme.example')).toBeVisible()
  await page.viewport(1280, 800)
})

test('Of many changes in one request the first few are listed, and the rest opens', async () => {
  const operations = Array.from({ length: 40 }, (_, at) =>
    operation({ id: at + 1, state: 'done', subject: { name: `Van ${at + 1}`, panelId: at + 1, row: at + 1 } }),
  )
  openHistory('/history', [attempt({ id: 7, operations: 40 })])
  answering({ 'history.attempt': ({ id }) => ({ ...detail(id), operations }) })
  await page.getByText('and 39 more').click()
  const panel = page.getByRole('complementary')
  await expect.element(panel.getByRole('listitem').nth(9)).toMatchTextContent(/Van 10/)
  expect(panel.getByRole('listitem').elements()).toHaveLength(10)
  await button('and 30 more').click()
  await expect.element(panel.getByRole('listitem').nth(39)).toMatchTextContent(/Van 40/)
  await expect.element(button(/^and \d+ more/)).not.toBeInTheDocument()
})
