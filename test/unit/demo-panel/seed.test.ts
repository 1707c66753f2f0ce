import { expect, test } from 'vitest'
import { createDemoPanel } from '../../../electron/demo-panel/demo-panel.ts'
import { seedData } from '../../../electron/demo-panel/seed.ts'
import { checkImei, doubtImei } from '../../../shared/rules/imei.ts'
import { checkComment, checkLabel } from '../../../shared/rules/text.ts'
import { OpenPanel } from './open-panel.ts'

const data = seedData(3, 8000)
const originals = data.trackers.filter(({ clone }) => !clone)
const clones = data.trackers.filter(({ clone }) => clone)
const share = (rows: readonly unknown[]) => rows.length / data.trackers.length

test('the same seed gives the same data, another gives other data', () => {
  const page = (seed: number) => new OpenPanel({ seed, trackers: 100 }).trackers()
  expect(page(3)).toEqual(page(3))
  expect(page(3)).not.toEqual(page(4))
})

test('a panel has exactly the trackers that it was asked for, from 1 to 100,000', () => {
  for (const trackers of [1, 2, 39, 1000]) expect(seedData(1, trackers).trackers).toHaveLength(trackers)
  for (const trackers of [0, 100_001, 1.5]) {
    expect(() => createDemoPanel({ seed: 1, trackers, clock: { now: () => 0 } })).toThrow(RangeError)
  }
})

test('ids rise, are of the European platform and never meet', () => {
  for (const rows of [data.trackers, data.users, data.bundles, data.plans]) {
    const ids = rows.map(({ id }) => id)
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b))
  }
  expect(data.trackers.every(({ id }) => String(id).length === 7)).toBe(true)
})

test('about six in a hundred are clones: of an original’s source, for another user, each user once', () => {
  expect(share(clones)).toBeGreaterThan(0.04)
  expect(share(clones)).toBeLessThan(0.08)
  for (const { source } of originals) {
    expect(source.trackers.filter(({ clone }) => !clone)).toHaveLength(1)
    expect(new Set(source.trackers.map(({ userId }) => userId)).size).toBe(source.trackers.length)
  }
})

test('some are hidden, blocked or corrupted, and some clones are held by rules or vehicles', () => {
  for (const some of [
    data.trackers.filter(({ hidden, source }) => hidden && !source.corrupted),
    data.trackers.filter(({ source }) => source.blocked),
    data.trackers.filter(({ source }) => source.corrupted),
    clones.filter(({ associated }) => associated && 'rules' in associated),
    clones.filter(({ associated }) => associated && 'vehicles' in associated),
  ]) {
    expect(some.length).toBeGreaterThan(0)
    expect(share(some)).toBeLessThan(0.1)
  }
})

test.each(['Latin', 'Cyrillic', 'Arabic', 'Hebrew', 'Han', 'Greek', 'Thai'])(
  'labels and owners are in %s too',
  (script) => {
    const letters = new RegExp(`\\p{Script=${script}}`, 'u')
    expect(data.trackers.some(({ label }) => letters.test(label))).toBe(true)
    expect(data.users.some(({ last_name }) => letters.test(last_name))).toBe(true)
  },
)

test('labels and comments keep the panel’s rules, and stumble over nothing else’s', () => {
  for (const { label, comment } of data.trackers) {
    expect(checkLabel(label)).toBeNull()
    expect(checkComment(comment)).toBeNull()
  }
  const labels = data.trackers.map(({ label }) => label)
  expect(new Set(labels).size).toBeLessThan(labels.length)
  for (const awkward of [/^=/, /"/, /,/, /^.{60}$/, /\p{M}/u])
    expect(labels.some((label) => awkward.test(label))).toBe(true)
  expect(data.trackers.some(({ comment }) => comment === '')).toBe(true)
  expect(data.trackers.some(({ comment }) => comment.includes('\n'))).toBe(true)
})

test('IMEIs are well formed and unique, those of bundles too', () => {
  const imeis = originals
    .filter(({ source }) => !source.corrupted && source.hardware.imeiPrefix)
    .map(({ source }) => source.deviceId)
  for (const imei of [...imeis, ...data.bundles.map((bundle) => bundle.imei)]) {
    expect(checkImei(imei)).toBeNull()
    expect(doubtImei(imei)).toBeNull()
  }
  expect(new Set(imeis).size).toBe(imeis.length)
  expect(new Set(data.bundles.map(({ imei }) => imei)).size).toBe(data.bundles.length)
})

test('fields are missing here and there, and the last connection comes with and without seconds', () => {
  const sources = originals.map(({ source }) => source)
  expect(sources.some(({ phone }) => phone === null)).toBe(true)
  expect(sources.some(({ phone }) => phone === '')).toBe(true)
  expect(sources.some(({ tariffEnd }) => tariffEnd === null)).toBe(true)
  expect(sources.some(({ lastConnection }) => lastConnection === null)).toBe(true)
  expect(sources.some(({ lastConnection }) => /\d\d:\d\d:\d\d$/.test(lastConnection ?? ''))).toBe(true)
  expect(sources.some(({ lastConnection }) => / \d\d:\d\d$/.test(lastConnection ?? ''))).toBe(true)
  expect(data.bundles.some(({ iccid, orderId }) => iccid === null && orderId === null)).toBe(true)
  expect(data.bundles.some(({ iccid, assigned }) => iccid !== null && assigned !== null)).toBe(true)
})

test('about forty trackers a user: some have none, some have hundreds', () => {
  const counts = new Map(data.users.map(({ id }) => [id, 0]))
  for (const { userId } of data.trackers) counts.set(userId, counts.get(userId)! + 1)
  expect(data.users).toHaveLength(200)
  expect([...counts.values()].filter((count) => count === 0).length).toBeGreaterThan(3)
  expect(Math.max(...counts.values())).toBeGreaterThan(150)
})

test('logins are unique, and of domains that nobody has', () => {
  const logins = data.users.map(({ login }) => login)
  expect(new Set(logins).size).toBe(logins.length)
  expect(logins.every((login) => /^[a-z]+\.\d+@example\.(com|org|net)$/.test(login))).toBe(true)
})
