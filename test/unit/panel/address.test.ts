import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { regions } from '../../../shared/contract/profiles.ts'
import { ProblemError } from '../../../shared/problem.ts'
import { parseBaseUrl } from '../../../electron/panel/address.ts'

const parse = (text: string, plainHttpConfirmed = false) => parseBaseUrl(text, { plainHttpConfirmed })

function problemOf(text: string) {
  try {
    parse(text)
  } catch (error) {
    if (error instanceof ProblemError) return error.problem
    throw error
  }
  return undefined
}

describe('the base address of a panel', () => {
  it.each([
    ['  api.eu.navixy.com/v2 ', 'https://api.eu.navixy.com/v2'],
    ['https://api.eu.navixy.com/v2/', 'https://api.eu.navixy.com/v2'],
    ['https://api.eu.navixy.com/v2/panel', 'https://api.eu.navixy.com/v2'],
    ['https://api.eu.navixy.com/v2/panel/', 'https://api.eu.navixy.com/v2'],
    ['https://panel.example.com/api-v2/panel', 'https://panel.example.com/api-v2'],
    ['https://example.com/mypanel', 'https://example.com/mypanel'],
    ['panel.example.com', 'https://panel.example.com'],
    ['HTTPS://API.Example.com:443/V2', 'https://api.example.com/V2'],
    ['api.example.com:8443', 'https://api.example.com:8443'],
    ['localhost:8080', 'https://localhost:8080'],
    ['http://localhost:8080/', 'http://localhost:8080'],
    ['http://127.0.0.1:8080/v2', 'http://127.0.0.1:8080/v2'],
    ['http://127.9.9.9', 'http://127.9.9.9'],
    ['http://[::1]:8080', 'http://[::1]:8080'],
    ['münchen.example', 'https://xn--mnchen-3ya.example'],
  ])('%s is %s', (text, address) => {
    expect(parse(text)).toBe(address)
  })

  it('takes the addresses of the regions as they are', () => {
    for (const address of Object.values(regions)) expect(parse(address)).toBe(address)
  })

  it.each([
    '',
    '   ',
    'https://',
    'ftp://api.example.com',
    'file:///etc/passwd',
    'javascript://x',
    'https://login:secret@api.example.com',
    'https://login@api.example.com',
    'https://api.example.com/v2?hash=1',
    'https://api.example.com/v2?',
    'https://api.example.com/v2#top',
    'https://api example.com',
    'https:\\\\api.example.com',
    'https://api.example.com:99999',
    'not an address',
  ])('refuses %j', (text) => {
    expect(problemOf(text)).toEqual({ code: 'address' })
  })

  it.each([
    'http://panel.example.com',
    'http://10.0.0.1:8080',
    'http://127.0.0.1.example.com',
    'http://localhost.evil',
  ])('wants %s to be confirmed by name', (text) => {
    expect(problemOf(text)).toEqual({ code: 'plain-http', values: { host: new URL(text).host } })
    expect(parse(text, true)).toBe(new URL(text).origin)
  })

  it('is the same when it is parsed again', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.webUrl(), fc.domain(), fc.string()),
        fc.constantFrom('', '/', '/panel', '/panel/panel//'),
        (start, end) => {
          let once: string
          try {
            once = parse(start + end, true)
          } catch (error) {
            expect(error).toBeInstanceOf(ProblemError)
            return
          }
          expect(parse(once, true)).toBe(once)
        },
      ),
    )
  })
})
