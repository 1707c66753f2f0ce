import { expect, test } from 'vitest'
import { createConsoleLog } from '../../../electron/console/log.ts'
import { linesAtOnce, mostLines } from '../../../shared/contract/consoles.ts'

function log() {
  let count = 0
  const made = createConsoleLog(() => ++count)
  return { ...made, made, now: () => ++count, say: (text: string) => made.add({ at: 0, sort: 'output', text }) }
}

test('what has changed since is told: new lines, and those that became others', () => {
  const { made, now, say } = log()
  const command = made.add({ at: 1, sort: 'command', text: 'getver', heard: 'not-yet' })
  say('one')
  const before = now()
  say('two')
  made.mark(command, 'yes')
  expect(made.since(before).lines.map(({ text, heard }) => [text, heard])).toEqual([
    ['getver', 'yes'],
    ['two', undefined],
  ])
  expect(made.since(now())).toEqual({ lines: [], upTo: null })
})

test('more lines than one answer holds come one part after the other, all of them and each once', () => {
  const { made, say } = log()
  for (let at = 0; at < linesAtOnce * 2 + 3; at++) say(`line ${at}`)
  const texts: string[] = []
  for (let after = 0; ;) {
    const { lines, upTo } = made.since(after)
    expect(lines.length).toBeLessThanOrEqual(linesAtOnce)
    texts.push(...lines.map(({ text }) => text))
    if (upTo === null) break
    after = upTo
  }
  expect(texts).toEqual(Array.from({ length: linesAtOnce * 2 + 3 }, (_, at) => `line ${at}`))
})

test('the oldest lines go where there are too many, or too much in them; the last one stays', () => {
  const { made, say } = log()
  for (let at = 0; at < mostLines + 10; at++) say(`line ${at}`)
  expect(made.count).toBe(mostLines)
  expect(made.first).toBe(11)
  for (let at = 0; at < 1200; at++) say('x'.repeat(4000))
  expect(made.count).toBe(1000)
})

test('a log that was cleared has no lines, and says from which on there are some', () => {
  const { made, say } = log()
  const old = say('old')
  made.clear()
  expect(made.count).toBe(0)
  expect(made.first).toBeGreaterThan(old)
  expect(say('new')).toBeGreaterThanOrEqual(made.first)
})
