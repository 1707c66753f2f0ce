import { expect, test } from 'vitest'
import { i18n } from '../../../renderer/i18n.ts'
import {
  askedFields,
  doubtsIn,
  fieldsHeld,
  madeByForm,
  startOf,
  textsOf,
  wrongIn,
} from '../../../renderer/sheet/features/making/asked-fields.ts'
import { doubtImei } from '../../../shared/rules/imei.ts'
import { bundlesSheet } from '../../../shared/sheets/bundles.ts'
import { usersSheet } from '../../../shared/sheets/users.ts'
import { sheetNames, sheets } from '../../../shared/sheets/catalogue.ts'
import { freshImeis } from '../../support/imeis.ts'

const [imei = ''] = freshImeis(1)
const fields = askedFields(bundlesSheet)

test('a sheet of which rows are made has its texts, and each field that is asked for a column, or a name of its own', () => {
  for (const name of sheetNames) {
    const isMade = madeByForm(name) !== null
    expect(askedFields(sheets[name]).length > 0, name).toBe(isMade)
    for (const key of ['entry', 'confirm', 'done']) expect(i18n.global.te(`making.${key}.${name}`), key).toBe(isMade)
    for (const { field } of askedFields(sheets[name])) {
      const isColumn = sheets[name].columns.some((one) => one.field === field)
      expect(i18n.global.te(`making.fields.${name}.${field}`), field).toBe(!isColumn)
    }
  }
})

test('each field is asked for by the form that its column takes', () => {
  expect(fields.map(({ field, ask }) => [field, ask.form])).toEqual([
    ['imei', 'text'],
    ['equipment', 'equipment'],
    ['factoryPreset', 'check'],
  ])
})

test('what is missing or breaks a rule is wrong at its field, and a text is read before it is judged', () => {
  const start = startOf(fields)
  expect([...wrongIn(fields, start)]).toEqual([
    ['imei', { code: 'imei-empty' }],
    ['equipment', 'not-chosen'],
  ])
  expect([...wrongIn(fields, { ...start, imei: '123', equipment: 7 })]).toMatchObject([
    ['imei', { code: 'imei-format' }],
  ])
  expect(wrongIn(fields, { ...start, imei: ` ${imei.slice(0, 2)} ${imei.slice(2)} `, equipment: 7 }).size).toBe(0)
})

test('an IMEI whose check digit does not fit is doubtful as it is in a file, and not wrong', () => {
  const doubtful = imei.slice(0, -1) + String((Number(imei.at(-1)) + 1) % 10)
  const given = { ...startOf(fields), imei: ` ${doubtful}`, equipment: 7 }
  expect(wrongIn(fields, given).size).toBe(0)
  expect([...doubtsIn(fields, given)]).toEqual([['imei', doubtImei(doubtful)]])
  for (const entered of [imei, '123', '']) expect(doubtsIn(fields, { ...given, imei: entered }).size, entered).toBe(0)
})

test('what was chosen is told by its id alone, and what was ticked in a word', () => {
  const given = { ...startOf(fields), imei, equipment: 7 }
  expect(textsOf(fields, given)).toEqual({ imei, equipment: '#7', factoryPreset: 'no' })
  expect(textsOf(fields, { ...given, factoryPreset: true })).toMatchObject({ factoryPreset: 'yes' })
})

test('what a row has not, by what was said of it, is neither asked for nor wrong, and what may be left to the panel may be empty', () => {
  const asked = askedFields(usersSheet)
  const given = { ...startOf(asked, { legalType: 'individual' }), registeredCity: 'Graz', legalName: 'Firm' }
  const held = (legalType: string) => fieldsHeld(asked, 'users', { ...given, legalType }).map(({ field }) => field)
  for (const field of ['legalName', 'tin', 'registeredCity']) expect(held('individual')).not.toContain(field)
  expect(held('sole_trader')).toEqual(expect.arrayContaining(['tin', 'registeredCity', 'defaultPlan']))
  expect(held('legal_entity')).toEqual(asked.map(({ field }) => field))
  expect(textsOf(asked, given, fieldsHeld(asked, 'users', given))).toMatchObject({ registeredCity: '', legalName: '' })
  for (const field of ['defaultPlan', 'locale', 'timeZone']) expect(wrongIn(asked, given).get(field)).toBeUndefined()
})
