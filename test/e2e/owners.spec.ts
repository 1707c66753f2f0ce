import type { Page } from '@playwright/test'
import { inBothHosts } from './both-hosts.ts'
import {
  bottom,
  cell,
  choose,
  chooseConnection,
  expect,
  expectActive,
  goTo,
  ledgerOf,
  openDemo,
  test,
} from './steps.ts'
import { panelHolds, type HeldTracker } from './panel-holds.ts'
import { tellDemoPanel } from './tell-demo-panel.ts'

const environment = { FLEETBOOK_DEMO_TRACKERS: '300', FLEETBOOK_DEMO_CONTROL: '1' }

/** Rows of the sheet that are pasted over, and how many of their owners are misspelt. */
const rowsPasted = 200
const misspelt = 10
const premium = 12163

/** What a row of the paste is to make of a tracker; what it leaves as it is names what the tracker has. */
interface Wish {
  readonly tracker: HeldTracker
  readonly owner: { readonly id: number; readonly login: string }
  readonly plan: number
}

/** Another owner for every original that has one to go to, and Premium for every one that may have it. */
function wishes({ users, trackers }: Awaited<ReturnType<typeof panelHolds>>): Wish[] {
  const owned = new Set(trackers.map(({ user_id, source }) => `${user_id} ${source.id}`))
  const userOf = (id: number) => users.find((user) => user.id === id)!
  return trackers.slice(0, rowsPasted).map((tracker, index): Wish => {
    const { clone, deleted, user_id, source } = tracker
    const stays = clone || source.corrupted
    const others = users.filter(({ id }) => !owned.has(`${id} ${source.id}`))
    const owner = stays ? undefined : others[index % Math.max(1, others.length)]
    return {
      tracker,
      owner: owner ?? userOf(user_id),
      plan:
        stays || deleted || trackers.some((other) => other.clone && other.source.id === source.id)
          ? source.tariff_id
          : premium,
    }
  })
}

const moves = ({ tracker, owner }: Wish) => owner.id !== tracker.user_id
const changes = ({ tracker, plan }: Wish) => plan !== tracker.source.tariff_id

/** Goes to the next cell that needs attention, which is the owner in a row, and types over it. */
async function mend(page: Page, row: number, text: string): Promise<void> {
  await page.keyboard.press('F8')
  await expectActive(page, row, 'owner')
  await page.keyboard.type(text)
  await page.keyboard.press('Tab')
  await expect(cell(page, row, 'owner')).toHaveAttribute('data-sign', 'staged')
}

test(
  'two hundred owners and plans are pasted offline, ten mended, and each is moved and billed once',
  inBothHosts,
  async ({ app }) => {
    await app.start(environment)
    const { page } = app
    await openDemo(page)
    const before = await panelHolds(app.data)
    const wanted = wishes(before)
    const moved = wanted.filter(moves)
    const billed = wanted.filter(changes)
    expect(moved.length, 'most rows are moved').toBeGreaterThan(rowsPasted / 2)
    expect(billed.length, 'many are billed').toBeGreaterThan(rowsPasted / 4)
    await chooseConnection(page, 'Work offline')

    // One paste of both columns; owners by login and by id, ten of them with a letter too many.
    const wrong = moved.slice(0, misspelt)
    const ownerText = (wish: Wish, index: number) => (index % 2 === 0 ? wish.owner.login : `#${wish.owner.id}`)
    const lines = wanted.map((wish, index) =>
      [wrong.includes(wish) ? `${wish.owner.login}x` : ownerText(wish, index), `#${wish.plan}`].join('\t'),
    )
    await choose(page, 0, 'owner')
    await app.copy(lines.join('\n'))
    await page.keyboard.press('ControlOrMeta+V')
    await expect(bottom(page)).toContainText(`${misspelt} need attention`)
    await choose(page, 0, 'panelId')
    for (const wish of wrong) await mend(page, wanted.indexOf(wish), wish.owner.login)
    await expect(bottom(page)).not.toContainText('attention')

    // SIM cards go into bundles beside it.
    await goTo(page, 'Bundles')
    const cards = [1, 2, 3, 4, 5].map((card) => `8999111111111111${100 + card}`)
    await choose(page, 0, 'iccid')
    await app.copy(cards.join('\n'))
    await page.keyboard.press('ControlOrMeta+V')
    await expect(cell(page, 4, 'iccid')).toHaveText(cards[4]!)
    await expect(bottom(page)).toContainText(`${moved.length + billed.length + cards.length} staged`)

    // The answers to a move and to a change of plan are lost on the way.
    for (const path of ['tracker/move', 'tracker/tariff/change']) {
      await tellDemoPanel(app.data, '/demo/faults', { path, skip: 3, strike: { do: 'drop', when: 'after' } })
    }
    await chooseConnection(page, 'Go back online')
    await goTo(page, 'Outbox')
    for (const set of await page.getByRole('checkbox', { name: /^Send \d/ }).all()) await set.check()
    await page
      .getByRole('region', { name: 'Before sending' })
      .getByRole('button', { name: /^Send \d/ })
      .click()
    const asked = page.getByRole('dialog')
    await asked.getByRole('textbox').fill(String(moved.length + billed.length))
    await asked.getByRole('button', { name: /^Send/ }).click()
    await expect(bottom(page)).toContainText('Nothing staged')

    const done = await ledgerOf(app.data)
    const count = (effect: string) => done.filter((entry) => entry.effect === effect).length
    expect([count('tracker.move'), count('tracker.tariff'), count('bundle.sim')]).toEqual([
      moved.length,
      billed.length,
      cards.length,
    ])
    expect(count('none'), 'nothing was tried twice').toBe(0)
    const after = await panelHolds(app.data)
    const original = new Map(after.trackers.flatMap((one) => (one.clone ? [] : [[one.source.id, one] as const])))
    for (const { tracker, owner, plan } of wanted) {
      if (tracker.clone) continue
      const held = original.get(tracker.source.id)!
      expect([held.user_id, held.source.tariff_id]).toEqual([owner.id, plan])
    }
    expect(after.bundles.slice(0, 5).map(({ iccid }) => iccid)).toEqual(cards)
  },
)
