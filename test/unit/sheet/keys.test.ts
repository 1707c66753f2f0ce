import { describe, expect, it } from 'vitest'
import { commandOf, type Key, selectionAfter } from '../../../renderer/sheet/keys.ts'
import { at, rangeOf, withinColumns } from '../../../renderer/sheet/selection.ts'

const extent = { rows: 50, columns: 8 }
const key = (name: string, held: Partial<Key> = {}): Key => ({
  key: name,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
})
const ctrl = { ctrlKey: true }
const shift = { shiftKey: true }

/** Presses keys one after the other, starting from a cell. */
function press(row: number, column: number, ...keys: Key[]) {
  return keys.reduce(
    (selection, pressed) => {
      const command = commandOf(pressed)
      return (command && selectionAfter(command, selection, extent, 10)) ?? selection
    },
    at(row, column),
  )
}

describe('keys', () => {
  it('draw a range out and back again from the active cell', () => {
    const down = key('ArrowDown', shift)
    expect(rangeOf(press(5, 2, down, down))).toEqual({ top: 5, left: 2, bottom: 7, right: 2 })
    expect(rangeOf(press(5, 2, down, key('ArrowUp', shift), key('ArrowUp', shift)))).toEqual({
      top: 4,
      left: 2,
      bottom: 5,
      right: 2,
    })
  })

  it('stop at the edges', () => {
    expect(press(0, 0, key('ArrowUp'), key('ArrowLeft'))).toEqual(at(0, 0))
    expect(press(49, 7, key('ArrowDown'), key('ArrowRight'))).toEqual(at(49, 7))
  })

  it.each([
    ['Home', {}, at(5, 0)],
    ['End', {}, at(5, 7)],
    ['Home', ctrl, at(0, 0)],
    ['End', ctrl, at(49, 7)],
    ['PageDown', {}, at(15, 2)],
    ['PageUp', {}, at(0, 2)],
    ['ArrowDown', ctrl, at(49, 2)],
    ['ArrowRight', ctrl, at(5, 7)],
    ['Tab', {}, at(5, 3)],
    ['Tab', shift, at(5, 1)],
  ])('%s with %o goes where a spreadsheet goes', (name, held, expected) => {
    expect(press(5, 2, key(name, held))).toEqual(expected)
  })

  it('begin an edit with a character, but not with a shortcut', () => {
    expect(commandOf(key('a'))).toEqual({ do: 'type' })
    expect(commandOf(key('ß'))).toEqual({ do: 'type' })
    expect(commandOf(key('Process'))).toEqual({ do: 'type' })
    expect(commandOf(key('c', ctrl))).toBeNull()
    expect(commandOf(key('F5'))).toBeNull()
  })

  it('know undo and redo', () => {
    expect(commandOf(key('z', ctrl))).toEqual({ do: 'undo' })
    expect(commandOf(key('Z', { ...ctrl, ...shift }))).toEqual({ do: 'redo' })
    expect(commandOf(key('y', ctrl))).toEqual({ do: 'redo' })
  })
})

describe('a range across pinned columns', () => {
  it('falls into the part on either side', () => {
    const range = { top: 1, left: 0, bottom: 3, right: 4 }
    expect(withinColumns(range, 0, 1)).toEqual({ top: 1, left: 0, bottom: 3, right: 0 })
    expect(withinColumns(range, 1, 8)).toEqual({ top: 1, left: 1, bottom: 3, right: 4 })
    expect(withinColumns(range, 5, 8)).toBeNull()
  })
})
