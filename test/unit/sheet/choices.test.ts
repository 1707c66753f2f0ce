import { describe, expect, test } from 'vitest'
import { choiceList } from '../../../renderer/sheet/features/editing/choice-list.ts'
import { type Choice, fits, ranked, textOfChoice } from '../../../renderer/sheet/features/editing/choices.ts'

const choice = (id: number, name: string): Choice => ({ id, name, hint: '' })
const plans = [choice(1, 'Premium'), choice(2, 'Basic'), choice(31, 'Pro Basic'), choice(4, 'basic plus')]

describe('what fits a text', () => {
  const offered = (text: string) =>
    ranked(
      plans.filter((one) => fits(one, text)),
      text,
    ).map(({ name }) => name)

  test('is called exactly so first, then begins so, then holds it', () => {
    expect(offered('BASIC')).toEqual(['Basic', 'basic plus', 'Pro Basic'])
    expect(offered(' pr')).toEqual(['Premium', 'Pro Basic'])
    expect(offered('')).toEqual(plans.map(({ name }) => name))
    expect(offered('gold')).toEqual([])
  })

  test('may be an id, with its sign or without', () => {
    expect(offered('3')).toEqual(['Pro Basic'])
    expect(offered('#31')).toEqual(['Pro Basic'])
  })
})

test('what is chosen goes to the cell as its id, whatever else is called so', () => {
  expect(textOfChoice(choice(31, 'Basic'))).toBe('#31')
})

describe('the list', () => {
  /** A search whose answers the test gives, in whatever order. */
  function slow() {
    const asked: { text: string; answer: (choices: readonly Choice[]) => void; fail: () => void }[] = []
    const find = (text: string) =>
      new Promise<readonly Choice[]>((answer, reject) => asked.push({ text, answer, fail: () => reject(new Error()) }))
    return { asked, find }
  }
  const settled = () => new Promise((resolve) => setImmediate(resolve))

  test('offers everything at first and takes nothing, until something is typed or gone to', async () => {
    const list = choiceList()
    list.open(() => Promise.resolve(plans))
    await settled()
    expect(list.choices.value).toHaveLength(4)
    expect(list.at.value).toBe(-1)
    expect(list.take()).toBeNull()
    list.move(1)
    expect(await list.take()).toBe(plans[0])
    list.move(-1)
    expect(await list.take()).toBe(plans[3])
  })

  test('takes the first of what fits, also where that is found only after the key', async () => {
    const { asked, find } = slow()
    const list = choiceList()
    list.open(find)
    list.ask('bas')
    const taken = list.take()
    asked[1]!.answer([plans[1]!, plans[3]!])
    expect(await taken).toBe(plans[1])
  })

  test('shows what was asked for last, in whatever order it comes', async () => {
    const { asked, find } = slow()
    const list = choiceList()
    list.open(find)
    list.ask('b')
    list.ask('ba')
    asked[2]!.answer([plans[1]!])
    asked[1]!.answer(plans)
    asked[0]!.answer(plans)
    await settled()
    expect(list.choices.value).toEqual([plans[1]])
    expect(list.isFound.value).toBe(true)
  })

  test('takes nothing where nothing fits, or nothing can be looked up', async () => {
    const { asked, find } = slow()
    const list = choiceList()
    list.open(find)
    list.ask('zzz')
    const taken = list.take()
    asked[1]!.fail()
    expect(await taken).toBeNull()
    list.ask('yyy')
    asked[2]!.answer([])
    await settled()
    expect(list.take()).toBeNull()
    // Cleared again: the text is meant as it is.
    list.ask(' ')
    expect(list.take()).toBeNull()
  })
})
