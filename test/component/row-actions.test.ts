import { defineComponent, h, shallowRef } from 'vue'
import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { call } from '../../renderer/bridge.ts'
import { i18n } from '../../renderer/i18n.ts'
import ActionDialog from '../../renderer/sheet/features/actions/ActionDialog.vue'
import RowActions from '../../renderer/sheet/features/actions/RowActions.vue'
import { useRowActions } from '../../renderer/sheet/features/actions/use-row-actions.ts'
import { useNotice } from '../../renderer/sheet/model/notice.ts'
import { at } from '../../renderer/sheet/model/selection.ts'
import type { SheetSession } from '../../renderer/sheet/model/session.ts'
import { sheets, type SheetName } from '../../shared/sheets/catalogue.ts'
import { setEquipmentTexts } from '../support/equipment-action.ts'
import { answering, askedFor } from './support/core.ts'
import { show } from './support/show.ts'

i18n.global.mergeLocaleMessage('en', setEquipmentTexts)

/** How often the last step was taken back. */
let undone = 0

/** Rows of a sheet that are selected, with the menu of what can be done with them and the dialogs behind it. */
function selected(name: SheetName, ids: number[]): void {
  const session = {
    sheet: sheets[name],
    matching: shallowRef(ids.length),
    query: shallowRef({ search: '', filter: [], only: 'all' }),
    ids: () => Promise.resolve(ids),
    act: (action: object, rows: readonly number[]) => call('sheet.act', { ...action, ids: [...rows] } as never),
  } as unknown as SheetSession
  const active = { id: ids[0]!, values: { login: 'ann@acme.example' }, marks: {} }
  show(
    defineComponent(() => {
      const notice = useNotice()
      const actions = useRowActions({
        session,
        selecting: { selection: shallowRef(at(0, 0)), keeping: (work) => work() },
        rows: shallowRef(ids.length),
        active: shallowRef(active),
        profile: null,
        notice,
        undo: () => void (undone += 1),
      })
      return () => [
        h(RowActions, { entries: actions.entries.value, onChoose: actions.choose }),
        actions.asking.value &&
          h(ActionDialog, {
            ...actions.asking.value,
            rows: ids.length,
            onAct: actions.act,
            onElsewhere: actions.elsewhere,
            onClose: actions.close,
          }),
        h('output', notice.text.value),
        notice.offer.value && h('button', { onClick: notice.offer.value.accept }, notice.offer.value.label),
      ]
    }),
  )
}

const opener = () => page.getByRole('button', { name: /^Actions/ })
const entry = (name: string | RegExp) => page.getByRole('menuitem', { name })
const nothingCame = { staged: 0, shared: 0, unstaged: 0, skipped: 0, broken: 0 }

test('The menu of actions leads by the keyboard to a dialog, and Esc back to the menu’s button', async () => {
  selected('trackers', [1, 2])
  const button = opener().element() as HTMLElement
  button.focus()
  await userEvent.keyboard('{ArrowDown}')
  await expect.element(entry('Change plan…')).toHaveFocus()
  await userEvent.keyboard('s{Enter}')
  await expect.element(page.getByRole('dialog', { name: 'Send a command to 2 devices' })).toBeVisible()
  await userEvent.keyboard('{Escape}')
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
  await expect.element(opener()).toHaveFocus()
  expect(askedFor('sheet.act')).toEqual([])
})

test('An entry says what the panel calls it, and a line parts what only leads elsewhere from what cannot be taken back', async () => {
  selected('trackers', [1])
  await opener().click()
  await expect
    .element(entry('Retry activation…'))
    .toHaveAttribute('title', 'At the panel: tracker/register_retry, tracker/register_entry')
  const before = entry('Show owners’ routes').element().previousElementSibling
  expect(before?.getAttribute('role')).toBe('separator')
})

test('An action without a question is done at once, and what came of it is said', async () => {
  answering({ 'sheet.act': () => ({ ...nothingCame, staged: 1, skipped: 1 }) })
  selected('trackers', [1, 2])
  await opener().click()
  await entry('Delete clones').click()
  const said = '1 clone staged to be deleted · 1 row passed over: no clone, or staged already'
  await expect.element(page.getByText(said)).toBeVisible()
  expect(askedFor('sheet.act')).toEqual([{ kind: 'tracker.deleteClone', ids: [1, 2] }])
})

test('Rows that an action leaves out are counted with the reason, and no others are said to be passed over', async () => {
  const left = [{ problem: { code: 'stop-begun-stays' as const }, rows: 2 }]
  answering({ 'sheet.act': () => ({ ...nothingCame, staged: 1, skipped: 2, left }) })
  selected('trackers', [1, 2, 3])
  await opener().click()
  await entry('Delete clones').click()
  const said =
    '1 clone staged to be deleted · 2 rows left out: What a driver has begun with, or is through with, stays in its route.'
  await expect.element(page.getByText(said, { exact: true })).toBeVisible()
})

test('What was blocked is said in words', async () => {
  answering({ 'sheet.act': () => ({ ...nothingCame, staged: 2 }) })
  selected('trackers', [1, 2])
  await opener().click()
  await entry('Block or unblock…').click()
  await page.getByText('Unblock', { exact: true }).click()
  await page.getByRole('button', { name: 'Stage for 2 rows' }).click()
  await expect.element(page.getByText('2 blocks or unblocks staged')).toBeVisible()
  expect(askedFor('sheet.act')).toEqual([{ kind: 'tracker.block', ids: [1, 2], blocked: false }])
})

test('An action that only a test declares is offered on its rows alone, asks by its form, and is staged', async () => {
  answering({
    'lookup.equipment': () => ({ equipment: [{ id: 7, name: 'FMB120', modelCode: 'telfmb120' }] }),
    'sheet.act': () => ({ ...nothingCame, staged: 3 }),
  })
  selected('bundles', [4, 5, 6])
  await opener().click()
  await expect.element(page.getByRole('menuitem')).toHaveLength(1)
  await entry('Set equipment…').click()
  const dialog = page.getByRole('dialog', { name: 'Set the equipment of 3 bundles' })
  await expect.element(dialog).toMatchTextContent(/The panel keeps it with the bundle/)
  await expect.element(page.getByRole('button', { name: 'Stage for 3 bundles' })).toBeDisabled()
  await page.getByRole('combobox', { name: 'New equipment' }).selectOptions('FMB120 (telfmb120)')
  await page.getByRole('button', { name: 'Stage for 3 bundles' }).click()
  await expect.element(page.getByText('3 changes of equipment staged')).toBeVisible()
  expect(askedFor('sheet.act')).toEqual([{ kind: 'bundle.setEquipment', ids: [4, 5, 6], equipment: 7 }])
})

test('Users lead to their trackers, and one of them to the trackers that they are to get', async () => {
  selected('users', [11])
  await opener().click()
  await expect.element(page.getByRole('menuitem')).toHaveLength(4)
  await expect.element(entry('Their trackers')).not.toHaveAttribute('aria-disabled', 'true')
  await entry('Clone trackers to them…').click()
  await expect.element(page.getByRole('dialog', { name: 'Clone trackers to ann@acme.example' })).toBeVisible()
})

test('Trackers that were asked for from a user are staged for them, and what was staged can be taken back there', async () => {
  const tracker = { panelId: 1, label: '', deviceId: '', clone: false, corrupted: false, has: false }
  answering({
    'lookup.trackers': () => ({ trackers: [{ ...tracker, id: 1 }], unknown: [] }),
    'sheet.act': () => ({ ...nothingCame, staged: 1 }),
  })
  selected('users', [11])
  await opener().click()
  await entry('Clone trackers to them…').click()
  await page.getByRole('textbox', { name: 'Tracker IDs or IMEIs' }).fill('1')
  await page.getByRole('button', { name: 'Stage 1 clone' }).click()
  await expect.element(page.getByText('1 clone staged')).toBeVisible()
  expect(askedFor('sheet.act')).toEqual([{ kind: 'tracker.clone', ids: [1], user: 11, skipExisting: true }])
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(() => undone).toBe(1)
})

test('Of several users, why no trackers can be cloned to them stands at the entry', async () => {
  selected('users', [11, 12])
  await opener().click()
  await expect.element(entry(/^Clone trackers to them/)).toHaveAttribute('aria-disabled', 'true')
  await expect.element(entry(/^Clone trackers to them/)).toMatchTextContent(/One row at a time/)
})

test('Where no row is selected, that stands at every entry', async () => {
  selected('users', [])
  await opener().click()
  for (const name of [/^Their trackers/, /^Their routes/, /^Clone trackers to them/]) {
    await expect.element(entry(name)).toHaveAttribute('aria-disabled', 'true')
    await expect.element(entry(name)).toMatchTextContent(/No row selected/)
  }
})
