import type { ElectronApplication, Page } from '@playwright/test'
import {
  bottom,
  cell,
  chooseConnection,
  connect,
  connection,
  expect,
  given,
  goTo,
  openDemo,
  pressEnter,
  send,
  test,
  type,
  type OtherPanel,
  withoutKeychain,
} from './steps.ts'

/** Pastes labels into the column of labels, from the first row on. */
async function stageLabels(
  page: Page,
  labels: readonly string[],
  copy: (text: string) => Promise<void>,
): Promise<void> {
  await copy(labels.join('\r\n'))
  await cell(page, 0, 'label').click()
  await page.keyboard.press('ControlOrMeta+V')
  await expect(bottom(page)).toContainText(`${labels.length} staged`)
}

const named = (word: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${word} ${String(index + 1).padStart(2, '0')}`)

const changes = (page: Page) => page.getByRole('grid', { name: 'Changes' })
const filters = (page: Page) => page.getByRole('group', { name: 'Show changes' })
const labelsOf = (other: OtherPanel) => given(other).toSorted()

test('what is held back stays while the rest is sent, and goes once it is let go, all by keyboard', async ({
  app,
  other,
}) => {
  await app.start(withoutKeychain)
  const { page } = app
  await connect(page, other, 'By address')
  await chooseConnection(page, 'Work offline')
  await expect(connection(page)).toHaveAccessibleName(/^Working offline/)
  const labels = named('Label', 6)
  await stageLabels(page, labels, app.copy)

  // Without a connection, what is released waits.
  await goTo(page, 'Outbox')
  await pressEnter(page.getByRole('button', { name: 'Send 6 changes when back online' }))
  await expect(bottom(page)).toContainText('6 to send')
  await changes(page).focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('Shift+ArrowDown')
  const selected = changes(page).getByRole('row', { selected: true })
  await expect(selected).toHaveCount(2)
  const held = await selected.allInnerTexts()
  const heldLabels = labels.filter((label) => held.some((text) => text.includes(label)))
  await pressEnter(page.getByRole('toolbar', { name: 'Selected changes' }).getByRole('button', { name: 'Hold back 2' }))
  await expect(bottom(page)).toContainText('2 held back')

  await chooseConnection(page, 'Go back online')
  const password = page.getByLabel(`Password of ${other.login}`)
  await expect(password.or(filters(page).getByRole('button', { name: /^Sent/ }))).toBeVisible()
  if (await password.isVisible()) {
    await password.fill(other.password)
    await password.press('Enter')
  }
  await expect(filters(page)).toContainText('Sent 4')
  await expect(bottom(page)).not.toContainText('to send')
  await expect(bottom(page)).toContainText('2 held back')
  expect(labelsOf(other)).toEqual(labels.filter((label) => !heldLabels.includes(label)))

  // Held back survives a restart.
  await app.restart()
  await expect(bottom(app.page)).toContainText('2 held back')
  const { page: again } = app
  const asked = again.getByLabel(`Password of ${other.login}`)
  await asked.fill(other.password)
  await asked.press('Enter')
  await expect(connection(again)).toHaveAccessibleName(/^Online/)
  await goTo(again, 'Outbox')
  await pressEnter(filters(again).getByRole('button', { name: /^Held back/ }))
  await expect(changes(again).getByRole('row', { name: /^Held back/ })).toHaveCount(2)
  await changes(again).focus()
  await again.keyboard.press('ControlOrMeta+A')
  await pressEnter(again.getByRole('button', { name: 'Let 2 go' }))
  await expect(bottom(again)).toContainText('Nothing staged')
  expect(labelsOf(other)).toEqual(labels)
})

test('sending tells how far it is and how long it takes, is paused, resumed and stopped by keyboard', async ({
  app,
  other,
}) => {
  await app.start(withoutKeychain)
  const { page } = app
  await connect(page, other, 'By address')
  await stageLabels(page, named('Sent', 60), app.copy)
  let letGo = other.holdEdits(20)
  await send(page)
  const sending = page.getByRole('region', { name: 'Sending', exact: true })
  await expect(sending).toContainText(/\d+ of 60 done\s+· about \d+ s left/)
  await expect(sending.getByRole('progressbar', { name: 'Sending' })).toHaveAttribute('aria-valuemax', '60')

  await expect.poll(() => given(other).length).toBe(20)
  await pressEnter(sending.getByRole('button', { name: 'Pause' }))
  await expect(sending).toContainText('Paused')
  await expect(sending).not.toContainText('left')
  letGo()
  // What was under way comes to its end; nothing else leaves.
  await expect(filters(page).getByRole('button', { name: /^Sending/ })).toBeHidden()
  const paused = given(other).length
  expect(paused).toBeLessThan(60)
  await expect(sending).toContainText(`${paused} of 60 done`)
  await goTo(page, 'Trackers')
  await expect(bottom(page)).toContainText(`Paused at ${paused} of 60`)
  letGo = other.holdEdits(10)
  await pressEnter(bottom(page).getByRole('button', { name: 'Resume' }))
  await expect.poll(() => given(other).length).toBe(paused + 10)

  await goTo(page, 'Outbox')
  await pressEnter(sending.getByRole('button', { name: 'Pause' }))
  await expect(sending).toContainText('Paused')
  letGo()
  await expect(filters(page).getByRole('button', { name: /^Sending/ })).toBeHidden()
  await pressEnter(page.getByRole('button', { name: /^Recall \d+/ }))
  await expect(sending).toBeHidden()
  const went = given(other).length
  await expect(bottom(page)).toContainText(`${60 - went} staged`)
  await pressEnter(page.getByRole('button', { name: 'Discard…' }))
  await pressEnter(page.getByRole('dialog').getByRole('button', { name: /^Discard \d+/ }))
  await expect(bottom(page)).toContainText('Nothing staged')

  // A pause does not outlast the run that it was for.
  await goTo(page, 'Trackers')
  await type(page, 5, 'label', 'After the stop')
  await send(page)
  await expect(bottom(page)).toContainText('Nothing staged')
  expect(given(other)).toHaveLength(went + 1)
  expect(given(other).at(-1)).toBe('After the stop')
  expect(other.panel.stats()).toMatchObject({ repeats: { refused: 0, sameAgain: 0 }, aboveRate: 0 })
})

/** What the desktop told the system, in a program of which nobody looks at the window. */
const told = (electron: ElectronApplication) =>
  electron.evaluate(() => (globalThis as { told?: { title: string; body: string }[] }).told ?? [])

test('the end of a run is told to a person who looks elsewhere, and the word leads to the outbox', async ({ app }) => {
  await app.start({ FLEETBOOK_DEMO_TRACKERS: '160' })
  const { page, electron } = app
  await openDemo(page)
  await electron?.evaluate(({ BrowserWindow, Notification }) => {
    const heard: { title: string; body: string }[] = []
    Object.assign(globalThis, { told: heard })
    Notification.isSupported = () => true
    Notification.prototype.show = function () {
      heard.push({ title: this.title, body: this.body })
      Object.assign(globalThis, { clickTold: () => this.emit('click') })
    }
    for (const window of BrowserWindow.getAllWindows()) window.isFocused = () => false
  })

  await type(page, 0, 'label', 'One')
  await type(page, 1, 'label', 'Two')
  await send(page)
  await expect(bottom(page)).toContainText('Nothing staged')
  await expect(page.getByRole('region', { name: 'What came of it' })).toContainText('2 sent')
  await expect(page.getByRole('status').filter({ hasText: 'Sending finished: 2 settled, 0 refused.' })).toBeAttached()
  if (!electron) return

  await expect.poll(() => told(electron)).toEqual([{ title: 'Sending has finished', body: '2 sent' }])
  await goTo(page, 'Trackers')
  await electron.evaluate(() => (globalThis as { clickTold?: () => void }).clickTold?.())
  await expect(page.getByRole('heading', { level: 1, name: 'Outbox' })).toBeVisible()
})
