import { describe, expect, test } from 'vitest'
import { createIncomingFiles, fileMost } from '../../../electron/imports/incoming-file.ts'

function files() {
  let now = 0
  let last = 0
  const forgotten: string[] = []
  const made = createIncomingFiles({
    clock: { now: () => now, monotonic: () => now, sleep: () => Promise.resolve(), turn: () => Promise.resolve() },
    random: { next: () => 0, id: () => `file-${++last}` },
    unknown: () => ({}),
    onForgotten: (id) => forgotten.push(id),
  })
  return { ...made, forgotten, wait: (milliseconds: number) => (now += milliseconds) }
}

const problem = (code: string) =>
  expect.objectContaining({ problem: expect.objectContaining({ code }) as unknown }) as Error

describe('a file that is handed over', () => {
  test('is refused above 64 MB, and when it is empty', () => {
    const { begin } = files()
    expect(() => begin('a.csv', fileMost + 1)).toThrow(problem('file-large'))
    expect(() => begin('a.csv', 0)).toThrow(problem('file-empty'))
  })

  test('is forgotten on demand, after an hour unused, and to make room for a fifth', () => {
    const { begin, get, forget, wait, forgotten } = files()
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
    expect(forgotten).toEqual(['file-1', 'file-2', 'file-3'])
  })

  test('makes room where they are large: no more than 128 MB are held, however few files', () => {
    const { begin, forgotten } = files()
    const [first, second] = [begin('1', fileMost), begin('2', fileMost)]
    expect(forgotten).toEqual([])
    begin('3', 1)
    expect(forgotten).toEqual([first])
    begin('4', fileMost)
    expect(forgotten).toEqual([first, second])
  })
})
