import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import OperationPanel from '../../renderer/pages/outbox/OperationPanel.vue'
import UndonePanel from '../../renderer/pages/outbox/UndonePanel.vue'
import type { ChangeSet, OperationRow } from '../../shared/contract/outbox.ts'
import { answering, askedFor, refusing } from './support/core.ts'
import { show } from './support/show.ts'
import { changeSet, operation, planOf } from './support/staged.ts'
import { openWindow } from './support/window.ts'

const button = (name: string | RegExp) => page.getByRole('button', { name })
const table = page.getByRole('grid', { name: 'Changes' })
const panel = (name: string) => page.getByRole('complementary', { name })

const long = 'A label that goes on and on '.repeat(10).trim()
const operations: readonly OperationRow[] = [
  operation({ id: 5 }),
  operation({
    id: 6,
    subject: { name: 'משאית 7', panelId: 102, row: 2 },
    changes: [{ field: 'comment', from: '', to: long }],
  }),
  operation({ id: 7, problem: { code: 'label-empty' }, changes: [{ field: 'label', from: 'Bus', to: '' }] }),
]

/** The page of the outbox over these change sets; what it shows of them are all of the operations, whatever is asked. */
function openOutbox(changeSets: ChangeSet[], rows: readonly OperationRow[] = operations) {
  answering({
    'outbox.changeSets': () => ({ changeSets }),
    'outbox.operations': ({ states, from, count }) => {
      const found = rows.filter(({ state }) => states.length === 0 || states.includes(state))
      return { count: found.length, rows: found.slice(from, from + count) }
    },
    'outbox.planNumbers': () => ({ operations: 2, staying: 1, kinds: [] }),
    'outbox.plan': () => planOf({ operations: 2 }),
    'outbox.next': () => ({ next: null }),
    'history.attempts': () => ({ count: 0, rows: [] }),
  })
  return openWindow('/outbox')
}

test('Change sets are walked through by arrows, and a box keeps one back from the next sending', async () => {
  openOutbox([changeSet({ id: 2, title: 'list.csv', origin: 'import' }), changeSet({ id: 1 })])
  const first = button(/^list\.csv/)
  await expect.element(first).toHaveAttribute('aria-current', 'true')
  first.element().focus()
  await userEvent.keyboard('{ArrowDown}')
  await expect.element(button(/^10 tracker edits/)).toHaveFocus()
  await expect.poll(() => askedFor('outbox.operations').at(-1)?.changeSet).toBe(1)
  await userEvent.keyboard('{Home}')
  await expect.poll(() => askedFor('outbox.operations').at(-1)?.changeSet).toBe(null)
  await page.getByRole('checkbox', { name: 'Send list.csv' }).click()
  await expect.poll(() => askedFor('outbox.plan').at(-1)).toEqual({ changeSets: [1] })
})

test('What is not whole is told as that, and is not offered to be sent', async () => {
  openOutbox([changeSet({ id: 2, title: 'list.csv', origin: 'import', unfinished: true }), changeSet({ id: 1 })])
  await expect.element(button(/^list\.csv.*not whole/)).toBeVisible()
  await expect.element(page.getByText(/^Not all of this is here, so none of it is sent/)).toBeVisible()
  await expect.element(page.getByRole('checkbox', { name: 'Send 10 tracker edits' })).toBeChecked()
  await expect.element(page.getByRole('checkbox', { name: 'Send list.csv' })).not.toBeInTheDocument()
  await expect.poll(() => askedFor('outbox.plan').at(-1)).toEqual({ changeSets: [1] })
})

test('Rows are chosen by keys, and what is done with them is asked for where something is lost', async () => {
  openOutbox([changeSet({ counts: { draft: 3 }, broken: 1 })])
  answering({ 'outbox.discard': ({ operations: ids }) => ({ discarded: ids?.length ?? 0 }) })
  await expect.element(table.getByRole('row', { name: /Van 1/ }).first()).toBeVisible()
  table.element().focus()
  await userEvent.keyboard('{Control>}a{/Control}')
  await expect.element(page.getByRole('toolbar', { name: 'Selected changes' })).toMatchTextContent(/3 selected/)
  await button('Discard 3').click()
  const dialog = page.getByRole('dialog', { name: 'Discard 3 changes?' })
  await userEvent.keyboard('{Escape}')
  await expect.element(dialog).not.toBeInTheDocument()
  expect(askedFor('outbox.discard')).toEqual([])
  await button('Discard 3').click()
  await dialog.getByRole('button', { name: 'Discard 3 changes' }).click()
  await expect.poll(() => askedFor('outbox.discard')).toEqual([{ operations: [5, 6, 7] }])
})

test('A row is opened by Enter, its panel follows the cursor, and Esc gives the keyboard back', async () => {
  openOutbox([changeSet({ counts: { draft: 3 } })])
  await expect.element(table.getByRole('row', { name: /Van 1/ }).first()).toBeVisible()
  table.element().focus()
  await userEvent.keyboard('{Enter}')
  await expect.element(panel('Van 1')).toBeVisible()
  table.element().focus()
  await userEvent.keyboard('{ArrowDown}')
  await expect.element(panel('משאית 7')).toMatchTextContent(new RegExp(long))
  expect(panel('משאית 7').element().scrollWidth).toBeLessThanOrEqual(panel('משאית 7').element().clientWidth)
  panel('משאית 7').element().focus()
  await userEvent.keyboard('{Escape}')
  await expect.element(panel('משאית 7')).not.toBeInTheDocument()
  await expect.element(table).toHaveFocus()
})

test('A filter asks for its states; where nothing matches, all are one press away', async () => {
  openOutbox([changeSet({ counts: { draft: 3, rejected: 1 } })])
  await button(/^Refused/).click()
  await expect.element(page.getByText('No change matches.')).toBeVisible()
  expect(askedFor('outbox.operations').at(-1)?.states).toEqual(['rejected'])
  await button('Show all changes').click()
  await expect.element(button(/^All/)).toHaveAttribute('aria-pressed', 'true')
  await expect.element(table).toHaveFocus()
})

test('What is typed into the search is asked for', async () => {
  openOutbox([changeSet()])
  await page.getByRole('searchbox', { name: 'Search changes' }).fill(' van ')
  await expect.poll(() => askedFor('outbox.operations').at(-1)?.search).toBe('van')
})

test('Conflicts of a set are all settled one way from its menu, once that has been confirmed', async () => {
  const changes = [{ field: 'label', from: 'Van', to: 'Van 1', theirs: 'Truck' }]
  const both = [5, 6].map((id) => operation({ id, state: 'conflict', changes }))
  openOutbox([changeSet({ counts: { conflict: 2 } })], both)
  answering({ 'outbox.resolve': ({ operations: ids }) => ({ resolved: ids.length }) })
  const settle = button(/^Settle 2 conflicts/)
  await expect.element(settle).toBeVisible()
  settle.element().focus()
  await userEvent.keyboard('{ArrowDown}{ArrowDown}{Enter}')
  const dialog = page.getByRole('dialog', { name: 'Take theirs for 2 conflicts?' })
  await dialog.getByRole('button', { name: 'Take theirs for 2 conflicts' }).click()
  await expect.poll(() => askedFor('outbox.resolve')).toEqual([{ operations: [5, 6], take: 'theirs' }])
})

test('What was sent is turned round once that has been confirmed, and what is left of it is told', async () => {
  openOutbox([changeSet({ counts: { done: 3 }, releasedAt: 1 })], [operation({ state: 'done' })])
  const left = [{ subject: 'Van 2', problem: { code: 'changed-since' } as const }]
  answering({ 'outbox.undoSent': () => ({ changeSet: 1, staged: 2, left, unknown: 1 }) })
  await button('Show 1 finished change set').click()
  await button('Undo what was sent…').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Stage the undo' }).click()
  const undone = panel('Undo of what was sent')
  await expect
    .element(undone)
    .toMatchTextContent(/2 opposite changes.*Of 1 more.*1 change cannot be taken back.*Van 2/s)
  await button('Show the new change set').click()
  await expect.element(undone).not.toBeInTheDocument()
  expect(askedFor('outbox.undoSent')).toEqual([{ changeSet: 1 }])
})

test('What has been released is recalled, and the set discarded, from its heading', async () => {
  openOutbox([changeSet({ counts: { ready: 2, draft: 1 }, releasedAt: 1 })])
  answering({ 'outbox.recall': () => ({ recalled: 2 }), 'outbox.discard': () => ({ discarded: 3 }) })
  await button('Recall 2').click()
  await expect.poll(() => askedFor('outbox.recall')).toEqual([{ changeSets: [1] }])
  await button('Discard…').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Discard 3 changes' }).click()
  await expect.poll(() => askedFor('outbox.discard')).toEqual([{ changeSets: [1] }])
})

test('An empty outbox says what it is for, and leads to the trackers', async () => {
  const where = openOutbox([])
  await expect.element(page.getByText(/^Nothing is staged/)).toBeVisible()
  answering({
    'sheet.recallLook': refusing({ code: 'profile-closed' }),
    'sheet.open': refusing({ code: 'profile-closed' }),
  })
  answering({ 'views.list': () => ({ views: [], unreadable: [] }) })
  await button('Go to trackers').click()
  await expect.poll(where).toBe('/trackers')
})

test('What is finished is folded away below what is open, and counted; unfolded, it is looked at like any other', async () => {
  openOutbox([
    changeSet({ id: 3, counts: { done: 4 }, releasedAt: 1, name: 'Winter tyres' }),
    changeSet({ id: 2, counts: { discarded: 1 }, releasedAt: 1 }),
    changeSet({ id: 1 }),
  ])
  const heading = button('Finished (2)')
  await expect.element(heading).toHaveAttribute('aria-expanded', 'false')
  await expect.element(button(/^10 tracker edits/)).toHaveAttribute('aria-current', 'true')
  await expect.element(button(/^Winter tyres/)).not.toBeInTheDocument()
  await heading.click()
  await expect.element(heading).toHaveAttribute('aria-expanded', 'true')
  const choices = page.getByRole('navigation', { name: 'Change sets' }).getByRole('button').elements()
  expect(choices.map(({ textContent }) => textContent.trim().slice(0, 12))).toEqual([
    'All changes',
    '10 tracker e',
    'Finished (2)',
    'Winter tyres',
    '10 tracker e',
  ])
  await button(/^Winter tyres/).click()
  await expect.poll(() => askedFor('outbox.operations').at(-1)?.changeSet).toBe(3)
})

test('Of all change sets, the rows are those whose numbers the filters tell: none that is folded away', async () => {
  openOutbox([changeSet({ id: 3 }), changeSet({ id: 2 }), changeSet({ id: 1, counts: { done: 4 }, releasedAt: 1 })])
  await button('All changes').click()
  await expect.poll(() => askedFor('outbox.operations').at(-1)).toMatchObject({ changeSet: null, among: [3, 2] })
  await expect.element(button(/^All 20/)).toBeVisible()
  await button('Finished (1)').click()
  await expect.poll(() => askedFor('outbox.operations').at(-1)?.among).toEqual([3, 2, 1])
  await expect.element(button(/^All 24/)).toBeVisible()
})

test('A change set is named and commented, and both are shown where it is looked at and before it is sent', async () => {
  openOutbox([changeSet()])
  let words = { name: '', comment: '' }
  answering({
    'outbox.changeSets': () => ({ changeSets: [changeSet(words)] }),
    'outbox.describe': ({ name, comment }) => {
      words = { name, comment }
      return {}
    },
  })
  await button('Name and comment…').click()
  const dialog = page.getByRole('dialog', { name: 'Name and comment of the change set' })
  await expect.element(dialog.getByText('Without one: 10 tracker edits')).toBeVisible()
  await dialog.getByRole('textbox', { name: 'Name' }).fill('  Winter tyres ')
  await dialog.getByRole('textbox', { name: 'Comment' }).fill('Asked for by North GmbH')
  await dialog.getByRole('button', { name: 'Keep' }).click()
  await expect.element(page.getByRole('heading', { name: 'Winter tyres' })).toBeVisible()
  expect(askedFor('outbox.describe')).toEqual([
    { changeSet: 1, name: 'Winter tyres', comment: 'Asked for by North GmbH' },
  ])
  await expect.element(page.getByText('Asked for by North GmbH').first()).toBeVisible()
  await button('Show details').click()
  await expect
    .element(page.getByRole('region', { name: 'Before sending' }))
    .toMatchTextContent(/Winter tyres · Asked for by North GmbH/)
})

test.each([
  [1024, 700],
  [640, 400],
])('The reason of what was refused has room for its words at %i × %i', async (wide, high) => {
  await page.viewport(wide, high)
  const refused = operation({ state: 'rejected', problem: { code: 'label-empty' } })
  openOutbox([changeSet({ counts: { rejected: 1 } })], [refused])
  const reason = table.getByText(/label/i).last()
  await expect.element(reason).toBeVisible()
  expect(reason.element().getBoundingClientRect().width).toBeGreaterThan(120)
})

test('An outbox that cannot be read says why', async () => {
  openOutbox([])
  answering({ 'outbox.changeSets': refusing({ code: 'disk-failed' }) })
  await expect.element(page.getByText(/disk/i).first()).toBeVisible()
})

// ---- one operation ----

test('What is unknown is looked up again or given up, the latter after a question', async () => {
  const one = operation({ state: 'unknown', problem: { code: 'timed-out' }, attempts: 1 })
  answering({
    'outbox.settle': ({ by }) => ({ settled: by === 'looking' ? 0 : 1, still: by === 'looking' ? 1 : 0 }),
    'outbox.changeSets': () => ({ changeSets: [] }),
  })
  const shown = show(OperationPanel, { operation: one })
  await expect.element(panel('Van 1')).toMatchTextContent(/the panel did not answer in time/)
  await button('Look again').click()
  await expect.poll(() => askedFor('outbox.settle')).toEqual([{ operations: [5], by: 'looking' }])
  await button('Give up…').click()
  await page
    .getByRole('dialog', { name: 'Give up 1 change?' })
    .getByRole('button', { name: 'Give up 1 change' })
    .click()
  await expect.poll(() => shown.emitted('settled')).toEqual([['unknown']])
})

test('A change that the panel bills says beside it what it does to the money of its user', async () => {
  const sums = { changes: 1, back: { least: 5, most: 6 }, debits: [{ day: '2026-12-01', amount: 7.9 }], held: 0 }
  const users = [{ id: 7, login: 'north@example.com', ...sums, short: { day: '2026-12-01' } }]
  const bill = { currency: 'EUR', ...sums, later: 1, untold: 0, short: 1, usersInAll: 1, users }
  answering({ 'outbox.bill': ({ operation: id }) => ({ bill: id === 5 ? bill : null }) })
  const changes = [{ field: 'plan', from: 'Premium', to: 'Standard' }]
  const shown = show(OperationPanel, { operation: operation({ kind: 'tracker.tariff', changes }) })
  await expect.element(panel('Van 1').getByRole('heading', { name: 'Money (estimate)' })).toBeVisible()
  await expect.element(panel('Van 1')).toMatchTextContent(/EUR.5\.00 to EUR.6\.00.*2026-12-01: EUR.7\.90/s)
  await expect.element(panel('Van 1')).toMatchTextContent(/would be blocked from 2026-12-01.*may begin only when/s)
  // Of one that costs nothing the core is not even asked.
  await shown.give({ operation: operation({ id: 6 }) })
  await expect.element(page.getByRole('heading', { name: 'Money (estimate)' })).not.toBeInTheDocument()
  expect(askedFor('outbox.bill')).toEqual([{ operation: 5 }])
})

test('An edit that was refused is mended in its cell', async () => {
  const problem = { code: 'panel-refused', panelCode: 7, panelWords: 'Invalid parameters' } as const
  answering({ 'outbox.mend': () => ({ drafts: 1 }), 'outbox.changeSets': () => ({ changeSets: [] }) })
  const shown = show(OperationPanel, { operation: operation({ state: 'rejected', problem }) })
  await expect.element(panel('Van 1')).toMatchTextContent(/Panel code 7: Invalid parameters/)
  await button('Mend in sheet').click()
  expect(askedFor('outbox.mend')).toEqual([{ operations: [5] }])
  await expect.poll(shown.where).toMatch(/^\/trackers\?.*label/)
})

test('What is released is held back and let go; Esc closes', async () => {
  answering({ 'outbox.hold': () => ({ changed: 1 }), 'outbox.changeSets': () => ({ changeSets: [] }) })
  const shown = show(OperationPanel, { operation: operation({ state: 'ready' }) })
  await button('Hold back').click()
  await shown.give({ operation: operation({ state: 'held' }) })
  await button('Let go').click()
  await expect.poll(() => askedFor('outbox.hold').map(({ held }) => held)).toEqual([true, false])
  await userEvent.keyboard('{Escape}')
  expect(shown.emitted('close')).toHaveLength(1)
})

test('What waits for one that has come to nothing is discarded with it', async () => {
  answering({ 'outbox.discard': () => ({ discarded: 2 }), 'outbox.changeSets': () => ({ changeSets: [] }) })
  const missingNeed = { operation: 3, changeSet: 1, state: 'rejected' } as const
  show(OperationPanel, { operation: operation({ missingNeed, problem: { code: 'needs-refused' } }) })
  await button('Discard both').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Discard 2 changes' }).click()
  await expect.poll(() => askedFor('outbox.discard')).toEqual([{ operations: [5, 3] }])
})

test('What waits to be put in where another was taken off says that its row has none meanwhile', async () => {
  const changes = [{ field: 'iccid', from: '', to: '89990000000000000017' }]
  show(OperationPanel, { operation: operation({ state: 'ready', emptied: 'iccid', changes }) })
  await expect.element(panel('Van 1')).toMatchTextContent(/ICCID: “Van 1” has none until this is sent/)
})

test('What cannot be read is only to be discarded', async () => {
  const problem = { code: 'kept-newer' } as const
  show(OperationPanel, { operation: operation({ readable: false, problem, changes: [], kind: 'zone.create' }) })
  await expect.element(panel('Van 1')).toMatchTextContent(/Cannot be read/)
  await expect.element(button('Discard change')).toBeVisible()
  await expect.element(button('Open in sheet')).not.toBeInTheDocument()
})

test('Of much that cannot be taken back, so many are named as can be read', async () => {
  const left = Array.from({ length: 205 }, (_, at) => ({
    subject: `Van ${at}`,
    problem: { code: 'no-inverse' } as const,
  }))
  const shown = show(UndonePanel, { undone: { changeSet: null, staged: 0, left, unknown: 0 } })
  await expect.element(page.getByText('Nothing of it can be taken back.')).toBeVisible()
  await expect.element(page.getByText('and 5 more')).toBeInTheDocument()
  expect(page.getByRole('complementary').element().querySelectorAll('li')).toHaveLength(200)
  await userEvent.keyboard('{Escape}')
  expect(shown.emitted('close')).toHaveLength(1)
})
