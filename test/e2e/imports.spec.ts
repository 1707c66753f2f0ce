import { appendFileSync, mkdtempSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { freshImeis } from '../support/imeis.ts'
import { inBothHosts } from './both-hosts.ts'
import {
  bottom,
  cell,
  chooseEquipment,
  chooseFile,
  cloneable,
  expect,
  goTo,
  ledgerOf,
  openDemo,
  policyWords,
  send,
  test,
  type,
} from './steps.ts'

const fleet = 300
const environment = { FLEETBOOK_DEMO_TRACKERS: String(fleet), FLEETBOOK_DEMO_CONTROL: '1' }

const png = Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex')
const xlsx = Buffer.concat([Buffer.from('504b0304140006000800', 'hex'), Buffer.alloc(400, 7)])

const rows = (page: Page) => page.getByRole('region', { name: 'Rows', exact: true })
const wrong = (page: Page) => page.getByRole('list', { name: 'What is wrong' })

/** What is wrong with the rows: how many are of each problem. */
async function expectWrong(page: Page, expected: readonly [rows: string, words: RegExp][]): Promise<void> {
  for (const [count, words] of expected) {
    await expect(wrong(page).getByRole('button', { name: words })).toContainText(count)
  }
  await expect(wrong(page).getByRole('listitem')).toHaveCount(expected.length)
}

test('a file that is no table is refused where it was chosen, and nothing staged is lost', async ({ app }) => {
  await app.start(environment)
  const { page } = app
  await openDemo(page)
  await type(page, 0, 'label', 'Staged before')
  await expect(bottom(page)).toContainText('1 staged')
  await goTo(page, 'Imports')

  const alert = page.getByRole('main').getByRole('alert')
  const refused: [name: string, content: string | Buffer, words: RegExp][] = [
    ['empty.csv', '', /The file holds no rows/],
    ['heading-only.csv', 'tracker_id;user\r\n', /The file holds no rows/],
    ['picture.csv', png, /not a text file\. Save the table as CSV/],
    ['book.xlsx', xlsx, /not a text file\. Save the table as CSV/],
  ]
  for (const [name, content, words] of refused) {
    await chooseFile(page, name, content)
    await expect(alert).toContainText(name)
    await expect(alert).toContainText(words)
    await expect(bottom(page)).toContainText('1 staged')
  }

  await chooseFile(page, 'colours.csv', 'colour;shape\r\nred;round\r\ngreen;square\r\n')
  await expect(page.getByText(/No heading is known/)).toBeVisible()
  await expect(page.getByRole('cell', { name: 'green' })).toBeVisible()
  await expect(page.getByRole('button', { name: /^Stage/ })).toHaveCount(0)

  await expect(bottom(page)).toContainText('1 staged')
  await goTo(page, 'Trackers')
  await expect(cell(page, 0, 'label')).toHaveText('Staged before')
})

test('bad rows say why, hold no good one back, and come in once they are mended', inBothHosts, async ({ app }) => {
  await app.start(environment)
  const { page } = app
  await openDemo(page)
  await type(page, 0, 'label', 'Staged before')
  const { owner, ids } = await cloneable(app.data, 5)
  const [first, second, third, fourth, fifth] = ids
  await goTo(page, 'Imports')

  const lines = [
    `${first};${owner};`,
    `${second};${owner};With a label of its own`,
    `${first};${owner};`,
    `twelve;${owner};`,
    `99999999;${owner};`,
    `${third};${owner};${'x'.repeat(61)}`,
    `${fourth};${owner};Truck <4>`,
    `${fifth};nobody@example.org;`,
  ]
  await chooseFile(page, 'clones.csv', `tracker_id;user;label\r\n${lines.join('\r\n')}\r\n`)
  await expectWrong(page, [
    ['1 row', /stands in an earlier row/],
    ['1 row', /not an id/],
    ['1 row', /No tracker with this id/],
    ['1 row', /longer than the panel takes/],
    ['1 row', /no angle brackets/],
    ['1 row', /No such user/],
  ])
  await wrong(page)
    .getByRole('button', { name: /no angle brackets/ })
    .click()
  await expect(rows(page).getByRole('row', { name: /Truck <4>/ })).toBeVisible()
  await expect(rows(page).getByRole('row')).toHaveCount(2)

  await page.getByRole('button', { name: 'Stage 2 clones' }).click()
  await expect(bottom(page)).toContainText('3 staged')
  const left = await app.saved(() => page.getByRole('button', { name: /^Download 6 rows/ }).click())
  expect(left.name).toMatch(/clones.*\.csv$/)
  const [heading, ...refused] = left.text.replace(/^\ufeff/, '').split('\r\n')
  expect(heading).toBe('tracker_id;user;label;Reason')
  expect(refused.filter((line) => line !== '')).toHaveLength(6)
  expect(refused[4]).toMatch(/Truck <4>;.*angle brackets/)

  // Mended in a spreadsheet, the same file comes in again with its reasons still there.
  const mended = left.text
    .split('\r\n')
    .filter((line) => line.includes('Truck <4>') || line.includes('xxx') || line.includes('tracker_id'))
    .join('\r\n')
    .replace('Truck <4>', 'Truck 4')
    .replace('x'.repeat(61), 'x'.repeat(60))
  await chooseFile(page, left.name, `${mended}\r\n`)
  await page.getByRole('button', { name: 'Stage 2 clones' }).click()
  await expect(bottom(page)).toContainText('5 staged')

  await send(page)
  await expect(bottom(page)).toContainText('Nothing staged')
  const clones = (await ledgerOf(app.data)).filter(({ effect }) => effect === 'tracker.clone')
  expect(clones.map((entry) => entry['label'])).toEqual(
    expect.arrayContaining(['With a label of its own', 'Truck 4', 'x'.repeat(60)]),
  )
  expect(clones).toHaveLength(4)
  expect(app.consoleErrors.filter((line) => policyWords.test(line))).toEqual([])
})

test('IMEIs that a spreadsheet has spoilt are refused, and 50,000 sound ones are staged at once', async ({ app }) => {
  await app.start(environment)
  const { page } = app
  await openDemo(page)
  await type(page, 0, 'label', 'Staged before')
  await goTo(page, 'Imports')

  const [sound = ''] = freshImeis(1)
  const lines = [sound, sound, '8.65E+14', '"8,62437E+14"', '864895000000000', '12345', '490154203237519']
  await chooseFile(page, 'devices.csv', `IMEI\n${lines.join('\n')}\n`)
  await chooseEquipment(page)
  await expectWrong(page, [
    ['1 row', /stands in an earlier row/],
    ['2 rows', /turned this IMEI into a rounded number/],
    ['1 row', /ends in zeros/],
    ['1 row', /needs exactly 15 digits/],
    ['1 row', /check digit of this IMEI does not fit/],
  ])
  await expect(page.getByRole('button', { name: 'Stage 1 bundle' })).toBeEnabled()
  await expect(page.getByLabel(/Include 1 doubtful row/)).toBeVisible()

  // One row more than fits two requests; then as many as a large fleet has, with the columns chosen before.
  await chooseFile(page, 'thousand.csv', `IMEI\n${freshImeis(1001).join('\n')}\n`)
  await chooseEquipment(page)
  await expect(rows(page)).toContainText('takes 3 requests')
  await page.getByRole('button', { name: 'Stage 1,001 bundles' }).click()
  await expect(bottom(page)).toContainText('1,002 staged')
  await chooseFile(page, 'all.csv', `IMEI\n${freshImeis(50_000, 2000).join('\n')}\n`)
  await expect(page.getByText('Columns chosen as for the last file')).toBeVisible()
  await page.getByRole('button', { name: 'Stage 50,000 bundles' }).click()
  await expect(bottom(page)).toContainText('51,002 staged')

  // They are one change set, which says what it takes and goes away as one.
  await goTo(page, 'Outbox')
  await expect(page.getByRole('region', { name: 'Before sending' })).toContainText(
    '51,002 changes in 104 requests, 1 read before',
  )
  await page.getByRole('button', { name: /^all\.csv/ }).click()
  await page.getByRole('button', { name: 'Discard…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Discard 50,000 changes' }).click()
  await expect(bottom(page)).toContainText('1,002 staged')
})

test('the page says which columns are wanted before there is a file, and its examples are read as they are', async ({
  app,
}) => {
  await app.start({ FLEETBOOK_DEMO_TRACKERS: '160' })
  const { page } = app
  await openDemo(page)
  await goTo(page, 'Imports')
  await expect(page.getByRole('region', { name: 'Clones: wanted columns' })).toContainText('New label')
  await expect(page.getByRole('region', { name: 'Bundles: wanted columns' })).toContainText('Factory preset')

  for (const [kind, headings] of [
    ['Clones', 'Tracker,User,New label'],
    ['Bundles', 'IMEI,Equipment,Factory preset'],
    ['SIM cards', 'Bundle,ICCID'],
    ['Orders', 'Bundle,Order ID'],
    ['Equipment', 'Bundle,Equipment'],
    [
      'Routes',
      'ID,User,Route,Stop,Label,Address,Coordinates,Latitude,Longitude,"Radius, m",From,To,Tracker,"Delay, min",' +
        '"Stay, min","Arrival, min",External ID,Description,Tags',
    ],
  ] as const) {
    const file = await app.saved(() =>
      page.getByRole('button', { name: `Download an example: ${kind}` }).press('Enter'),
    )
    expect(file.text.split('\r\n')[0]).toBe(`\ufeff${headings}`)
    await chooseFile(page, file.name, file.text)
    const chosen = page.getByLabel('Import as').locator('option:checked')
    await expect(chosen).toHaveText(kind)
    await page.getByRole('button', { name: 'Close this file' }).click()
  }
})

/** When the files of this test were last written to, before anybody chose them. */
const anHourAgo = new Date(Date.now() - 3_600_000)

function writeOnDisk(path: string, content: string): string {
  writeFileSync(path, content)
  utimesSync(path, anHourAgo, anHourAgo)
  return path
}

/** Takes a file on disk in hand; the function returned drops it on the page, however the file has fared since. */
async function takeInHand(page: Page, path: string): Promise<() => Promise<void>> {
  await page.evaluate(() => {
    const hand = document.createElement('input')
    hand.type = 'file'
    hand.id = 'hand'
    document.body.append(hand)
  })
  await page.locator('#hand').setInputFiles(path)
  // A browser notes a file's size when it is first asked for it.
  await page.evaluate(() => document.querySelector<HTMLInputElement>('#hand')?.files?.[0]?.size)
  return () =>
    page.evaluate(() => {
      const hand = document.querySelector<HTMLInputElement>('#hand')
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(hand!.files![0]!)
      hand!.remove()
      const drop = new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true })
      document.querySelector('[aria-label="Choose a file to import"]')!.parentElement!.dispatchEvent(drop)
    })
}

test('a file that changes, becomes shorter or goes away is told of, and what was read of it is staged only when asked twice', async ({
  app,
}) => {
  await app.start(environment)
  const { page } = app
  await openDemo(page)
  await goTo(page, 'Imports')
  const folder = mkdtempSync(join(tmpdir(), 'fleetbook-files-'))
  const path = join(folder, 'devices.csv')
  const contents = `IMEI\n${freshImeis(50).join('\n')}\n`
  const alert = page.getByRole('main').getByRole('alert')

  // While it is handed over.
  const fates: [fate: () => void, words: RegExp][] = [
    [() => appendFileSync(path, '1'), /has changed since it was chosen/],
    [
      () => {
        truncateSync(path, 20)
        utimesSync(path, anHourAgo, anHourAgo)
      },
      /has become shorter/,
    ],
    [() => rmSync(path), /no longer where it was/],
  ]
  for (const [fate, words] of fates) {
    const drop = await takeInHand(page, writeOnDisk(path, contents))
    fate()
    await drop()
    await expect(alert).toContainText('devices.csv')
    await expect(alert).toContainText(words)
  }

  // Between reading and staging.
  for (const [fate, words] of [fates[0]!, fates[2]!]) {
    await page.locator('input[type=file]').setInputFiles(writeOnDisk(path, contents))
    await chooseEquipment(page)
    await expect(page.getByRole('button', { name: 'Stage 50 bundles' })).toBeEnabled()
    fate()
    await page.getByRole('button', { name: 'Stage 50 bundles' }).click()
    await expect(alert).toContainText(words)
    await expect(bottom(page)).toContainText('Nothing staged')
  }
  await page.getByRole('button', { name: 'Stage 50 rows as they were read' }).click()
  await expect(bottom(page)).toContainText('50 staged')
  rmSync(folder, { recursive: true })
})

test('a file that takes long says how far it has come, and is stopped while it is opened and while it is checked', async ({
  app,
}) => {
  await app.start(environment)
  const { page } = app
  await openDemo(page)
  await goTo(page, 'Imports')
  const stop = page.getByRole('main').getByRole('button', { name: 'Stop' })

  const goOn = await app.stall()
  await chooseFile(page, 'late.csv', 'tracker,user\n1,2\n')
  await expect(page.getByText('Opening late.csv')).toBeVisible()
  await stop.click()
  await expect(page.getByRole('heading', { name: 'Drop a CSV file here' })).toBeVisible()
  await goOn()

  const lines = Array.from({ length: 999_999 }, (_, row) => `${row + 100_000_000},1`)
  await chooseFile(page, 'million.csv', `tracker,user\n${lines.join('\n')}\n`)
  await expect(page.getByText(/Checking rows: [\d,]+ of 999,999/)).toBeVisible()
  await stop.click()
  await expect(page.getByRole('main').getByRole('alert')).toContainText('Stopped')
  await expect(page.getByRole('button', { name: /^Stage/ })).toHaveCount(0)
  await page.getByRole('button', { name: 'Check again' }).click()
  await expect(page.getByText(/Checking rows: [\d,]+ of 999,999/)).toBeVisible()

  // What one does besides goes on, and the file is in hand when one comes back.
  await goTo(page, 'Trackers')
  await type(page, 0, 'label', 'Meanwhile')
  await expect(bottom(page)).toContainText('1 staged')
  await goTo(page, 'Imports')
  await expect(page.getByText('0 ready · 0 doubtful · 999,999 refused')).toBeVisible()
})
