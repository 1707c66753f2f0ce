import { expect, it } from 'vitest'
import { i18n } from '../../../renderer/i18n.ts'
import { menuEntries, type MenuState } from '../../../renderer/sheet/features/menu/menu-entries.ts'

const plain: MenuState = {
  rows: 1,
  isRange: false,
  isEditable: true,
  mayReadClipboard: true,
  taken: null,
  mayRevert: false,
  mayRevertRows: false,
  canUndo: false,
  canRedo: false,
}
const menuOf = (state: Partial<MenuState> = {}) => menuEntries({ ...plain, ...state }, i18n.global.t)
const entry = (name: string, state: Partial<MenuState> = {}) => menuOf(state).entries.find(({ key }) => key === name)

it('every entry has its words, its key and its command', () => {
  for (const state of [{}, { isRange: true, rows: 3 }, { isEditable: false }]) {
    const { entries, commands } = menuOf(state)
    for (const { key, label, hint } of entries) {
      expect(label).not.toMatch(/sheet\.menu/)
      expect(hint).toBeTruthy()
      expect(commands.get(key)).toBeDefined()
    }
  }
})

it('names what would be taken back', () => {
  expect(entry('revertCell')?.disabled).toBe(true)
  expect(entry('revertCell', { mayRevert: true })?.disabled).toBeUndefined()
  expect(entry('revertSelection', { isRange: true, mayRevert: true })?.label).toBe('Revert selected cells')
  expect(entry('revertRows', { rows: 2, mayRevertRows: true })?.label).toBe('Revert selected rows')
})

it('says by which key to paste where a page may not read the clipboard', () => {
  expect(entry('paste')).toMatchObject({ hint: 'Ctrl+V' })
  expect(entry('paste', { mayReadClipboard: false })).toMatchObject({ hint: 'Only by Ctrl+V', disabled: true })
})

it('offers to insert whole rows as they were taken, those that were cut by the key that pastes as well', () => {
  const inserting = (state: Partial<MenuState>) =>
    menuOf(state).entries.flatMap(({ label, hint }) => (label.startsWith('Insert') ? [[label, hint]] : []))
  expect(inserting({})).toEqual([])
  expect(inserting({ taken: 'cut' })).toEqual([
    ['Insert cut rows behind', 'Ctrl+V'],
    ['Insert cut rows before', undefined],
  ])
  expect(inserting({ taken: 'copied' })).toEqual([
    ['Insert copied rows behind', undefined],
    ['Insert copied rows before', undefined],
  ])
  const { commands } = menuOf({ taken: 'copied' })
  expect(commands.get('copiedBefore')).toEqual({ do: 'insert-rows', side: 'before' })
})

it('offers on a sheet that cannot be edited only what reads', () => {
  expect(menuOf({ isEditable: false }).entries.map(({ key }) => key)).toEqual(['copy', 'details'])
})
