import { afterEach, expect, test } from 'vitest'
import { keep, kept } from '../../../renderer/stores/kept.ts'

const names = ['system', 'light', 'dark'] as const

function storage(held: Map<string, string>): Pick<Storage, 'getItem' | 'setItem'> {
  return { getItem: (key) => held.get(key) ?? null, setItem: (key, value) => void held.set(key, value) }
}

function give(localStorage: unknown): void {
  Object.defineProperty(globalThis, 'localStorage', { value: localStorage, configurable: true })
}

const before = Object.getOwnPropertyDescriptor(globalThis, 'localStorage')
afterEach(() => {
  if (before) Object.defineProperty(globalThis, 'localStorage', before)
  else Reflect.deleteProperty(globalThis, 'localStorage')
})

test('a choice that was kept comes back', () => {
  give(storage(new Map()))
  expect(keep('theme', 'dark')).toBe(true)
  expect(kept('theme', names)).toBe('dark')
})

test('what is not among the choices counts as none', () => {
  give(storage(new Map([['fleetbook.theme', 'purple']])))
  expect(kept('theme', names)).toBeUndefined()
})

test('where there is no place to keep it, nothing breaks and the caller is told', () => {
  const refuse = () => {
    throw new Error('denied')
  }
  give({ getItem: refuse, setItem: refuse })
  expect(kept('theme', names)).toBeUndefined()
  expect(keep('theme', 'dark')).toBe(false)
})
