import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import ImportsPage from '../../renderer/pages/imports/ImportsPage.vue'
import type { CallOutput } from '../../shared/contract.ts'
import type { ImportMapping } from '../../shared/contract/imports.ts'
import { answering, askedFor, refusing } from './support/core.ts'
import { usersFound } from './support/known.ts'
import { show } from './support/show.ts'

const nothing = { from: 'nothing' } as const
const clones: ImportMapping = {
  kind: 'clones',
  fields: { tracker: { from: 'column', column: 0 }, user: nothing, label: nothing },
  options: { skipExisting: true },
}
const sims: ImportMapping = {
  kind: 'sims',
  fields: { bundle: { from: 'column', column: 0 }, iccid: { from: 'column', column: 1 } },
  options: {},
}
const other = (kind: 'bundles' | 'orders' | 'equipment'): ImportMapping => ({ kind, fields: {}, options: {} })
const read: CallOutput<'imports.read'> = {
  reading: { encoding: 'utf-8', delimiter: ',', heading: true },
  rows: 2,
  columns: [
    { name: 'tracker', samples: ['1', '2'] },
    { name: 'note', samples: ['red'] },
  ],
  preview: [
    ['1', 'red'],
    ['2', ''],
  ],
  problems: [],
  suggested: clones,
  remembered: false,
  unreadable: false,
  mappings: { clones, sims, bundles: other('bundles'), orders: other('orders'), equipment: other('equipment') },
}

/** The page with a file in hand, of which one row can be staged, one is doubtful and one is refused. */
async function withFile(): Promise<void> {
  answering({
    'imports.begin': () => ({ file: 'f' }),
    'imports.chunk': () => ({}),
    'imports.read': () => read,
    'imports.check': ({ mapping: { kind, fields } }) => ({
      ready: 1,
      doubtful: 1,
      refused: 1,
      groups: [],
      missing: kind === 'clones' && fields['user']?.from === 'nothing' ? ['user'] : [],
      requests: 1,
      requestsWithDoubtful: 2,
    }),
    'imports.rows': () => ({ count: 0, rows: [] }),
    'imports.forget': () => ({}),
    'imports.stage': ({ includeDoubtful }) => ({ changeSet: 1, staged: includeDoubtful ? 2 : 1, left: 1 }),
    'lookup.users': usersFound,
  })
  show(ImportsPage)
  await choose()
}

const choose = () =>
  userEvent.upload(
    page.getByLabelText('Choose a file to import'),
    new File(['tracker,note\n1,red\n2,\n'], 'list.csv', { type: 'text/csv' }),
  )
const box = (name: string) => page.getByRole('combobox', { name })
const lastMapping = () => askedFor('imports.check').at(-1)?.mapping

test('A file that cannot be read is said with its name, where another can be chosen', async () => {
  answering({ 'imports.begin': refusing({ code: 'file-large' }) })
  show(ImportsPage)
  await choose()
  await expect.element(page.getByRole('alert')).toMatchTextContent(/list\.csv/)
  await expect.element(page.getByRole('button', { name: 'Choose a file…' })).toBeVisible()
})

test('What must be filled and is not is said at its field, and the file is shown as it is read', async () => {
  await withFile()
  const user = box('User comes from')
  await expect.element(user).toHaveAttribute('aria-invalid', 'true')
  await expect.element(user).toHaveAccessibleDescription('Choose a column, or one value for all rows.')
  await expect.element(box('Tracker comes from')).toHaveAccessibleDescription(/1\s*2/)
  await expect.element(page.getByRole('button', { name: /^Stage/ })).not.toBeInTheDocument()
})

test('A field is filled from a column, and every row is checked', async () => {
  await withFile()
  await box('User comes from').selectOptions('B · note')
  await expect.poll(() => lastMapping()?.fields['user']).toEqual({ from: 'column', column: 1 })
  await expect.element(page.getByText('1 ready · 1 doubtful · 1 refused')).toBeVisible()
})

test('A user is one value for all rows, found by typing', async () => {
  await withFile()
  await box('User comes from').selectOptions('One value for all rows')
  const user = box('User for all rows')
  await expect.element(user).toHaveAttribute('aria-invalid', 'true')
  await user.click()
  await userEvent.keyboard('bob')
  await expect.element(page.getByRole('option', { name: /ann@/ })).not.toBeInTheDocument()
  await userEvent.keyboard('{Enter}')
  await expect.poll(() => lastMapping()?.fields['user']).toEqual({ from: 'constant', value: '12' })
})

test('Another kind, option or way to read the file is asked for as it is chosen', async () => {
  await withFile()
  await page.getByRole('checkbox', { name: 'Pass over clones that exist' }).click()
  await expect.poll(() => lastMapping()?.options).toEqual({ skipExisting: false })
  await box('Import as').selectOptions('SIM cards')
  await expect.poll(() => lastMapping()?.kind).toBe('sims')
  await box('Separator').selectOptions('Semicolon ;')
  await expect.poll(() => askedFor('imports.read').at(-1)?.reading).toEqual({ ...read.reading, delimiter: ';' })
  await page.getByRole('checkbox', { name: 'The first row holds headings' }).click()
  await expect.poll(() => askedFor('imports.read').at(-1)?.reading.heading).toBe(false)
})

test('Doubtful rows are staged only where they are included', async () => {
  await withFile()
  await box('Import as').selectOptions('SIM cards')
  await page.getByRole('checkbox', { name: 'Include 1 doubtful row' }).click()
  await expect.element(page.getByText('takes 2 requests')).toBeVisible()
  await page.getByRole('button', { name: 'Stage 2 SIM cards' }).click()
  await expect.element(page.getByText('2 SIM cards are staged.')).toBeVisible()
  expect(askedFor('imports.stage')).toEqual([{ file: 'f', includeDoubtful: true }])
})
