import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { documentedRate } from '../../../electron/demo-panel/rate.ts'
import { methodPath } from '../../../electron/demo-panel/request.ts'
import { serveDemoPanel, type ServedPanel } from '../../../electron/demo-panel/serve.ts'
import { machineClock } from '../../../electron/machine/clock.ts'
import { OpenPanel } from '../../unit/demo-panel/open-panel.ts'
import { examplesOf, type Example } from './vendor-examples.ts'
import { vendorFolder, vendorPage } from './vendor-folder.ts'

/** What an example comes to: the verb, the method as the address names it, and the code, 0 where it goes well. */
type Expected = readonly [verb: 'GET' | 'POST', method: string | null, code: number]

/** Methods of the pages that this panel does not have yet answer 111. */
const notHere = 111

const post = (method: string, code: number): Expected => ['POST', method, code]
const get = (method: string, code: number): Expected => ['GET', method, code]
const both = (method: string, first: number, second = first): Expected[] => [post(method, first), get(method, second)]

const bundlesAndClone: Expected[] = [
  post('tracker/active/history/list', 0),
  // The second puts in the card that the first has put in.
  ...both('tracker/bundle/assign', 0, 247),
  ...both('tracker/bundle/order/assign', 0),
  // The second is invalid: it has the parameters of another method.
  ...both('tracker/bundle/import', 0, 7),
  ...both('tracker/bundle/list', 0),
  ...both('tracker/bundle/read', 0),
  ...both('tracker/bundle/update', 0),
  // The second asks for the clone that the first has made.
  ...both('tracker/clone', 0, 247),
  ...both('tracker/console/connect', 0),
  // The second names what the first has removed.
  ...both('tracker/corrupt', 0, 252),
]
const deleteToRead: Expected[] = [
  // The second says of each that it is deleted already, and goes well all the same.
  ...both('tracker/batch_delete_clones', 0),
  ...both('tracker/delete_clone', 0, 201),
  ...both('tracker/list', 0),
  // The second names the id that the first has left behind.
  ...both('tracker/move', 0, 201),
  ...both('tracker/read', 0),
]
const settingsToEnd: Expected[] = [
  ...both('tracker/settings/update', 0),
  // The second lets go what the first has let go.
  ...both('tracker/source/update', 0),
  // The second asks for the plan that the first has set.
  ...both('tracker/tariff/change', 0, 238),
]

const pages: Readonly<Record<string, readonly Expected[]>> = {
  'panel-tracker.md': [
    ...bundlesAndClone,
    // The second names two of the first's three: with ignore_existing it passes over them.
    ...both('tracker/batch_clone', 0),
    ...deleteToRead,
    // The second comes before two minutes are over.
    ...both('tracker/register_retry', 0, 264),
    ...settingsToEnd,
    post('tracker/raw_command/send', 0),
  ],
  'panel-tracker-2021.txt': [
    ...bundlesAndClone,
    ...deleteToRead,
    ...both('tracker/register_entry', notHere),
    ...settingsToEnd,
    // A slip of the page: /v2panel is no path at all.
    ['POST', null, notHere],
  ],
  'panel-getting-started.txt': [
    // The bare address, without login.
    get('account/auth', 7),
    // A form, without /v2 and with a slash at the end.
    post('account/auth', 0),
    get('account/auth', 0),
    post('user/list', 0),
  ],
  'blog-cross-panel-batch-clone.txt': [post('tracker/clone', 0), post('tracker/batch_clone', 0)],
}

const trackerEffects = {
  'tracker/bundle/assign: bundle.sim': 1,
  'tracker/bundle/order/assign: bundle.order': 2,
  'tracker/bundle/update: bundle.equipment': 2,
  'tracker/bundle/import: bundle.import': 2,
  'tracker/corrupt: tracker.corrupt': 1,
  'tracker/corrupt: none': 1,
  'tracker/clone: tracker.clone': 1,
  'tracker/clone: none': 1,
  'tracker/batch_delete_clones: tracker.deleteClone': 2,
  'tracker/batch_delete_clones: none': 2,
  'tracker/delete_clone: tracker.deleteClone': 1,
  'tracker/delete_clone: none': 1,
  'tracker/settings/update: tracker.settings': 1,
  'tracker/settings/update: none': 1,
  'tracker/source/update: tracker.block': 1,
  'tracker/source/update: none': 1,
  'tracker/move: tracker.move': 1,
  'tracker/move: none': 1,
  'tracker/tariff/change: tracker.tariff': 1,
  'tracker/tariff/change: none': 1,
}

/** What the examples of a page do, by the ledger; `none` is what had been done by the example before. */
const effectsOf: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'panel-tracker.md': {
    ...trackerEffects,
    'tracker/batch_clone: tracker.clone': 3,
    'tracker/batch_clone: none': 2,
    'tracker/raw_command/send: tracker.command': 1,
    'tracker/register_retry: tracker.register': 1,
  },
  'panel-tracker-2021.txt': trackerEffects,
  'panel-getting-started.txt': {},
  'blog-cross-panel-batch-clone.txt': {
    'tracker/clone: tracker.clone': 1,
    'tracker/batch_clone: tracker.clone': 3,
  },
}

/** The blog shows bodies by themselves and the method in its words. */
function blogExamples(text: string): Example[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('{"hash"'))
    .map((body) => ({
      verb: 'POST',
      address: new URL(
        `https://api.eu.navixy.com/v2/panel/tracker/${body.includes('tracker_ids') ? 'batch_clone' : 'clone'}`,
      ),
      contentType: 'application/json',
      body,
    }))
}

describe.skipIf(vendorFolder === undefined).each(Object.entries(pages))('the examples of %s', (page, expected) => {
  const text = vendorFolder === undefined ? '' : vendorPage(page)
  const examples = page.startsWith('blog') ? blogExamples(text) : examplesOf(text)
  let open: OpenPanel
  let served: ServedPanel
  /** Entries of the ledger that are not the examples' doing. */
  let before: number
  let replacements: [RegExp, string][]
  /** Where a method wants clones, the same numbers stand for clones. */
  let particular: Readonly<Record<string, [RegExp, string][]>>

  beforeAll(async () => {
    open = new OpenPanel({
      trackers: 2500,
      login: 'admin',
      password: 'admin',
      rate: { ...documentedRate, burst: 1000 },
    })
    open.hash = String(open.ask('account/auth', { login: 'admin', password: 'admin' }).body['hash'])
    served = await serveDemoPanel({ panel: open.panel, clock: machineClock })
    replacements = replacementsFor(open)
    before = open.panel.ledger.entries().length
  })
  afterAll(() => served.close())

  test('are those of the table', () => {
    expect(examples.map(({ verb, address }) => [verb, methodPath(address.pathname)])).toEqual(
      expected.map(([verb, method]) => [verb, method]),
    )
  })

  test.each(expected.map((row, index) => [index, ...row] as const))(
    '%i: %s %s answers %i',
    async (index, _verb, method, code) => {
      const example = examples[index]!
      const ours = (words: string) =>
        [...(method === null ? [] : (particular[method] ?? [])), ...replacements].reduce(
          (said, [theirs, own]) => said.replaceAll(theirs, own),
          words,
        )
      const { origin } = new URL(served.baseUrl)
      const response = await fetch(origin + ours(example.address.pathname + example.address.search), {
        method: example.verb,
        ...(example.body === null ? {} : { body: ours(example.body) }),
        ...(example.contentType === null ? {} : { headers: { 'content-type': example.contentType } }),
      })
      const answer = z
        .looseObject({ success: z.boolean(), status: z.looseObject({ code: z.int() }).optional() })
        .parse(await response.json())
      expect({ code: answer.status?.code ?? 0, success: answer.success, ok: response.ok }).toEqual({
        code,
        success: code === 0,
        ok: code === 0,
      })
    },
  )

  test('have had the effects of the table, once each', () => {
    const effects: Record<string, number> = {}
    for (const { effect, path } of open.panel.ledger.entries().slice(before)) {
      effects[`${path}: ${effect}`] = (effects[`${path}: ${effect}`] ?? 0) + 1
    }
    expect(effects).toEqual(effectsOf[page])
  })

  /** What the pages' made-up ids stand for on this panel, so that the examples find something. */
  function replacementsFor(panel: OpenPanel): [RegExp, string][] {
    const [first, second, third, fourth, fifth] = panel.originals().map(({ id }) => String(id))
    const [one, two] = panel.users().filter(({ trackers_count }) => trackers_count === 0)
    const made = panel.ask('tracker/batch_clone', {
      tracker_ids: panel
        .originals()
        .slice(10, 13)
        .map(({ id }) => id),
      user_id: two!.id,
    }).body['list'] as number[]
    const onAnotherPlan = panel
      .originals()
      .slice(7)
      .find(({ deleted, source }) => !deleted && source.tariff_id !== 15843)!
    const able = panel
      .originals()
      .slice(20)
      .find(({ source: { blocked, model } }) => !blocked && model.startsWith('tel'))!
    particular = {
      'tracker/batch_delete_clones': [
        [/134537/g, String(made[0])],
        [/458412/g, String(made[1])],
      ],
      'tracker/delete_clone': [[/134537/g, String(made[2])]],
      'tracker/register_retry': [[/1245678/g, String(able.id)]],
      'tracker/corrupt': [[/134537/g, String(panel.originals()[5]!.id)]],
      // It is gone from its id afterwards, so it is none of those that other examples name.
      'tracker/move': [[/1245678/g, String(panel.originals()[6]!.id)]],
      'tracker/tariff/change': [[/1245678/g, String(onAnotherPlan.id)]],
      'tracker/bundle/assign': [[/1241/g, String(panel.bundles()[0]!.id)]],
      'tracker/bundle/order/assign': [[/1241/g, String(panel.bundles()[0]!.id)]],
      'tracker/bundle/update': [
        [/13457/g, String(panel.bundles()[0]!.id)],
        [/35468/g, '13785'],
      ],
    }
    return [
      [/(?<=hash"?[=:] ?"?)[0-9a-f]{30,32}/g, panel.hash],
      [/134537|2876352/g, first!],
      [/458412|2883610/g, second!],
      [/99330|2887704/g, third!],
      [/2881467/g, fourth!],
      [/1245678/g, fifth!],
      [/354468|214034/g, String(one!.id)],
      [/998836/g, String(two!.id)],
      [/277617/g, String(one!.id)],
      [/889654248978/g, panel.originals()[0]!.source.device_id],
      [/835664527777452/g, panel.bundles()[0]!.imei],
    ]
  }
})
