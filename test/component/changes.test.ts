import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { announcement } from '../../renderer/announce.ts'
import { changesHold, endedPulls, panelChange, panelChanges } from './support/changed.ts'
import { answering, askedFor, refusing } from './support/core.ts'
import { quiet } from './support/known.ts'
import { openWindow } from './support/window.ts'

const button = (name: string | RegExp) => page.getByRole('button', { name })
const box = (name: string) => page.getByRole('combobox', { name })
const table = page.getByRole('grid', { name: 'Changes at the panel' })
const row = (name: RegExp) => table.getByRole('row', { name })

function openChanges(...held: Parameters<typeof changesHold>) {
  changesHold(...held)
  return openWindow('/changes')
}

test('Changes since the last pull of yesterday are asked for, until another pull is chosen', async () => {
  openChanges()
  await expect.element(row(/Van 44/)).toBeVisible()
  expect(askedFor('changes.list').at(-1)).toMatchObject({ since: 3, entity: null, whose: 'all' })
  await box('Changed since the pull').selectOptions('2')
  await expect.poll(() => askedFor('changes.list').at(-1)?.since).toBe(2)
  await expect.poll(() => askedFor('changes.summary').at(-1)?.since).toBe(2)
  await box('Changed since the pull').selectOptions('Since all that is kept')
  await expect.poll(() => askedFor('changes.list').at(-1)?.since).toBe(0)
})

test('A change says field by field what stood there and stands there now, and whose it is', async () => {
  openChanges()
  await expect.element(row(/Changed.*Trackers.*Crane 04.*Owner.*ann@acme.*dora@acme.*Others/)).toBeVisible()
  await expect.element(row(/Changed.*Van 01.*Blocked.*No.*Yes/)).toBeVisible()
  await expect.element(row(/Changed.*Van 01.*Comment.*Spare key.*empty/)).toBeVisible()
  await expect.element(row(/since the last pull.*Bus 12.*Ours/)).toBeVisible()
  await expect.element(row(/Gone.*Old van/)).toBeVisible()
})

test('Sheet, what happened, column, whose and a search narrow what is shown, and one press shows all again', async () => {
  openChanges()
  await expect.element(row(/Van 44/)).toBeVisible()
  await box('Sheet').selectOptions('Trackers (8)')
  await box('Column').selectOptions('Label (2)')
  await box('What happened').selectOptions('Changed (6)')
  await box('Whose change').selectOptions('Ours')
  await expect
    .poll(() => askedFor('changes.list').at(-1))
    .toMatchObject({ entity: 'tracker', field: 'label', sorts: ['changed'], whose: 'ours' })
  await page.getByRole('searchbox', { name: 'Search changes' }).fill('nothing like it')
  await expect.element(page.getByText('No change matches.')).toBeVisible()
  await button('Show all changes').click()
  await expect.element(row(/Van 44/)).toBeVisible()
  expect(askedFor('changes.list').at(-1)).toMatchObject({ entity: null, field: null, sorts: [], search: '' })
})

test('By keys, changes are chosen and put back, what stays is said with the reason, and undo takes it back', async () => {
  answering({
    'status.read': () => ({ ...quiet, undo: { canUndo: true, canRedo: false } }),
    'changes.putBack': () => ({
      ...{ staged: 3, unstaged: 0, broken: 0, steps: 2 },
      left: [{ problem: { code: 'put-back-changed' }, changes: 1 }],
    }),
    'sheet.undo': () => ({ step: { source: 'change', cells: 1, ids: [1], made: null } }),
  })
  openChanges()
  await expect.element(row(/Van 44/)).toBeVisible()
  await expect.element(button('Put back')).toHaveAttribute('aria-disabled', 'true')
  table.element().focus()
  await userEvent.keyboard('{Control>}a{/Control}')
  await button(`Put back ${panelChanges.length}`).click()
  await expect.poll(() => askedFor('changes.putBack')).toEqual([{ ids: panelChanges.map(({ id }) => id) }])
  await expect.element(page.getByText('3 cells are staged to go back.')).toBeVisible()
  await expect.element(page.getByText(/^1 stays: The panel holds another value by now/)).toBeVisible()
  await button('Undo').click()
  await expect.poll(() => announcement.value).toBe('What was put back is undone.')
  expect(askedFor('sheet.undo'), 'a step for each sheet').toHaveLength(2)
})

test('A change leads to its cell; one whose row is gone says so', async () => {
  const where = openChanges()
  await expect.element(row(/Old van/)).toBeVisible()
  answering({ 'sheet.recallLook': () => null })
  table.element().focus()
  await userEvent.keyboard('{End}{ArrowUp}{Enter}')
  await expect.poll(() => announcement.value).toMatch(/no longer on the panel/)
  expect(where()).toBe('/changes')
  await userEvent.keyboard('{Home}{ArrowDown}{Enter}')
  await expect.poll(where).toMatch(/^\/trackers/)
})

test('What is looked at is downloaded, with guarded cells', async () => {
  openChanges([panelChange({ to: '=1+1' })])
  await expect.element(row(/=1\+1/)).toBeVisible()
  const links: string[] = []
  const { createObjectURL } = URL
  let text: Promise<string> | null = null
  URL.createObjectURL = (blob: Blob) => {
    text = blob.text()
    links.push('made')
    return createObjectURL.call(URL, blob)
  }
  await button('Download as CSV').click()
  await expect.poll(() => announcement.value).toBe('fleetbook-changes.csv downloaded.')
  URL.createObjectURL = createObjectURL
  const lines = (await text!).split('\r\n')
  expect(lines[0]).toContain('Found (UTC),What,Sheet,ID,Row,Column,From,To,Whose')
  expect(lines[1]).toMatch(/,Changed,Trackers,10101,Van 01,Label,Van 1,.=1\+1,Others/)
})

test('Where nothing was pulled, nothing has changed, or nothing can be read, that is said', async () => {
  openChanges([], [])
  await expect.element(page.getByText(/^Nothing has been pulled yet/)).toBeVisible()
  await expect.element(button('Pull from the panel')).toBeVisible()
})

test('Where nothing has changed since, one looks further back', async () => {
  openChanges([], endedPulls)
  await expect.element(page.getByText('Nothing has changed at the panel since then.')).toBeVisible()
  await button('Show all that is kept').click()
  await expect.element(page.getByText('Nothing has changed at the panel since the first pull.')).toBeVisible()
})

test('Changes that cannot be read say why', async () => {
  openChanges()
  answering({ 'changes.list': refusing({ code: 'disk-failed' }) })
  await expect.element(page.getByText(/disk/i).first()).toBeVisible()
})
