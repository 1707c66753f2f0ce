import { expect, it } from 'vitest'
import { coreOptions } from '../../../electron/machine/core-options.ts'
import packageJson from '../../../package.json' with { type: 'json' }

it('leaves to the core what the environment does not name', () => {
  expect(coreOptions({})).toEqual({ version: packageJson.version })
})

it('takes the size of the demo panel, the rate and the control of it from the environment', () => {
  const given = { FLEETBOOK_DEMO_TRACKERS: '100000', FLEETBOOK_DEALER_RATE: '200', FLEETBOOK_DEMO_CONTROL: '1' }
  expect(coreOptions(given)).toMatchObject({ demoTrackers: 100_000, dealerRate: 200, demoControl: true })
})

it('refuses a size or a rate that makes no sense', () => {
  for (const size of ['0', '-5', 'many', '1.5', '100001']) {
    expect(() => coreOptions({ FLEETBOOK_DEMO_TRACKERS: size })).toThrow()
  }
  expect(() => coreOptions({ FLEETBOOK_DEALER_RATE: '0' })).toThrow()
})
