import { expect, test } from 'vitest'
import { readTags, tagIdsIn, tagsEdit, tagsText } from '../../../shared/rules/tags.ts'

const tags = [
  { id: 7, name: 'Cold' },
  { id: 4, name: 'Fragile' },
  { id: 9, name: 'Twice' },
  { id: 10, name: 'twice' },
  { id: 12, name: '4' },
]

test.each([
  ['Cold', '7'],
  [' fragile ;COLD, ', '4,7'],
  ['Cold, #7\nFragile', '4,7'],
  ['#4', '4'],
  ['4', '12'],
  ['7, #12', '7,12'],
  ['', ''],
  [' , ', ''],
])('%j names the tags %j', (text, value) => {
  expect(readTags(text, tags)).toEqual({ value, problem: null })
  expect(tagsEdit.check(value)).toBeNull()
})

test.each([
  ['Cold, Wet', 'tag-unknown', 'Wet'],
  ['Twice', 'tag-ambiguous', 'Twice'],
  ['999', 'tag-unknown', '999'],
  ['7,999', 'tag-unknown', '999'],
])('%j is kept with the reason %s, and never taken for ids', (text, code, value) => {
  const read = readTags(text, tags)
  expect(read.problem).toEqual({ code, values: { value } })
  expect(tagsEdit.check(read.value)?.code).toBe('tag-unknown')
  // Read once more, it says the same.
  expect(readTags(read.value, tags).problem?.code).toBe(code)
})

test('ids are kept ascending, each once, and read back', () => {
  expect(tagIdsIn(tagsText([7, 4, 7]))).toEqual([4, 7])
  expect([tagIdsIn(''), tagIdsIn('Cold, 4')]).toEqual([[], []])
})
