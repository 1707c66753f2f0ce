import fc from 'fast-check'
import { expect, test } from 'vitest'
import { longest, readFrame } from '../../../electron/console/frames.ts'

test('a status is its names and values, whatever their types, in their order', () => {
  const data = [
    ['Speed', '0'],
    ['Satellites', 7],
    ['Moving', false],
    ['Course', null],
  ]
  expect(readFrame(JSON.stringify({ data, type: 'status' }))).toEqual({
    sort: 'status',
    values: [
      ['Speed', '0'],
      ['Satellites', '7'],
      ['Moving', 'false'],
      ['Course', ''],
    ],
  })
})

test('an output is its text', () => {
  expect(readFrame('{"type":"output","msg":"Ver:03.27"}')).toEqual({ sort: 'output', text: 'Ver:03.27' })
})

test.each([
  '<html>502</html>',
  '{"type":"output"',
  '{"type":"output"}',
  '{"type":"status","data":[["Speed"]]}',
  '{"type":"status","data":{"Speed":"0"}}',
  '{"type":"alarm","msg":"new"}',
  '[]',
  'null',
  '',
])('what is no frame is shown as it came: %s', (text) => {
  expect(readFrame(text)).toEqual({ sort: 'other', text })
})

test('what is too long is cut, and never in the middle of a character', () => {
  const long = `${'a'.repeat(longest.text - 2)}🚚🚚`
  for (const read of [readFrame(long), readFrame(JSON.stringify({ type: 'output', msg: long }))]) {
    expect(read).toMatchObject({ text: `${'a'.repeat(longest.text - 2)}…` })
  }
  const status = readFrame(JSON.stringify({ type: 'status', data: [[long, long]] }))
  const [value] = status.sort === 'status' ? status.values : []
  expect(value?.[0]).toHaveLength(longest.name)
  expect(value?.[1]).toHaveLength(longest.value)
})

test('whatever comes is read as one of the three, is bounded, and holds nothing that did not come', () => {
  const frames = fc.oneof(
    fc.tuple(fc.string({ unit: 'binary', maxLength: 60 }), fc.nat(120)).map(([text, times]) => text.repeat(times)),
    fc.json({ maxDepth: 2 }),
    fc
      .record({
        type: fc.constantFrom('status', 'output', 'other'),
        data: fc.jsonValue({ maxDepth: 2 }),
        msg: fc.jsonValue({ maxDepth: 1 }),
      })
      .map((value) => JSON.stringify(value)),
    fc.array(fc.tuple(fc.string(), fc.string())).map((data) => JSON.stringify({ type: 'status', data })),
  )
  fc.assert(
    fc.property(frames, (text) => {
      const read = readFrame(text)
      if (read.sort === 'status') {
        for (const [name, value] of read.values) {
          expect(name.length).toBeLessThanOrEqual(longest.name)
          expect(value.length).toBeLessThanOrEqual(longest.value)
        }
      } else expect(read.text.length).toBeLessThanOrEqual(longest.text)
      if (read.sort === 'other' && text.length <= longest.text) expect(read.text).toBe(text)
      if (read.sort === 'output') {
        const { msg } = JSON.parse(text) as { msg: string | number | boolean | null }
        expect(String(msg ?? '')).toContain(read.text.replace(/…$/, ''))
      }
    }),
  )
})
