import { beforeAll, describe, expect, test } from 'vitest'
import { userMethodPath } from '../../../electron/demo-panel/request.ts'
import { answerOf, OpenPanel } from '../../unit/demo-panel/open-panel.ts'
import { planners, type OpenUser } from '../../unit/demo-panel/open-user.ts'
import { examplesOf } from './vendor-examples.ts'
import { vendorFolder, vendorPage } from './vendor-folder.ts'

const expected = [
  ['POST', 'task/checkpoint/create', 0],
  ['POST', 'task/checkpoint/delete', 0],
  // It deletes what the first has deleted.
  ['GET', 'task/checkpoint/delete', 201],
  ['POST', 'task/checkpoint/list', 0],
  ['GET', 'task/checkpoint/list', 0],
  ['POST', 'task/checkpoint/read', 0],
  ['GET', 'task/checkpoint/read', 0],
  ['POST', 'task/checkpoint/transmute', 0],
  // It names the task that the first has made.
  ['GET', 'task/checkpoint/transmute', 201],
  ['POST', 'task/checkpoint/update', 0],
] as const

describe.skipIf(vendorFolder === undefined)('the examples of task-checkpoint.txt', () => {
  const examples = vendorFolder === undefined ? [] : examplesOf(vendorPage('task-checkpoint.txt'))
  let open: OpenPanel
  let user: OpenUser
  let ours: (method: string, words: string) => string

  beforeAll(() => {
    open = new OpenPanel()
    user = planners(open)[0]!
    const { id, stops } = user.make(4)
    const [first, second, third, fourth] = stops.map(String)
    const [one, two] = user.tags()
    // What the page's made-up ids stand for on this panel, so that the examples find something; and a day to come.
    ours = (method, words) =>
      words
        .replaceAll(/(?<=hash"?[=:] ?"?)[0-9a-f]{29,32}/g, user.hash)
        .replaceAll('10179999', String(user.drivers()[0]))
        .replaceAll('352665', String(id))
        .replaceAll('23144', first!)
        .replaceAll('111', method === 'task/checkpoint/transmute' ? second! : third!)
        .replaceAll(/(?<=checkpoint_ids"?[=:] ?)\[1,2\]/g, `[${third},${fourth}]`)
        .replaceAll('"tags": [1, 2]', `"tags": [${one}, ${two}]`)
        .replaceAll('2022-12-14', '2026-12-14')
  })

  test('are those of the table', () => {
    expect(examples.map(({ verb, address }) => [verb, userMethodPath(address.pathname)])).toEqual(
      expected.map(([verb, method]) => [verb, method]),
    )
  })

  test.each(expected.map((row, index) => [index, ...row] as const))(
    '%i: %s %s answers %i',
    (index, _verb, method, code) => {
      const { verb, address, contentType, body } = examples[index]!
      const outcome = open.panel.handle({
        method: verb,
        path: address.pathname,
        query: ours(method, address.search.slice(1)),
        headers: contentType === null ? {} : { 'content-type': contentType },
        body: body === null ? '' : ours(method, body),
      })
      expect(answerOf(outcome).code).toBe(code)
    },
  )

  test('have had their effects, once each', () => {
    const effects = open.panel.ledger
      .entries()
      .filter(({ path }) => path.startsWith('task/checkpoint'))
      .map(({ path, effect }) => `${path}: ${effect}`)
    expect(effects).toEqual([
      'task/checkpoint/create: checkpoint.made',
      'task/checkpoint/delete: task.gone',
      'task/checkpoint/delete: none',
      'task/checkpoint/transmute: task.left',
      'task/checkpoint/update: task.changed',
      'task/checkpoint/update: route.ordered',
    ])
  })
})
