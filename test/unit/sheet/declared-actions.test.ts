import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { wholeActions } from '../../../electron/operations/whole-actions.ts'
import { i18n } from '../../../renderer/i18n.ts'
import { needsOf, saidTo, startOf, textsOf } from '../../../renderer/sheet/features/actions/row-actions.ts'
import { kindStagedBy, knownActions } from '../../../shared/actions/catalogue.ts'
import { sendCommand } from '../../../shared/actions/tracker-command.ts'
import { changePlan } from '../../../shared/actions/tracker-tariff.ts'
import { lackingPermissions, permissionName, type Permissions } from '../../../shared/model/permissions.ts'
import { kindOf } from '../../../shared/operations/catalogue.ts'

test('every action has its texts: for its entry, for all that it asks and says, and for what came of it', () => {
  for (const { kind, asks, says = [], notes = [], from } of knownActions()) {
    const asked = Object.entries(asks)
    const keys = [
      ...['entry', 'done', 'passedOver'],
      ...(asked.length > 0 ? ['title', 'confirm'] : []),
      ...(from ? ['entry', 'title', 'confirmNone', 'choose'].map((one) => `from.${one}`) : []),
      ...(from ? ['asks.rows'] : []),
      ...asked.map(([name]) => `asks.${name}`),
      ...asked.flatMap(([name, { choices = {} }]) => Object.keys(choices).map((one) => `choices.${name}.${one}`)),
      ...[...says, ...notes].map((name) => `says.${name}`),
    ]
    for (const key of keys) expect(i18n.global.te(`${textsOf(kind)}.${key}`), `${kind}: ${key}`).toBe(true)
  }
})

test('every action asks for a field that its kind edits, or the core knows how to stage it whole', () => {
  for (const { kind, asks } of knownActions()) {
    const edited = Object.keys(kindOf(kindStagedBy(kind)).edits ?? {})
    const isEdit = Object.keys(asks).some((name) => edited.includes(name))
    expect(isEdit, kind).toBe(!Object.hasOwn(wholeActions, kind))
  }
})

test('docs/sheet.md tells of every action what it asks for and which permissions it needs', () => {
  const told = readFileSync('docs/sheet.md', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .map((cell) => cell.trim())
        .slice(1, -1),
    )
  const declared = knownActions().map(({ kind, asks }) => [
    `\`${kind}\``,
    Object.keys(asks).join(', ') || 'nothing',
    kindOf(kindStagedBy(kind))
      .needs.map(({ category, operation }) => `${category}: ${operation}`)
      .join(', '),
  ])
  const actionRows = told.filter(([name = '']) => declared.some(([kind]) => kind === name))
  expect(actionRows).toEqual(declared)
})

test('nothing is said to an action before all of it is given, and each value is what was asked', () => {
  const given = startOf(changePlan)
  expect(given).toEqual({ plan: undefined, repay: true, charge: true })
  expect(saidTo(changePlan, given)).toBeNull()
  expect(saidTo(changePlan, { ...given, plan: 'Fleet' })).toBeNull()
  expect(saidTo(changePlan, { ...given, plan: 2 })).toEqual({ plan: 2, repay: true, charge: true })
})

test('what was said is tidied before it is looked at', () => {
  expect(saidTo(sendCommand, { ...startOf(sendCommand), command: '  ' })).toBeNull()
  const hex = saidTo(sendCommand, { ...startOf(sendCommand), form: 'hex', command: '0A FF' })
  expect(hex).toMatchObject({ command: '0AFF' })
})

test('an action needs what its kind does, and nothing lacks as long as none of it is known', () => {
  const lacks = (held: Permissions) => lackingPermissions(held, needsOf('tracker.block')).map(permissionName)
  expect(lacks({})).toEqual([])
  expect(lacks({ trackers: ['read'] })).toEqual(['trackers: update'])
  expect(lacks({ trackers: ['read', 'update'] })).toEqual([])
  expect(needsOf('checkpoint.reverse')).toEqual(kindOf('checkpoint.move').needs)
})
