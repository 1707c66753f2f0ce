import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import MakingDialog from '../../renderer/sheet/features/making/MakingDialog.vue'
import { bundlesSheet } from '../../shared/sheets/bundles.ts'
import type { SheetRow } from '../../shared/contract/sheets.ts'
import { freshImeis } from '../support/imeis.ts'
import { answering, askedFor, refusing } from './support/core.ts'
import { bundles, mark, sheetsHold, trackers } from './support/fleet.ts'
import { quiet } from './support/known.ts'
import { show } from './support/show.ts'
import { statusWith } from './support/staged.ts'
import { openWindow } from './support/window.ts'

const [imei = ''] = freshImeis(1)
const equipment = [
  { id: 7, name: 'Box 7', modelCode: 'box_7' },
  { id: 9, name: 'Box 9', modelCode: 'box_9' },
]
const texts = { imei, equipment: '#9', factoryPreset: 'no' }
const own = 2 ** 50

const button = (name: string | RegExp) => page.getByRole('button', { name })
const dialog = page.getByRole('dialog', { name: 'New bundle' })
const imeiField = page.getByRole('textbox', { name: 'IMEI' })
const equipmentField = page.getByRole('combobox', { name: 'Equipment' })
const bottom = page.getByRole('contentinfo')

function showForm() {
  answering({ 'lookup.equipment': () => ({ equipment }) })
  return show(MakingDialog, { sheet: bundlesSheet, there: null, failure: null })
}

test('The form is filled in and answered by the keyboard alone', async () => {
  const form = showForm()
  await expect.element(imeiField).toHaveFocus()
  await expect.element(page.getByRole('option', { name: 'Box 9 (box_9)' })).toBeInTheDocument()
  await userEvent.keyboard(imei)
  await userEvent.keyboard('{Tab}')
  await expect.element(equipmentField).toHaveFocus()
  await userEvent.keyboard('{ArrowDown}{ArrowDown}')
  await userEvent.keyboard('{Tab}')
  const preset = page.getByRole('checkbox', { name: 'Factory preset' })
  await expect.element(preset).toHaveFocus()
  await userEvent.keyboard(' ')
  await expect.element(preset).toBeChecked()
  await userEvent.keyboard('{Control>}{Enter}{/Control}')
  expect(form.emitted('make')).toEqual([[{ ...texts, factoryPreset: 'yes' }]])
  await imeiField.click()
  await userEvent.keyboard('{Enter}')
  expect(form.emitted('make')).toHaveLength(2)
  await userEvent.keyboard('{Escape}')
  expect(form.emitted('close')).toHaveLength(1)
})

test('What is wrong is said once it was tried, at its field, and goes as it is mended', async () => {
  const form = showForm()
  await expect.element(page.getByRole('option', { name: 'Box 9 (box_9)' })).toBeInTheDocument()
  await imeiField.fill('12')
  await expect.element(imeiField).toHaveAttribute('aria-invalid', 'false')
  await equipmentField.click()
  await userEvent.keyboard('{Escape}')
  await button('Stage bundle').click()
  await expect.element(imeiField).toHaveAccessibleDescription(/needs exactly 15 digits/)
  await expect.element(equipmentField).toHaveAccessibleDescription('Choose one.')
  await expect.element(imeiField).toHaveFocus()
  await imeiField.fill(imei)
  await expect.element(imeiField).toHaveAttribute('aria-invalid', 'false')
  await userEvent.keyboard('{Enter}')
  await expect.element(equipmentField).toHaveFocus()
  expect(form.emitted('make')).toEqual([])
  await equipmentField.selectOptions('Box 9 (box_9)')
  await button('Stage bundle').click()
  expect(form.emitted('make')).toEqual([[texts]])
})

test('What is doubtful is said at its field, and goes only when it is meant all the same', async () => {
  const form = showForm()
  const doubtful = imei.slice(0, -1) + String((Number(imei.at(-1)) + 1) % 10)
  await expect.element(page.getByRole('option', { name: 'Box 9 (box_9)' })).toBeInTheDocument()
  await equipmentField.selectOptions('Box 9 (box_9)')
  await imeiField.fill(doubtful)
  await userEvent.keyboard('{Enter}')
  await expect.element(imeiField).toHaveAccessibleDescription(/^The check digit of IMEI \d+ does not fit the others/)
  await expect.element(imeiField).toHaveAttribute('aria-invalid', 'false')
  expect(form.emitted('make')).toEqual([])
  await imeiField.fill(imei)
  await expect.element(imeiField).not.toHaveAccessibleDescription()
  await expect.element(button('Stage bundle')).toBeVisible()
  await imeiField.fill(doubtful)
  await button('Stage it all the same').click()
  expect(form.emitted('make')).toEqual([[{ ...texts, imei: doubtful }]])
})

test('That there is such a row, or that it cannot be staged, is said in the form, and told when something is changed', async () => {
  const form = showForm()
  await imeiField.fill(imei)
  await form.give({ there: { code: 'row-at-panel' } })
  await expect.element(imeiField).toHaveAccessibleDescription(/^The panel has this one already/)
  await expect.element(imeiField).toHaveFocus()
  await button('Go to its row').click()
  expect(form.emitted('goToThere')).toHaveLength(1)
  const before = form.emitted('changed').length
  await imeiField.fill('1')
  expect(form.emitted('changed').length).toBeGreaterThan(before)
  await form.give({ there: null, failure: { code: 'disk-full' } })
  await expect.element(page.getByRole('alert')).toMatchTextContent(/disk/)
})

/** The whole window at the sheet of bundles, of which some can be made. */
async function openBundles(
  permissions: Record<string, string[]> = {},
  before: readonly SheetRow[] = bundles,
): Promise<void> {
  let held = before
  sheetsHold({
    get bundles() {
      return held
    },
  })
  const undone: SheetRow[] = []
  answering({
    'lookup.equipment': () => ({ equipment }),
    'status.read': () => statusWith({ permissions, pull: { ...quiet.pull, completedAt: 1 } }),
    'sheet.make'({ rows: [row = {}] }) {
      const there = held.find(({ values }) => values['imei'] === row['imei'])
      if (there) return { ids: [there.id], skipped: [{ place: 0, problem: { code: 'row-at-panel' } }], broken: 0 }
      const values = { ...bundles[0]?.values, id: null, imei: row['imei'] ?? null }
      held = [...held, { id: own, values, marks: { '': mark(undefined, undefined, { kind: 'bundle.import' }) } }]
      return { ids: [own], skipped: [], broken: 0 }
    },
    'sheet.undo'({ redo }) {
      if (redo) held = [...held, ...undone.splice(0)]
      else {
        undone.push(...held.slice(-1))
        held = held.slice(0, -1)
      }
      return { step: { source: 'make', cells: 1, ids: [own], made: 'bundles' } }
    },
  })
  openWindow('/bundles')
  if (before.length === 0) return expect.element(page.getByText('This panel has no bundles.')).toBeVisible()
  await expect.poll(() => document.querySelector('[data-row="0"][data-field="imei"]')?.textContent).toMatch(/\d/)
}

const activeCell = () => page.getByRole('grid', { name: 'Bundles' }).element().getAttribute('aria-activedescendant')
const shownImeis = () =>
  [...document.querySelectorAll('[data-field="imei"][data-row]')].map(({ textContent }) => textContent.trim())
const focusCells = () => (page.getByRole('grid', { name: 'Bundles' }).element() as HTMLElement).focus()

test('Insert opens the form from the cells; the new row has the cursor then, and undo and redo go over it', async () => {
  await openBundles()
  focusCells()
  await userEvent.keyboard('{Insert}')
  await expect.element(imeiField).toHaveFocus()
  await expect.element(page.getByRole('option', { name: 'Box 9 (box_9)' })).toBeInTheDocument()
  await userEvent.keyboard(`${imei}{Tab}{ArrowDown}{ArrowDown}{Control>}{Enter}{/Control}`)
  await expect.element(dialog).not.toBeInTheDocument()
  expect(askedFor('sheet.make')).toEqual([{ sheet: 'bundles', rows: [texts] }])
  await expect.poll(activeCell).toMatch(new RegExp(`-${bundles.length}-imei$`))
  await expect.element(page.getByRole('grid', { name: 'Bundles' })).toHaveFocus()
  await expect.element(bottom).toMatchTextContent(/New bundle staged/)
  await userEvent.keyboard('{Control>}z{/Control}')
  await expect.element(bottom).toMatchTextContent(/Undone: 1 new row/)
  await expect.poll(shownImeis).not.toContain(imei)
  await userEvent.keyboard('{Control>}y{/Control}')
  await expect.poll(shownImeis).toContain(imei)
})

test('Esc closes the form, and the focus is where it was', async () => {
  await openBundles()
  focusCells()
  await userEvent.keyboard('{Insert}')
  await expect.element(imeiField).toHaveFocus()
  await userEvent.keyboard('{Escape}')
  await expect.element(dialog).not.toBeInTheDocument()
  await expect.element(page.getByRole('grid', { name: 'Bundles' })).toHaveFocus()
  await button('New bundle').click()
  await userEvent.keyboard('{Escape}')
  await expect.element(button('New bundle')).toHaveFocus()
  expect(askedFor('sheet.make')).toEqual([])
})

test('Of a bundle that there is the form says so, and leads to it; what cannot be staged keeps the form open', async () => {
  await openBundles()
  await button('New bundle').click()
  await expect.element(page.getByRole('option', { name: 'Box 9 (box_9)' })).toBeInTheDocument()
  await imeiField.fill(String(bundles[2]?.values['imei']))
  await equipmentField.selectOptions('Box 9 (box_9)')
  await button('Stage bundle').click()
  await expect.element(imeiField).toHaveAccessibleDescription(/^The panel has this one already/)
  await button('Go to its row').click()
  await expect.element(dialog).not.toBeInTheDocument()
  await expect.poll(activeCell).toMatch(/-2-imei$/)

  answering({ 'sheet.make': refusing({ code: 'disk-full' }) })
  await button('New bundle').click()
  await expect.element(page.getByRole('option', { name: 'Box 9 (box_9)' })).toBeInTheDocument()
  await imeiField.fill(imei)
  await equipmentField.selectOptions('Box 9 (box_9)')
  await button('Stage bundle').click()
  await expect.element(dialog.getByRole('alert')).toMatchTextContent(/disk/)
  await imeiField.fill(imei)
})

test('Without the permission the button says so, and so does its key', async () => {
  await openBundles({ tracker_bundles: ['read', 'update'] })
  await expect.element(button('New bundle')).toBeDisabled()
  await expect
    .element(button('New bundle'))
    .toHaveAccessibleDescription('Needs “tracker_bundles: create”, which this account does not have.')
  focusCells()
  await userEvent.keyboard('{Insert}')
  await expect.element(bottom).toMatchTextContent(/New bundle · Needs “tracker_bundles: create”/)
  await expect.element(dialog).not.toBeInTheDocument()
})

test('A sheet without any bundle offers to make one where it says so, unless that is not permitted', async () => {
  await openBundles({ tracker_bundles: ['read', 'update'] }, [])
  expect(button('New bundle').elements(), 'the one of the bar alone').toHaveLength(1)
  await expect.element(button('New bundle')).toBeDisabled()
})

test('What is made in a sheet without any bundle is its first row', async () => {
  await openBundles({}, [])
  expect(button('New bundle').elements()).toHaveLength(2)
  await button('New bundle').last().click()
  await expect.element(page.getByRole('option', { name: 'Box 9 (box_9)' })).toBeInTheDocument()
  await imeiField.fill(imei)
  await equipmentField.selectOptions('Box 9 (box_9)')
  await button('Stage bundle').click()
  await expect.element(dialog).not.toBeInTheDocument()
  await expect.poll(shownImeis).toContain(imei)
  await expect.element(bottom).toMatchTextContent(/New bundle staged/)
})

test('Where no rows can be made there is no button, and the key does nothing', async () => {
  sheetsHold({ trackers })
  openWindow('/trackers')
  await expect.element(page.getByText('Van 01').first()).toBeVisible()
  await expect.element(button(/^New /)).not.toBeInTheDocument()
  await userEvent.keyboard('{Insert}')
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
})
