import { expect } from '@playwright/test'
import type { Page } from '@playwright/test'
import { calmDemoPanel, demoPanelAddress, tellDemoPanel } from '../test/e2e/tell-demo-panel.ts'
import {
  cell,
  footer,
  goTo,
  moveTo,
  openChange,
  openDemoPanel,
  paste,
  patience,
  send,
  texts,
  type Walk,
} from './screenshot-walk.ts'

/** A picture: its name, and what brings the window there from the step before. */
export interface Step {
  readonly name: string
  stage(walk: Walk): Promise<void>
}

const search = (page: Page) => page.getByRole('searchbox').or(page.getByRole('textbox', { name: /^Search/ }))
const longComment =
  'Заміна SIM 12.03; the driver reports that the ignition wire comes loose on rough roads, see ticket 48211.\n' +
  'לא להזיז ללא אישור של מנהל הצי. Next service at 120,000 km, together with the tail lift and the refrigeration unit.'

let ids: string[] = []
let owner = ''

/** The walk, in its order; each step finds the window as the one before left it. */
export const steps: readonly Step[] = [
  {
    name: '01-connect',
    async stage({ page }) {
      await expect(page.getByRole('button', { name: 'Open the demo panel' })).toBeVisible(patience)
    },
  },
  {
    name: '02-trackers',
    async stage({ page }) {
      await openDemoPanel(page)
      ids = await texts(page, 'panelId', 14)
      owner = (await texts(page, 'owner', 1))[0] ?? ''
    },
  },
  {
    name: '02-trackers-choosing',
    async stage({ page }) {
      await cell(page, 2, 'owner').click()
      await page.keyboard.type('a')
      await expect(page.getByRole('option').nth(2)).toBeVisible()
    },
  },
  {
    name: '02-trackers-named',
    async stage({ page }) {
      await page.keyboard.press('Escape')
      const [first = '', , , second = ''] = await texts(page, 'owner', 4)
      await paste(page, 1, 'owner', [second, 'smiht@acme.example', first, first])
      await paste(page, 1, 'plan', ['Premium', 'Premium', 'Gold'])
      await cell(page, 2, 'owner').click()
      await page.mouse.move(0, 0)
    },
  },
  {
    name: '03-trackers-range',
    async stage({ page }) {
      await page.keyboard.press('ControlOrMeta+Z')
      await page.keyboard.press('ControlOrMeta+Z')
      await expect(footer(page)).toContainText('Nothing staged')
      await cell(page, 3, 'label').click()
      await cell(page, 10, 'owner').click({ modifiers: ['Shift'] })
      await expect(footer(page)).toContainText('8 of')
    },
  },
  {
    name: '04-trackers-facet',
    async stage({ page }) {
      await page.getByRole('button', { name: 'Filter by Connection' }).click()
      await page.getByRole('dialog').getByRole('checkbox').nth(1).check()
      await page.mouse.move(0, 0)
    },
  },
  {
    name: '05-trackers-right-to-left',
    async stage({ page }) {
      await page.getByRole('dialog').getByRole('textbox').press('Escape')
      await page.getByRole('button', { name: 'Remove the filter by Connection' }).click()
      await search(page).fill('מלגזה')
      await expect(cell(page, 0, 'label')).toContainText('מלגזה')
    },
  },
  {
    name: '06-trackers-nothing-found',
    async stage({ page }) {
      await search(page).fill('nothing is called like this')
      await expect(page.getByText('No tracker matches.')).toBeVisible()
    },
  },
  { name: '07-outbox-empty', stage: ({ page }) => goTo(page, 'Outbox') },
  { name: '08-history-empty', stage: ({ page }) => goTo(page, 'History') },
  {
    name: '09-trackers-states',
    async stage({ page, data }) {
      await goTo(page, 'Trackers')
      await search(page).fill('')
      await expect(cell(page, 0, 'panelId')).toHaveText(ids[0] ?? '')
      await paste(page, 1, 'label', ['Truck 201', 'Truck 202', 'Truck 203', 'Truck 204'])
      const [, refused, lost, edited] = ids.map(Number)
      const update = 'tracker/settings/update'
      await tellDemoPanel(data, '/demo/faults', {
        path: update,
        parameters: { tracker_id: refused },
        strike: { do: 'refuse', code: 208 },
      })
      await tellDemoPanel(data, '/demo/faults', {
        path: update,
        parameters: { tracker_id: lost },
        strike: { do: 'drop', when: 'after' },
      })
      await tellDemoPanel(data, '/demo/faults', {
        path: 'tracker/read',
        parameters: { tracker_id: lost },
        // The first is the one that goes before the edit.
        skip: 1,
        times: 100,
        strike: { do: 'refuse', code: 208 },
      })
      await tellDemoPanel(data, '/demo/edit', { tracker_id: edited, label: 'Truck 3 (leased)' })
      await send(page)
      await expect(page.getByRole('region', { name: 'What came of it' })).toContainText('in conflict', patience)
      await goTo(page, 'Trackers')
      await paste(page, 6, 'label', ['Truck 206', 'Truck <207>', 'Truck 208', 'سيارة ٩', 'Truck 210'])
      await paste(page, 8, 'comment', [longComment.replace('\n', ' ')])
      await moveTo(page, 13, 'label')
      await page.mouse.move(0, 0)
    },
  },
  {
    name: '10-trackers-panel',
    async stage({ page }) {
      await cell(page, 8, 'label').click()
      await page.getByRole('button', { name: 'Details' }).click()
      await expect(page.getByRole('complementary')).toBeVisible()
    },
  },
  {
    name: '11-trackers-panel-conflict',
    async stage({ page }) {
      await cell(page, 3, 'label').click()
      await expect(page.getByRole('complementary')).toContainText('Conflict')
    },
  },
  {
    name: '12-trackers-attention',
    async stage({ page }) {
      await page.getByRole('button', { name: 'Close' }).click()
      await page.getByRole('group', { name: 'Rows to show' }).getByRole('button', { name: 'Needs attention' }).click()
      await expect(footer(page)).toContainText('attention')
    },
  },
  {
    name: '33-trackers-heading-menu',
    async stage({ page }) {
      await page.getByRole('group', { name: 'Rows to show' }).getByText('All').click()
      await expect(cell(page, 0, 'panelId')).toHaveText(ids[0] ?? '')
      await moveTo(page, 2, 'modelName')
      await page.keyboard.press('Alt+ArrowDown')
      await expect(page.getByRole('menuitem', { name: 'Group by this column' })).toBeVisible()
    },
  },
  {
    name: '34-trackers-cell-menu',
    async stage({ page }) {
      await page.keyboard.press('Escape')
      await cell(page, 7, 'label').click({ button: 'right' })
      await expect(page.getByRole('menuitem', { name: /^Copy/ })).toBeVisible()
    },
  },
  {
    name: '35-trackers-change',
    async stage({ page }) {
      await page.keyboard.press('Escape')
      await cell(page, 14, 'label').click()
      await cell(page, 19, 'label').click({ modifiers: ['Shift'] })
      await page.keyboard.press('ControlOrMeta+H')
      await page.keyboard.type('a')
      await page.keyboard.press('Tab')
      await page.keyboard.type('ä')
      await expect(page.getByText(/cells? change/).first()).toBeVisible()
    },
  },
  {
    name: '36-trackers-keys',
    async stage({ page }) {
      await page.keyboard.press('Escape')
      await cell(page, 14, 'label').click()
      await page.keyboard.press('F1')
      await expect(page.getByRole('dialog')).toBeVisible()
    },
  },
  {
    name: '37-trackers-filling',
    async stage({ page }) {
      await page.keyboard.press('Escape')
      await cell(page, 6, 'label').click()
      const start = await cell(page, 6, 'label').boundingBox()
      const end = await cell(page, 13, 'label').boundingBox()
      if (!start || !end) throw new Error('The cells are out of sight')
      await page.mouse.move(start.x + start.width - 4, start.y + start.height - 4)
      await page.mouse.down()
      await page.mouse.move(end.x + 40, end.y + 10, { steps: 5 })
      await expect(footer(page)).toContainText('Fills')
    },
  },
  {
    name: '38-trackers-grouped',
    async stage({ page }) {
      await page.keyboard.press('Escape')
      await page.mouse.up()
      await moveTo(page, 2, 'modelName')
      await page.keyboard.press('Alt+ArrowDown')
      await page.getByRole('menuitem', { name: 'Group by this column' }).click()
      await expect(page.locator('[data-group]').first()).toBeVisible()
      await cell(page, 2, 'label').click()
      await cell(page, 6, 'owner').click({ modifiers: ['Shift'] })
      await expect(footer(page)).toContainText('distinct')
    },
  },
  {
    name: '13-users',
    async stage({ page }) {
      await page.getByRole('button', { name: /^Do not group/ }).click()
      await goTo(page, 'Users')
      await expect(cell(page, 0, 'login')).not.toBeEmpty()
    },
  },
  {
    name: '14-bundles',
    async stage({ page }) {
      await goTo(page, 'Bundles')
      await expect(cell(page, 0, 'imei')).not.toBeEmpty()
    },
  },
  {
    name: '14-routes-none',
    async stage({ page }) {
      await goTo(page, 'Routes')
      await expect(page.getByRole('button', { name: 'Show routes' })).toBeVisible()
    },
  },
  {
    name: '14-routes',
    async stage({ page }) {
      await page.getByRole('button', { name: /^Choose all/ }).click()
      await page.getByRole('button', { name: 'Show routes' }).click()
      await expect(cell(page, 0, 'label')).not.toBeEmpty(patience)
      await expect(page.getByRole('button', { name: 'Stop', exact: true })).toBeHidden({ timeout: 300_000 })
    },
  },
  {
    name: '14-routes-new',
    async stage({ page }) {
      await page.getByRole('button', { name: 'New route' }).click()
      await expect(page.getByRole('dialog')).toBeVisible()
    },
  },
  {
    name: '14-routes-checkpoints',
    async stage({ page }) {
      await page.keyboard.press('Escape')
      await page.getByRole('link', { name: 'Checkpoints' }).click()
      await expect(cell(page, 0, 'route')).not.toBeEmpty()
      await cell(page, 2, 'windowFrom').click()
      await page.keyboard.type('tomorrow')
      await page.keyboard.press('Enter')
      await cell(page, 2, 'windowFrom').click()
    },
  },
  {
    name: '14-routes-checkpoint-menu',
    stage: ({ page }) => cell(page, 2, 'label').click({ button: 'right' }),
  },
  {
    name: '14-routes-checkpoint-new',
    async stage({ page }) {
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'New checkpoint' }).click()
      await expect(page.getByRole('dialog')).toBeVisible()
    },
  },
  {
    name: '15-imports',
    async stage({ page }) {
      await page.keyboard.press('Escape')
      await goTo(page, 'Imports')
    },
  },
  {
    name: '16-imports-file',
    async stage({ page }) {
      // The first tracker is its owner's already; the last rows have no tracker.
      const rows = [...ids, 'twelve', '99999999'].map((id) => `${id};${owner}`)
      await page.locator('input[type=file]').setInputFiles({
        name: 'clones.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(`tracker_id;user\r\n${rows.join('\r\n')}\r\n`),
      })
      await expect(page.getByRole('button', { name: /^Stage \d/ })).toBeEnabled()
    },
  },
  {
    name: '17-imports-row',
    async stage({ page }) {
      await page.getByRole('grid', { name: 'Rows of the file' }).locator('[aria-rowindex="2"]').click()
      await expect(page.getByRole('complementary')).toBeVisible()
    },
  },
  {
    name: '18-imports-staged',
    async stage({ page }) {
      await page.getByRole('button', { name: /^Stage \d/ }).click()
      await expect(page.getByRole('status').getByText(/clones are staged/)).toBeVisible()
    },
  },
  {
    name: '19-outbox',
    async stage({ page }) {
      await goTo(page, 'Outbox')
      await expect(page.getByRole('button', { name: /^Send \d/ })).toBeVisible(patience)
    },
  },
  {
    name: '20-outbox-all',
    stage: ({ page }) => page.getByRole('button', { name: 'All changes' }).click(),
  },
  { name: '21-outbox-conflict', stage: ({ page }) => openChange(page, 'Conflict') },
  { name: '22-outbox-unknown', stage: ({ page }) => openChange(page, 'Unknown') },
  {
    name: '23-outbox-sending',
    async stage({ page, data }) {
      await page.getByRole('button', { name: 'Close', exact: true }).click()
      await page.getByRole('group', { name: 'Show changes' }).getByRole('button', { name: 'All' }).click()
      for (const path of ['tracker/settings/update', 'tracker/batch_clone']) {
        await tellDemoPanel(data, '/demo/faults', {
          path,
          times: 50,
          strike: { do: 'slow', milliseconds: 4000, when: 'before' },
        })
      }
      await send(page)
      await expect(page.getByRole('region', { name: 'Sending', exact: true })).toContainText(/[1-9] of \d/, patience)
    },
  },
  {
    name: '24-outbox-sent',
    async stage({ page, data }) {
      await calmDemoPanel(data)
      await expect(page.getByRole('region', { name: 'What came of it' })).toBeVisible({ timeout: 60_000 })
    },
  },
  { name: '25-history', stage: ({ page }) => goTo(page, 'History') },
  {
    name: '26-history-attempt',
    async stage({ page }) {
      await page.getByRole('grid', { name: 'Requests' }).locator('[aria-rowindex="2"]').click()
      await expect(page.getByRole('complementary')).toBeVisible()
    },
  },
  {
    name: '26-console',
    async stage({ page }) {
      await goTo(page, 'Console')
      const chooser = page.getByRole('combobox', { name: 'Open the console of a tracker' })
      for (const row of [0, 1]) {
        await chooser.fill(ids[row] ?? '')
        await page
          .getByRole('option', { name: new RegExp(ids[row] ?? '') })
          .first()
          .click()
      }
      await expect(page.getByRole('row', { name: /^Satellites/ }).first()).toBeVisible(patience)
      await page
        .getByRole('textbox', { name: /^Command for/ })
        .first()
        .fill('getver')
      await page.keyboard.press('Enter')
      await expect(page.getByRole('log').first()).toContainText('Ver:', patience)
    },
  },
  {
    name: '26-reports',
    async stage({ page }) {
      await goTo(page, 'Reports')
      await page.getByRole('button', { name: 'Read from the panel' }).last().click()
      await expect(page.getByRole('grid', { name: 'Months' }).getByRole('row').nth(12)).toContainText(/\d/, patience)
    },
  },
  {
    name: '26-reports-changes',
    async stage({ page }) {
      await page.getByRole('grid', { name: 'Months' }).locator('[aria-rowindex="3"]').click()
      await expect(page.getByRole('complementary')).toContainText('who came and who went')
    },
  },
  {
    name: '26-reports-owners',
    async stage({ page }) {
      await page.keyboard.press('Escape')
      await page.getByText('By owner').click()
      await expect(page.getByRole('grid', { name: 'Owners' }).getByRole('row').nth(1)).toContainText('@')
    },
  },
  { name: '27-settings', stage: ({ page }) => goTo(page, 'Settings') },
  {
    name: '28-trackers-comfortable',
    async stage({ page }) {
      await page.getByText('Comfortable', { exact: true }).click()
      await goTo(page, 'Trackers')
      await expect(cell(page, 0, 'label')).not.toBeEmpty()
    },
  },
  {
    name: '29-connect-known',
    async stage({ page }) {
      await goTo(page, 'Settings')
      await page.getByText('Compact', { exact: true }).click()
      await page.getByRole('button', { name: /choose another panel/ }).click()
      await page.getByRole('menuitem', { name: 'Add or choose a panel…' }).click()
      await expect(page.getByRole('heading', { name: 'On this computer' })).toBeVisible()
    },
  },
  {
    name: '30-connect-wrong-password',
    async stage({ page, data }) {
      await page.getByText('Own address', { exact: true }).click()
      await page.getByLabel('Address of the API').fill(`${demoPanelAddress(data)}/v2`)
      await page.getByLabel('Login').fill('dealer@example.com')
      await page.getByLabel('Password', { exact: true }).fill('not the password')
      await page.getByRole('button', { name: 'Connect', exact: true }).click()
      await expect(page.locator('[aria-invalid=true]')).toBeVisible(patience)
    },
  },
  {
    name: '31-trackers-offline',
    async stage({ page, data }) {
      await goTo(page, 'Trackers')
      await tellDemoPanel(data, '/demo/faults', { times: 1000, strike: { do: 'drop', when: 'before' } })
      await page
        .getByRole('banner')
        .getByRole('button', { name: /Connection to the panel$/ })
        .click()
      await page.getByRole('menuitem', { name: 'Pull from the panel' }).click()
      await expect(page.getByRole('banner')).toContainText('Offline', { timeout: 60_000 })
    },
  },
  {
    name: '32-connection-menu',
    stage: ({ page }) =>
      page
        .getByRole('banner')
        .getByRole('button', { name: /Connection to the panel$/ })
        .click(),
  },
]
