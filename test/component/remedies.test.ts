import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import type { OperationRow } from '../../shared/contract/outbox.ts'
import type { RemedyOffer, WhichOperations } from '../../shared/contract/remedies.ts'
import { answering, askedFor, refusing, tell } from './support/core.ts'
import { changeSet, operation, planOf, statusWith } from './support/staged.ts'
import { openWindow } from './support/window.ts'

const button = (name: string | RegExp) => page.getByRole('button', { name })
const table = page.getByRole('grid', { name: 'Changes' })
const panel = (name: string) => page.getByRole('complementary', { name })

const came = { helped: 2, along: 1, freed: 1, staged: 0, left: 0 }

const refused = [5, 6].map((id) =>
  operation({
    id,
    kind: 'checkpoint.update',
    state: 'rejected',
    subject: { name: `Stop ${id}`, panelId: id, row: id },
    problem: { code: 'stop-begun', panelCode: 255, panelWords: 'Invalid task state' },
    attempts: 1,
  }),
)

/** The outbox with what was refused, where this is what can still be done. */
function openOutbox(offers: (which: WhichOperations) => RemedyOffer[], rows: readonly OperationRow[] = refused) {
  answering({
    'status.read': () => statusWith({ undo: { canUndo: true, canRedo: false } }),
    'outbox.changeSets': () => ({
      changeSets: [changeSet({ counts: { rejected: 2, draft: 3 }, kinds: { 'checkpoint.update': 5 } })],
    }),
    'outbox.operations': () => ({ count: rows.length, rows: [...rows] }),
    'outbox.planNumbers': () => ({ operations: 2, staying: 1, kinds: [] }),
    'outbox.plan': () =>
      planOf({ operations: 2, refused: [{ problem: { code: 'stop-begun' }, operations: 1, examples: ['Stop 9'] }] }),
    'outbox.next': () => ({ next: null }),
    'outbox.remedies': (which) => ({ offers: offers(which) }),
    'outbox.remedy': () => came,
    'sheet.undo': () => ({ step: null }),
  })
  return openWindow('/outbox')
}

const dropRefused = ({ state }: WhichOperations): RemedyOffer[] =>
  state === 'draft' ? [] : [{ remedy: 'drop-begun', operations: 2 }]

test('What can still be done with all that was refused is one press away, says what came of it, and is taken back', async () => {
  openOutbox(dropRefused)
  const drop = button('Drop what drivers have begun (2), send the rest')
  await expect
    .element(drop)
    .toHaveAttribute('title', 'Discards the 2 changes that come too late. What waited for them is sent.')
  expect(askedFor('outbox.remedies')).toContainEqual({ changeSets: [1], state: 'rejected' })
  drop.element().focus()
  await userEvent.keyboard('{Enter}')
  await expect
    .poll(() => askedFor('outbox.remedy'))
    .toEqual([{ changeSets: [1], state: 'rejected', remedy: 'drop-begun' }])
  const words = page
    .getByRole('main')
    .getByText(/^2 changes dropped\. 1 more that could not go either was dropped, too\. 1 that waited/)
  await expect.element(words).toBeVisible()
  await button('Undo').click()
  await expect.poll(() => askedFor('sheet.undo')).toEqual([{ redo: false }])
  await expect.element(words).not.toBeInTheDocument()
})

test('In the panel each offer says below its button what it will do; it is reached by keys, and is about its route', async () => {
  const offers: RemedyOffer[] = [
    { remedy: 'delete-later-stops', operations: 1 },
    { remedy: 'delete-begun-route', operations: 1 },
    { remedy: 'leave-route', operations: 1 },
  ]
  const route = operation({
    kind: 'route.delete',
    state: 'rejected',
    subject: { name: 'Tour 1', panelId: 7, row: 7 },
    changes: [],
    problem: { code: 'route-begun-stays' },
  })
  openOutbox(({ around }) => (around === undefined ? [] : offers), [route])
  await expect.element(table.getByRole('row', { name: /Tour 1/ })).toBeVisible()
  table.element().focus()
  await userEvent.keyboard('{Enter}')
  const later = panel('Tour 1').getByRole('button', { name: 'Delete the stops that come later' })
  await expect.element(later).toHaveAccessibleDescription(/^Stages the deletion of each stop that nobody has begun/)
  await expect.element(panel('Tour 1')).not.toMatchTextContent(/Mend it, or make it a draft again/)
  await userEvent.keyboard('{Tab}{Tab}')
  await expect.element(later).toHaveFocus()
  await userEvent.keyboard('{Tab}{Enter}')
  await expect
    .poll(() => askedFor('outbox.remedy'))
    .toEqual([{ around: 5, state: 'rejected', remedy: 'delete-begun-route' }])
})

test('Several things that can still be done with all of them are a menu', async () => {
  openOutbox(({ state }) =>
    state === 'draft'
      ? []
      : [
          { remedy: 'drop-begun', operations: 2 },
          { remedy: 'leave-route', operations: 3 },
        ],
  )
  const menu = button(/^What can still be done/)
  await expect.element(menu).toBeVisible()
  menu.element().focus()
  await userEvent.keyboard('{ArrowDown}{ArrowDown}{Enter}')
  await expect
    .poll(() => askedFor('outbox.remedy'))
    .toEqual([{ changeSets: [1], state: 'rejected', remedy: 'leave-route' }])
})

test('With rows that are chosen the offer is about those', async () => {
  openOutbox(dropRefused)
  await expect.element(table.getByRole('row', { name: /Stop 5/ })).toBeVisible()
  table.element().focus()
  await userEvent.keyboard('{Control>}a{/Control}')
  await expect.poll(() => askedFor('outbox.remedies').at(-1)).toEqual({ operations: [5, 6] })
  await button(/^Drop what drivers have begun/).click()
  await expect.poll(() => askedFor('outbox.remedy')).toEqual([{ operations: [5, 6], remedy: 'drop-begun' }])
})

test('Before sending, what would be refused is dropped from where the reason stands', async () => {
  openOutbox(({ state }) => (state === 'draft' ? [{ remedy: 'drop-begun', operations: 1 }] : []))
  const plan = page.getByRole('region', { name: 'Before sending' })
  await plan.getByRole('button', { name: 'Drop what the driver has begun', exact: true }).click()
  await expect
    .poll(() => askedFor('outbox.remedy'))
    .toEqual([{ changeSets: [1], state: 'draft', remedy: 'drop-begun' }])
})

test('What cannot be taken back any more offers no undo, and where nothing can be asked nothing is offered', async () => {
  openOutbox(dropRefused)
  await button(/^Drop what drivers have begun/).click()
  await expect.element(button('Undo')).toBeVisible()
  answering({ 'outbox.remedies': refusing({ code: 'core-unreachable' }) })
  tell({ event: 'status', status: statusWith({ undo: { canUndo: false, canRedo: false } }) })
  await expect.element(button('Undo')).not.toBeInTheDocument()
  tell({ event: 'outbox', changeSets: [1] })
  await expect.element(button(/^Drop what drivers have begun/)).not.toBeInTheDocument()
})
