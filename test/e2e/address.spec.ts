import { readFileSync } from 'node:fs'
import { createServer as createHttp } from 'node:http'
import { createServer as createHttps } from 'node:https'
import { createServer as createTcp, type AddressInfo, type Server, type Socket } from 'node:net'
import { join, resolve } from 'node:path'
import type { Page } from '@playwright/test'
import { inBothHosts } from './both-hosts.ts'
import {
  bottom,
  cell,
  connect,
  connection,
  expect,
  fillAccount,
  filesWith,
  goTo,
  openDemo,
  policyWords,
  pulled,
  send,
  test,
  type,
  withoutKeychain,
} from './steps.ts'

const tlsFolder = resolve(import.meta.dirname, '../support/tls')
const hasKeychain = process.env.DBUS_SESSION_BUS_ADDRESS !== undefined

const servers: Server[] = []
test.afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

async function listen(server: Server): Promise<number> {
  servers.push(server)
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return (server.address() as AddressInfo).port
}

/** A port on which nothing listens. */
async function deadPort(): Promise<number> {
  const server = createTcp()
  const port = await listen(server)
  await new Promise((closed) => server.close(closed))
  return port
}

/** Addresses that are no panel, and what is said under each. */
async function badAddresses(): Promise<[address: string, words: RegExp][]> {
  const page = createHttp((_request, response) =>
    response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>Welcome</title>'),
  )
  const cut = createHttp((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '400' })
    response.write('{"success":true,"ha', () => response.socket?.destroy())
  })
  const redirect = createHttp((_request, response) =>
    response.writeHead(302, { Location: 'http://127.0.0.1:9/v2' }).end(),
  )
  const secure = createHttps({
    cert: readFileSync(resolve(tlsFolder, 'loopback.cert.pem')),
    key: readFileSync(resolve(tlsFolder, 'loopback.key.pem')),
  })
  return [
    ['no address at all', /not an address that a panel can have/],
    [`http://127.0.0.1:${await deadPort()}/v2`, /could not be reached/],
    [`http://127.0.0.1:${await listen(page)}/v2`, /is not a panel/],
    [`https://127.0.0.1:${await listen(secure)}/v2`, /certificate of .* could not be verified/],
    [`http://127.0.0.1:${await listen(cut)}/v2`, /broke off in the middle/],
    [`http://127.0.0.1:${await listen(redirect)}/v2`, /leads on to another address/],
  ]
}

const testButton = (page: Page) => page.getByRole('button', { name: 'Test', exact: true })

/** Everything that the preview's core sends to the page, from now on and after every restart. */
function overhear(page: Page): string[] {
  const heard: string[] = []
  const context = page.context()
  context.on('response', (response) => {
    if (!response.url().includes('/bridge/call')) return
    response.text().then(
      (text) => heard.push(text),
      () => undefined,
    )
  })
  const listenTo = async (one: Page): Promise<void> => {
    const session = await context.newCDPSession(one)
    session.on('Network.eventSourceMessageReceived', ({ data }) => heard.push(data))
    await session.send('Network.enable')
  }
  context.on('page', (one) => void listenTo(one))
  void listenTo(page)
  return heard
}

test('every way in which an address can be wrong is said at its field, and the right one opens the panel', async ({
  app,
  other,
}) => {
  await app.start(withoutKeychain)
  const { page } = app
  const address = page.getByLabel('Address of the API')
  const password = page.getByLabel('Password')

  await fillAccount(page, other.address, other.login, 'not the password')
  await testButton(page).click()
  await expect(password).toHaveAccessibleDescription(/did not accept this login and password/)
  await expect(password).toHaveValue('')
  await expect(password).toBeFocused()

  for (const [bad, words] of await badAddresses()) {
    await fillAccount(page, bad, other.login, other.password)
    await testButton(page).click()
    await expect(address).toHaveAccessibleDescription(words)
    await expect(address).toBeFocused()
  }

  await fillAccount(page, other.address, other.login, other.password)
  await testButton(page).click()
  await expect(page.getByText(/^It answers: .+, account \d+\.$/)).toBeVisible()
  await page.getByLabel('Name in Fleetbook').fill('By address')
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  await pulled(page)
  await expect(page.getByRole('button', { name: /By address/ })).toBeVisible()

  const id = Number(await cell(page, 0, 'panelId').innerText())
  await type(page, 0, 'label', 'Renamed by typing')
  await expect(bottom(page)).toContainText('1 staged')
  await send(page)
  await expect(bottom(page)).toContainText('Nothing staged')
  const effects = other.panel.ledger.entries().filter(({ effect }) => effect !== 'panel.made')
  expect(effects).toEqual([
    expect.objectContaining({ effect: 'tracker.settings', tracker: id, label: 'Renamed by typing' }),
  ])

  const stored = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))
  expect(stored + (await page.content())).not.toContain(other.password)
  await app.restart()
  await expect(app.page.getByRole('region', { name: 'What needs you' })).toBeVisible()
  expect(filesWith(app.data, other.password)).toEqual([])
  expect(app.consoleErrors.filter((line) => policyWords.test(line))).toEqual([])
})

test(
  'without a keychain the program says so, asks for the password again after a restart, and is never told it',
  inBothHosts,
  async ({ app, other }) => {
    await app.start(withoutKeychain)
    const heard = app.host === 'preview' ? overhear(app.page) : []
    await connect(app.page, other, 'Forgetful')

    await app.restart()
    const { page } = app
    await expect(cell(page, 0, 'label')).not.toBeEmpty()
    await expect(connection(page)).toHaveAccessibleName(/^Needs you/)
    const password = page.getByRole('region', { name: 'What needs you' }).getByLabel(`Password of ${other.login}`)
    await expect(password).toHaveAccessibleDescription(/has no password for this panel/)
    await password.fill('wrong')
    await password.press('Enter')
    await expect(password).toHaveAccessibleDescription(/did not accept/)
    await password.fill(other.password)
    await password.press('Enter')
    await expect(connection(page)).toHaveAccessibleName(/^Online/)
    await expect(page.getByRole('region', { name: 'What needs you' })).toBeHidden()

    const stored = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))
    expect(stored + (await page.content())).not.toContain(other.password)
    expect(filesWith(app.data, other.password)).toEqual([])
    if (app.host === 'preview') expect(heard.length).toBeGreaterThan(10)
    expect(heard.filter((text) => text.includes(other.password))).toEqual([])
  },
)

test(
  'no page waits for a keychain that does not answer: panels are shown, and the demo panel opens',
  inBothHosts,
  async ({ app }) => {
    test.skip(app.host === 'desktop', 'Chromium itself waits for a bus that does not answer, before there is a window')
    // Whoever asks the keychain is let in, and hears nothing.
    const socket = join(app.data, 'silent-bus')
    const silent = createTcp()
    servers.push(silent)
    const asking: Socket[] = []
    silent.on('connection', (one) => void asking.push(one))
    await new Promise<void>((ready) => silent.listen(socket, ready))
    await app.start({ DBUS_SESSION_BUS_ADDRESS: `unix:path=${socket}` })
    await expect(app.page.getByLabel('Password')).toBeVisible()
    await openDemo(app.page)
    await goTo(app.page, 'Settings')
    await app.quit()
    for (const one of asking) one.destroy()
  },
)

test(
  'with a keychain the program is online by itself after a restart, and forgets the password with the panel',
  inBothHosts,
  async ({ app, other }) => {
    test.skip(!hasKeychain, 'There is no keychain here')
    await app.start()
    await expect(app.page.getByLabel('Password')).toHaveAccessibleDescription(/goes to the keychain of this computer/)
    await connect(app.page, other, 'Keeper')
    expect(filesWith(app.data, other.password)).toEqual([])

    await app.restart()
    const { page } = app
    await expect(connection(page)).toHaveAccessibleName(/^Online/)

    await page.getByRole('button', { name: /choose another panel/ }).click()
    await page.getByRole('menuitem', { name: 'Add or choose a panel…' }).click()
    await expect(page.getByText('Password in the keychain')).toBeVisible()
    await page.getByRole('button', { name: 'Remove Keeper' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove the panel' }).click()
    await expect(page.getByText('Keeper')).toHaveCount(0)
  },
)

test('two panels keep their trackers and their staged edits apart', async ({ app, other }) => {
  await app.start({ ...withoutKeychain, FLEETBOOK_DEMO_TRACKERS: '200' })
  const { page } = app
  const open = async (name: string): Promise<void> => {
    await page.getByRole('button', { name: /choose another panel/ }).click()
    await page.getByRole('menuitem', { name }).click()
    await pulled(page)
  }

  await openDemo(page)
  const label = await cell(page, 1, 'label').innerText()
  await type(page, 0, 'label', 'Of the demo panel')
  await expect(bottom(page)).toContainText('1 staged')

  await page.getByRole('button', { name: /choose another panel/ }).click()
  await page.getByRole('menuitem', { name: 'Add or choose a panel…' }).click()
  await connect(page, other, 'By address')
  await expect(bottom(page)).toContainText('Nothing staged')
  await expect(page.getByRole('banner')).toContainText('160')
  await expect(cell(page, 0, 'label')).not.toHaveText(/Of the demo panel/)
  await type(page, 0, 'label', 'Of the other panel')
  await type(page, 1, 'label', 'Of the other panel, too')
  await expect(bottom(page)).toContainText('2 staged')

  await open('Demo panel')
  await expect(bottom(page)).toContainText('1 staged')
  await expect(cell(page, 0, 'label')).toHaveText(/Of the demo panel/)
  await expect(cell(page, 1, 'label')).toHaveText(label)

  await open('By address')
  await expect(bottom(page)).toContainText('2 staged')
  await expect(cell(page, 1, 'label')).toHaveText(/Of the other panel, too/)
  await send(page)
  await expect(bottom(page)).toContainText('Nothing staged')
  await goTo(page, 'Trackers')
  await open('Demo panel')
  await expect(bottom(page)).toContainText('1 staged')
})
