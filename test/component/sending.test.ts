import { now } from './support/clock.ts'
import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { defineComponent, h, onUnmounted } from 'vue'
import type { Filter } from '../../renderer/pages/outbox/filters.ts'
import PlanBar from '../../renderer/pages/outbox/PlanBar.vue'
import PlanDetails from '../../renderer/pages/outbox/PlanDetails.vue'
import SendingBar from '../../renderer/pages/outbox/SendingBar.vue'
import { useOutbox } from '../../renderer/stores/outbox.ts'
import type { Plan } from '../../shared/contract/outbox.ts'
import { answering, askedFor, refusing, tell } from './support/core.ts'
import { show } from './support/show.ts'
import { changeSet, planOf, statusWith } from './support/staged.ts'

const button = (name: string | RegExp) => page.getByRole('button', { name })
const offline = { connection: { state: 'offline', problem: { code: 'unreachable' }, retryAt: null } } as const

// ---- what is being sent ----

const sending = page.getByRole('region', { name: 'Sending' })
const outcome = page.getByRole('region', { name: 'What came of it' })
const run = { running: true, startedAt: 1, total: 10, done: 3, refused: 1, remaining: 20_000 }

test('What is being sent says how far it is, and is paused and resumed by the same button', async () => {
  answering({ 'status.read': () => statusWith({ sending: run }), 'outbox.pause': () => ({}) })
  show(SendingBar, { changeSets: [] })
  await expect.element(sending).toMatchTextContent(/3 of 10 done · about 20 s left.*1 refused/s)
  button('Pause').element().focus()
  await userEvent.keyboard('{Enter}')
  await expect.poll(() => askedFor('outbox.pause')).toEqual([{ paused: true }])
  tell({
    event: 'status',
    status: statusWith({ sending: { ...run, running: false, paused: true }, queue: { ready: 7 } }),
  })
  await expect.element(sending).toMatchTextContent(/3 of 10 done · Paused/)
  await button('Resume').click()
  await expect.poll(() => askedFor('outbox.pause').at(-1)).toEqual({ paused: false })
})

test('What came of it leads to what needs a person and to the history, and is put away', async () => {
  const ended = { running: false, startedAt: 1, total: 10, done: 10, refused: 2, already: 1, behind: 3 }
  answering({ 'status.read': () => statusWith({ sending: ended, queue: { conflict: 2, ready: 3 } }) })
  const bar = show(SendingBar, { changeSets: [changeSet({ counts: { rejected: 2 } })] })
  await expect.element(outcome).toMatchTextContent(/7 sent.*1 was so already.*2 refused/s)
  await expect.element(outcome).toMatchTextContent(/3 wait behind what needs you/)
  await button('2 in conflict').click()
  await button('Show refused rows').click()
  expect(bar.emitted('show')).toEqual([['conflict'], ['refused']])
  await button('Open the history').click()
  await expect.poll(bar.where).toBe('/history')
  await button('Put away').click()
  await expect.element(outcome).not.toBeInTheDocument()
})

test('A kind that the panel refuses as such waits with the reason, and is tried at once where a person wants it', async () => {
  const problem = { code: 'permission', values: { permission: 'trackers: create' } } as const
  const pausedKinds = [{ kinds: ['tracker.clone'], operations: 3, problem, retryAt: 0 }]
  answering({
    'status.read': () => statusWith({ sending: { pausedKinds } }),
    'outbox.tryNow': refusing({ code: 'work-offline' }),
  })
  show(SendingBar, { changeSets: [] })
  const paused = page.getByRole('status', { name: 'Sending' })
  await expect.element(paused).toMatchTextContent(/3 clones: waiting.*“create trackers”.*Next try in/s)
  await button('Try again now').click()
  expect(askedFor('outbox.tryNow')).toHaveLength(1)
  await expect.element(page.getByText(/^You are working offline/)).toBeVisible()
})

test('Kinds that lack the same permission are told as one', async () => {
  const problem = { code: 'permission', values: { permission: 'trackers: update' } } as const
  const pausedKinds = [{ kinds: ['tracker.settings', 'tracker.block'], operations: 1200, problem, retryAt: 0 }]
  answering({ 'status.read': () => statusWith({ sending: { pausedKinds } }) })
  show(SendingBar, { changeSets: [] })
  await expect
    .element(page.getByRole('status', { name: 'Sending' }))
    .toMatchTextContent(/1,200 changes: waiting\..*“change trackers”/s)
})

test('What waits for the connection says so; before anything was sent there is no bar', async () => {
  answering({ 'status.read': () => statusWith({ ...offline, queue: { ready: 4 } }) })
  show(SendingBar, { changeSets: [] })
  await expect.element(sending).toMatchTextContent('4 changes go when back online.')
  tell({ event: 'status', status: statusWith({ ...offline }) })
  await expect.element(sending).not.toBeInTheDocument()
})

// ---- before sending ----

/** The bar on a page that follows the outbox, as that of the outbox does. */
const AttendedPlanBar = defineComponent({
  emits: ['show'],
  setup(_, { emit }) {
    onUnmounted(useOutbox().attend())
    return () => h(PlanBar, { onShow: (filter: Filter) => emit('show', filter) })
  },
})

function showPlan(plan: Plan, more: Parameters<typeof answering>[0] = {}) {
  answering({
    'outbox.changeSets': () => ({ changeSets: [changeSet({ counts: { draft: plan.operations } })] }),
    'outbox.planNumbers': () => ({ operations: plan.operations, staying: 0, kinds: [] }),
    'outbox.plan': () => plan,
    'outbox.send': () => ({ released: plan.operations, keptBack: 0 }),
    ...more,
  })
  return show(AttendedPlanBar)
}

const bar = page.getByRole('region', { name: 'Before sending' })

test('Before sending it says how many requests it takes, and its button sends what was looked at', async () => {
  showPlan(planOf())
  await expect.element(bar).toMatchTextContent(/10 changes in 4 requests, 3 reads before · less than a second/)
  await button('Send 10 changes').click()
  await expect.poll(() => askedFor('outbox.send')).toEqual([{ changeSets: [1], reading: 'exact' }])
})

test('Ctrl+Enter sends what was looked at, wherever the focus is, but not while something is asked', async () => {
  const kinds = [
    {
      ...{ kind: 'tracker.tariff', operations: 2, atRisk: 2, rows: 2, requests: 2, requestsAtRisk: 2 },
      risk: 'costs-money',
    } as const,
  ]
  showPlan(planOf({ operations: 2, kinds }))
  await expect.element(button('Send 2 changes')).toBeEnabled()
  await userEvent.keyboard('{Control>}{Enter}{/Control}')
  const dialog = page.getByRole('dialog', { name: 'Send 2 changes that cost money?' })
  await expect.element(dialog).toBeVisible()
  await userEvent.keyboard('{Escape}')
  await expect.element(dialog).not.toBeInTheDocument()
  expect(askedFor('outbox.send')).toEqual([])
  await userEvent.keyboard('{Control>}{Enter}{/Control}')
  await expect.element(dialog).toBeVisible()
  await userEvent.keyboard('2{Enter}')
  await expect.poll(() => askedFor('outbox.send').length).toBe(1)
})

test('What is chosen is held against the panel, and what that came to stands there until it is out of date', async () => {
  const checked = {
    ...{ at: now - 60_000, outdated: false, operations: 9, already: 1, unread: 1 },
    found: [{ problem: { code: 'conflict' as const }, operations: 2, examples: ['Van 1', 'Van 2'] }],
  }
  showPlan(planOf())
  answering({ 'outbox.check': () => checked, 'outbox.plan': () => planOf({ checked }) })
  await button('Check now').click()
  await expect.poll(() => askedFor('outbox.check')).toEqual([{ changeSets: [1] }])
  await expect.element(bar.getByText('2 changes would not go as they are.')).toBeVisible()
  await expect.element(bar.getByText('Checked 1 min ago.')).toBeVisible()
  await expect.element(bar.getByText(/^2 changes: .*Van 1, Van 2/)).toBeVisible()
  await expect.element(bar.getByText(/^1 is so at the panel already/)).toBeVisible()
  expect(askedFor('outbox.send')).toEqual([])
  answering({ 'outbox.plan': () => planOf({ checked: { ...checked, outdated: true } }) })
  tell({ event: 'outbox', changeSets: [1] })
  await expect.element(bar.getByText(/Out of date/)).toBeVisible()
})

test('Without a connection nothing is held against the panel, and why stands at the button', async () => {
  showPlan(planOf(), { 'status.read': () => statusWith(offline) })
  await expect.element(button('Check now')).toHaveAccessibleDescription('Checking takes a connection to the panel.')
})

test('What costs money goes only once its number has been typed; Esc sends nothing', async () => {
  const kinds = [
    {
      kind: 'tracker.tariff',
      operations: 2,
      atRisk: 2,
      rows: 2,
      requests: 2,
      requestsAtRisk: 2,
      risk: 'costs-money',
    } as const,
  ]
  showPlan(planOf({ operations: 2, kinds }))
  await button('Send 2 changes').click()
  const dialog = page.getByRole('dialog', { name: 'Send 2 changes that cost money?' })
  await expect.element(dialog).toHaveAccessibleDescription(/Change 2 plans: costs money/)
  await userEvent.keyboard('{Escape}')
  await expect.element(dialog).not.toBeInTheDocument()
  expect(askedFor('outbox.send')).toEqual([])
  await button('Send 2 changes').click()
  await expect.element(dialog.getByRole('button', { name: 'Send 2 changes' })).toBeDisabled()
  await userEvent.keyboard('2{Enter}')
  await expect.poll(() => askedFor('outbox.send').length).toBe(1)
})

test('Where reading exactly takes long a person chooses how it is read, and the button says which', async () => {
  showPlan(planOf({ duration: 600_000, quick: { reads: 1, duration: 60_000 } }))
  await expect.element(button('Send 10 changes, each read just before')).toBeEnabled()
  await page.getByRole('radio', { name: /^Each just before/ }).click()
  await userEvent.keyboard('{ArrowDown}')
  await expect.element(page.getByRole('radio', { name: /^Many together/ })).toBeChecked()
  await expect.element(bar).toMatchTextContent(/1 read before · about 1 min/)
  await button('Send 10 changes, read ahead').click()
  await expect.poll(() => askedFor('outbox.send')).toEqual([{ changeSets: [1], reading: 'quick' }])
})

test('What stays behind is named with its reason, in the direction of its own writing, and can be shown', async () => {
  const long = 'A name as long as a person can make it '.repeat(8).trim()
  const examples = ['משאית 7', long, 'Van', 'Bus', 'Car']
  const plan = planOf({ refused: [{ problem: { code: 'label-empty' }, operations: 5, examples }] })
  const shown = showPlan(plan)
  await expect.element(bar).toMatchTextContent(/5 stay behind\..*A tracker needs a label/s)
  await expect.element(bar).not.toMatchTextContent(/Bus/)
  await expect.poll(() => getComputedStyle(page.getByText('משאית 7').element()).unicodeBidi).toBe('isolate')
  expect(bar.element().scrollWidth).toBeLessThanOrEqual(bar.element().clientWidth)
  await button('Show them').click()
  expect(shown.emitted('show')).toEqual([['broken']])
})

test('Details open and close by their button, which says so', async () => {
  showPlan(planOf())
  await expect.element(button('Show details')).toHaveAttribute('aria-expanded', 'false')
  await button('Show details').click()
  await expect.element(page.getByText('Nothing stands in the way.')).toBeVisible()
  await button('Hide details').click()
  await expect.element(page.getByText('Nothing stands in the way.')).not.toBeInTheDocument()
})

test('A plan that cannot be worked out says why in its place, and nothing can be sent', async () => {
  showPlan(planOf(), { 'outbox.plan': refusing({ code: 'profile-closed' }) })
  await expect.element(bar).toMatchTextContent('No panel is open. Open one to do this.')
  await expect.element(button('Send 10 changes')).toBeDisabled()
})

test('Without a connection the button says that it goes later', async () => {
  showPlan(planOf(), { 'status.read': () => statusWith(offline) })
  await expect.element(button('Send 10 changes when back online')).toBeEnabled()
})

test('Details tell what goes kind by kind, and what speaks against it, the gravest first', async () => {
  const plan = planOf({
    kinds: [
      { kind: 'tracker.settings', operations: 10, atRisk: 10, rows: 12, requests: 4, requestsAtRisk: 4, risk: 'plain' },
      {
        kind: 'tracker.move',
        operations: 1,
        atRisk: 1,
        rows: 1,
        requests: 1,
        requestsAtRisk: 1,
        risk: 'unbinds-rules',
      },
    ],
    missingPermissions: [{ permission: 'trackers: update', kind: 'tracker.settings', operations: 10 }],
    changedSince: 1,
    unseen: 2,
    inBetween: [{ field: 'iccid', operations: 1, examples: ['350000000000006'] }],
    waitingForOthers: 3,
  })
  const details = show(PlanDetails, { plan, goes: true, reading: 'exact' })
  await expect.element(page.getByRole('row', { name: /Edit 10 trackers/ })).toMatchTextContent(/for 12 rows.*10.*4/s)
  await expect.element(page.getByRole('row', { name: /Reading beforehand/ })).toBeVisible()
  const told = page
    .getByRole('listitem')
    .all()
    .map((item) => item.element().textContent)
  expect(told[0]).toMatch(/unbinds rules/)
  expect(told[1]).toMatch(/lacks the permission “change trackers”/)
  expect(told.some((text) => /ICCID: 1 row is without one .* 350000000000006/.test(text))).toBe(true)
  expect(told).toHaveLength(6)
  await details.give({ goes: false })
  await expect.element(page.getByText('Nothing stands in the way.')).toBeVisible()
  await expect.element(page.getByRole('table')).not.toBeInTheDocument()
})

test('What has to be known of cells is told in the details, with some of their names, and nothing stays behind for it', async () => {
  const problem = {
    code: 'windows-clash',
    values: { to: '2026-12-01 10:00:00', from: '2026-12-01 11:00:00', name: 'Depot' },
  } as const
  const plan = planOf({ warned: [{ of: 'cells', problem, count: 4, examples: ['North gate', 'משאית', 'Shop'] }] })
  const details = show(PlanDetails, { plan, goes: true, reading: 'exact' })
  const item = page.getByRole('listitem')
  await expect
    .element(item)
    .toMatchTextContent(/4 cells to look at.*before that of “Depot”.*goes by itself.*For example North gate/s)
  await expect.element(button('Show them')).not.toBeInTheDocument()
  await details.give({ goes: false })
  await expect.element(item).not.toBeInTheDocument()
})

test('What is warned of opens the details by itself, and what goes is sent without a question', async () => {
  const warned: Plan['warned'] = [
    { of: 'cells', problem: { code: 'label-taken' }, count: 2, examples: ['Van 1', 'Van 1'] },
    {
      ...{ of: 'operations', problem: { code: 'plan-dearer', values: { times: 2 } } },
      ...{ count: 1, examples: ['Truck 014'] },
    },
    {
      ...{ of: 'owners', problem: { code: 'many-owners', values: { most: 20 } } },
      ...{ count: 34, examples: ['a@acme.eu', 'b@acme.eu', 'c@acme.eu'] },
    },
  ]
  showPlan(planOf({ warned }))
  const items = bar.getByRole('listitem')
  await expect.element(items.nth(0)).toMatchTextContent(/2 cells to look at\..*has this label already.*Van 1/s)
  await expect.element(items.nth(1)).toMatchTextContent(/1 change to look at\..*more than 2 times as much.*Truck 014/s)
  await expect.element(items.nth(2)).toMatchTextContent(/34 owners\. More than 20.*For example a@acme\.eu/s)
  await button('Send 10 changes').click()
  await expect.poll(() => askedFor('outbox.send')).toHaveLength(1)
})

test('What plans cost and give back is told for each user and in sum, who has not enough before others', async () => {
  const bills: Plan['bills'] = {
    currency: 'EUR',
    changes: 4,
    back: { least: 5, most: 6 },
    debits: [
      { day: '2026-12-01', amount: 30 },
      { day: null, amount: 0.4 },
    ],
    held: 1,
    later: 0,
    untold: 0,
    short: 1,
    usersInAll: 203,
    users: [
      {
        ...{ id: 7, login: 'short@example.com', changes: 3, back: { least: 0, most: 0 }, held: 1 },
        ...{ debits: [{ day: '2026-12-01', amount: 30 }], short: { day: '2026-12-01' } },
      },
      {
        ...{ id: 8, login: '', changes: 1, back: { least: 5, most: 6 }, held: 0 },
        ...{ debits: [{ day: null, amount: 0.4 }], short: null },
      },
    ],
  }
  const details = show(PlanDetails, { plan: planOf({ bills }), goes: true, reading: 'exact' })
  const row = (name: RegExp) => page.getByRole('row', { name })
  await expect.element(row(/^All 203 users/)).toMatchTextContent(/4.*EUR.5\.00 to EUR.6\.00.*2026-12-01: EUR.30\.00/s)
  await expect.element(row(/^short@example.com/)).toMatchTextContent(/EUR.0\.00.*would be blocked from 2026-12-01/s)
  await expect.element(row(/^short@example.com/)).toMatchTextContent(/1 tracker whose plan had ended stands still/)
  await expect.element(row(/^8 /)).toMatchTextContent(/each day on which a device connects: EUR.0\.40/)
  await expect.element(page.getByText('1 user has not enough for the next debit', { exact: false })).toBeVisible()
  await expect.element(page.getByText('and 201 more users')).toBeVisible()
  // It is said to be an estimate, and what it leaves out.
  await expect.element(page.getByRole('heading', { name: 'Money (estimate)' })).toBeVisible()
  await expect.element(page.getByText(/Discounts, debits for other trackers/)).toBeVisible()
  await details.give({ goes: false })
  await expect.element(row(/^All 203 users/)).not.toBeInTheDocument()
})
