import { describe, expect, test } from 'vitest'
import type { Reader, Readers } from '../../../electron/ports.ts'
import type { ImportMapping } from '../../../shared/contract/imports.ts'
import { readersHere } from '../../support/readers-here.ts'
import { fleet, importsOver, turningClock } from './fleet.ts'

const mapping: ImportMapping = {
  kind: 'clones',
  fields: {
    tracker: { from: 'column', column: 0 },
    user: { from: 'constant', value: '2' },
    label: { from: 'nothing' },
  },
  options: {},
}

const rowsOf = (count: number) => `tracker\n${Array.from({ length: count }, (_, row) => `${row + 1000}\n`).join('')}`

interface Message {
  readonly is: 'ask' | 'answer' | 'failure'
  readonly id: number
  readonly name: string
}

/** Readers whose line can be listened to, cut and held up. */
function watched() {
  const real = readersHere(turningClock())
  const begun = { started: 0, ended: 0 }
  const said: { by: 'core' | 'reader'; message: Message }[] = []
  let fail: Parameters<Reader['listen']>[0]['ended'] = () => undefined
  /** Messages to the reader that are held back. */
  let held: (() => void)[] | null = null
  const readers: Readers = {
    start() {
      const reader = real.start()
      begun.started += 1
      return {
        post(message) {
          said.push({ by: 'core', message: message as Message })
          if (held) held.push(() => reader.post(message))
          else reader.post(message)
        },
        listen({ message, ended }) {
          fail = ended
          reader.listen({
            message(heard) {
              said.push({ by: 'reader', message: heard as Message })
              message(heard)
            },
            ended,
          })
        },
        end() {
          begun.ended += 1
          return reader.end()
        },
      }
    },
  }
  return {
    readers,
    started: () => begun.started,
    ended: () => begun.ended,
    said,
    fail: (reason: 'memory' | 'failed') => fail(reason, new Error('it was the end')),
    hold: () => (held = []),
    letGo() {
      const passed = held ?? []
      held = null
      for (const pass of passed) pass()
    },
    /** How many questions by one side were open at most, of these names. */
    mostOpen(by: 'core' | 'reader', names: readonly string[]) {
      const open = new Set<number>()
      let most = 0
      for (const { by: speaker, message } of said) {
        if (speaker === by && message.is === 'ask' && names.includes(message.name)) open.add(message.id)
        if (speaker !== by && message.is !== 'ask') open.delete(message.id)
        most = Math.max(most, open.size)
      }
      return most
    },
  }
}

async function opened(made = fleet(), count = 5000) {
  const line = watched()
  const imports = importsOver(made, line.readers)
  const file = await imports.hand('many.csv', rowsOf(count))
  await imports.read({ file, reading: {} })
  return { made, line, imports, file }
}

describe('a reader', () => {
  test('that was expected to be needed reads the file that comes', async () => {
    const line = watched()
    const imports = importsOver(fleet(), line.readers)
    imports.expect()
    expect(line.started()).toBe(1)
    const file = await imports.hand('many.csv', rowsOf(10))
    expect(await imports.read({ file, reading: {} })).toMatchObject({ rows: 10 })
    imports.pass()
    await turningClock().turn()
    expect([line.started(), line.ended()]).toEqual([1, 0])
    await imports.close()
  })

  test('that was expected to be needed goes again where no file comes for minutes', async () => {
    const line = watched()
    const imports = importsOver(fleet(), line.readers)
    imports.expect()
    // The page was opened once more.
    imports.expect()
    expect([line.started(), line.ended()]).toEqual([1, 0])
    imports.pass()
    await turningClock().turn()
    expect([line.started(), line.ended()]).toEqual([1, 1])
    await imports.close()
  })

  test('judges two pieces at a time, however many rows there are', async () => {
    const { line, imports, file } = await opened()
    await imports.check({ file, mapping })
    expect(line.mostOpen('reader', ['known', 'facts', 'openLanes'])).toBe(2)
  })

  test('makes one piece more than is at hand, and no more, while rows are staged', async () => {
    const { line, imports, file, made } = await opened()
    await imports.check({ file, mapping })
    await imports.stage({ file, includeDoubtful: true })
    expect(made.staged[0]!.operations).toHaveLength(5000)
    expect(line.mostOpen('core', ['next'])).toBe(1)
  })

  test('tells how far it has come where it takes longer than a second, and not before', async () => {
    const { imports, file } = await opened()
    await imports.check({ file, mapping })
    expect(imports.progress).toEqual([])
    imports.slow(300)
    await imports.check({ file, mapping })
    expect(imports.progress.length).toBeGreaterThan(0)
    expect(imports.progress.every(({ done, total }) => done > 2000 && total === 5000)).toBe(true)
  })

  test('that is stopped is not waited for, and goes on with what is asked for next', async () => {
    const { line, imports, file } = await opened()
    line.hold()
    const check = imports.check({ file, mapping })
    const stopped = expect(check).rejects.toMatchObject({ problem: { code: 'file-stopped' } })
    imports.stop({ file })
    await stopped
    line.letGo()
    await expect(imports.rows({ file, only: 'all', from: 0, count: 1 })).rejects.toMatchObject({
      problem: { code: 'bad-call' },
    })
    expect(await imports.check({ file, mapping })).toMatchObject({ doubtful: 5000 })
  })

  test.each([
    ['memory', 'file-memory'],
    ['failed', 'reader-ended'],
  ] as const)('that ends takes its files along, says why, and is replaced: %s', async (reason, code) => {
    const { line, imports, file } = await opened()
    line.hold()
    const check = expect(imports.check({ file, mapping })).rejects.toMatchObject({ problem: { code } })
    await Promise.resolve()
    line.fail(reason)
    await check
    line.letGo()
    await expect(imports.check({ file, mapping })).rejects.toMatchObject({ problem: { code: 'file-unknown' } })
    const another = await imports.hand('another.csv', rowsOf(3))
    expect(await imports.read({ file: another, reading: {} })).toMatchObject({ rows: 3 })
  })

  test('tells of rows as they were judged, though what is known of them has changed since', async () => {
    const { made, imports, file } = await opened(fleet(), 3)
    await imports.check({ file, mapping })
    made.trackers.push({ ...made.trackers[0]!, id: 1001, panelId: 1001 })
    const { rows } = await imports.rows({ file, only: 'all', from: 1, count: 1 })
    expect(rows).toMatchObject([{ verdict: 'doubt', problems: { tracker: { code: 'tracker-unknown' } } }])
  })
})

test('a line parses what comes, and answers nothing that it does not know', async () => {
  const { line } = await opened()
  const answers: unknown[] = []
  const reader = readersHere(turningClock()).start()
  reader.listen({ message: (message) => answers.push(message), ended: () => undefined })
  reader.post({ is: 'ask', id: 1, name: 'toString', input: {} })
  reader.post({ is: 'ask', id: 2, name: 'begin', input: { file: 7 } })
  await expect
    .poll(() => answers)
    .toMatchObject([
      { is: 'failure', id: 1, problem: { code: 'bad-call' } },
      { is: 'failure', id: 2, problem: { code: 'unexpected' } },
    ])
  expect(line.said.length).toBeGreaterThan(0)
})
