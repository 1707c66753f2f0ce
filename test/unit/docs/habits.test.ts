import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'

// docs/habits.md says of each habit what comes of it, and by which test that is held.

const project = resolve(import.meta.dirname, '../../..')
const page = readFileSync(join(project, 'docs/habits.md'), 'utf8')

const habits = page
  .split('\n')
  .filter((line) => /^\| +\d/.test(line))
  .map((line) => {
    const [number = '', habit = '', here = '', held = ''] = line
      .split('|')
      .slice(1, -1)
      .map((part) => part.trim())
    const [, path = '', name = ''] = /^`([^`]+)`: (.+)$/.exec(held) ?? []
    return { number: Number(number), habit, here, path, name }
  })

test('There are 58, each told once', () => {
  expect(habits.map(({ number }) => number)).toEqual(Array.from({ length: 58 }, (_, at) => at + 1))
  expect(new Set(habits.map(({ habit }) => habit)).size).toBe(58)
})

test.for(habits)('Habit $number, “$habit”, is held by a test that there is', ({ here, path, name }) => {
  expect(here).not.toBe('')
  if (here.startsWith('Not yet')) return
  expect(path).toMatch(/^test\/.+\.(test|spec)\.ts$/)
  // As it stands in the code, whichever quotes it stands in.
  expect(readFileSync(join(project, path), 'utf8')).toContain(name)
})
