import { describe, expect, test } from 'vitest'
import { createIncomingFiles, fileMost } from '../../../electron/imports/incoming-file.ts'

function files() {
  let now = 0
  let last = 0
  const clock = { now: () => now, monotonic: () => now, sleep: () => Promise.resolve(), turn: () => Promise.resolve() }
  const made = createIncomingFiles<string>(clock, { next: () => 0, id: () => `file-${++last}` })
  return { ...made, wait: (milliseconds: number) => (now += milliseconds) }
}

const base64 = (text: string) => Buffer.from(text).toString('base64')
const problem = (code: string) =>
  expect.objectContaining({ problem: expect.objectContaining({ code }) as unknown }) as Error

describe('a file that is handed over', () => {
  test('is put together from its chunks', () => {
    const { begin, add, get } = files()
    const id = begin('a.csv', 6)
    add(id, base64('abc'))
    expect(() => get(id).bytes()).toThrow(problem('bad-call'))
    add(id, base64('def'))
    expect(new TextDecoder().decode(get(id).bytes())).toBe('abcdef')
  })

  test('is refused above 64 MB, when it is empty, and when more comes than was announced', () => {
    const { begin, add } = files()
    expect(() => begin('a.csv', fileMost + 1)).toThrow(problem('file-large'))
    expect(() => begin('a.csv', 0)).toThrow(problem('file-empty'))
    const id = begin('a.csv', 2)
    expect(() => add(id, base64('abc'))).toThrow(problem('bad-call'))
  })

  test('is forgotten on demand, after an hour unused, and to make room for a fifth', () => {
    const { begin, get, forget, wait } = files()
    const [first, second] = [begin('1', 1), begin('2', 1)]
    forget(first)
    expect(() => get(first)).toThrow(problem('file-unknown'))
    wait(61 * 60 * 1000)
    begin('3', 1)
    expect(() => get(second)).toThrow(problem('file-unknown'))
    const held = ['4', '5', '6'].map((name) => begin(name, 1))
    get(held[0]!)
    begin('7', 1)
    expect(get(held[0]!).name).toBe('4')
  })
})
