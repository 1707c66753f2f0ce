import { afterAll, expect, test, vi } from 'vitest'

// An action is declared before the contract is made of all of them, so everything is loaded anew, with it and without.
vi.resetModules()
const { setEquipment } = await import('../../support/equipment-action.ts')
const { calls } = await import('../../../shared/contract.ts')
const { simRig } = await import('../../support/core-rig.ts')
afterAll(() => vi.resetModules())

const { kind } = setEquipment

test('an action that only a test declares is taken by the contract as it is declared, and not otherwise', () => {
  const { input } = calls['sheet.act']
  expect(input.safeParse({ kind, ids: [1], equipment: 7 }).data).toEqual({ kind, ids: [1], equipment: 7 })
  expect(input.safeParse({ kind, ids: [1], equipment: 'seven' }).success).toBe(false)
  expect(input.safeParse({ kind, ids: [1] }).success).toBe(false)
  expect(input.safeParse({ kind: 'bundle.import', ids: [1] }).success, 'a kind that is no action').toBe(false)
})

test('it is staged as the edit that it means, marked in its sheet, and taken back as one step', async () => {
  const rig = await simRig()
  const question = { search: '', sort: [], filter: [], only: 'all' as const }
  const { view } = await rig.call('sheet.open', { sheet: 'bundles', ...question })
  const { rows } = await rig.call('sheet.rows', { view, from: 0, count: 1 })
  const [bundle] = rows
  const { equipment } = await rig.call('lookup.equipment', {})
  const wanted = equipment.find(({ name }) => name !== bundle!.values['equipment'])!
  const chosen = { kind, ids: [bundle!.id], equipment: wanted.id }
  expect(await rig.call('sheet.act', chosen as never)).toMatchObject({ staged: 1, skipped: 0, broken: 0 })
  const markOf = async () => {
    const found = await rig.call('sheet.rowsById', { sheet: 'bundles', ids: [bundle!.id] })
    return found.rows[0]!.marks['equipment']
  }
  expect(await markOf()).toMatchObject({ kind, sign: 'staged', value: wanted.name })
  await rig.call('sheet.undo', { redo: false })
  expect(await markOf()).toBeUndefined()
})
