import { expect, test } from 'vitest'
import { completion, type FindCompletion } from '../../../renderer/sheet/features/editing/completion.ts'

type Found = Awaited<ReturnType<FindCompletion>>

/** A column in which these values stand; answers come once they are let go. */
function over(...values: string[]) {
  const asked: { text: string; answer: () => void }[] = []
  const told: string[] = []
  const completed = completion()
  const open = () =>
    completed.open((text) => {
      const found = values.filter((value) => value.toLowerCase().startsWith(text.toLowerCase()))
      const answer: Found = { value: found.length === 1 ? (found[0] ?? null) : null, more: found.length > 1 }
      return new Promise((resolve) => asked.push({ text, answer: () => resolve(answer) }))
    })
  open()
  return {
    told,
    open,
    leave: completed.leave,
    asked: () => asked.map(({ text }) => text),
    type: (text: string) => completed.typed(text, (value) => told.push(value)),
    async answer(at = asked.length - 1): Promise<void> {
      asked[at]?.answer()
      // What waits for the answer goes on behind it.
      await Promise.resolve().then(() => undefined)
    },
  }
}

test('is asked for as long as a text is the beginning of several values, and no longer', async () => {
  const column = over('Depot North', 'Depot South', 'Yard')
  for (const text of ['D', 'De', 'Depot ', 'depot n']) {
    column.type(text)
    await column.answer()
  }
  expect(column.told).toEqual(['Depot North'])
  column.type('depot no')
  column.type('depot nox')
  column.type('depot nort')
  expect(column.told).toEqual(['Depot North', 'Depot North', 'Depot North'])
  expect(column.asked()).toEqual(['D', 'De', 'Depot ', 'depot n'])
})

test('is not asked for any more once no value begins so', async () => {
  const column = over('Yard')
  column.type('D')
  await column.answer()
  column.type('De')
  expect(column.asked()).toEqual(['D'])
  column.type('Y')
  await column.answer()
  expect(column.told).toEqual(['Yard'])
})

test('that comes too late is of no use', async () => {
  const column = over('Depot', 'Yard')
  column.type('D')
  column.type('Y')
  await column.answer(0)
  expect(column.told).toEqual([])
  column.leave()
  await column.answer(1)
  expect(column.told).toEqual([])
  column.type('De')
  column.open()
  await column.answer()
  expect(column.told).toEqual([])
})

test('adds nothing to what is whole, blank or endless', async () => {
  const column = over('Depot')
  column.type('depot')
  await column.answer()
  expect(column.told).toEqual([])
  column.open()
  column.type('  ')
  column.type('D'.repeat(101))
  expect(column.asked()).toEqual(['depot'])
})

test('makes no number another one', async () => {
  const column = over('Truck 12', 'Bus 7 north')
  column.type('T')
  await column.answer()
  column.type('Truck 1')
  column.type('B')
  await column.answer()
  column.type('Bus 7')
  expect(column.told).toEqual(['Truck 12', 'Bus 7 north', 'Bus 7 north'])
})
