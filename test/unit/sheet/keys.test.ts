import { describe, expect, it } from 'vitest'
import { type BindingGroup, chordOf, type Key } from '../../../renderer/commands/chords.ts'
import { outboxKeys } from '../../../renderer/commands/outbox-keys.ts'
import { windowKeys } from '../../../renderer/commands/window-keys.ts'
import { shownChords } from '../../../renderer/commands/key-names.ts'
import {
  cellKeys,
  chordFor,
  commandEverywhere,
  commandOf,
  fieldCommandOf,
  fieldKeys,
  groupKeys,
  selectionAfter,
} from '../../../renderer/sheet/features/keyboard/keys.ts'
import {
  at,
  stretched,
  everything,
  type Place,
  rangeOf,
  rowsOf,
  type Selection,
  wholeColumns,
  withinColumns,
} from '../../../renderer/sheet/model/selection.ts'
import { keys as words } from '../../../shared/locales/en/keys.ts'

const extent = { rows: 50, columns: 8 }
const screen = { rows: 10, columnAside: (from: number, direction: number) => from + 3 * direction }
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
const alt = { altKey: true }

/** Presses keys one after the other, starting from a cell. */
function press(row: number, column: number, ...keys: Key[]): Selection {
  return pressFrom(at(row, column), ...keys)
}

function pressFrom(start: Selection, ...keys: Key[]): Selection {
  return keys.reduce((selection, pressed) => {
    const command = commandOf(pressed)
    return (command && selectionAfter(command, selection, extent, screen)) ?? selection
  }, start)
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
    ['PageDown', alt, at(5, 5)],
    ['PageUp', alt, at(5, 0)],
    ['Tab', {}, at(5, 3)],
    ['Tab', shift, at(5, 1)],
    ['Enter', shift, at(4, 2)],
  ])('%s with %o goes where a spreadsheet goes', (name, held, expected) => {
    expect(press(5, 2, key(name, held))).toEqual(expected)
  })

  it.each([
    ['ArrowDown', ctrl, { do: 'edge', rows: 1, columns: 0, extend: false }],
    ['ArrowLeft', { ...ctrl, ...shift }, { do: 'edge', rows: 0, columns: -1, extend: true }],
    ['d', ctrl, { do: 'fill-down' }],
    ['R', ctrl, { do: 'fill-right' }],
    [' ', {}, { do: 'toggle' }],
    [' ', ctrl, { do: 'select-columns' }],
    [' ', shift, { do: 'select-rows' }],
    ['Enter', alt, { do: 'details' }],
    ['F8', shift, { do: 'next-problem', backwards: true }],
    ['F10', shift, { do: 'menu' }],
    ['Insert', {}, { do: 'make' }],
    ['Backspace', alt, { do: 'revert' }],
    ['V', { ...ctrl, ...shift }, { do: 'paste', all: true }],
    ['z', ctrl, { do: 'undo' }],
    ['Z', { ...ctrl, ...shift }, { do: 'redo' }],
    ['y', { metaKey: true }, { do: 'redo' }],
  ])('%s with %o asks for %o', (name, held, command) => {
    expect(commandOf(key(name, held))).toEqual(command)
  })

  it('mean the same on a keyboard of another script', () => {
    expect(commandOf(key('я', { ...ctrl, code: 'KeyZ' }))).toEqual({ do: 'undo' })
    // German keyboards change y and z: there the letter counts, and not its place.
    expect(commandOf(key('z', { ...ctrl, code: 'KeyY' }))).toEqual({ do: 'undo' })
  })

  it('begin an edit with a character, but not with a shortcut', () => {
    for (const character of ['a', 'A', 'ß', 'я', '7', '=', 'Process']) {
      expect(commandOf(key(character))).toEqual({ do: 'type' })
    }
    expect(commandOf(key('A', shift))).toEqual({ do: 'type' })
    // AltGr, as some systems tell it.
    expect(commandOf(key('@', { ...ctrl, ...alt }))).toEqual({ do: 'type' })
    expect(commandOf(key('k', ctrl))).toBeNull()
    expect(commandOf(key('k', alt))).toBeNull()
    expect(commandOf(key('F5'))).toBeNull()
    // Shift and Delete cut: that is the browser's.
    expect(commandOf(key('Delete', shift))).toBeNull()
    expect([commandOf(key('Insert', shift)), commandOf(key('Insert', ctrl))]).toEqual([null, null])
  })

  it('open the list of keys by their sign, whatever has to be held for it', () => {
    expect(commandOf(key('?', shift))).toEqual({ do: 'keys' })
    expect(commandOf(key('?'))).toEqual({ do: 'keys' })
    expect(commandEverywhere(key('F1'))).toEqual({ do: 'keys' })
  })

  it('leave a field for the next cell, for all cells, or not at all', () => {
    expect(fieldCommandOf(key('Enter'))).toBe('down')
    expect(fieldCommandOf(key('Enter', shift))).toBe('up')
    expect(fieldCommandOf(key('Enter', ctrl))).toBe('all')
    expect(fieldCommandOf(key('Enter', alt))).toBe('line')
    expect(fieldCommandOf(key('a', ctrl))).toBeNull()
  })
})

describe('the table of keys', () => {
  const groups: BindingGroup<unknown>[] = [...cellKeys, fieldKeys, groupKeys, windowKeys, outboxKeys]

  it('gives every chord one meaning', () => {
    for (const table of [
      [...cellKeys, windowKeys],
      [fieldKeys],
      [groupKeys],
      [windowKeys, outboxKeys],
    ] as BindingGroup<unknown>[][]) {
      const chords = table.flatMap(({ bindings }) => bindings.flatMap(({ keys }) => Object.keys(keys)))
      expect(chords).toEqual([...new Set(chords)])
    }
  })

  it('writes chords as a key press is read', () => {
    for (const { bindings } of groups) {
      for (const chord of bindings.flatMap(({ keys }) => Object.keys(keys))) {
        const parts = chord.split('+')
        const name = parts.at(-1) ?? ''
        const pressed = key(name === 'Space' ? ' ' : name, {
          ctrlKey: parts.includes('Ctrl'),
          altKey: parts.includes('Alt'),
          shiftKey: parts.includes('Shift'),
        })
        expect(chordOf(pressed)).toBe(chord)
      }
    }
  })

  it('has words for every group and everything that keys do, and none that no key does', () => {
    expect(Object.keys(words.groups).sort()).toEqual(groups.map(({ name }) => name).sort())
    const names = groups.flatMap(({ bindings }) => bindings.map(({ name }) => name))
    expect(Object.keys(words.does).sort()).toEqual(names.sort())
    const inWords = groups.flatMap(({ bindings }) => bindings.filter((one) => one.inWords).map(({ name }) => name))
    expect(Object.keys(words.inWords).sort()).toEqual(inWords.sort())
  })

  it('names chords that differ in the last key together', () => {
    expect(shownChords(['Ctrl+ArrowUp', 'Ctrl+ArrowDown', 'Ctrl+Shift+Z', 'Delete'])).toEqual([
      { held: ['Ctrl'], keys: ['↑', '↓'] },
      { held: ['Ctrl', 'Shift'], keys: ['Z'] },
      { held: [], keys: ['Delete'] },
    ])
    expect(chordFor('redo')).toBe('Ctrl+Y')
  })
})

describe('a range', () => {
  it('that reaches across pinned columns falls into the part on either side', () => {
    const range = { top: 1, left: 0, bottom: 3, right: 4 }
    expect(withinColumns(range, 0, 1)).toEqual({ top: 1, left: 0, bottom: 3, right: 0 })
    expect(withinColumns(range, 1, 8)).toEqual({ top: 1, left: 1, bottom: 3, right: 4 })
    expect(withinColumns(range, 5, 8)).toBeNull()
  })

  it('grows to whole columns', () => {
    const range = rangeOf(wholeColumns(stretched({ row: 5, column: 3 }, { row: 2, column: 2 }), extent))
    expect(range).toEqual({ top: 0, left: 2, bottom: 49, right: 3 })
  })

  it('is gone through by Tab along its rows, and by Shift+Enter up its columns, round and round', () => {
    const range = stretched({ row: 2, column: 3 }, { row: 3, column: 4 })
    const after = (...pressed: Key[]): Place => pressFrom(range, ...pressed).active
    const tab = key('Tab')
    const back = key('Tab', shift)
    const up = key('Enter', shift)
    expect(after(tab)).toEqual({ row: 2, column: 4 })
    expect(after(tab, tab)).toEqual({ row: 3, column: 3 })
    expect(after(tab, tab, tab, tab)).toEqual({ row: 2, column: 3 })
    expect(after(back)).toEqual({ row: 3, column: 4 })
    expect(after(up)).toEqual({ row: 3, column: 4 })
    expect(after(tab, up)).toEqual({ row: 3, column: 3 })
  })

  it('keeps its active cell where whole rows and columns are selected', () => {
    const range = stretched({ row: 2, column: 3 }, { row: 3, column: 4 })
    expect(rowsOf(range, extent).active).toEqual({ row: 2, column: 3 })
    expect(wholeColumns(range, extent).active).toEqual({ row: 2, column: 3 })
    expect(everything(range, extent).active).toEqual({ row: 2, column: 3 })
  })
})
