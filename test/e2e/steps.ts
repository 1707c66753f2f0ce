import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { z } from 'zod'
import { demoLogin, demoPassword } from '../../electron/demo-panel/account.ts'
import { createDemoPanel, type DemoPanel } from '../../electron/demo-panel/demo-panel.ts'
import { documentedRate, type RateLimit } from '../../electron/demo-panel/rate.ts'
import { serveDemoPanel } from '../../electron/demo-panel/serve.ts'
import { machineClock } from '../../electron/machine/clock.ts'
import { expect, test as base } from './hosts.ts'
import { tellDemoPanel } from './tell-demo-panel.ts'

// What the stories have in common: the window's parts by the names that a person knows them by, and steps through it.

/** Makes every call of the keychain fail at once, as on a machine that has none. */
export const withoutKeychain = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' }

/** The words of the console that tell a broken policy from a lost connection. */
export const policyWords = /Content Security Policy|Refused to/

/** The bar at the bottom: the selection at the left, what is staged at the right. */
export const bottom = (page: Page): Locator => page.getByRole('contentinfo')

/** A cell of a sheet; rows count from 0. */
export const cell = (page: Page, row: number, field: string): Locator =>
  page.locator(`[data-row="${row}"][data-field="${field}"]`)

/** The field that searches the page. */
export const search = (page: Page): Locator => page.getByRole('banner').getByLabel(/^Search /)

/** The button at the top right that says how the window stands to the panel. */
export const connection = (page: Page): Locator =>
  page.getByRole('banner').getByRole('button', { name: /Connection to the panel$/ })

/** Goes to a page by its name in the navigation. */
export async function goTo(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name }).click()
  await expect(page.getByRole('heading', { level: 1, name, exact: true })).toBeVisible()
}

/** Presses Enter on a button once it can be used: unlike a click, a key does not wait for that, and is lost. */
export async function pressEnter(button: Locator): Promise<void> {
  await expect(button).toBeEnabled()
  await button.press('Enter')
}

/** A cell of the row of a sheet that has this text: what stays in sight of a row is drawn as one, and the rest as another. */
export function cellBeside(page: Page, text: string, field: string): Locator {
  const row = `//*[@role='row'][contains(., '${text}')]/@aria-rowindex`
  return page.locator(`xpath=//*[@role='row'][@aria-rowindex = ${row}]//*[@data-field='${field}']`)
}

/** Asks what rows are filtered by in a column, whether it has a chip in sight or not. */
export async function chooseFilter(page: Page, column: string): Promise<void> {
  await page.getByRole('button', { name: 'Filter by another column' }).click()
  await page.getByRole('menuitem', { name: column, exact: true }).click()
}

/** Chooses something in the menu at the end of a sheet's bar. */
export async function chooseMore(page: Page, item: string | RegExp): Promise<void> {
  await page.getByRole('button', { name: /^More/ }).click()
  await page.getByRole('menuitem', { name: item }).click()
}

/** Chooses something in the menu of the connection. */
export async function chooseConnection(page: Page, item: string): Promise<void> {
  await connection(page).click()
  await page.getByRole('menuitem', { name: item }).click()
}

/** Waits until the sheet of trackers stands and everything has been pulled. */
export async function pulled(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name: 'Trackers' })).toBeVisible()
  await expect(connection(page)).toHaveAccessibleName(/^Online.*pulled/)
  await expect(cell(page, 0, 'label')).not.toBeEmpty()
}

/** Opens the built-in panel from the page of panels. */
export async function openDemo(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Open the demo panel' }).click()
  await pulled(page)
}

/** Waits until a cell is the active one: what is pressed before a key like F8 has arrived there is not meant for it. */
export async function expectActive(page: Page, row: number, field: string): Promise<void> {
  await expect(page.getByRole('main').locator('[role$=grid]')).toHaveAttribute(
    'aria-activedescendant',
    new RegExp(`-${row}-${field}$`),
  )
}

/** Sorts by a column, by the arrow in its heading; with `also`, in addition to others. */
export async function sortBy(page: Page, column: string, also = false): Promise<void> {
  await page.getByRole('columnheader', { name: column, exact: true }).hover()
  await page.getByRole('button', { name: `${column}: sort`, exact: true }).click({ modifiers: also ? ['Shift'] : [] })
}

/** Makes a cell the active one. The grid may scroll sideways under the very click, so it is seen to have arrived. */
export async function choose(page: Page, row: number, field: string): Promise<void> {
  await expect(async () => {
    await cell(page, row, field).click()
    const active = await page.getByRole('grid').first().getAttribute('aria-activedescendant')
    expect(active).toBe(await cell(page, row, field).getAttribute('id'))
  }).toPass()
}

/** Types a value into a cell and leaves the cell below selected. */
export async function type(page: Page, row: number, field: string, text: string): Promise<void> {
  await choose(page, row, field)
  await page.keyboard.press('F2')
  const editor = page.getByRole('textbox', { name: new RegExp(`, row ${row + 1}$`) })
  await expect(editor).toBeFocused()
  await editor.fill(text)
  await page.keyboard.press('Enter')
}

/** Walks with Tab, as somebody without a mouse does, until something has the focus. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible()
  do {
    await page.keyboard.press('Tab')
    // Whatever passes the focus on does so before the next picture but one.
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))
  } while (!(await target.evaluate((element) => element === document.activeElement)))
}

/** Hands a file to the page of imports. */
export async function chooseFile(page: Page, name: string, content: string | Buffer): Promise<void> {
  await page.locator('input[type=file]').setInputFiles({
    name,
    mimeType: 'application/octet-stream',
    buffer: Buffer.from(content as string),
  })
}

/** Gives all bundles of the file the same equipment, since it has no column for it. */
export async function chooseEquipment(page: Page): Promise<void> {
  await page.getByLabel('Equipment comes from').selectOption({ label: 'One value for all rows' })
  const choice = page.getByLabel('Equipment for all rows')
  await expect(choice.locator('option:not([disabled])').first()).toBeAttached()
  await choice.selectOption({ index: 1 })
}

/** Goes to the outbox and sends everything that can go. */
export async function send(page: Page): Promise<void> {
  await goTo(page, 'Outbox')
  await page
    .getByRole('region', { name: 'Before sending' })
    .getByRole('button', { name: /^Send \d/ })
    .click()
}

const ledger = z.array(z.looseObject({ effect: z.string() }))

/** What the built-in panel did, oldest first. */
export async function ledgerOf(data: string): Promise<z.infer<typeof ledger>> {
  return ledger.parse(await tellDemoPanel(data, '/demo/ledger'))
}

const answerOf = {
  auth: z.object({ hash: z.string() }),
  users: z.object({ list: z.array(z.object({ id: z.int(), login: z.string() })) }),
  trackers: z.object({
    list: z.array(
      z.object({
        id: z.int(),
        user_id: z.int(),
        source: z.object({ id: z.int(), corrupted: z.boolean().default(false) }),
      }),
    ),
  }),
}

const answersWithTrackers = z.object({
  list: z.array(
    z.object({
      id: z.int(),
      label: z.string(),
      comment: z.string().nullish(),
      source: z.object({ tariff_id: z.int() }),
    }),
  ),
})

/** What the panel itself holds of trackers, by their ids there. */
export async function heldByPanel(
  data: string,
  ids: readonly number[],
): Promise<Map<number, z.infer<typeof answersWithTrackers>['list'][number]>> {
  const ask = async (path: string, body: object) => tellDemoPanel(data, `/v2/panel/${path}`, body)
  const { hash } = answerOf.auth.parse(await ask('account/auth', { login: demoLogin, password: demoPassword }))
  const { list } = answersWithTrackers.parse(await ask('tracker/list', { hash }))
  return new Map(list.filter(({ id }) => ids.includes(id)).map((tracker) => [tracker.id, tracker]))
}

/** Trackers of which a user can be given a clone, as the panel itself tells. */
export async function cloneable(data: string, count: number): Promise<{ owner: string; ids: number[] }> {
  const ask = async (path: string, body: object) => tellDemoPanel(data, `/v2/panel/${path}`, body)
  const { hash } = answerOf.auth.parse(await ask('account/auth', { login: demoLogin, password: demoPassword }))
  const users = answerOf.users.parse(await ask('user/list', { hash, limit: 1 })).list
  const user = users[0] ?? { id: 0, login: '' }
  const all = answerOf.trackers.parse(await ask('tracker/list', { hash, clones_filter: 'exclude_clones' })).list
  const owned = answerOf.trackers.parse(await ask('tracker/list', { hash, user_id: user.id })).list
  const sources = new Set(owned.map((tracker) => tracker.source.id))
  const free = all.filter(({ source }) => !source.corrupted && !sources.has(source.id))
  return { owner: user.login, ids: free.slice(-count).map(({ id }) => id) }
}

const answersWithDevices = z.object({
  list: z.array(
    z.object({
      id: z.int(),
      label: z.string(),
      clone: z.boolean(),
      deleted: z.boolean(),
      source: z.object({ device_id: z.string(), blocked: z.boolean(), corrupted: z.boolean().default(false) }),
    }),
  ),
})

/** A tracker whose device has a console. */
interface WithConsole {
  readonly id: number
  readonly label: string
  readonly device: string
}

/** Two trackers whose consoles the panel opens, as it tells itself. */
export async function withConsoles(data: string): Promise<readonly [WithConsole, WithConsole]> {
  const ask = async (path: string, body: object) => tellDemoPanel(data, `/v2/panel/${path}`, body)
  const { hash } = answerOf.auth.parse(await ask('account/auth', { login: demoLogin, password: demoPassword }))
  const { list } = answersWithDevices.parse(await ask('tracker/list', { hash, clones_filter: 'exclude_clones' }))
  const [one, other] = list
    .filter(({ deleted, source }) => !deleted && !source.blocked && !source.corrupted)
    .map(({ id, label, source }) => ({ id, label, device: source.device_id }))
  if (!one || !other) throw new Error('The panel has no two trackers with a console')
  return [one, other]
}

/** Files under a folder that hold a secret. */
export function filesWith(folder: string, secret: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).includes(secret))
}

/** A panel that is not Fleetbook's own, and an account on it that nobody else knows. */
export interface OtherPanel {
  readonly panel: DemoPanel
  readonly address: string
  readonly login: string
  readonly password: string
  /** Lets so many edits pass and keeps the next ones waiting until the function that it answers is called. */
  holdEdits(pass: number): () => void
}

/** The labels that the panel was given, in their order. */
export function given({ panel }: OtherPanel): string[] {
  return panel.ledger.entries().flatMap((entry) => (entry.effect === 'tracker.settings' ? [entry.label] : []))
}

/** Fills the form that adds a panel. */
export async function fillAccount(page: Page, address: string, login: string, password: string): Promise<void> {
  await page.getByRole('radio', { name: 'Own address' }).check()
  await page.getByLabel('Address of the API').fill(address)
  await page.getByLabel('Login').fill(login)
  await page.getByLabel('Password').fill(password)
}

/** Adds the other panel on the page of panels, and waits for what it holds. */
export async function connect(page: Page, { address, login, password }: OtherPanel, name: string): Promise<void> {
  await fillAccount(page, address, login, password)
  await page.getByLabel('Name in Fleetbook').fill(name)
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  await pulled(page)
}

/** Playwright's test with Fleetbook as `app`, and beside it a panel that this process serves, which holds it to `rate`. */
export const test = base.extend<{ other: OtherPanel; rate: RateLimit }>({
  rate: [documentedRate, { option: true }],
  other: async ({ rate }, use) => {
    const login = `agent-${randomUUID().slice(0, 8)}@example.org`
    const password = `Pw-${randomUUID()}`
    const panel = createDemoPanel({ seed: 7, trackers: 160, clock: machineClock, login, password, rate })
    let letGo: () => void = () => undefined
    let held = Promise.resolve()
    const served = await serveDemoPanel({ panel, clock: { sleep: () => held } })
    function holdEdits(pass: number): () => void {
      held = new Promise((resolve) => (letGo = resolve))
      const slow = { do: 'slow', milliseconds: 1, when: 'before' } as const
      panel.faults.add({ path: 'tracker/settings/update', skip: pass, times: Number.MAX_SAFE_INTEGER, strike: slow })
      return () => {
        panel.faults.clear()
        letGo()
      }
    }
    await use({ panel, address: served.baseUrl, login, password, holdEdits })
    letGo()
    await served.close()
  },
})

export { expect }
