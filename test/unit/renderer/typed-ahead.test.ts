import { describe, expect, it } from 'vitest'
import { typedAhead } from '../../../renderer/components/typed-ahead.ts'

const names = ['ID', 'Label', 'Phone', 'Last connection', 'Source ID']

describe('typing ahead in a menu', () => {
  it('finds an entry by its first letters, from where one stands', () => {
    const ahead = typedAhead()
    expect(ahead.type('l', names, 0, 0)).toBe(1)
    expect(ahead.type('a', names, 1, 100)).toBe(1)
    expect(ahead.type('S', names, 1, 200)).toBe(3)
    expect(ahead.type('t', names, 3, 300)).toBe(3)
  })

  it('goes from one entry to the next by the same letter again', () => {
    const ahead = typedAhead()
    expect(ahead.type('l', names, 0, 0)).toBe(1)
    expect(ahead.type('l', names, 1, 100)).toBe(3)
    expect(ahead.type('l', names, 3, 200)).toBe(1)
  })

  it('begins a new word after a pause, and stays where nothing is called so', () => {
    const ahead = typedAhead()
    expect(ahead.type('l', names, 0, 0)).toBe(1)
    expect(ahead.type('s', names, 1, 2000)).toBe(4)
    expect(ahead.type('x', names, 4, 4000)).toBeNull()
    expect(ahead.type('x', [], -1, 6000)).toBeNull()
  })
})
