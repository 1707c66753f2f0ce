import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import CellEditor from '../../renderer/sheet/features/editing/CellEditor.vue'
import type { CellEditing, EditEnd, Typed } from '../../renderer/sheet/features/editing/cell-editing.ts'
import type { Choice } from '../../renderer/sheet/features/editing/choices.ts'
import { checkLabel } from '../../shared/rules/text.ts'
import { show } from './support/show.ts'

const choices: readonly Choice[] = [
  { id: 1, name: 'Basic', hint: '2.00' },
  { id: 2, name: 'Fleet', hint: '4.50' },
  { id: 3, name: 'Fleet Plus', hint: '6.00' },
]
const cell: CellEditing = {
  rect: { left: 20, top: 20, width: 200, height: 28 },
  label: 'Label, row 3',
  text: 'Van',
  typed: false,
  multiline: false,
  check: checkLabel,
  choices: null,
  completes: null,
}
const naming: Partial<CellEditing> = {
  label: 'Plan, row 3',
  check: () => null,
  choices: (text) =>
    Promise.resolve(choices.filter(({ name }) => name.toLowerCase().startsWith(text.trim().toLowerCase()))),
}

function edit(more: Partial<CellEditing> = {}) {
  const editor = show(CellEditor)
  const open = (other: Partial<CellEditing>) => editor.exposed['open']?.({ ...cell, ...other } as never)
  open(more)
  return {
    ...editor,
    open,
    /** How each edit ended, and with what. */
    ends: () =>
      Promise.all(
        editor.emitted('commit').map(async ([typed, end]) => {
          const { text, chosen } = typed as Typed
          return { text, chosen: (await chosen)?.id ?? null, end: end as EditEnd }
        }),
      ),
  }
}

const field = page.getByRole('textbox', { name: 'Label, row 3' })
const plan = page.getByRole('combobox', { name: 'Plan, row 3' })

test('An edit begins with the cell’s text, the cursor behind it, under the name of its column and row', async () => {
  const editor = edit()
  await expect.element(field).toHaveFocus()
  await userEvent.keyboard(' 7{Enter}')
  expect(await editor.ends()).toEqual([{ text: 'Van 7', chosen: null, end: 'down' }])
})

test.for<[key: string, end: EditEnd]>([
  ['{Enter}', 'down'],
  ['{Shift>}{Enter}{/Shift}', 'up'],
  ['{Tab}', 'right'],
  ['{Shift>}{Tab}{/Shift}', 'left'],
  ['{Control>}{Enter}{/Control}', 'all'],
])('%s ends an edit: %s', async ([key, end]) => {
  const editor = edit()
  await userEvent.keyboard(key)
  expect(await editor.ends()).toEqual([{ text: 'Van', chosen: null, end }])
})

test('Arrows move in the text of an edit begun by F2, and end one begun by typing', async () => {
  const editor = edit()
  await userEvent.keyboard('{ArrowLeft}{ArrowLeft}{ArrowLeft}A {Enter}')
  editor.open({ typed: true })
  await userEvent.keyboard('Bus{ArrowRight}')
  expect(await editor.ends()).toEqual([
    { text: 'A Van', chosen: null, end: 'down' },
    { text: 'Bus', chosen: null, end: 'arrow-right' },
  ])
})

test('Esc takes the edit back', async () => {
  const editor = edit()
  await userEvent.keyboard('x{Escape}')
  expect(editor.emitted('cancel')).toHaveLength(1)
  expect(await editor.ends()).toEqual([])
})

test('Whoever leaves the field for another keeps what was typed', async () => {
  const editor = edit()
  await userEvent.keyboard('!')
  await page.getByRole('button', { name: 'Before' }).click()
  expect(await editor.ends()).toEqual([{ text: 'Van!', chosen: null, end: 'stay' }])
})

test('A rule that is broken is said at the field while one types, and the edit can still be ended', async () => {
  const editor = edit()
  await userEvent.keyboard('<')
  await expect.element(field).toHaveAttribute('aria-invalid', 'true')
  await expect.element(field).toHaveAccessibleDescription(/no angle brackets/)
  await userEvent.keyboard('{Backspace}')
  await expect.element(field).not.toHaveAttribute('aria-invalid')
  await userEvent.keyboard('>{Enter}')
  expect(await editor.ends()).toEqual([{ text: 'Van>', chosen: null, end: 'down' }])
})

test('A line is broken by Alt+Enter where a cell has several', async () => {
  const editor = edit({ multiline: true })
  await userEvent.keyboard('{Alt>}{Enter}{/Alt}red{Enter}')
  expect(await editor.ends()).toEqual([{ text: 'Van\nred', chosen: null, end: 'down' }])
})

test('A cell that names something offers all there is, and Enter takes nothing that was not gone to', async () => {
  const editor = edit({ ...naming, text: 'Gold' })
  await expect.element(plan).toHaveFocus()
  await expect.poll(() => page.getByRole('option').all().length).toBe(3)
  await expect.element(plan).not.toHaveAttribute('aria-activedescendant')
  await userEvent.keyboard('{Enter}')
  expect(await editor.ends()).toEqual([{ text: 'Gold', chosen: null, end: 'down' }])
})

test('The list filters while one types, and a key that ends the edit takes the first that fits', async () => {
  const editor = edit({ ...naming, typed: true })
  await userEvent.keyboard('fl')
  await expect.element(page.getByRole('option', { selected: true })).toMatchTextContent(/^Fleet\s*4/)
  await userEvent.keyboard('{Tab}')
  expect(await editor.ends()).toEqual([{ text: 'fl', chosen: 2, end: 'right' }])
})

test('Arrows go through the list, round again, and the mouse takes of it', async () => {
  const editor = edit({ ...naming, text: '' })
  await expect.poll(() => page.getByRole('option').all().length).toBe(3)
  await userEvent.keyboard('{ArrowUp}')
  await expect.element(page.getByRole('option', { selected: true })).toMatchTextContent(/Fleet Plus/)
  await userEvent.keyboard('{ArrowDown}')
  await expect.element(page.getByRole('option', { selected: true })).toMatchTextContent(/Basic/)
  await page.getByRole('option', { name: /Plus/ }).click()
  expect(await editor.ends()).toEqual([{ text: 'Fleet Plus', chosen: 3, end: 'down' }])
})

test('What names nothing is said, and stays as it was typed', async () => {
  const editor = edit({ ...naming, typed: true })
  await userEvent.keyboard('gold')
  await expect.element(page.getByText('Nothing matches')).toBeVisible()
  await userEvent.keyboard('{Enter}')
  expect(await editor.ends()).toEqual([{ text: 'gold', chosen: null, end: 'down' }])
})

/** Completes from a column in which this value alone stands. */
const completing = (value: string): Partial<CellEditing> => ({
  typed: true,
  completes: (text) =>
    Promise.resolve({ value: value.toLowerCase().startsWith(text.toLowerCase()) ? value : null, more: false }),
})
/** What is selected in the field. */
const selected = () => {
  const { activeElement } = document
  if (!(activeElement instanceof HTMLTextAreaElement)) return null
  return activeElement.value.slice(activeElement.selectionStart, activeElement.selectionEnd)
}

test('What is typed is completed from the column, and Enter takes it as it is written there', async () => {
  const editor = edit(completing('Depot North'))
  await userEvent.keyboard('dep')
  await expect.element(field).toHaveValue('depot North')
  expect(selected()).toBe('ot North')
  await userEvent.keyboard('o')
  await expect.poll(selected).toBe('t North')
  await userEvent.keyboard('{Enter}')
  expect(await editor.ends()).toEqual([{ text: 'Depot North', chosen: null, end: 'down' }])
})

test('Whoever types on types over what was completed, and Backspace takes it away', async () => {
  const editor = edit(completing('Depot North'))
  await userEvent.keyboard('Dep')
  await expect.poll(selected).toBe('ot North')
  await userEvent.keyboard('u')
  await expect.element(field).toHaveValue('Depu')
  await userEvent.keyboard('{Backspace}')
  await expect.element(field).toHaveValue('Dep')
  await userEvent.keyboard('o')
  await expect.poll(selected).toBe('t North')
  await userEvent.keyboard('{Backspace}')
  await expect.element(field).toHaveValue('Depo')
  await userEvent.keyboard('{Tab}')
  expect(await editor.ends()).toEqual([{ text: 'Depo', chosen: null, end: 'right' }])
})

test('Esc leaves the cell as it was, with what was completed', async () => {
  const editor = edit(completing('Depot North'))
  await userEvent.keyboard('D')
  await expect.poll(selected).toBe('epot North')
  await userEvent.keyboard('{Escape}')
  expect(editor.emitted('cancel')).toHaveLength(1)
  expect(await editor.ends()).toEqual([])
})

test('Nothing is completed in the midst of a text, nor from what is pasted', async () => {
  const editor = edit({ ...completing('Depot North'), typed: false, text: 'pot' })
  await userEvent.keyboard('{Home}De')
  await expect.element(field).toHaveValue('Depot')
  expect(selected()).toBe('')
  editor.open({ ...completing('Depot North') })
  document.execCommand('insertText', false, 'De')
  await expect.poll(selected).toBe('pot North')
  const area = document.activeElement
  if (!(area instanceof HTMLTextAreaElement)) throw new Error('There is no field')
  area.value = 'Dep'
  area.dispatchEvent(new InputEvent('input', { inputType: 'insertFromPaste', bubbles: true }))
  await userEvent.keyboard('{Enter}')
  expect((await editor.ends()).at(-1)?.text).toBe('Dep')
})

test('While characters are composed nothing is put behind them, and once they are there it is', async () => {
  edit(completing('倉庫北'))
  const area = document.activeElement
  if (!(area instanceof HTMLTextAreaElement)) throw new Error('There is no field')
  area.value = '倉'
  area.dispatchEvent(new InputEvent('input', { inputType: 'insertCompositionText', isComposing: true, bubbles: true }))
  await Promise.resolve()
  expect(area.value).toBe('倉')
  area.dispatchEvent(new CompositionEvent('compositionend', { data: '倉', bubbles: true }))
  await expect.poll(selected).toBe('庫北')
})
