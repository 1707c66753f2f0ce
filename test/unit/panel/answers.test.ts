import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { bundle, equipment } from '../../../shared/model/bundle.ts'
import { tariff } from '../../../shared/model/tariff.ts'
import { tracker } from '../../../shared/model/tracker.ts'
import { user } from '../../../shared/model/user.ts'
import { bundleOf, equipmentOf, tariffOf, trackerOf, userOf } from '../../../electron/panel/answers.ts'

describe('a tracker of the panel', () => {
  /** As on the vendor's page. (panel-tracker.md, "Tracker object") */
  const documented = {
    id: 111231,
    avatar_file_name: 'avatar',
    clone: true,
    comment: 'Need to change SIM till next month',
    creation_date: '2020-02-02',
    group_id: 0,
    dealer_id: 20410,
    deleted: false,
    label: 'Truck',
    user_id: 183654,
    owner_name: 'Ada',
    model_name: 'Teltonika FMB120',
    last_connection: '2020-02-02 12:44',
    source: {
      id: 456751,
      device_id: '8624369656654',
      model: 'telfmb120',
      blocked: false,
      tariff_id: 13457,
      creation_date: '2020-02-02',
      tariff_end_date: '2021-02-02',
      connection_status: 'idle',
      phone: '79995693344',
      corrupted: true,
    },
  }
  const ours = {
    panelId: 111231,
    label: 'Truck',
    comment: 'Need to change SIM till next month',
    hidden: false,
    clone: true,
    userId: 183654,
    groupId: 0,
    dealerId: 20410,
    ownerName: 'Ada',
    modelName: 'Teltonika FMB120',
    created: '2020-02-02',
    lastConnection: '2020-02-02 12:44',
    sourceId: 456751,
    deviceId: '8624369656654',
    model: 'telfmb120',
    blocked: false,
    corrupted: true,
    tariffId: 13457,
    sourceCreated: '2020-02-02',
    tariffEnd: '2021-02-02',
    connection: 'idle',
    phone: '79995693344',
  }

  it('is read from what is documented', () => {
    expect(trackerOf(documented)).toEqual(ours)
  })

  it('is the same whether a field is absent, null or empty', () => {
    const { comment: _comment, ...without } = documented
    const empty = { ...ours, comment: '' }
    expect(trackerOf({ ...without, comment: null })).toEqual(empty)
    expect(trackerOf({ ...without, comment: '' })).toEqual(empty)
    expect(trackerOf({ ...documented, source: { ...documented.source, phone: null } })).toEqual({ ...ours, phone: '' })
    expect(trackerOf({ id: 5 })).toMatchObject({ panelId: 5, clone: false, sourceId: 0, tariffEnd: '' })
  })

  it('says what of its settings was not shown', () => {
    const hidden = { label: undefined, comment: undefined, hidden: undefined }
    expect(trackerOf({ id: 5 })).toMatchObject(hidden)
    expect(trackerOf({ id: 5, label: null, deleted: null })).toMatchObject(hidden)
    expect(trackerOf({ id: 5, label: 'Van', comment: '', deleted: false })).toMatchObject({
      label: 'Van',
      comment: '',
      hidden: false,
    })
  })

  it('keeps identifiers as text, digit for digit, also where they come as numbers', () => {
    const source = { ...documented.source, device_id: 862436965665412, phone: 79995693344 }
    expect(trackerOf({ ...documented, source })).toMatchObject({ deviceId: '862436965665412', phone: '79995693344' })
  })

  it('passes over what nobody knows', () => {
    expect(trackerOf({ ...documented, brand_new: { deep: [1] } })).toEqual(ours)
  })

  it.each([
    null,
    undefined,
    5,
    'x',
    [],
    {},
    { id: null },
    { id: 0 },
    { id: -1 },
    { id: 1.5 },
    { id: 'x' },
    { id: 1e300 },
  ])('is none without an id: %j', (value) => {
    expect(trackerOf(value)).toBeNull()
  })
})

describe('a bundle of the panel', () => {
  it('is read from every field that some source names', () => {
    expect(
      bundleOf({
        id: 7,
        imei: 356307042441013,
        iccid: null,
        model_code: 'gv500',
        equip_id: 13,
        equip_vendor: 'Queclink',
        equip_name: 'GV500',
        assign_time: '2024-01-02 03:04:05',
        order_id: null,
        factory_preset: true,
        sim_card: { iccid: '8949', phone: '1' },
      }),
    ).toEqual({
      panelId: 7,
      imei: '356307042441013',
      iccid: '8949',
      modelCode: 'gv500',
      equipId: 13,
      equipment: 'Queclink GV500',
      assigned: '2024-01-02 03:04:05',
      orderId: null,
      factoryPreset: true,
    })
    expect(bundleOf({ id: 7 })).toMatchObject({ imei: '', equipment: '', orderId: null, factoryPreset: undefined })
  })
})

describe('a row of any shape', () => {
  const keys = [
    ...['id', 'equip_id', 'label', 'comment', 'deleted', 'clone', 'user_id', 'group_id', 'owner_name', 'creation_date'],
    ...['source', 'device_id', 'blocked', 'tariff_id', 'phone', 'login', 'balance', 'bonus', 'trackers_count', 'price'],
    ...[
      'device_limit',
      'active',
      'imei',
      'iccid',
      'sim_card',
      'order_id',
      'factory_preset',
      'equip_name',
      'model_name',
    ],
  ]
  const value = fc.oneof(
    fc.integer({ min: 1, max: 9_999_999 }),
    fc.double(),
    fc.bigInt({ min: 0n, max: 10n ** 20n }).map(String),
    fc.boolean(),
    fc.constantFrom(null, undefined, '', 'true', '1', NaN, Infinity),
    fc.jsonValue({ maxDepth: 2 }),
  )
  const flat = fc.dictionary(fc.constantFrom(...keys), value)
  const row = fc
    .tuple(flat, fc.oneof(flat, value), fc.oneof(fc.integer({ min: 1 }), value))
    .map(([fields, source, id]) => ({ ...fields, source, sim_card: source, id }))

  const readers: [string, (value: unknown) => unknown, z.ZodType][] = [
    ['tracker', trackerOf, tracker.omit({ id: true }).partial({ label: true, comment: true, hidden: true }).strict()],
    ['user', userOf, user.strict()],
    ['tariff', tariffOf, tariff.strict()],
    ['equipment', equipmentOf, equipment.strict()],
    ['bundle', bundleOf, bundle.omit({ id: true }).partial({ factoryPreset: true }).strict()],
  ]

  it.each(readers)('makes a %s as the model wants it, or none', (_, read, model) => {
    let made = 0
    fc.assert(
      fc.property(fc.oneof({ weight: 9, arbitrary: row }, { weight: 1, arbitrary: fc.anything() }), (given) => {
        const result = read(given)
        if (result === null) return
        made += 1
        expect(model.safeParse(result).error?.issues).toBeUndefined()
      }),
      { numRuns: 500 },
    )
    expect(made).toBeGreaterThan(50)
  })
})
