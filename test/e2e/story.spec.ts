import type { Page } from '@playwright/test'
import { z } from 'zod'
import { demoPassword } from '../../electron/demo-panel/account.ts'
import { inBothHosts } from './both-hosts.ts'
import { expect, test } from './hosts.ts'
import {
  cell,
  chooseConnection,
  chooseEquipment,
  chooseFile,
  cloneable,
  connection,
  filesWith,
  goTo,
  ledgerOf,
  openDemo,
  policyWords,
  search,
} from './steps.ts'
import { tellDemoPanel } from './tell-demo-panel.ts'

const fleet = 400
const environment = { FLEETBOOK_DEMO_TRACKERS: String(fleet), FLEETBOOK_DEMO_CONTROL: '1' }
const newLabels = Array.from({ length: 30 }, (_, index) => `Truck ${String(index + 1).padStart(2, '0')}`)
/** Valid IMEIs that the demo panel does not have. */
const newImeis = ['490154203237518', '356938035643809', '352099001761481']

const labelOf = (page: Page, row: number) => cell(page, row, 'label')

test(
  'edits made offline, imported files and a restart end as effects on the panel, each exactly once',
  inBothHosts,
  async ({ app }) => {
    await app.start(environment)
    let { page } = app
    await openDemo(page)
    await expect(page.getByRole('banner')).toContainText(String(fleet))
    await expect(labelOf(page, 0)).not.toBeEmpty()
    const original = await page.locator('[data-row="0"][data-field="panelId"]').innerText()

    await chooseConnection(page, 'Work offline')
    await expect(connection(page)).toHaveAccessibleName(/^Working offline/)

    // Thirty labels, pasted as a spreadsheet writes them.
    await app.copy(newLabels.map((label) => `${label}\r\n`).join(''))
    await labelOf(page, 0).click()
    await page.keyboard.press('ControlOrMeta+V')
    await expect(page.getByRole('contentinfo')).toContainText('30 staged')
    await expect(labelOf(page, 0)).toHaveText(/Truck 01/)
    await expect(labelOf(page, 0)).toHaveAttribute('data-sign', 'staged')

    // Trackers to clone to a user.
    const { owner, ids } = await cloneable(app.data, 5)
    await goTo(page, 'Imports')
    await chooseFile(page, 'clones.csv', `tracker_id;user\r\n${ids.map((id) => `${id};${owner}`).join('\r\n')}\r\n`)
    await page.getByRole('button', { name: 'Stage 5 clones' }).click()
    await expect(page.getByRole('status').getByText('5 clones are staged.')).toBeVisible()

    // IMEIs to import as bundles; the equipment is the same for all.
    await chooseFile(page, 'bundles.csv', `IMEI,Preset\n${newImeis.map((imei) => `${imei},no`).join('\n')}\n`)
    await expect(page.getByText('bundles.csv').first()).toBeVisible()
    await chooseEquipment(page)
    await page.getByRole('button', { name: 'Stage 3 bundles' }).click()
    await expect(page.getByRole('status').getByText('3 bundles are staged.')).toBeVisible()

    await app.restart()
    page = app.page
    await expect(page.getByRole('heading', { level: 1, name: 'Trackers' })).toBeVisible()
    await expect(page.getByRole('contentinfo')).toContainText('38 staged')
    await expect(labelOf(page, 0)).toHaveText(/Truck 01/)

    await chooseConnection(page, 'Go back online')
    await expect(connection(page)).toHaveAccessibleName(/^Online/)
    // The network fails at the worst moments: the panel has acted, its answer is lost.
    for (const path of ['tracker/settings/update', 'tracker/batch_clone', 'tracker/bundle/import']) {
      await tellDemoPanel(app.data, '/demo/faults', { path, strike: { do: 'drop', when: 'after' } })
    }

    await page.getByRole('contentinfo').getByRole('button', { name: 'Review' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Outbox' })).toBeVisible()
    const plan = page.getByRole('region', { name: 'Before sending' })
    await expect(plan).toContainText('38 changes')
    await expect(plan).toContainText('requests')
    await plan.getByRole('button', { name: 'Send 38 changes' }).click()
    await expect(page.getByRole('contentinfo')).toContainText('Nothing staged')

    await goTo(page, 'Trackers')
    await expect(labelOf(page, 0)).toHaveText('Truck 01')
    await expect(labelOf(page, 0)).not.toHaveAttribute('data-sign', 'staged')
    await expect(page.getByRole('banner')).toContainText(String(fleet + 5))
    await goTo(page, 'Bundles')
    await search(page).fill(newImeis[0] ?? '')
    await expect(page.locator('[data-row="0"][data-field="imei"]')).toHaveText(newImeis[0] ?? '')
    await goTo(page, 'History')
    await page.getByRole('checkbox', { name: 'Technical columns' }).click()
    await expect(page.getByRole('row').filter({ hasText: 'tracker/settings/update' }).first()).toBeVisible()
    await search(page).fill('batch_clone')
    await expect(page.getByRole('row').filter({ hasText: 'tracker/batch_clone' })).toHaveCount(1)

    const ledger = await ledgerOf(app.data)
    const effects = (name: string) => ledger.filter((entry) => entry.effect === name).length
    expect(effects('tracker.settings')).toBe(30)
    expect(effects('tracker.clone')).toBe(5)
    expect(effects('bundle.import')).toBe(3)
    const stats = z
      .looseObject({ repeats: z.object({ refused: z.int(), sameAgain: z.int() }), aboveRate: z.int() })
      .parse(await tellDemoPanel(app.data, '/demo/stats'))
    expect(stats).toMatchObject({ repeats: { refused: 0, sameAgain: 0 }, aboveRate: 0 })

    expect(original).not.toBe('')
    expect(app.consoleErrors.filter((line) => policyWords.test(line))).toEqual([])
    expect(filesWith(app.data, demoPassword)).toEqual([])
  },
)
