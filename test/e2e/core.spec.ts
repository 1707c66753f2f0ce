import { getPriority } from 'node:os'
import type { Page } from '@playwright/test'
import { userRate } from '../../electron/demo-panel/rate.ts'
import { freshImeis } from '../support/imeis.ts'
import { isAlive } from './host-desktop.ts'
import {
  bottom,
  cell,
  chooseConnection,
  chooseEquipment,
  chooseFile,
  connect,
  connection,
  expect,
  given,
  goTo,
  send,
  test,
  type,
  withoutKeychain,
} from './steps.ts'

// The desktop's core is a process of its own, which may be killed; in the preview the program is one process.

test.beforeEach(({ app }) => {
  test.skip(app.host !== 'desktop', 'In the preview the core is the program itself: see crash.spec.ts')
})

/**
 * Panel and program both go at the most that an address is allowed: nothing here is about how fast a dealer may be, and
 * whoever goes above it is still caught. A request that never left is not proved to have had no effect for four minutes
 * otherwise.
 */
const rate = userRate
const environment = {
  ...withoutKeychain,
  FLEETBOOK_DEALER_RATE: String(rate.perSecond),
  FLEETBOOK_PROOF_AFTER: '5000',
}
test.use({ rate })

const restarted = (page: Page) => page.getByRole('status').filter({ hasText: 'broke down at' })
const givenUp = (page: Page) => page.getByRole('alert').filter({ hasText: 'was not started again' })

/** Kills the core, and has it started again where it was killed too often within a minute. */
async function kill(app: { readonly page: Page; corePid(): Promise<number> }): Promise<void> {
  const pid = await app.corePid()
  process.kill(pid, 'SIGKILL')
  await expect(async () => {
    if (await givenUp(app.page).isVisible()) await app.page.getByRole('button', { name: 'Start again' }).click()
    expect(await app.corePid()).not.toBe(pid)
  }).toPass({ intervals: [50] })
}

const labelsOf = (round: number) => Array.from({ length: 40 }, (_, index) => `Round ${round}, ${index + 1}`)

test('where processors are scarce the window goes before its core', async ({ app }) => {
  test.skip(process.platform === 'win32', 'Windows has no step so small')
  await app.start(environment)
  const main = app.electron!.process().pid!
  expect(getPriority(await app.corePid()), 'higher is later').toBeGreaterThan(getPriority(main))
})

test('a core that is killed is started again; the window goes on where it was, with what was typed just then', async ({
  app,
  other,
}) => {
  await app.start(environment)
  const { page } = app
  await connect(page, other, 'By address')
  await type(page, 3, 'label', 'Before it')
  await expect(bottom(page)).toContainText('1 staged')
  const place = await page.getByRole('grid').first().getAttribute('aria-activedescendant')

  const pid = await app.corePid()
  process.kill(pid, 'SIGKILL')
  await expect(restarted(page)).toContainText('What was staged is kept.')
  await expect(cell(page, 3, 'label')).toContainText('Before it')
  expect(await page.getByRole('grid').first().getAttribute('aria-activedescendant')).toBe(place)
  // The password was kept in memory only, and not in that of the core.
  await expect(connection(page)).toHaveAccessibleName(/^Online/)

  const next = await app.corePid()
  process.kill(next, 'SIGKILL')
  await type(page, 5, 'label', 'Without a core')
  await expect(bottom(page)).toContainText('2 staged')
  await expect(cell(page, 5, 'label')).toContainText('Without a core')
  await restarted(page).getByRole('button', { name: 'Dismiss' }).click()
  await expect(restarted(page)).toBeHidden()
})

test('killed thirty times while it stages, plans and sends, the core loses nothing and sends nothing twice', async ({
  app,
  other,
}) => {
  await app.start(environment)
  const { page } = app
  await connect(page, other, 'By address')

  for (let round = 1; round <= 10; round += 1) {
    const labels = labelsOf(round)
    await goTo(page, 'Trackers')
    await app.copy(labels.join('\r\n'))
    await cell(page, 0, 'label').click()
    await page.keyboard.press('ControlOrMeta+V')
    // While it stages.
    await kill(app)
    await expect(bottom(page)).toContainText('40 staged')

    // While it plans.
    await goTo(page, 'Outbox')
    await kill(app)
    await expect(page.getByRole('region', { name: 'Before sending' })).toContainText('40')

    // While it sends.
    const before = given(other).length
    const letGo = other.holdEdits(12)
    await send(page)
    await expect.poll(() => given(other).length).toBeGreaterThanOrEqual(before + 12)
    await kill(app)
    letGo()
    await expect(bottom(page)).toContainText('Nothing staged')
    expect(given(other).slice(before).toSorted()).toEqual(labels.toSorted())
  }
  expect(other.panel.stats()).toMatchObject({ repeats: { refused: 0, sameAgain: 0 }, aboveRate: 0 })
})

test('killed while it takes, checks and stages a file, the core is given the file anew, and stages it whole or not at all', async ({
  app,
  other,
}) => {
  await app.start(environment)
  const { page } = app
  await connect(page, other, 'By address')
  await goTo(page, 'Imports')
  const stage = page.getByRole('button', { name: 'Stage 3,000 bundles' })
  await chooseFile(page, 'devices.csv', `IMEI\n${freshImeis(3000).join('\n')}\n`)
  // While it takes the file.
  await kill(app)
  await chooseEquipment(page)
  // While it checks the rows.
  await kill(app)
  await expect(stage).toBeEnabled()
  await kill(app)
  await expect(stage).toBeEnabled()
  // While it stages them, which may have come to its end just then.
  await stage.click()
  await kill(app)
  await expect(async () => {
    if (await stage.isVisible()) await stage.click({ timeout: 1000 })
    await expect(bottom(page)).toContainText('3,000 staged', { timeout: 2000 })
  }).toPass()
  await expect(stage).toBeHidden()
  await expect(bottom(page)).toContainText(/^3,000 staged|[^\d,]3,000 staged/)
})

test('a core that breaks down too often is given up, which is said with its log; what was done then is done once it is started', async ({
  app,
  other,
}) => {
  await app.start(environment)
  const { page } = app
  await connect(page, other, 'By address')
  await expect(async () => {
    if (await givenUp(page).isVisible()) return
    process.kill(await app.corePid(), 'SIGKILL')
    throw new Error('It is not given up yet')
  }).toPass({ intervals: [100] })
  await expect(givenUp(page)).toContainText('fleetbook.log')
  await type(page, 2, 'label', 'Meanwhile')
  await expect(cell(page, 2, 'label')).toContainText('Meanwhile')
  await page.getByRole('button', { name: 'Start again' }).click()
  await expect(givenUp(page)).toBeHidden()
  await expect(bottom(page)).toContainText('1 staged')
  await expect(cell(page, 2, 'label')).toContainText('Meanwhile')
})

test('what ends the main process ends the core, and quitting closes it in order', async ({ app, other }) => {
  await app.start(environment)
  await connect(app.page, other, 'By address')
  await type(app.page, 0, 'label', 'Kept')
  await expect(bottom(app.page)).toContainText('1 staged')
  let pid = await app.corePid()
  await app.kill()
  await expect.poll(() => isAlive(pid)).toBe(false)

  await app.start(environment)
  await expect(bottom(app.page)).toContainText('1 staged')
  await chooseConnection(app.page, 'Work offline')
  pid = await app.corePid()
  await app.quit()
  await expect.poll(() => isAlive(pid)).toBe(false)
})

test('a page that breaks down comes back to the same core', async ({ app, other }) => {
  await app.start(environment)
  await connect(app.page, other, 'By address')
  const pid = await app.corePid()
  const loaded = app.electron!.evaluate(
    ({ BrowserWindow }) =>
      new Promise<void>((resolve) => {
        const [window] = BrowserWindow.getAllWindows()
        window!.webContents.once('did-finish-load', () => resolve())
        window!.webContents.forcefullyCrashRenderer()
      }),
  )
  await loaded
  expect(await app.corePid()).toBe(pid)
  await app.quit()
  await expect.poll(() => isAlive(pid)).toBe(false)
})
