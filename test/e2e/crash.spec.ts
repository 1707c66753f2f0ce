import type { Page } from '@playwright/test'
import { inBothHosts } from './both-hosts.ts'
import {
  bottom,
  cell,
  chooseConnection,
  connect,
  connection,
  expect,
  given,
  goTo,
  send,
  test,
  withoutKeychain,
} from './steps.ts'

const labels = Array.from({ length: 60 }, (_, index) => `Sent ${String(index + 1).padStart(2, '0')}`)

async function stageSixty(page: Page, copy: (text: string) => Promise<void>): Promise<void> {
  await copy(labels.join('\r\n'))
  await cell(page, 0, 'label').click()
  await page.keyboard.press('ControlOrMeta+V')
  await expect(bottom(page)).toContainText('60 staged')
}

test(
  'killed in the middle of sending, the program sends the rest after the start, and nothing twice',
  inBothHosts,
  async ({ app, other }) => {
    // A request that never left is not proved to have had no effect for four minutes otherwise.
    await app.start({ ...withoutKeychain, FLEETBOOK_PROOF_AFTER: '5000' })
    await connect(app.page, other, 'By address')
    await stageSixty(app.page, app.copy)
    const letGo = other.holdEdits(16)
    await send(app.page)
    await expect.poll(() => given(other).length).toBe(16)
    await app.crash()
    letGo()
    const before = given(other).length
    expect(before).toBeLessThan(60)

    const { page } = app
    await expect(cell(page, 59, 'label').or(cell(page, 0, 'label'))).not.toHaveCount(0)
    const password = page.getByLabel(`Password of ${other.login}`)
    await password.fill(other.password)
    await password.press('Enter')
    await expect(connection(page)).toHaveAccessibleName(/^Online/)
    await expect(bottom(page)).toContainText('Nothing staged')

    expect(given(other).toSorted()).toEqual(labels)
    expect(other.panel.stats()).toMatchObject({ repeats: { refused: 0, sameAgain: 0 }, aboveRate: 0 })
    await goTo(page, 'Outbox')
    await page.getByRole('button', { name: /^Show \d+ finished change set/ }).click()
    await expect(page.getByRole('group', { name: 'Show changes' })).toContainText('Sent 60')
  },
)

test(
  'sending stops where it is paused or taken offline, and goes on from there',
  inBothHosts,
  async ({ app, other }) => {
    await app.start(withoutKeychain)
    const { page } = app
    await connect(page, other, 'By address')
    await stageSixty(page, app.copy)
    let letGo = other.holdEdits(6)
    await send(page)
    const sending = page.getByRole('region', { name: 'Sending' })

    await expect.poll(() => given(other).length).toBe(6)
    await sending.getByRole('button', { name: 'Pause' }).click()
    await expect(sending).toContainText('Paused')
    await expect(page.getByRole('grid', { name: 'Changes' })).toBeVisible()
    letGo()
    // Of the six that were under way, each takes effect; nothing else leaves.
    await expect(
      page.getByRole('group', { name: 'Show changes' }).getByRole('button', { name: /^Sending/ }),
    ).toBeHidden()
    const paused = given(other).length
    expect(paused).toBeLessThanOrEqual(12)
    letGo = other.holdEdits(10)
    await sending.getByRole('button', { name: 'Resume' }).click()
    await expect.poll(() => given(other).length).toBe(paused + 10)

    await chooseConnection(page, 'Work offline')
    await expect(connection(page)).toHaveAccessibleName(/^Working offline/)
    await expect(bottom(page)).toContainText('goes out once online')
    letGo()
    expect(given(other).length).toBeLessThan(60)
    await app.restart()
    await expect(connection(app.page)).toHaveAccessibleName(/^Working offline/)
    await expect(bottom(app.page)).toContainText('goes out once online')
    await chooseConnection(app.page, 'Go back online')
    const password = app.page.getByLabel(`Password of ${other.login}`)
    await password.fill(other.password)
    await password.press('Enter')

    await expect(bottom(app.page)).toContainText('Nothing staged')
    expect(given(other).toSorted()).toEqual(labels)
    expect(other.panel.stats()).toMatchObject({ repeats: { refused: 0, sameAgain: 0 }, aboveRate: 0 })
  },
)
