import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import ConnectionSign from '../../renderer/components/ConnectionSign.vue'
import CoreBanner from '../../renderer/components/CoreBanner.vue'
import StagedSummary from '../../renderer/components/StagedSummary.vue'
import StartProblem from '../../renderer/components/StartProblem.vue'
import StepProgress from '../../renderer/components/StepProgress.vue'
import WindowBanners from '../../renderer/components/WindowBanners.vue'
import { answering, askedFor, end, refusing, startsAsked, tell } from './support/core.ts'
import { acme, quiet } from './support/known.ts'
import { show } from './support/show.ts'
import { statusWith } from './support/staged.ts'
import { openWindow } from './support/window.ts'

const button = (name: string | RegExp) => page.getByRole('button', { name })
const opener = button(/Connection to the panel$/)
const item = (name: string) => page.getByRole('menuitem', { name })

test('Online, the panel is pulled from and left by the menu of the connection', async () => {
  answering({ 'pull.start': () => ({}), 'connection.workOffline': () => ({}) })
  show(ConnectionSign)
  await expect.element(opener).toMatchTextContent(/^Online/)
  opener.element().focus()
  await userEvent.keyboard('{ArrowDown}')
  await expect.element(item('Pull from the panel')).toHaveFocus()
  await userEvent.keyboard('{Enter}')
  await expect.poll(() => askedFor('pull.start')).toHaveLength(1)
  await opener.click()
  await item('Work offline').click()
  await expect.poll(() => askedFor('connection.workOffline')).toEqual([{ on: true }])
})

test('Offline, it says what stands in the way and tries at once where a person wants it', async () => {
  const problem = { code: 'unreachable', values: { host: 'api.acme.example' } } as const
  answering({
    'status.read': () => statusWith({ connection: { state: 'offline', problem, retryAt: 0 } }),
    'connection.retry': () => ({}),
  })
  show(ConnectionSign)
  await expect.element(opener).toMatchTextContent(/^Offline.*not reachable · trying again/s)
  await opener.click()
  await expect.element(page.getByText(/^api\.acme\.example could not be reached/)).toBeVisible()
  await expect.element(item('Pull from the panel')).toHaveAttribute('aria-disabled', 'true')
  await item('Try to connect now').click()
  await expect.poll(() => askedFor('connection.retry')).toHaveLength(1)
})

test('A pull under way is stopped, and who works offline goes back online', async () => {
  const pull = { ...quiet.pull, running: true, part: 'trackers', done: 500, total: 2480 } as const
  answering({
    'status.read': () => statusWith({ connection: { state: 'chosen-offline' }, pull }),
    'pull.stop': () => ({}),
    'connection.workOffline': () => ({}),
  })
  show(ConnectionSign)
  await expect.element(opener).toMatchTextContent(/Working offline.*500 of 2,480/s)
  await opener.click()
  await item('Stop pulling').click()
  await opener.click()
  await item('Go back online').click()
  await expect.poll(() => askedFor('connection.workOffline')).toEqual([{ on: false }])
  expect(askedFor('pull.stop')).toHaveLength(1)
})

test('A connection that waits for a person leads to the other panels, too', async () => {
  answering({
    'status.read': () => statusWith({ connection: { state: 'stopped', problem: { code: 'dealer-blocked' } } }),
  })
  const sign = show(ConnectionSign)
  await opener.click()
  await item('Add or choose a panel…').click()
  await expect.poll(sign.where).toBe('/connect')
})

test('A refused password is asked for in the banner', async () => {
  const stopped = { state: 'stopped', problem: { code: 'wrong-password' } } as const
  answering({ 'status.read': () => statusWith({ connection: stopped }), 'profiles.signIn': () => acme })
  show(WindowBanners)
  await page.getByRole('textbox', { name: 'Password of root@acme.example' }).fill('secret')
  await userEvent.keyboard('{Enter}')
  await expect.poll(() => askedFor('profiles.signIn')).toEqual([{ id: 'acme', password: 'secret' }])
})

test('What no password mends is tried again by a button', async () => {
  const stopped = { state: 'stopped', problem: { code: 'dealer-blocked' } } as const
  answering({ 'status.read': () => statusWith({ connection: stopped }), 'connection.retry': () => ({}) })
  show(WindowBanners)
  await expect.element(page.getByRole('alert')).toBeVisible()
  await button('Try again').click()
  await expect.poll(() => askedFor('connection.retry')).toHaveLength(1)
})

test('A notice is put away at once; one that offers a backup asks first, and its backup can be taken', async () => {
  const backup = { file: 'journal.db.backup', at: 0, operations: 3, sentSince: false }
  const notices = [
    { id: 'plain', at: 0, problem: { code: 'cache-damaged' } as const, backup: null },
    { id: 'offer', at: 0, problem: { code: 'journal-damaged' } as const, backup },
  ]
  answering({
    'status.read': () => statusWith({ notices }),
    'notices.seen': () => ({}),
    'notices.takeBackup': () => ({}),
  })
  show(WindowBanners)
  await button('Dismiss').first().click()
  await expect.poll(() => askedFor('notices.seen')).toEqual([{ id: 'plain' }])
  await button('Dismiss').last().click()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
  await button(/^Use the backup of .* with 3 changes$/).click()
  await expect.poll(() => askedFor('notices.takeBackup')).toEqual([{ id: 'offer' }])
  await button('Dismiss').last().click()
  await page.getByRole('dialog').getByRole('button', { name: 'Go on without it' }).click()
  await expect.poll(() => askedFor('notices.seen').at(-1)).toEqual({ id: 'offer' })
})

test('The bar at the bottom says what is staged and leads to it, and pauses what is being sent', async () => {
  const queue = { draft: 5, broken: 1, held: 2, ready: 7 }
  answering({ 'status.read': () => statusWith({ queue }), 'outbox.pause': () => ({}) })
  const bar = show(StagedSummary)
  const summary = page.getByRole('group', { name: 'What is staged' })
  await expect.element(summary).toMatchTextContent(/7 to send.*2 held back.*4 staged.*1 needs attention/s)
  const sending = { running: true, startedAt: 1, done: 3, total: 10 }
  tell({ event: 'status', status: statusWith({ queue, sending }) })
  await button('Pause').click()
  expect(askedFor('outbox.pause')).toEqual([{ paused: true }])
  await button('Review').click()
  await expect.poll(bar.where).toBe('/outbox')
})

test('How much waits for a person stands in the title of the window, too', async () => {
  answering({
    'status.read': () => statusWith({ queue: { draft: 4, broken: 1, conflict: 2 } }),
    'history.attempts': () => ({ count: 0, rows: [] }),
  })
  openWindow('/history')
  await expect.poll(() => document.title).toBe('(3) History · Acme · Fleetbook')
  tell({ event: 'status', status: statusWith({ queue: { draft: 3 } }) })
  await expect.poll(() => document.title).toBe('History · Acme · Fleetbook')
})

test('With nothing staged it says so', async () => {
  show(StagedSummary)
  await expect.element(page.getByText('Nothing staged')).toBeVisible()
  await expect.element(button('Review')).not.toBeInTheDocument()
})

test('What takes long says how far it has come, and is stopped by a button that says what it stops', async () => {
  const step = { id: 4, name: 'stage', done: 500, total: 20_000, ending: false } as const
  answering({ 'status.read': () => statusWith({ steps: [step] }), 'steps.stop': () => ({}) })
  show(StepProgress)
  const strip = page.getByRole('region', { name: 'What takes long' })
  await expect.element(strip).toMatchTextContent(/Staging · 500 of 20,000/)
  button('Stop: Staging').element().focus()
  await userEvent.keyboard('{Enter}')
  await expect.poll(() => askedFor('steps.stop')).toEqual([{ id: 4 }])
  tell({ event: 'steps', steps: [{ ...step, ending: true }] })
  await expect.element(strip).toMatchTextContent(/Taking back/)
  await expect.element(button('Stop: Staging')).not.toBeInTheDocument()
  tell({ event: 'steps', steps: [] })
  await expect.element(strip).not.toBeInTheDocument()
})

test('A core that was started again says so until a person has seen it', async () => {
  show(CoreBanner)
  end('restarted')
  await expect.element(page.getByRole('status')).toMatchTextContent(/broke down at .* and was started again/)
  await button('Dismiss').click()
  await expect.element(page.getByRole('status')).not.toBeInTheDocument()
})

test('A core that was given up is started by a person, who is told where its log is', async () => {
  answering({ 'status.read': () => new Promise(() => undefined) })
  show(CoreBanner)
  end('given-up', '/var/log/fleetbook.log')
  await expect.element(page.getByRole('alert')).toMatchTextContent(/not started again.*\/var\/log\/fleetbook\.log/s)
  await button('Start again').click()
  expect(startsAsked()).toBe(1)
})

test('A window that could not learn how things stand says why, and asks again', async () => {
  answering({ 'status.read': refusing({ code: 'bad-call' }) })
  show(StartProblem)
  await expect.element(page.getByRole('alert')).toMatchTextContent(/Fleetbook could not start/)
  answering({ 'status.read': () => quiet })
  await button('Try again').click()
  await expect.element(page.getByRole('alert')).not.toBeInTheDocument()
})
