import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import ActionDialog from '../../renderer/sheet/features/actions/ActionDialog.vue'
import { cloneTo } from '../../shared/actions/tracker-clone.ts'
import { cancelActivation } from '../../shared/actions/tracker-corrupt.ts'
import { sendCommand } from '../../shared/actions/tracker-command.ts'
import { retryActivation } from '../../shared/actions/tracker-register.ts'
import { moveToOwner } from '../../shared/actions/tracker-move.ts'
import { changePlan } from '../../shared/actions/tracker-tariff.ts'
import type { CallOutput } from '../../shared/contract.ts'
import { answering, askedFor, refusing } from './support/core.ts'
import { plans, usersFound } from './support/known.ts'
import { show } from './support/show.ts'

const button = (name: string) => page.getByRole('button', { name })

test('A command is staged as it is typed, for devices that are not connected too', async () => {
  const dialog = show(ActionDialog, { action: sendCommand, rows: 2 })
  await expect.element(button('Stage 2 commands')).toBeDisabled()
  await page.getByRole('textbox', { name: 'Command' }).fill('AT+R=1 ')
  await userEvent.keyboard('{Enter}')
  expect(dialog.emitted('act')).toEqual([
    [{ kind: 'tracker.command', command: 'AT+R=1 ', form: 'text', reliable: true }, null],
  ])
})

test('A hexadecimal command is told to be none at its field, and loses its spaces', async () => {
  const dialog = show(ActionDialog, { action: sendCommand, rows: 1 })
  const command = page.getByRole('textbox', { name: 'Command' })
  await command.fill('0A F')
  await page.getByText('Hexadecimal').click()
  await expect.element(command).toHaveAccessibleDescription(/^This is no hexadecimal text/)
  await expect.element(button('Stage 1 command')).toBeDisabled()
  await command.fill('0A FF')
  await expect.element(command).toHaveAttribute('aria-invalid', 'false')
  await page.getByRole('checkbox', { name: /^Keep it for devices/ }).click()
  await button('Stage 1 command').click()
  expect(dialog.emitted('act')).toEqual([
    [{ kind: 'tracker.command', command: '0AFF', form: 'hex', reliable: false }, null],
  ])
})

test('What cannot be taken back is staged only once the label of the one row is typed, whatever its case', async () => {
  const dialog = show(ActionDialog, { action: cancelActivation, rows: 1, only: 'Truck 014' })
  const word = page.getByRole('textbox', { name: 'Confirmation' })
  await expect.element(word).toHaveAccessibleDescription('Type “Truck 014”, as this row is called.')
  for (const wrong of ['1', 'Truck']) {
    await word.fill(wrong)
    await userEvent.keyboard('{Enter}')
    await expect.element(button('Stage 1 removal')).toBeDisabled()
  }
  await word.fill('truck  014 ')
  await page.getByRole('checkbox', { name: /^Remove the clones/ }).click()
  await button('Stage 1 removal').click()
  expect(dialog.emitted('act')).toEqual([[{ kind: 'tracker.corrupt', clones: false, confirmed: 'truck  014 ' }, null]])
})

test('Of several rows their number is typed, by the keyboard alone', async () => {
  const dialog = show(ActionDialog, { action: cancelActivation, rows: 1200 })
  const word = page.getByRole('textbox', { name: 'Confirmation' })
  await expect.element(word).toHaveAccessibleDescription('Type 1,200, the number of selected rows.')
  await expect.element(word).toHaveFocus()
  await userEvent.keyboard('120{Enter}')
  expect(dialog.emitted('act')).toEqual([])
  await userEvent.keyboard('0{Enter}')
  expect(dialog.emitted('act')).toEqual([[{ kind: 'tracker.corrupt', clones: true, confirmed: '1200' }, null]])
})

test('An activation is retried as the platform is set, or as is chosen by the arrows', async () => {
  const dialog = show(ActionDialog, { action: retryActivation, rows: 2 })
  await page.getByText('As the platform is set').click()
  await userEvent.keyboard('{ArrowRight}')
  await button('Stage for 2 rows').click()
  expect(dialog.emitted('act')).toEqual([[{ kind: 'tracker.register', commands: 'yes' }, null]])
})

const report = { name: 'Report', command: 'report {imei}', form: 'text', reliable: false } as const

test('A command that is kept by name is chosen, shown as it goes to the first trackers, and staged', async () => {
  answering({
    'commands.templates': () => ({ templates: [report] }),
    'commands.fill': ({ ids, command }) => ({
      filled: ids.map((id) => ({
        label: `Truck ${id}`,
        command: id === 2 ? null : command.replace('{imei}', `35${id}`),
      })),
    }),
  })
  const firstRows = () => Promise.resolve([1, 2])
  const dialog = show(ActionDialog, { action: sendCommand, rows: 5, firstRows })
  await page.getByRole('combobox', { name: 'Template' }).selectOptions('Report')
  const preview = page.getByRole('list', { name: 'As it goes to the first trackers' })
  await expect.element(preview).toMatchTextContent(/Truck 1.*report 351.*Truck 2.*Passed over/)
  await button('Stage 5 commands').click()
  expect(dialog.emitted('act')).toEqual([
    [{ kind: 'tracker.command', command: 'report {imei}', form: 'text', reliable: false }, null],
  ])
})

test('A placeholder that there is none of is said at the field, and nothing can be staged', async () => {
  answering({ 'commands.templates': () => ({ templates: [] }) })
  show(ActionDialog, { action: sendCommand, rows: 1 })
  const command = page.getByRole('textbox', { name: 'Command' })
  await expect.element(command).toHaveAccessibleDescription(/{imei}, {label}, {phone}, {id}/)
  await command.fill('go {server}')
  await expect.element(command).toHaveAccessibleDescription(/no placeholder {server}/)
  await expect.element(button('Stage 1 command')).toBeDisabled()
})

test('A command is kept under a name, renamed and removed by the keyboard, without anything being staged', async () => {
  let templates: CallOutput<'commands.templates'>['templates'] = []
  answering({
    'commands.templates': () => ({ templates }),
    'commands.keep': ({ instead, ...template }) => {
      templates = [...templates.filter(({ name }) => name !== instead), template]
      return { templates }
    },
    'commands.remove': () => ({ templates: (templates = []) }),
  })
  const dialog = show(ActionDialog, { action: sendCommand, rows: 1 })
  await expect.element(button('Keep as…')).toBeDisabled()
  await page.getByRole('textbox', { name: 'Command' }).fill('reset')
  await button('Keep as…').click()
  await expect.element(page.getByRole('textbox', { name: 'Name of the template' })).toHaveFocus()
  await userEvent.keyboard('Start anew{Enter}')
  await expect.element(page.getByRole('combobox', { name: 'Template' })).toHaveValue('Start anew')
  await button('Rename…').click()
  await page.getByRole('textbox', { name: 'New name' }).fill('Reset')
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByRole('combobox', { name: 'Template' })).toHaveValue('Reset')
  expect(templates).toEqual([{ name: 'Reset', command: 'reset', form: 'text', reliable: true }])
  await button('Delete').click()
  await expect.poll(() => templates).toEqual([])
  expect(dialog.emitted('act')).toEqual([])
})

test('A plan is chosen among those that are given out, with its price', async () => {
  answering({ 'lookup.tariffs': () => plans })
  const dialog = show(ActionDialog, { action: changePlan, rows: 3 })
  const plan = page.getByRole('combobox', { name: 'New plan' })
  await expect.element(page.getByRole('option', { name: 'Fleet (4.50)' })).toBeInTheDocument()
  await expect.element(page.getByRole('option', { name: /^Old/ })).not.toBeInTheDocument()
  await expect.element(button('Stage for 3 rows')).toBeDisabled()
  await plan.selectOptions('Fleet (4.50)')
  await page.getByRole('checkbox', { name: 'Charge for the new plan' }).click()
  await button('Stage for 3 rows').click()
  expect(dialog.emitted('act')).toEqual([[{ kind: 'tracker.tariff', plan: 2, repay: true, charge: false }, null]])
})

test('Plans that cannot be looked up are said at the field', async () => {
  answering({ 'lookup.tariffs': refusing({ code: 'profile-closed' }) })
  show(ActionDialog, { action: changePlan, rows: 3 })
  await expect.element(page.getByRole('combobox', { name: 'New plan' })).toHaveAttribute('aria-invalid', 'true')
  await expect.element(page.getByRole('alert')).toBeVisible()
})

test('An owner is found by typing and taken by Enter; a second Enter stages the move', async () => {
  answering({ 'lookup.users': usersFound })
  const dialog = show(ActionDialog, { action: moveToOwner, rows: 1 })
  const owner = page.getByRole('combobox', { name: 'New owner' })
  await expect.element(button('Stage 1 move')).toBeDisabled()
  await owner.click()
  await userEvent.keyboard('baker')
  await expect.element(page.getByRole('option')).toMatchTextContent(/bob@acme.example/)
  await userEvent.keyboard('{Enter}')
  await expect.element(owner).toHaveValue('bob@acme.example')
  expect(dialog.emitted('act')).toEqual([])
  await userEvent.keyboard('{Enter}')
  expect(dialog.emitted('act')).toEqual([[{ kind: 'tracker.move', owner: 12 }, null]])
})

test('What was typed of a user and not chosen is no choice; Esc closes first the list, then the dialog', async () => {
  answering({ 'lookup.users': usersFound })
  const dialog = show(ActionDialog, { action: moveToOwner, rows: 1 })
  const owner = page.getByRole('combobox', { name: 'New owner' })
  await owner.click()
  await userEvent.keyboard('nobody')
  await expect.element(page.getByText('No user matches')).toBeVisible()
  await userEvent.keyboard('{Escape}')
  await expect.element(owner).toHaveValue('')
  await expect.element(owner).toHaveAttribute('aria-expanded', 'false')
  expect(dialog.emitted('close')).toEqual([])
  await userEvent.keyboard('{Escape}')
  await expect.poll(() => dialog.emitted('close')).toHaveLength(1)
})

test('Clones go to a user who is chosen by the arrows or the mouse', async () => {
  answering({ 'lookup.users': usersFound })
  const dialog = show(ActionDialog, { action: cloneTo, rows: 2 })
  await page.getByRole('combobox', { name: 'User who gets the clones' }).click()
  await expect.element(page.getByRole('option', { name: /cem/ })).toBeVisible()
  await userEvent.keyboard('{ArrowDown}')
  await expect.element(page.getByRole('option', { name: /bob/ })).toHaveAttribute('aria-selected', 'true')
  await page.getByRole('option', { name: /cem/ }).click()
  await page.getByRole('checkbox').click()
  await button('Stage up to 2 clones').click()
  expect(dialog.emitted('act')).toEqual([[{ kind: 'tracker.clone', user: 13, skipExisting: false }, null]])
})

const ann = { id: 11, name: 'ann@acme.example' }
const tracker = { panelId: 1, label: '', deviceId: '', clone: false, corrupted: false, has: false }

test('A pasted list says what each number was found to be, and stages clones of what can be cloned', async () => {
  answering({
    'lookup.trackers': () => ({
      trackers: [
        { ...tracker, id: 1 },
        { ...tracker, id: 2, has: true },
        { ...tracker, id: 3, corrupted: true },
      ],
      unknown: ['99'],
    }),
  })
  const dialog = show(ActionDialog, { action: cloneTo, rows: 1, from: ann })
  const list = page.getByRole('textbox', { name: 'Tracker IDs or IMEIs' })
  await expect.element(list).toHaveFocus()
  await expect.element(button('Stage clones')).toBeDisabled()
  await list.fill('1\n2\n3\n99')
  const found = page.getByRole('status').filter({ hasText: '3 trackers found' })
  await expect.element(found).toMatchTextContent(/1 passed over/)
  await expect.element(found).toMatchTextContent(/1 is deleted and cannot be cloned/)
  await expect.element(found).toMatchTextContent(/1 not found: 99/)
  await button('Stage 1 clone').click()
  expect(dialog.emitted('act')).toEqual([[{ kind: 'tracker.clone', user: 11, skipExisting: true }, [1]]])
  expect(askedFor('lookup.trackers').at(-1)).toEqual({ text: '1\n2\n3\n99', user: 11 })
  await button('choose in the trackers’ sheet').click()
  expect(dialog.emitted('elsewhere')).toHaveLength(1)
})

test('A list that cannot be looked up is said at the field, and nothing can be staged', async () => {
  answering({ 'lookup.trackers': refusing({ code: 'profile-closed' }) })
  show(ActionDialog, { action: cloneTo, rows: 1, from: ann })
  const list = page.getByRole('textbox', { name: 'Tracker IDs or IMEIs' })
  await list.fill('1')
  await expect.element(list).toHaveAttribute('aria-invalid', 'true')
  await expect.element(button('Stage clones')).toBeDisabled()
})

test('What was found of one list is not staged for another that is not looked up yet', async () => {
  let answer: (() => void) | undefined
  const found = { trackers: [{ ...tracker, id: 1 }], unknown: [] }
  answering({
    'lookup.trackers': ({ text }) => (text === '1' ? found : new Promise((resolve) => (answer = () => resolve(found)))),
  })
  const dialog = show(ActionDialog, { action: cloneTo, rows: 1, from: ann })
  const list = page.getByRole('textbox', { name: 'Tracker IDs or IMEIs' })
  await expect.element(page.getByRole('combobox')).not.toBeInTheDocument()
  await list.fill('1')
  await expect.element(button('Stage 1 clone')).toBeEnabled()
  await list.fill('1 2')
  await expect.element(button('Stage clones')).toBeDisabled()
  await expect.poll(() => answer).toBeDefined()
  await expect.element(button('Stage clones')).toBeDisabled()
  answer?.()
  await expect.element(button('Stage 1 clone')).toBeEnabled()
  expect(dialog.emitted('act')).toEqual([])
})
