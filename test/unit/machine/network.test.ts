import { expect, test } from 'vitest'
import { machineNetwork } from '../../../electron/machine/network.ts'

/** A machine whose addresses and clock the test sets; `look` is the next of its looks. */
function machine() {
  const state = { addresses: 'wlan0 192.0.2.5/24', time: 0, look: (): void => undefined }
  const network = machineNetwork({
    addresses: () => state.addresses,
    now: () => state.time,
    tick: (look) => (state.look = look),
  })
  let told = 0
  const deaf = network.onChange(() => (told += 1))
  return {
    state,
    deaf,
    told: () => told,
    after(milliseconds: number) {
      state.time += milliseconds
      state.look()
    },
  }
}

test('another address, none, and one again are told once each', () => {
  const { state, after, told } = machine()
  after(5_000)
  expect(told()).toBe(0)
  state.addresses = ''
  after(5_000)
  after(5_000)
  expect(told()).toBe(1)
  state.addresses = 'wlan0 198.51.100.7/24'
  after(5_000)
  expect(told()).toBe(2)
})

test('a machine that has slept may be anywhere', () => {
  const { after, told } = machine()
  after(6_000)
  expect(told()).toBe(0)
  after(3_600_000)
  expect(told()).toBe(1)
})

test('whoever has ended listening hears nothing more', () => {
  const { after, told, deaf } = machine()
  deaf()
  after(3_600_000)
  expect(told()).toBe(0)
})
