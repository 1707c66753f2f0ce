import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { computed, reactive, ref } from 'vue'
import ChangePanel from '../../renderer/sheet/features/changing/ChangePanel.vue'
import { type Draft, plainDraft } from '../../renderer/sheet/features/changing/draft.ts'
import type { Changing, Extent } from '../../renderer/sheet/features/changing/use-changing.ts'
import type { Preview } from '../../renderer/sheet/features/changing/preview.ts'
import type { Problem } from '../../shared/problem.ts'
import { checkpointsSheet } from '../../shared/sheets/checkpoints.ts'
import type { Sheet } from '../../shared/sheets/sheet.ts'
import { trackersSheet } from '../../shared/sheets/trackers.ts'
import { show } from './support/show.ts'

const preview: Preview = {
  total: 3,
  rows: 3,
  changed: 2,
  same: 1,
  broken: 0,
  examples: [],
  complete: true,
  problem: null,
}

/** The panel over a change that is described here, so that every state of a preview can be had. */
function change(
  more: { draft?: Partial<Draft>; problem?: Problem; preview?: Preview | null; sheet?: Sheet; field?: string } = {},
) {
  const sheet: Sheet = more.sheet ?? trackersSheet
  const draft = reactive({ ...plainDraft(), ...more.draft })
  const field = ref(more.field ?? 'label')
  const extent = ref<Extent>('all')
  const isOpen = ref(true)
  const done: string[] = []
  const shown = more.preview === undefined ? preview : more.preview
  const changing: Changing = {
    isOpen,
    draft,
    describe: (part) => void Object.assign(draft, part),
    columns: computed(() => sheet.columns.filter((column) => 'edit' in column)),
    off: computed(() => null),
    column: computed(() => sheet.columns.find((column) => column.field === field.value)),
    field,
    extents: computed(() => [
      { value: 'range' as const, rows: 3 },
      { value: 'all' as const, rows: 2480 },
    ]),
    extent,
    preview: ref(shown),
    looking: ref(false),
    problem: computed(() => more.problem ?? null),
    staging: ref(false),
    mayStage: computed(() => shown !== null && shown.changed > 0),
    open: () => true,
    close: () => (isOpen.value = false),
    stage: () => Promise.resolve(void done.push('stage')),
  }
  show(ChangePanel, { sheet, changing, heading: ({ field: name }: { field: string }) => name })
  return { draft, field, extent, isOpen, done }
}

const field = (name: string) => page.getByRole('textbox', { name })

test('A value is typed at once, and Enter stages what was looked at', async () => {
  const { draft, done } = change()
  await expect.element(field('New value')).toHaveFocus()
  await userEvent.keyboard('Van{Enter}')
  expect(draft.value).toBe('Van')
  expect(done).toEqual(['stage'])
  await expect.element(page.getByRole('button', { name: 'Stage 2 changes' })).toBeEnabled()
})

test('Moments are moved by so much of a unit, earlier with a minus', async () => {
  const { draft, done } = change({ sheet: checkpointsSheet, field: 'windowFrom', draft: { way: 'shift' } })
  const by = field('Add')
  await expect.element(by).toHaveFocus()
  await by.fill('-2')
  await page.getByRole('radio', { name: 'Hours' }).click({ force: true })
  expect(draft).toMatchObject({ by: '-2', unit: 'hours' })
  await by.fill('2.5')
  await expect.element(page.getByText('A whole number is needed.')).toBeVisible()
  await by.fill('2')
  await userEvent.keyboard('{Enter}')
  expect(done).toEqual(['stage'])
})

test('Nothing is staged while there is nothing to stage', async () => {
  const { done } = change({ preview: null })
  await expect.element(page.getByRole('button', { name: 'Stage changes' })).toBeDisabled()
  await userEvent.keyboard('Van{Enter}')
  expect(done).toEqual([])
})

test('Column, rows and way are chosen, and a flag has a choice in place of a field', async () => {
  const { draft, field: chosen, extent } = change()
  await page.getByRole('radio', { name: /^Selected/ }).click()
  expect(extent.value).toBe('range')
  await page.getByRole('combobox', { name: 'Column' }).selectOptions('hidden')
  expect(chosen.value).toBe('hidden')
  await page.getByText('Yes', { exact: true }).click()
  expect(draft.value).toBe('yes')
})

test('Find and replace takes its texts and how they are meant', async () => {
  const { draft } = change()
  await page.getByRole('combobox', { name: 'What to do' }).selectOptions('Find and replace')
  await field('Find').fill('Van')
  await field('Replace with').fill('Truck')
  await page.getByRole('checkbox', { name: 'Whole cell' }).click()
  await page.getByRole('checkbox', { name: 'Match case' }).click()
  expect(draft).toMatchObject({
    way: 'replace',
    find: 'Van',
    with: 'Truck',
    whole: true,
    matchCase: true,
    regex: false,
  })
})

test('An expression that is none is said at its field', async () => {
  change({ draft: { way: 'replace', regex: true, find: '(' }, problem: { code: 'expression' }, preview: null })
  await expect.element(field('Find (regular expression)')).toHaveAttribute('aria-invalid', 'true')
  await expect.element(field('Replace with')).toHaveAttribute('aria-invalid', 'false')
})

test('A column and the number go into the pattern where the cursor is', async () => {
  const { draft } = change({ draft: { way: 'pattern', pattern: 'AB' } })
  const pattern = field('Pattern')
  await expect.element(pattern).toHaveFocus()
  await userEvent.keyboard('{Home}{ArrowRight}')
  await page.getByRole('button', { name: 'Insert number' }).click()
  expect(draft.pattern).toBe('A{n:000}B')
  await expect.element(pattern).toHaveFocus()
  await page.getByRole('button', { name: /^Insert column/ }).click()
  await page.getByRole('menuitem', { name: /^owner/ }).click()
  await expect.poll(() => draft.pattern).toBe('A{n:000}{owner}B')
})

test('A first number or step that is no whole number is said at its field', async () => {
  change({ draft: { way: 'pattern', pattern: '{n}' } })
  await field('First number').fill('1.5')
  await field('Step').fill('')
  await expect.element(field('First number')).toHaveAccessibleDescription('A whole number is needed.')
  await expect.element(field('Step')).toHaveAccessibleDescription('A whole number is needed.')
  await field('Step').fill('-2')
  await expect.element(field('Step')).toHaveAttribute('aria-invalid', 'false')
})

test('Another column is copied, and the case is chosen', async () => {
  const { draft } = change({ draft: { way: 'copy' } })
  await page.getByRole('combobox', { name: 'Copy from' }).selectOptions('owner')
  expect(draft.from).toBe('owner')
  await page.getByRole('combobox', { name: 'What to do' }).selectOptions('Change case')
  await page.getByText('UPPER CASE').click()
  expect(draft.to).toBe('upper')
})

test('Esc closes the panel', async () => {
  const { isOpen } = change()
  await expect.element(field('New value')).toHaveFocus()
  await userEvent.keyboard('{Escape}')
  expect(isOpen.value).toBe(false)
})
