import { describe, expect, test } from 'vitest'
import { OpenPanel } from '../../unit/demo-panel/open-panel.ts'
import { openApi } from './openapi.ts'
import { vendorFolder } from './vendor-folder.ts'

/** Where our answers differ from the OpenAPI on purpose: the place in it, and why. */
const otherwise: Readonly<Record<string, string>> = {
  'tariff/list → list[]/type': 'plans are of four types, as the vendor’s interface has them (panel-additions.md, F1)',
  'tracker/batch_clone → list[]':
    'The page and the blog show ids, and so does the interface in production; the OpenAPI guesses at objects.',
}

/** Properties that the OpenAPI names and that no answer has, and why. */
const neverAnswered: Readonly<Record<string, string>> = {
  'Dealer.standalone_token': 'Only on one’s own installation; "omitted entirely on Navixy-hosted platforms".',
  'Dealer.demo_ends': 'Null unless on a trial, and null is left out.',
  'UserDiscount.percent': 'The vendor’s own interface reads `value`; sources conflict and production wins.',
  'UserDiscount.device_limit': 'The vendor’s own interface reads `min_trackers`; sources conflict and production wins.',
}

/** Properties that answers have and the OpenAPI does not name, and why. */
const unnamed: Readonly<Record<string, string>> = {
  'Tracker.avatar_file_name': 'On the page, "passed only if present".',
  'Tracker.comment': 'On the page; the OpenAPI lacks it.',
  'TrackerSource.corrupted': 'On the page, "not passed when it is not corrupted".',
  'UserDiscount.value': 'What the vendor’s own interface reads.',
  'UserDiscount.min_trackers': 'What the vendor’s own interface reads.',
  'UserDiscount.strategy': 'What the vendor’s own interface reads.',
  'PanelPermissions.tracker_bundles': 'In the list of the getting-started page; bundles are not in the OpenAPI.',
  'PanelPermissions.accounting': 'In the list of the getting-started page.',
  'PanelPermissions.sms': 'In the list of the getting-started page.',
  'tracker/batch_clone.ignored_trackers': 'On the page.',
}

/** Methods that the OpenAPI lacks altogether, and why. */
const lacking: Readonly<Record<string, string>> = {
  'equipment/list': 'Dropped from the public pages in 2026; the OpenAPI says that it is not exposed.',
  'tracker/bundle/list': 'Dropped from the public pages in 2026.',
  'tracker/bundle/read': 'Dropped from the public pages in 2026.',
  'tracker/bundle/assign': 'Dropped from the public pages in 2026.',
  'tracker/bundle/order/assign': 'Dropped from the public pages in 2026.',
  'tracker/bundle/update': 'Dropped from the public pages in 2026.',
  'tracker/bundle/import': 'Dropped from the public pages in 2026.',
}

/** Asks a panel of each of its methods, and gives the answers by method. */
function everyAnswer(): Map<string, Record<string, unknown>[]> {
  const open = new OpenPanel({ trackers: 2500 })
  const answers = new Map<string, Record<string, unknown>[]>()
  const ask = (path: string, parameters: Record<string, unknown> = {}) => {
    const { body } = open.ask(path, parameters)
    answers.set(path, [...(answers.get(path) ?? []), body])
    return body
  }
  const originals = open.originals()
  const visible = originals.slice(4).find(({ deleted, source }) => !deleted && source.tariff_id !== 15850)!
  const nobody = open.users().find(({ trackers_count }) => trackers_count === 0)!.id
  ask('account/auth', { login: '20410', password: 'Demo-panel-2410!' })
  ask('account/get_permissions')
  ask('dealer/get_info')
  ask('user/list')
  for (const { id } of open.users()) ask('user/read', { user_id: id })
  ask('user/session/create', { user_id: nobody })
  ask('tariff/list')
  ask('equipment/list')
  ask('tracker/list')
  for (const { id } of open.trackers({ limit: 100 })) ask('tracker/read', { tracker_id: id })
  ask('tracker/settings/update', { tracker_id: originals[0]!.id, label: 'x', deleted: false, comment: 'y' })
  const { id } = ask('tracker/clone', { tracker_id: originals[0]!.id, user_id: nobody, label: 'z' })
  const tracker_ids = originals.slice(0, 4).map((original) => original.id)
  ask('tracker/batch_clone', { tracker_ids, user_id: nobody })
  const { list } = ask('tracker/batch_clone', { tracker_ids, user_id: nobody, ignore_existing: true })
  ask('tracker/delete_clone', { tracker_id: id })
  ask('tracker/batch_delete_clones', { trackers: [...(list as number[]), originals[0]!.id] })
  ask('tracker/tariff/change', { tracker_id: visible.id, tariff_id: 15850, repay: true, charge: true })
  ask('tracker/source/update', { tracker_id: visible.id, blocked: true })
  ask('tracker/move', { tracker_id: visible.id, user_id: nobody })
  ask('tracker/raw_command/send', { device_id: visible.source.device_id, command: 'STATUS#' })
  ask('tracker/active/history/list', { from: '2026-10', to: '2026-11' })
  ask('tracker/bundle/list')
  ask('tracker/bundle/read', { imei: open.bundles()[0]!.imei })
  ask('tracker/bundle/import', { imeis: ['1'], equip_id: 13785, factory_preset: true })
  const bundle_id = open.bundles()[0]!.id
  ask('tracker/bundle/assign', { bundle_id, iccid: '89990000000000000017' })
  ask('tracker/bundle/order/assign', { bundle_id, order_id: 17 })
  ask('tracker/bundle/update', { bundle_id, equip_id: 13785 })
  // What is refused, in the forms that a refusal can take.
  ask('tracker/list', { order_by: 'colour' })
  ask('tracker/read', { tracker_id: 1 })
  ask('tracker/raw_command/send', { device_id: visible.source.device_id, command: 'STATUS#', type: 'hex' })
  ask('account/logout')
  ask('account/logout')
  return answers
}

describe.skipIf(vendorFolder === undefined)('the vendor’s OpenAPI', () => {
  const api = openApi('panel-openapi.json', '/panel/')
  const answers = vendorFolder === undefined ? new Map<string, Record<string, unknown>[]>() : everyAnswer()
  const described = [...answers].filter(([path]) => api.has(path))

  test('lacks exactly the methods that are listed here as lacking', () => {
    const absent = [...answers.keys()].filter((path) => !api.has(path))
    expect(absent.sort()).toEqual(Object.keys(lacking).sort())
  })

  test.each(described)('describes every answer of %s', (path, bodies) => {
    expect(api.complaints(path, bodies).filter(({ place }) => otherwise[place] === undefined)).toEqual([])
  })

  test('complains of no more than what is listed here', () => {
    const places = new Set(
      described.flatMap(([path, bodies]) => api.complaints(path, bodies).map(({ place }) => place)),
    )
    expect([...places].sort()).toEqual(Object.keys(otherwise).sort())
  })

  test('would not describe an answer of the wrong sort', () => {
    const wrong = (value: object) => api.complaints('tracker/read', [{ success: true, value }]).length
    expect(wrong({ id: 'x' })).toBeGreaterThan(0)
    expect(wrong({ source: { tariff_end_date: 'soon' } })).toBeGreaterThan(0)
  })

  test('names no property that no answer has, but for those that are listed here', () => {
    const { named, met } = api.properties(described)
    expect(named.size).toBeGreaterThan(120)
    expect([...named].filter((property) => !met.has(property)).sort()).toEqual(Object.keys(neverAnswered).sort())
  })

  test('names every property that an answer has, but for those that are listed here', () => {
    expect([...api.properties(described).extra].sort()).toEqual(Object.keys(unnamed).sort())
  })
})
