import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { trackerOf } from '../../../electron/panel/answers.ts'
import type { ChangedRows, SheetChange } from '../../../shared/contract/changing.ts'
import type { SheetQuery } from '../../../shared/contract/sheets.ts'
import { series } from '../../../shared/sheets/series.ts'
import { newFolder } from '../../support/core-rig.ts'
import {
  asText,
  fields,
  PlainSheet,
  type Field,
  type PlainLook,
  type PlainRow,
  type Value,
} from '../../support/plain-sheet.ts'
import { openSheet } from '../../support/sheet-on-disk.ts'

const size = 8
const models = ['FMB920', 'GV300', 'gl300']

/** Trackers as they are at first; every second one without a comment. */
const first: readonly PlainRow[] = Array.from({ length: size }, (_, index) => ({
  id: index + 1,
  model: models[index % models.length]!,
  label: `Van ${index % 3}`,
  comment: index % 2 === 0 ? '' : `Note ${index}`,
  hidden: index % 4 === 0,
  blocked: index % 3 === 0,
  plan: (index % 4) + 1,
  owner: 11 + (index % 2),
}))

const trackers = (rows: readonly PlainRow[]) =>
  rows.map(({ id, model, label, comment, hidden, blocked, plan, owner }) => ({
    ...trackerOf({ id, label })!,
    id,
    label,
    sourceId: id + 100,
    blocked,
    tariffId: plan,
    userId: owner,
    modelName: model,
    comment,
    hidden,
  }))

// ---- what a person does ----

const row = fc.nat(size - 1)
const field = fc.constantFrom(...fields)
const text = fc.constantFrom(
  '',
  'Van 0',
  'Van 1',
  'a < b',
  'Truck 01',
  'note 1',
  'Ünï',
  'yes',
  'No',
  'maybe',
  'Basic',
  ' premium ',
  '#2',
  '4',
  'Twin',
  'ann@acme.eu',
  'Lee Bob',
  'acme',
  '#99',
  'x'.repeat(61),
)
const rowRange = fc.tuple(row, row).map(([one, other]) => ({ top: Math.min(one, other), bottom: Math.max(one, other) }))
const place = fc.record({ range: rowRange, fields: fc.uniqueArray(field, { minLength: 1 }) })

const change: fc.Arbitrary<SheetChange> = fc.oneof(
  text.map((value) => ({ do: 'set', value }) as const),
  fc.constant({ do: 'clear' } as const),
  fc.constantFrom('upper', 'lower').map((to) => ({ do: 'case', to }) as const),
  fc.constant({ do: 'replace', find: 'van', with: 'Bus', regex: false, matchCase: false, whole: false } as const),
  fc.constant({ do: 'pattern', pattern: '{modelName} {n:00}', start: 3, step: -2 } as const),
)

const look: fc.Arbitrary<PlainLook> = fc.record({
  sort: fc.option(fc.record({ field: fc.constantFrom(...fields, 'model' as const), descending: fc.boolean() })),
  contains: fc.option(fc.constantFrom('van', '1', 'ünï')),
  hidden: fc.option(fc.boolean()),
  only: fc.constantFrom('all', 'all', 'staged', 'attention'),
})

const action = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('type'), row, field, text }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('paste'), place, texts: fc.array(text, { minLength: 1, maxLength: 4 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('stray'), text }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('clear'), place }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('fill'), range: rowRange, field, seed: fc.integer({ min: 1, max: 3 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('change'),
      change,
      field,
      where: fc.oneof(fc.constantFrom('view', 'all'), rowRange),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('revert'), place, whole: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('undo'), redo: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('look'), look }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('pull'), row, text }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart') }) },
) as fc.Arbitrary<Action>

type Range = { readonly top: number; readonly bottom: number }
type Place = { readonly range: Range; readonly fields: Field[] }
type Action =
  | { do: 'type'; row: number; field: Field; text: string }
  | { do: 'paste'; place: Place; texts: string[] }
  | { do: 'stray'; text: string }
  | { do: 'clear'; place: Place }
  | { do: 'fill'; range: Range; field: Field; seed: number }
  | { do: 'change'; change: SheetChange; field: Field; where: 'view' | 'all' | Range }
  | { do: 'revert'; place: Place; whole: boolean }
  | { do: 'undo'; redo: boolean }
  | { do: 'look'; look: PlainLook }
  | { do: 'pull'; row: number; text: string }
  | { do: 'restart' }

const plainLook: PlainLook = { sort: null, contains: null, hidden: null, only: 'all' }

function queryOf({ sort, contains, hidden, only }: PlainLook): SheetQuery {
  return {
    sheet: 'trackers',
    search: '',
    sort: sort ? [{ ...sort, field: sort.field === 'model' ? 'modelName' : sort.field }] : [],
    filter: [
      ...(contains === null ? [] : [{ is: 'contains', field: 'label', text: contains, not: false } as const]),
      ...(hidden === null ? [] : [{ is: 'oneOf' as const, field: 'hidden', values: [hidden] }]),
    ],
    only,
    group: null,
    folded: [],
    foldOthers: false,
  }
}

/** A value as a cell has it: plans and owners by their names. */
const shownAs = (field: Field, value: Value) => (typeof value === 'number' ? asText(field, value) : value)

/** The sheet and the model of it, side by side. */
async function live(folder: string, actions: readonly Action[]): Promise<void> {
  let sheet = openSheet(folder)
  const model = new PlainSheet(first)
  sheet.pull(trackers(first))
  let present = plainLook
  let view = 0
  /** The rows in the order in which they were last opened. */
  let order: number[] = []

  const rowOf = (id: number) => model.rows.find((one) => one.id === id)!
  const rowsIn = ({ top, bottom }: Range) => order.slice(top, bottom + 1)
  const cellsIn = ({ range, fields }: Place) => rowsIn(range).flatMap((id) => fields.map((one) => ({ id, field: one })))

  function open(): void {
    const answer = sheet.view.open(queryOf(present))
    view = answer.view
    order = sheet.view.ids(view, 0, size)
    expect([...order].sort()).toEqual(model.rows.filter((one) => model.fits(one, present)).map(({ id }) => id))
    expect(answer.count).toBe(order.length)
    if (!present.sort) return expect(order).toEqual([...order].sort())
    const { field, descending } = present.sort
    const keys = order.map((id) => {
      const value = model.foundBy(rowOf(id), field)
      return typeof value === 'string' ? value.toLowerCase() : value
    })
    const filled = keys.filter((key) => key !== '')
    expect(keys.slice(0, filled.length), 'empty cells come last').toEqual(filled)
    const sorted = [...filled].sort((one, other) => (one < other ? -1 : one > other ? 1 : 0))
    expect(filled).toEqual(descending ? sorted.reverse() : sorted)
  }

  async function stage(
    source: 'type' | 'paste' | 'clear' | 'fill',
    cells: { id: number; field: string; text: string }[],
  ): Promise<void> {
    const staged = await sheet.stage(
      source,
      cells.map(({ id, field, text }) => ({ id, field, value: text })),
    )
    expect(staged).toMatchObject(model.edit(cells))
  }

  /** What a change makes of a cell: in plainer words than the program's. */
  function changed(change: SheetChange, id: number, field: Field, index: number): string {
    const before = model.text(rowOf(id), field)
    switch (change.do) {
      case 'set':
        return change.value
      case 'clear':
        return ''
      case 'case':
        return change.to === 'upper' ? before.toUpperCase() : before.toLowerCase()
      case 'replace':
        return before.replace(/van/gi, 'Bus')
      case 'pattern': {
        const n = 3 - 2 * index
        return `${rowOf(id).model} ${n < 0 ? '-' : ''}${String(Math.abs(n)).padStart(2, '0')}`
      }
      default:
        throw new Error(`The model knows nothing of ${change.do}`)
    }
  }

  async function act(action: Action): Promise<void> {
    switch (action.do) {
      case 'type': {
        const id = order[action.row]
        if (id !== undefined) await stage('type', [{ id, field: action.field, text: action.text }])
        break
      }
      case 'paste': {
        const { texts } = action
        await stage(
          'paste',
          cellsIn(action.place).map((cell, index) => ({ ...cell, text: texts[index % texts.length]! })),
        )
        break
      }
      case 'stray':
        await stage('paste', [
          { id: 999, field: 'label', text: action.text },
          { id: 1, field: 'panelId', text: action.text },
          { id: 2, field: 'nothing', text: action.text },
        ])
        break
      case 'clear':
        await stage(
          'clear',
          cellsIn(action.place).map((cell) => ({ ...cell, text: '' })),
        )
        break
      case 'fill': {
        const ids = rowsIn(action.range)
        const seeds = ids.slice(0, action.seed).map((id) => model.text(rowOf(id), action.field))
        const values = series(seeds, ids.length - seeds.length)
        await stage(
          'fill',
          ids.slice(seeds.length).map((id, index) => ({ id, field: action.field, text: values[index]! })),
        )
        break
      }
      case 'change': {
        const { where, field, change } = action
        const rows: ChangedRows =
          where === 'all'
            ? { rows: 'all' }
            : where === 'view'
              ? { rows: 'view', view }
              : { rows: 'range', view, from: where.top, count: where.bottom - where.top + 1 }
        const ids = where === 'all' ? model.rows.map(({ id }) => id) : where === 'view' ? order : rowsIn(where)
        const cells = ids
          .map((id, index) => ({ id, field, text: changed(change, id, field, index) }))
          // What a change leaves as it is shown, it does not touch.
          .filter(({ id, text }) => !model.shows(rowOf(id), field, text))
        const made = await sheet.change({ sheet: 'trackers', field, where: rows, change })
        expect(made).toMatchObject(model.edit(cells))
        break
      }
      case 'revert': {
        const cells = action.whole
          ? rowsIn(action.place.range).map((id) => ({ id, field: null }))
          : cellsIn(action.place)
        expect(await sheet.revert(cells)).toBe(model.revert(cells))
        break
      }
      case 'undo':
        expect((await sheet.undo(action.redo))?.cells ?? null).toBe(model.undo(action.redo))
        break
      case 'look':
        present = action.look
        break
      case 'pull': {
        const row = model.rows[action.row]!
        row.label = action.text === '' ? 'Pulled' : action.text
        sheet.pull(trackers(model.rows))
        break
      }
      case 'restart':
        await sheet.close()
        sheet = openSheet(folder)
        open()
        break
    }
  }

  function compare(): void {
    const rows = sheet.view.rowsById(
      'trackers',
      model.rows.map(({ id }) => id),
    )
    const seen = rows.map(({ id, values, marks }) => ({
      id,
      values: fields.map((field) => values[field]),
      marks: Object.entries(marks).map(([field, { sign, value, base, problem }]) => ({
        field,
        sign,
        value,
        base,
        broken: problem !== undefined,
      })),
    }))
    const wanted = model.rows.map((row) => ({
      id: row.id,
      values: fields.map((field) => (row[field] === '' ? null : shownAs(field, row[field]))),
      marks: fields.flatMap((field) => {
        const staged = model.staged.get(`${row.id} ${field}`)
        if (!staged) return []
        const broken = model.isBroken(field, staged.value)
        return [
          {
            ...{ field, sign: broken ? 'refused' : 'staged', broken },
            ...{ value: shownAs(field, staged.value), base: shownAs(field, staged.base) },
          },
        ]
      }),
    }))
    for (const row of seen)
      row.marks.sort((one, other) => fields.indexOf(one.field as Field) - fields.indexOf(other.field as Field))
    expect(seen).toEqual(wanted)
    // A row's settings are one operation, and each other field is one of its own.
    const operations = [...model.staged.keys()].map((key) => key.replace(/(label|comment|hidden)$/, 'settings'))
    expect(sheet.staged()).toBe(new Set(operations).size)
    expect(sheet.stagingArea.undoState()).toEqual({ canUndo: model.canUndo, canRedo: model.canRedo })
  }

  try {
    open()
    for (const action of actions) {
      await act(action)
      compare()
      // An order is kept until the rows are ordered anew, as the window does it.
      if (action.do === 'look') open()
    }
    open()
  } finally {
    await sheet.close()
  }
}

let folder: string
beforeAll(() => void (folder = newFolder()))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a change leaves a cell alone that shows already what it would make of it, also where the panel has come to hold that', async () => {
  const changes: SheetChange[] = [
    { do: 'replace', find: 'van', with: 'Bus', regex: false, matchCase: false, whole: false },
    { do: 'set', value: 'Truck 01' },
  ]
  for (const change of changes) {
    await live(mkdtempSync(join(folder, 'run-')), [
      { do: 'type', row: 2, field: 'label', text: 'Truck 01' },
      { do: 'pull', row: 2, text: 'Truck 01' },
      { do: 'change', change, field: 'label', where: 'view' },
      { do: 'undo', redo: false },
      { do: 'undo', redo: false },
    ])
  }
})

test('whatever is typed, pasted, filled, changed, taken back and looked at, the sheet is what a plain model says', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 5, maxLength: 25, size: 'max' }), async (actions) => {
      await live(mkdtempSync(join(folder, 'run-')), actions)
    }),
    { numRuns: 100 },
  )
})
