import { expect, onTestFinished, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { announcement } from '../../renderer/announce.ts'
import ImportsPage from '../../renderer/pages/imports/ImportsPage.vue'
import type { CallOutput } from '../../shared/contract.ts'
import type { ImportMapping, ImportRow } from '../../shared/contract/imports.ts'
import { ProblemError } from '../../shared/problem.ts'
import { answering, askedFor, refusing, tell } from './support/core.ts'
import { acme, usersFound } from './support/known.ts'
import { show } from './support/show.ts'
import { statusWith } from './support/staged.ts'

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
const other = (kind: 'bundles' | 'orders' | 'equipment' | 'routes' | 'routeDetails' | 'users'): ImportMapping => ({
  kind,
  fields: {},
  options: {},
})
const users: ImportMapping = { ...other('users'), fields: { password: { from: 'column', column: 1 } } }
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
  mappings: {
    ...{ clones, sims, bundles: other('bundles'), orders: other('orders'), equipment: other('equipment') },
    ...{ routes: other('routes'), routeDetails: other('routeDetails'), users },
  },
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
      same: 0,
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

test('In a narrow window what comes of a file stands below how it is read, both as wide as the page', async () => {
  await page.viewport(592, 400)
  onTestFinished(() => page.viewport(1280, 800))
  await withFile()
  await box('Import as').selectOptions('SIM cards')
  const rows = page.getByRole('region', { name: 'Rows', exact: true })
  await expect.element(rows).toBeVisible()
  const below = rows.element().getBoundingClientRect()
  const above = box('Import as').element().getBoundingClientRect()
  expect(below.top).toBeGreaterThan(above.bottom)
  expect(below.width).toBeGreaterThan(500)
  expect(above.width).toBeGreaterThan(500)
})

test('What must be filled and is not is said at its field, and the file is shown as it is read', async () => {
  await withFile()
  const user = box('User comes from')
  await expect.element(user).toHaveAttribute('aria-invalid', 'true')
  await expect.element(user).toHaveAccessibleDescription('Choose a column, or one value for all rows.')
  await expect.element(box('Tracker comes from')).toHaveAccessibleDescription(/1\s*2/)
  await expect.element(page.getByRole('button', { name: /^Stage/ })).not.toBeInTheDocument()
})

test('What is taken for passwords is shown as dots as soon as it is said, and no sample of it stands at its field', async () => {
  await withFile()
  await expect.element(page.getByRole('cell', { name: 'red' })).toBeVisible()
  await box('Import as').selectOptions('Users')
  await page.getByRole('region', { name: 'Rows', exact: true }).getByText('File', { exact: true }).click()
  await expect.element(page.getByRole('cell', { name: '••••••••' })).toBeVisible()
  await expect.element(page.getByText('red')).not.toBeInTheDocument()
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

test('What is wrong is grouped by how it is mended, a group shows its rows, and a row is told whole', async () => {
  const long = 'שם ארוך מאוד '.repeat(30).trim()
  await withFile()
  answering({
    'imports.check': () => ({
      ready: 1,
      doubtful: 0,
      refused: 2,
      same: 0,
      groups: [
        { field: 'tracker', problem: { code: 'tracker-unknown' }, verdict: 'refused', rows: 2, examples: [2, 3] },
      ],
      missing: [],
      requests: 1,
      requestsWithDoubtful: 1,
    }),
    'imports.rows': ({ group }) => {
      const problems = { tracker: { code: 'tracker-unknown' } } as const
      const bad: ImportRow = { row: 3, cells: ['99', long], values: { tracker: '99' }, problems, verdict: 'refused' }
      const good: ImportRow = { ...bad, row: 2, cells: ['1', 'red'], problems: {}, verdict: 'ready' }
      const rows = group ? [bad] : [good, bad]
      return { count: rows.length, rows }
    },
  })
  await box('User comes from').selectOptions('B · note')
  const group = page.getByRole('button', { name: /^2 rows.*Tracker/ })
  await group.click()
  await expect.element(group).toHaveAttribute('aria-pressed', 'true')
  await expect.poll(() => askedFor('imports.rows').at(-1)?.group).toEqual({ field: 'tracker', code: 'tracker-unknown' })
  const rows = page.getByRole('grid', { name: 'Rows of the file' })
  await expect.element(rows.getByRole('row', { name: /99/ })).toBeVisible()
  rows.element().focus()
  await userEvent.keyboard('{Enter}')
  const panel = page.getByRole('complementary', { name: 'Row 3' })
  await expect.element(panel).toMatchTextContent(new RegExp(`Tracker.*${long}`, 's'))
  await expect.element(page.getByText(long).last()).toHaveAttribute('dir', 'auto')
  await userEvent.keyboard('{Escape}')
  await expect.element(panel).not.toBeInTheDocument()
  await page.getByRole('radio', { name: /^Ready/ }).click()
  await expect.poll(() => askedFor('imports.rows').at(-1)).toMatchObject({ only: 'ready' })
  await page.getByRole('radio', { name: 'File', exact: true }).click()
  await expect.element(page.getByRole('region', { name: 'First rows of the file' })).toBeVisible()
})

test('Equipment is one value for all rows, and where none has been pulled that is said', async () => {
  await withFile()
  answering({ 'lookup.equipment': () => ({ equipment: [] }) })
  await box('Import as').selectOptions('Equipment')
  await box('Equipment comes from').selectOptions('One value for all rows')
  await expect.element(page.getByText('No equipment has been pulled. Pull first.')).toBeVisible()
  answering({ 'lookup.equipment': () => ({ equipment: [{ id: 9, name: 'Box', modelCode: 'box_9' }] }) })
  await box('Equipment comes from').selectOptions('B · note')
  await box('Equipment comes from').selectOptions('One value for all rows')
  await box('Equipment for all rows').selectOptions('Box (box_9)')
  await expect.poll(() => lastMapping()?.fields['equipment']).toEqual({ from: 'constant', value: '9' })
})

test('What cannot be staged says why; what is left out is handed out as a file', async () => {
  await withFile()
  await box('Import as').selectOptions('SIM cards')
  answering({
    'imports.stage': refusing({ code: 'nothing-to-stage' }),
    'imports.exportRefused': () => ({ name: 'list refused.csv', text: 'tracker' }),
  })
  await page.getByRole('button', { name: 'Stage 1 SIM card' }).click()
  await expect.element(page.getByRole('alert')).toBeVisible()
  await page.getByRole('button', { name: 'Download 2 rows left out' }).click()
  await expect.poll(() => announcement.value).toBe('list refused.csv has been saved.')
  expect(askedFor('imports.exportRefused')).toEqual([{ file: 'f', doubtful: true }])
})

test('A file that takes long to be checked says how far it is, and is stopped', async () => {
  await withFile()
  // What is chosen before that is overtaken by it.
  await expect.poll(lastMapping).toBeDefined()
  let answer: (() => void) | undefined
  answering({
    'imports.stop': () => ({}),
    'imports.check': () =>
      new Promise((_, refuse) => (answer = () => refuse(new ProblemError({ code: 'file-stopped' })))),
  })
  await box('User comes from').selectOptions('B · note')
  await expect.poll(() => lastMapping()?.fields['user']).toEqual({ from: 'column', column: 1 })
  tell({ event: 'import', progress: { file: 'f', doing: 'checking', done: 500, total: 2000 } })
  await expect.element(page.getByText('Checking rows: 500 of 2,000')).toBeVisible()
  await page.getByRole('button', { name: 'Stop' }).click()
  await expect.poll(() => askedFor('imports.stop')).toEqual([{ file: 'f' }])
  answer?.()
  await expect.element(page.getByRole('button', { name: 'Check again' })).toBeEnabled()
})

test('A file is dropped in place of a chosen one, several are told to come one by one, and one is closed', async () => {
  await withFile()
  const files = new DataTransfer()
  for (const each of ['one.csv', 'two.csv']) files.items.add(new File(['a'], each, { type: 'text/csv' }))
  const name = page.getByText('list.csv')
  await expect.element(name).toBeVisible()
  const zone = name.element()
  zone.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: files }))
  await expect.element(page.getByText(/^Several files were dropped/)).toBeVisible()
  await expect.element(page.getByText('one.csv')).toBeVisible()
  await page.getByRole('button', { name: 'Close this file' }).click()
  await expect.element(page.getByRole('heading', { name: 'Drop a CSV file here' })).toBeVisible()
  await expect.element(page.getByRole('button', { name: 'Download an example: Clones' })).toBeVisible()
})

test('On the demo panel there are files to try, which are opened at once', async () => {
  answering({
    'status.read': () => statusWith({ profile: { ...acme, panel: { kind: 'demo' } } }),
    'imports.begin': () => ({ file: 'f' }),
    'imports.chunk': () => ({}),
    'imports.read': () => read,
  })
  show(ImportsPage)
  await page
    .getByRole('region', { name: 'Files to try here' })
    .getByRole('button', { name: '2 routes of 3 stops' })
    .click()
  await expect.poll(() => askedFor('imports.begin').map(({ name }) => name)).toEqual(['demo-routes.csv'])
})
