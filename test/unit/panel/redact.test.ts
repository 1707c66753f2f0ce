import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { redact, redacted } from '../../../electron/panel/redact.ts'

describe('redaction', () => {
  it('replaces what stands under the name of a secret, at any depth and in any case', () => {
    expect(
      redact({
        label: 'Truck',
        Password: 'a',
        headers: { authorization: 'NVX b' },
        list: [{ HASH: 'c', id: 7 }],
        old_password: { nested: 'd' },
        apiKey: 5,
        key: null,
        command: 'setparam 1',
      }),
    ).toEqual({
      label: 'Truck',
      Password: redacted,
      headers: { authorization: redacted },
      list: [{ HASH: redacted, id: 7 }],
      old_password: redacted,
      apiKey: redacted,
      key: redacted,
      command: redacted,
    })
  })

  it('leaves everything else as it is', () => {
    const plain = {
      label: 'Key account',
      keyboard: 'x',
      text: 'the password is wrong',
      list: [1, null, true],
      at: new Date(0),
    }
    expect(redact(plain)).toEqual(plain)
    expect(redact('code 4 at tracker/list?offset=10&limit=5')).toBe('code 4 at tracker/list?offset=10&limit=5')
    expect(redact(undefined)).toBe(undefined)
    // A label may look like JSON; only what hides something is written anew.
    for (const text of ['{ "a": 1.0 }', '"quoted"', '[ 1 ]']) expect(redact(text)).toBe(text)
    expect(redact('{"a":{"hash":"s3cret"},"a":1}')).not.toContain('s3cret')
  })

  it('reads errors with their causes, and does not run in circles', () => {
    const error = new Error('failed for {"hash":"s3cret"}', { cause: { token: 's3cret' } })
    const circle: Record<string, unknown> = { error }
    circle.self = circle
    const text = JSON.stringify(redact(circle))
    expect(text).not.toContain('s3cret')
    expect(text).toContain('failed for')
    expect(text).toContain('circle')
  })

  const names = [
    'hash',
    'password',
    'Authorization',
    'key',
    'token',
    'command',
    'HASH',
    'PassWord',
    'new_password',
    'api_key',
  ]
  const name = fc.constantFrom(...names)
  /** Not a word that could stand there by itself; with the characters that break quoting. */
  const secret = fc
    .string({ unit: fc.constantFrom(...'abcXYZ019"\\/ {}[],:=\'é'), minLength: 1, maxLength: 20 })
    .map((middle) => `S3CR${middle}ET42`)
  const wordSecret = fc.stringMatching(/^[A-Za-z0-9]{10,32}$/).map((word) => `S3CR${word}`)

  /** Whether any part of a secret that could be told from the rest is left. */
  const survives = (value: unknown, hidden: string) => {
    const text = JSON.stringify(value)
    return text.includes(hidden) || text.includes('S3CR') || text.includes('ET42')
  }

  it('lets no secret survive under its name, however deep and however often it was turned to JSON', () => {
    fc.assert(
      fc.property(
        name,
        secret,
        fc.array(fc.constantFrom('object', 'array', 'json', 'text', 'error', 'map'), { maxLength: 6 }),
        (key, hidden, wraps) => {
          let value: unknown = { id: 1, [key]: hidden, label: 'x' }
          for (const wrap of wraps) {
            if (wrap === 'object') value = { before: 1, inner: value }
            if (wrap === 'array') value = [value, 'x']
            if (wrap === 'json') value = JSON.stringify(value)
            if (wrap === 'text') value = `the body was ${JSON.stringify(value)} and that was all`
            if (wrap === 'error') value = new Error('x', { cause: value })
            if (wrap === 'map') value = new Map([['inner', value]])
          }
          // An error turned to JSON has lost its cause: nothing to hide then, and nothing shown.
          expect(survives(redact(value), hidden)).toBe(false)
        },
      ),
      { numRuns: 1000 },
    )
  })

  it('lets no secret survive in a query, a form or a header', () => {
    fc.assert(
      fc.property(name, wordSecret, (key, hidden) => {
        for (const text of [
          `https://api.example.com/v2/panel/tracker/list?${key}=${hidden}&limit=5`,
          `GET /v2/panel?offset=0&${key}=${hidden}`,
          `${key}=${hidden}&login=1`,
          `Authorization: NVX ${hidden}`,
          `sent with NVX ${hidden}.`,
          `{"${key}":"${hidden}","cut":"of`,
          `{"login":"1","${key}":"${hidden}`,
        ]) {
          expect(survives(redact({ text }), hidden), text).toBe(false)
        }
      }),
    )
  })

  it('lets a known secret survive nowhere, whatever it is called', () => {
    fc.assert(
      fc.property(wordSecret, fc.string(), (hidden, around) => {
        expect(survives(redact([`${around}${hidden}${around}`, { [hidden]: 1 }], [hidden]), hidden)).toBe(false)
      }),
    )
  })

  it('finds in text what one expression would, had it the time', () => {
    const words = 'hash|password|authorization|token|secret|command'
    const keys = `[\\w-]*(?:${words})|(?:[\\w-]*[_-]|api)?key`
    const expression = new RegExp(
      `((\\\\*)"(?:${keys})\\2"\\s*:\\s*)(?:\\2"[^]*?(?:(?<!\\\\)\\2"|$)|[^\\s,}\\]]+)`,
      'gi',
    )
    const piece = fc.constantFrom(
      '\\',
      '"',
      '\\"',
      'hash',
      'Key',
      'a',
      ':',
      ' ',
      ',',
      '}',
      '"token":"',
      '\\"key\\":\\"',
      '\n',
    )
    const text = fc.array(piece, { maxLength: 24 }).map((pieces) => pieces.join(''))
    fc.assert(
      fc.property(text, (given) => {
        // Begun as a sentence, so that it is read as loose text.
        expect(redact(`said ${given}`)).toBe(`said ${given}`.replace(expression, `$1${redacted}`))
      }),
      { numRuns: 2000 },
    )
  })

  it.each([
    ['backslashes', '\\'],
    ['quotes', '"'],
    ['quotes that were escaped', '\\"'],
    ['letters', 'k'],
    ['names of secrets', 'hash'],
    ['names in quotes', '"hash"'],
    ['names without an end', '"hash":"\\'],
    ['blanks', ' '],
    ['names and blanks', 'authorization '],
    ['brackets', '[{'],
    ['hyphens', '-_'],
  ])('goes over five million %s once: it comes to an end', (_, piece) => {
    const long = piece.repeat(5_000_000 / piece.length)
    const hidden = String(redact(`said ${long} token=S3CRET ${long}`))
    expect(hidden).not.toContain('S3CRET')
  })
})
