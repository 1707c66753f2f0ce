import { expect, test } from 'vitest'
import { colours, themeNames } from '../../../renderer/theme/colours.ts'
import { themeStyles } from '../../../renderer/theme/variables.ts'
import { signs } from '../../../shared/operations/states.ts'

test.each(themeNames)('every colour of the %s theme is a CSS variable', (name) => {
  const rule = themeStyles().split(`:root[data-theme='${name}']`)[1]?.split('}')[0] ?? ''
  expect(rule).toContain(`--ground:${colours[name].ground}`)
  expect(rule).toContain(`--accent-text:${colours[name].accentText}`)
  for (const sign of signs) {
    expect(rule).toContain(`--${sign}-fill:${colours[name].signs[sign].fill}`)
    expect(rule).toContain(`--${sign}-mark:${colours[name].signs[sign].mark}`)
  }
})
