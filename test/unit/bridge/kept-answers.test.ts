import { expect, test } from 'vitest'
import { keptAnswers } from '../../../electron/bridge/kept-answers.ts'
import type { CallAnswer } from '../../../shared/contract.ts'

/** A service that answers with so many characters, and counts how often it was asked. */
function service(characters = 2) {
  const output = 'x'.repeat(characters)
  const made = {
    times: 0,
    carryOut: (): Promise<CallAnswer> => {
      made.times += 1
      return Promise.resolve({ ok: true, output })
    },
  }
  return made
}

test('a change that is repeated is made once, also long after it was answered', async () => {
  const answers = keptAnswers()
  const made = service()
  const first = await answers.once('1', 'sheet.stage', made.carryOut)
  for (let other = 0; other < 150; other += 1) await answers.once(`other-${other}`, 'sheet.stage', service().carryOut)
  expect(await answers.once('1', 'sheet.stage', made.carryOut)).toBe(first)
  expect(made.times).toBe(1)
})

test('a call that the contract does not have, or that is new, is taken for a change', async () => {
  const answers = keptAnswers()
  const made = service()
  await answers.once('1', 'sheet.somethingNew', made.carryOut)
  await answers.once('1', 'sheet.somethingNew', made.carryOut)
  expect(made.times).toBe(1)
})

test('a question that is repeated while it is being answered is asked once, and afterwards anew', async () => {
  const answers = keptAnswers()
  const made = service()
  await Promise.all([answers.once('1', 'sheet.cells', made.carryOut), answers.once('1', 'sheet.cells', made.carryOut)])
  expect(made.times).toBe(1)
  await answers.once('1', 'sheet.cells', made.carryOut)
  expect(made.times).toBe(2)
})

/** Which of these answers to changes are still kept. */
async function keptOf(sizes: readonly number[]): Promise<number[]> {
  const answers = keptAnswers()
  for (const [at, size] of sizes.entries()) await answers.once(String(at), 'sheet.undo', service(size).carryOut)
  const kept: number[] = []
  // The newest first: asking for one that is gone makes it anew and may let others go.
  for (let at = sizes.length - 1; at >= 0; at -= 1) {
    const again = service()
    await answers.once(String(at), 'sheet.undo', again.carryOut)
    if (again.times > 0) break
    kept.unshift(at)
  }
  return kept
}

test('no more than two hundred answers to changes are kept, the newest', async () => {
  expect(await keptOf(Array.from({ length: 210 }, () => 2))).toEqual(Array.from({ length: 200 }, (_, at) => at + 10))
})

test('large answers to changes push earlier ones out, and the last is kept however large it is', async () => {
  const [half, whole] = [2 * 1024 * 1024, 5 * 1024 * 1024]
  expect(await keptOf([2, half, half])).toEqual([2])
  expect(await keptOf([2, half - 1000, half - 1000])).toEqual([0, 1, 2])
  expect(await keptOf([2, 2, whole])).toEqual([2])
  expect(await keptOf([whole, 2, 2])).toEqual([1, 2])
})
