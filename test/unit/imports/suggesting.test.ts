import { describe, expect, test } from 'vitest'
import { plainHeading, suggest } from '../../../electron/imports/suggest.ts'
import { fleet } from './fleet.ts'

const column = (index: number) => ({ from: 'column', column: index })
const { devices } = fleet()

describe('the mapping that is suggested', () => {
  test.each([
    ['trackerId', 'tracker id'],
    ['  Tracker_ID ', 'tracker id'],
    ['IMEI №', 'imei no'],
    ['ID  трекера:', 'id трекера'],
    ['E-mail', 'e mail'],
    ['étiquette', 'étiquette'],
  ])('compares headings however they are spelt: %s', (heading, plain) => {
    expect(plainHeading(heading)).toBe(plain)
  })

  test.each([
    [
      ['Tracker ID', 'User', 'New label'],
      [['101', '2', 'x']],
      { tracker: column(0), user: column(1), label: column(2) },
    ],
    [['Владелец', 'ID трекера'], [['a@b.eu', '101']], { user: column(0), tracker: column(1) }],
    [['note', 'tracker_id'], [['x', '101']], { tracker: column(1), user: { from: 'nothing' } }],
    [
      ['Tracker ID', 'Label', 'Owner'],
      [['101', 'x', 'a@b.eu']],
      { tracker: column(0), label: column(1), user: column(2) },
    ],
    [['Tracker ID', 'Owner', 'Device id', 'Plan'], [['101', 'a@b.eu', '35', 'x']], { user: { from: 'nothing' } }],
    [['ID трекера', 'Владелец', 'IMEI', 'Phone'], [['101', 'a@b.eu', '35', '1']], { user: { from: 'nothing' } }],
    [
      ['Tracker ID', 'Owner', 'Device id', 'Plan', 'New owner'],
      [['101', 'a@b.eu', '35', 'x', 'c@d.eu']],
      { user: column(4) },
    ],
    [['', ''], [['101', 'a@b.eu']], { tracker: column(0), user: column(1) }],
  ])('is of clones for %j', (headings, rows, fields) => {
    const { best } = suggest(headings, rows, devices)
    expect(best?.kind).toBe('clones')
    expect(best?.fields).toMatchObject(fields)
  })

  test.each([
    [['IMEI', 'Model'], [['356307042441013', 'FMB120']], { imei: column(0), equipment: column(1) }],
    [
      ['IMEI (15 digits)'],
      [['356307042441013']],
      { imei: column(0), factoryPreset: { from: 'constant', value: 'no' } },
    ],
    [[''], [['356307042441013'], ['356307042441021']], { imei: column(0), equipment: { from: 'nothing' } }],
    [['imei', 'factory_preset'], [['356307042441013', 'yes']], { factoryPreset: column(1) }],
  ])('is of bundles for %j', (headings, rows, fields) => {
    const { best } = suggest(headings, rows, devices)
    expect(best?.kind).toBe('bundles')
    expect(best?.fields).toMatchObject(fields)
  })

  test.each([
    [['IMEI', 'ICCID'], ['356307042441013', '89990000000000000017'], 'sims', { bundle: column(0), iccid: column(1) }],
    [['Bundle ID', 'SIM'], ['3', '89990000000000000017'], 'sims', { bundle: column(0), iccid: column(1) }],
    [['IMEI', 'Order ID'], ['356307042441013', '1205'], 'orders', { bundle: column(0), order: column(1) }],
    [['Bundle', 'Equipment'], ['356307042441013', 'FMB120'], 'equipment', { bundle: column(0), equipment: column(1) }],
  ])('is of what bundles hold for %j', (headings, row, kind, fields) => {
    const { best } = suggest(headings, [row], devices)
    expect(best).toMatchObject({ kind, fields })
  })

  test('is none for columns that nothing knows', () => {
    const { best, mappings } = suggest(['colour', 'size'], [['red', 'large']], devices)
    expect(best).toBeNull()
    expect(mappings.clones.fields).toMatchObject({ tracker: { from: 'nothing' }, user: { from: 'nothing' } })
  })

  test('gives one column to one field only', () => {
    const { best } = suggest(['id', 'id'], [['101', '102']], devices)
    expect(best?.fields).toMatchObject({ tracker: column(0), user: { from: 'nothing' } })
  })

  test('takes the only equipment there is', () => {
    const { mappings } = suggest(['imei'], [['356307042441013']], devices.slice(0, 1))
    expect(mappings.bundles.fields['equipment']).toEqual({ from: 'constant', value: '10' })
  })
})
