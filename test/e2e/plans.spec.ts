import { billOf } from '../../shared/billing/plan-change.ts'
import { inBothHosts } from './both-hosts.ts'
import { bottom, cell, choose, chooseConnection, expect, goTo, openDemo, test } from './steps.ts'
import { panelHolds, type HeldTracker } from './panel-holds.ts'
import { tellDemoPanel } from './tell-demo-panel.ts'

/** How many plans are changed, and how many of them cannot be, for each of the five reasons. */
const inAll = 500
const ofEach = 8

/** A day of the panel, UTC. */
const today = () => new Date().toISOString().slice(0, 10)

test(
  'of five hundred changes of plan all forty that the panel would refuse are foretold, each by its reason, and what the others cost',
  inBothHosts,
  async ({ app }) => {
    await app.start({ FLEETBOOK_DEMO_TRACKERS: '900', FLEETBOOK_DEMO_CONTROL: '1' })
    const { page } = app
    await openDemo(page)
    const { users, plans, trackers } = await panelHolds(app.data)
    const plan = (name: string) => plans.find((one) => one.name === name)!
    const counts = new Map(users.map(({ id, trackers_count: count }) => [id, count]))
    const shared = new Set(trackers.flatMap(({ clone, source }) => (clone ? [source.id] : [])))
    const sound = trackers.filter(({ source }) => !source.corrupted)
    const taken = new Set<number>()
    function take(count: number, fits: (tracker: HeldTracker) => boolean): HeldTracker[] {
      const found = sound.filter((one) => !taken.has(one.id) && fits(one)).slice(0, count)
      expect(found).toHaveLength(count)
      for (const { id } of found) taken.add(id)
      return found
    }
    const isAlone = ({ clone, source }: HeldTracker) => !clone && !shared.has(source.id)

    const clones = take(
      ofEach,
      ({ clone, deleted, source }) => clone && !deleted && source.tariff_id !== plan('Premium').id,
    )
    const hidden = take(ofEach, (one) => isAlone(one) && one.deleted && one.source.tariff_id !== plan('Premium').id)
    const others = (fits: (one: HeldTracker) => boolean = () => true) =>
      take(ofEach, (one) => isAlone(one) && !one.deleted && fits(one))
    const foreign = others()
    const cameras = others()
    const crowded = others(({ user_id }) => counts.get(user_id)! > 3)
    const good = take(
      inAll - 5 * ofEach,
      (one) => isAlone(one) && !one.deleted && one.source.tariff_id !== plan('Premium').id,
    )

    // Another dealer's plans are on some of them by now.
    for (const { id } of foreign) await tellDemoPanel(app.data, '/demo/edit', { tracker_id: id, tariff_id: 4711 })
    await chooseConnection(page, 'Pull from the panel')
    await expect(cell(page, trackers.indexOf(foreign[0]!), 'plan')).toHaveText('4711')

    const wanted = new Map<number, string>()
    for (const { id } of [...clones, ...hidden, ...foreign, ...good]) wanted.set(id, 'Premium')
    for (const { id } of cameras) wanted.set(id, 'Camera')
    for (const { id } of crowded) wanted.set(id, 'Small account')
    const named = new Map(plans.map(({ id, name }) => [id, name]))
    await chooseConnection(page, 'Work offline')
    await choose(page, 0, 'plan')
    const lines = trackers.map(({ id, source }) => wanted.get(id) ?? named.get(source.tariff_id) ?? '')
    await app.copy(lines.join('\n'))
    await page.keyboard.press('ControlOrMeta+V')
    await expect(bottom(page)).toContainText(`${5 * ofEach} need attention`)
    await expect(cell(page, 0, 'plan')).toBeVisible()

    await goTo(page, 'Outbox')
    const before = page.getByRole('region', { name: 'Before sending' })
    await expect(before.getByRole('button', { name: `Send ${good.length} changes when back online` })).toBeEnabled()
    const notices = before.getByRole('listitem')
    for (const reason of [
      /8 stay behind.*This is a clone/s,
      /8 stay behind.*hidden/s,
      /8 stay behind.*not one of this account/s,
      /8 stay behind.*for cameras or sockets/s,
      /8 stay behind.*at most 3 trackers/s,
    ]) {
      await expect(notices.filter({ hasText: reason })).toHaveCount(1)
    }

    // What the others come to, by the vendor's rules.
    const bills = good.map(({ source }) => {
      const from = plans.find(({ id }) => id === source.tariff_id)!
      const to = { ...plan('Premium'), proportional: false }
      const registered = source.creation_date
      const asked = { repay: true, charge: true, today: today(), freeDays: 14 }
      return billOf({ from, to, ends: source.tariff_end_date, registered, ...asked })
    })
    const sum = (of: (bill: (typeof bills)[number]) => number) => bills.reduce((all, bill) => all + of(bill), 0)
    const money = (value: number) =>
      `EUR ${new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(value)}`
    const owners = new Set(good.map(({ user_id }) => user_id)).size
    const total = before.getByRole('row', { name: `All ${owners} users` })
    await expect(total).toContainText(String(good.length))
    const [least, most] = [sum(({ back }) => back.least), sum(({ back }) => back.most)]
    await expect(total).toContainText(
      most === 0 ? money(0) : most === least ? money(most) : `${money(least)} to ${money(most)}`,
    )
    for (const day of new Set(bills.map(({ next }) => next.day))) {
      const amount = sum(({ next }) => (next.day === day ? next.amount : 0))
      await expect(total).toContainText(`${day}: ${money(amount)}`)
    }
  },
)
