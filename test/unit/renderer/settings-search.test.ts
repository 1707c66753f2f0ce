import { expect, test } from 'vitest'
import { newestOf } from '../../../renderer/pages/help/markdown.ts'
import { foundBy } from '../../../renderer/pages/settings/search.ts'
import { nextZoom } from '../../../shared/settings.ts'

const all = [
  { name: 'theme', words: 'Theme colours dark, light' },
  { name: 'zoom', words: 'Zoom: larger or smaller text' },
]

test('a setting is found by the beginnings of its words, in any order and case', () => {
  expect([...foundBy('', all)]).toEqual(['theme', 'zoom'])
  expect([...foundBy('DAR col', all)]).toEqual(['theme'])
  expect([...foundBy('text larg', all)]).toEqual(['zoom'])
  expect([...foundBy('ark', all)]).toEqual([])
})

test('zooming goes from one size that is offered to the next, and stays at the last', () => {
  expect(nextZoom(100, 1)).toBe(110)
  expect(nextZoom(105, -1)).toBe(100)
  expect(nextZoom(200, 1)).toBe(200)
  expect(nextZoom(75, -1)).toBe(75)
})

test('of the list of changes the newest part is shown, with what is emphasised, and links as their words', () => {
  const plain = (text: string) => ({ text, as: 'plain' })
  expect(
    newestOf(
      '# Changes\n\n## [1.1.0]\n\n### Added\n\n- One `key` and **two**\n- See [there](https://x.y)\n\n## [1.0.0]\n\n- Old',
    ),
  ).toEqual([
    { sort: 'heading', level: 2, pieces: [plain('1.1.0')] },
    { sort: 'heading', level: 3, pieces: [plain('Added')] },
    {
      sort: 'list',
      items: [
        [plain('One '), { text: 'key', as: 'code' }, plain(' and '), { text: 'two', as: 'strong' }],
        [plain('See '), plain('there')],
      ],
    },
  ])
})
