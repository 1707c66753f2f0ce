import { describe, expect, test } from 'vitest'
import { type Colours, colours, themeNames } from '../../../renderer/theme/colours.ts'
import { contrast } from '../../../renderer/theme/contrast.ts'
import { signs } from '../../../shared/operations/states.ts'

const readable = 4.5
const visible = 3

/** Every ground that ordinary text stands on. */
function grounds({ ground, surface, raised, hover, selected }: Colours): string[] {
  return [ground, surface, raised, hover, selected]
}

test('contrast is computed as WCAG defines it', () => {
  expect(contrast('#000000', '#FFFFFF')).toBeCloseTo(21, 5)
  expect(contrast('#777777', '#FFFFFF')).toBeCloseTo(4.48, 2)
  expect(contrast('#FFFFFF', '#777777')).toBe(contrast('#777777', '#FFFFFF'))
})

describe.each(themeNames)('in the %s theme', (name) => {
  const theme = colours[name]

  test.each(['text', 'muted'] as const)('%s can be read on every ground', (colour) => {
    for (const ground of grounds(theme)) expect(contrast(theme[colour], ground)).toBeGreaterThanOrEqual(readable)
  })

  test('links, errors and what is written on buttons can be read', () => {
    for (const ground of [theme.ground, theme.surface, theme.raised]) {
      expect(contrast(theme.accent, ground)).toBeGreaterThanOrEqual(readable)
      expect(contrast(theme.danger, ground)).toBeGreaterThanOrEqual(readable)
    }
    for (const button of [theme.accent, theme.accentHover, theme.accentPressed]) {
      expect(contrast(theme.accentText, button)).toBeGreaterThanOrEqual(readable)
    }
    for (const button of [theme.danger, theme.dangerHover]) {
      expect(contrast(theme.dangerText, button)).toBeGreaterThanOrEqual(readable)
    }
  })

  test.each(signs)('the mark of "%s" and text can be read on its fill, and the mark on the ground', (sign) => {
    const { fill, mark } = theme.signs[sign]
    expect(contrast(mark, fill)).toBeGreaterThanOrEqual(readable)
    expect(contrast(theme.text, fill)).toBeGreaterThanOrEqual(readable)
    expect(contrast(theme.muted, fill)).toBeGreaterThanOrEqual(readable)
    expect(contrast(mark, theme.ground)).toBeGreaterThanOrEqual(readable)
    expect(contrast(mark, theme.surface)).toBeGreaterThanOrEqual(readable)
  })

  test('the outline of a control can be seen', () => {
    for (const ground of [theme.ground, theme.surface, theme.raised]) {
      expect(contrast(theme.edge, ground)).toBeGreaterThanOrEqual(visible)
    }
  })
})
