import { beforeEach, describe, expect, test } from 'vitest'
import { OpenPanel } from './open-panel.ts'

let open: OpenPanel

beforeEach(() => {
  open = new OpenPanel()
})

const fresh = { imeis: ['352093081234562', '352093081234570'], equip_id: 13785, factory_preset: false }

describe('bundle/import', () => {
  test('adds all of them, of that equipment', () => {
    const before = open.bundles().length
    expect(open.ask('tracker/bundle/import', fresh)).toMatchObject({ http: 200, code: 0, body: { success: true } })
    expect(open.bundles()).toHaveLength(before + 2)
    expect(open.ask('tracker/bundle/read', { imei: fresh.imeis[1] }).body['value']).toEqual({
      id: open.bundles().at(-1)!.id,
      imei: fresh.imeis[1],
      equip_id: 13785,
      model_code: 'ruptelaeco4',
    })
  })

  test('is one transaction: where one exists, none is added, and 247 does not say which', () => {
    const before = open.bundles()
    const taken = before[0]!.imei
    const answer = open.ask('tracker/bundle/import', { ...fresh, imeis: [fresh.imeis[0], taken] })
    expect(answer).toMatchObject({ http: 409, code: 247 })
    expect(Object.keys(answer.body).sort()).toEqual(['status', 'success'])
    expect(open.bundles()).toEqual(before)
  })

  test('refuses an IMEI that stands twice like one that exists', () => {
    expect(open.ask('tracker/bundle/import', { ...fresh, imeis: ['1', '1'] })).toMatchObject({ http: 409, code: 247 })
  })

  test('refuses unknown equipment with 404 and 204', () => {
    expect(open.ask('tracker/bundle/import', { ...fresh, equip_id: 1 })).toMatchObject({ http: 404, code: 204 })
  })

  test.each<[string, Record<string, unknown>]>([
    ['imeis', { imeis: [] }],
    ['imeis', { imeis: undefined }],
    ['imeis', { imeis: 'x' }],
    ['imeis.0', { imeis: [352093081234562] }],
    ['imeis.1', { imeis: ['1', null] }],
    ['imeis.0', { imeis: [''] }],
    ['equip_id', { equip_id: undefined }],
    ['factory_preset', { factory_preset: undefined }],
    ['factory_preset', { factory_preset: 1 }],
  ])('refuses a bad %s with 7 and names it', (parameter, change) => {
    expect(open.ask('tracker/bundle/import', { ...fresh, ...change })).toMatchObject({
      http: 400,
      code: 7,
      body: { errors: [{ parameter }] },
    })
    expect(open.done()).toEqual([])
  })
})

describe('bundles', () => {
  test('are found by id, imei, model code, ICCID and time of assignment', () => {
    const bundle = open.bundles().find(({ iccid }) => iccid !== undefined)!
    for (const filter of [bundle.id, bundle.imei, bundle.model_code, bundle.iccid, String(bundle['assign_time'])]) {
      expect(open.bundles({ filter }).map(({ id }) => id)).toContain(bundle.id)
    }
  })

  test('are ordered by model code or id; the other documented orders are taken, an unknown one is not', () => {
    const codes = open.bundles({ order_by: 'model_code' }).map(({ model_code }) => model_code)
    expect(codes).toEqual([...codes].sort())
    const documented = ['id', 'label', 'status', 'model', 'device_id', 'phone', 'creation_date', 'user_id', 'comment']
    for (const order_by of documented) expect(open.ask('tracker/bundle/list', { order_by }).code).toBe(0)
    expect(open.ask('tracker/bundle/list', { order_by: 'iccid' }).code).toBe(7)
  })

  test('are read by IMEI; an unknown one is refused with 201', () => {
    const { imei, id } = open.bundles()[0]!
    expect(open.ask('tracker/bundle/read', { imei }).body['value']).toMatchObject({ id })
    expect(open.ask('tracker/bundle/read', { imei: '0' })).toMatchObject({ http: 400, code: 201 })
  })

  test('may be missing from a panel altogether', () => {
    const without = new OpenPanel({ lacks: ['tracker/bundle/list', 'equipment/list'] })
    expect(without.ask('tracker/bundle/list')).toMatchObject({ http: 400, code: 111 })
    expect(without.ask('tracker/list').code).toBe(0)
  })
})

test('equipment is what can be imported: every entry takes a bundle', () => {
  const { list, count } = open.ask('equipment/list').body as {
    list: { equip_id: number; model_code: string }[]
    count: number
  }
  expect(list).toHaveLength(count)
  list.forEach(({ equip_id, model_code }, index) => {
    const imei = `35209308000000${index}`
    expect(open.ask('tracker/bundle/import', { ...fresh, imeis: [imei], equip_id }).code).toBe(0)
    expect(open.ask('tracker/bundle/read', { imei }).body['value']).toMatchObject({ model_code })
  })
})

describe('a bundle', () => {
  let id: number
  beforeEach(() => {
    id = open.bundles().find(({ iccid }) => iccid === undefined)!.id
  })
  const held = () => open.bundles().find((bundle) => bundle.id === id)!

  test('gets a SIM card, with the time; without an ICCID it loses it', () => {
    expect(open.ask('tracker/bundle/assign', { bundle_id: id, iccid: '89990000000000000017' }).code).toBe(0)
    expect(held().iccid).toBe('89990000000000000017')
    expect(typeof held()['assign_time']).toBe('string')
    expect(open.ask('tracker/bundle/assign', { bundle_id: id }).code).toBe(0)
    expect(held().iccid).toBeUndefined()
  })

  test('gets no card that is in use, unknown or no text of 3 to 20 characters', () => {
    const taken = open.bundles().find(({ iccid }) => iccid !== undefined)!
    const assign = (bundle_id: number, iccid: string) => open.ask('tracker/bundle/assign', { bundle_id, iccid }).code
    expect(assign(id, taken.iccid!)).toBe(223)
    expect(assign(taken.id, taken.iccid!)).toBe(247)
    expect(assign(id, 'unknown')).toBe(226)
    expect(assign(id, '89')).toBe(7)
    expect(assign(1, '89990000000000000017')).toBe(201)
  })

  test('is put into an order and taken out, and is of the equipment that it is said to be', () => {
    expect(open.ask('tracker/bundle/order/assign', { bundle_id: id, order_id: 17 }).code).toBe(0)
    expect(held()).toMatchObject({ order_id: 17 })
    expect(open.ask('tracker/bundle/order/assign', { bundle_id: id, order_id: null }).code).toBe(0)
    expect(held()).not.toHaveProperty('order_id')
    expect(open.ask('tracker/bundle/update', { bundle_id: id, equip_id: 13785 }).code).toBe(0)
    expect(held()).toMatchObject({ equip_id: 13785 })
    expect(open.ask('tracker/bundle/update', { bundle_id: id, equip_id: 1 }).code).toBe(204)
  })
})
