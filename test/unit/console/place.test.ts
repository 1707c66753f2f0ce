import { expect, test } from 'vitest'
import { consoleUrl, parsePlace, usualPlace } from '../../../electron/console/place.ts'
import { regions } from '../../../shared/contract/profiles.ts'
import { ProblemError } from '../../../shared/problem.ts'

const problemOf = (act: () => unknown): unknown => {
  try {
    return act()
  } catch (error) {
    return error instanceof ProblemError ? error.problem : error
  }
}

test.each([
  [regions.eu, 'wss://panel.navixy.com'],
  [regions.us, 'wss://panel.us.navixy.com'],
  [regions.me, 'wss://panel.me.navixy.com'],
  ['https://api.eu.navixy.com', 'wss://panel.navixy.com'],
  ['http://127.0.0.1:4100/v2', 'ws://127.0.0.1:4100'],
  ['https://localhost/api-v2', 'wss://localhost'],
])('the consoles of the panel at %s are at %s', (panel, consoles) => {
  expect(usualPlace(panel)).toBe(consoles)
})

test.each([
  'https://api.domain.com/v2',
  'https://api.eu.navixy.com.example.org/v2',
  'https://api.eu.navixy.com:8443/v2',
])('where the consoles of the panel at %s are is asked for: no host is guessed that a key would go to', (panel) => {
  expect(usualPlace(panel)).toBeNull()
})

test.each([
  ['wss://panel.domain.com', 'wss://panel.domain.com'],
  [' wss://panel.domain.com/console/ ', 'wss://panel.domain.com'],
  ['panel.domain.com:8383', 'wss://panel.domain.com:8383'],
  ['WSS://Panel.Domain.com/air/', 'wss://panel.domain.com/air'],
  ['ws://localhost:8383/', 'ws://localhost:8383'],
  ['ws://[::1]:8383', 'ws://[::1]:8383'],
])('%j is the address %s', (typed, address) => {
  expect(parsePlace(typed, { plainConfirmed: false })).toBe(address)
})

test.each(['', 'https://panel.domain.com', 'ws://', 'wss://a b', 'wss://me:secret@panel.domain.com', 'wss://x?key=1'])(
  '%j is no address of consoles',
  (typed) => {
    expect(problemOf(() => parsePlace(typed, { plainConfirmed: true }))).toEqual({ code: 'console-address' })
  },
)

test('an address without encryption has to be confirmed, unless it never leaves this computer', () => {
  const typed = 'ws://api.domain.com:8383/'
  expect(problemOf(() => parsePlace(typed, { plainConfirmed: false }))).toEqual({
    code: 'plain-ws',
    values: { host: 'api.domain.com:8383' },
  })
  expect(parsePlace(typed, { plainConfirmed: true })).toBe('ws://api.domain.com:8383')
})

test('the address of one console names the device, the key, its time and the dealer', () => {
  const opener = { device: '86 1+2', key: 'k&y', timestamp: 1399957326, dealer: 7 }
  expect(consoleUrl('wss://panel.navixy.com', opener)).toBe(
    'wss://panel.navixy.com/console?device=86+1%2B2&key=k%26y&timestamp=1399957326&dealer_id=7',
  )
})
