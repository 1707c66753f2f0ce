import { describe, expect, it } from 'vitest'
import { stepBeyond } from '../../../renderer/sheet/grid/drawing-on.ts'

describe('drawing a range on beyond an edge', () => {
  it('goes row by row just beyond it, so that a row can be met', () => {
    expect(stepBeyond(1)).toBe(1)
    expect(stepBeyond(9)).toBe(1)
  })

  it('goes faster the farther out, but never so fast that nothing can be read', () => {
    expect(stepBeyond(35)).toBe(4)
    expect(stepBeyond(2000)).toBe(10)
  })
})
