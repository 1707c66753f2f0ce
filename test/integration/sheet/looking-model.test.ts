import { rmSync } from 'node:fs'
import { isReadable } from '../../../electron/store/operation.ts'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import type { CellValue, Condition, SheetQuery } from '../../../shared/contract/looking.ts'
import type { Tracker } from '../../../shared/model/tracker.ts'
import { newFolder } from '../../support/core-rig.ts'
import { lookAt, plainly } from '../../support/looked-at.ts'
import { trackerWith, userWith } from '../../support/panel-rows.ts'

const size = 12
const users = [userWith({ id: 1, login: 'Ända' }), userWith({ id: 2, login: 'bob' }), userWith({ id: 3, login: 'BOB' })]
const fields = ['panelId', 'label', 'comment', 'hidden', 'lastConnection', 'owner'] as const
type Field = (typeof fields)[number]

// ---- what may stand in a sheet, and what may be asked of it ----

const text = fc
  .array(fc.constantFrom('a', 'A', 'b', 'ä', 'Ä', 'Б', 'б', '1', '9', '%', '_', '\\', '"', '😀', 'ẞ', '\u{FFFD}'), {
    maxLength: 3,
  })
  .map((signs) => signs.join(''))
const date = fc.constantFrom('', '2026-11-01', '2026-11-01 10:00:00', '2026-11-02', '2025-12-31 23:59:59')
const row = fc.record({ label: text, comment: text, hidden: fc.boolean(), lastConnection: date, userId: fc.nat(4) })
type Row = typeof row extends fc.Arbitrary<infer Value> ? Value : never

const id = fc.integer({ min: 1, max: size })
const field = fc.constantFrom(...fields)
const edit = fc.oneof(
  fc.record({ id, field: fc.constantFrom('label', 'comment'), value: text }),
  fc.record({ id, field: fc.constant('hidden'), value: fc.constantFrom('yes', 'no') }),
)
const value = fc.oneof(text, date, fc.constantFrom<CellValue[]>(null, '', true, false, 3, 'BOB', 'bob', '4'))
const bound = fc.oneof(text, date, fc.constantFrom(null, 3, '7'))
const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ is: fc.constant('oneOf' as const), field, values: fc.array(value, { maxLength: 4 }) }),
  fc.record({
    is: fc.constant('contains' as const),
    field: field.filter((one) => one !== 'hidden'),
    text: text.filter((one) => one !== ''),
    not: fc.boolean(),
  }),
  fc.record({
    is: fc.constant('between' as const),
    field: field.filter((one) => one !== 'hidden'),
    from: bound,
    to: bound,
  }),
  fc.record({ is: fc.constant('empty' as const), field, empty: fc.boolean() }),
)
const query = fc.record({
  search: fc.oneof(fc.constant(''), text),
  sort: fc.uniqueArray(fc.record({ field, descending: fc.boolean() }), {
    maxLength: 3,
    selector: (term) => term.field,
  }),
  filter: fc.oneof(fc.constant<Condition[]>([]), fc.array(condition, { maxLength: 2 })),
  only: fc.constantFrom('all' as const, 'all' as const, 'staged' as const),
  group: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, field),
  folded: fc.array(value, { maxLength: 3 }),
  foldOthers: fc.boolean(),
})
const action = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('stage' as const), edits: fc.array(edit, { maxLength: 5 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('pull' as const), id, row }) },
  { weight: 1, arbitrary: fc.constant({ do: 'undo' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'prepare' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'restart' as const }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('look' as const), query }) },
)

// ---- the plain model ----

/** A row as it is shown. */
type Shown = Readonly<Record<Field, CellValue>>

const fold = (one: CellValue) => String(one).toLowerCase()
/** As SQLite has it: by code points, where JavaScript goes by halves of them. */
const compareTexts = (one: string, other: string) => Buffer.compare(Buffer.from(one), Buffer.from(other))

function compare(one: CellValue, other: CellValue): number {
  if (typeof one === 'string' && typeof other === 'string') {
    return compareTexts(fold(one), fold(other)) || compareTexts(one, other)
  }
  return Number(one) - Number(other)
}

function fits(row: Shown, wanted: Condition): boolean {
  const held = row[wanted.field as Field]
  const isText = !['panelId', 'hidden'].includes(wanted.field)
  switch (wanted.is) {
    case 'empty':
      return (held === null) === wanted.empty
    case 'oneOf':
      return wanted.values.some((one) => {
        if (one === null || one === '') return held === null
        return held !== null && (isText ? String(one) === held : Number(one) === Number(held))
      })
    case 'contains':
      return (held !== null && fold(held).includes(fold(wanted.text))) !== wanted.not
    case 'between': {
      const { from, to } = wanted
      const given = [from, to].filter((end) => end !== null && end !== '')
      if (held === null) return false
      if (!isText) {
        if (given.some((end) => Number.isNaN(Number(end)))) return false
        const isAbove = from === null || from === '' || Number(held) >= Number(from)
        return isAbove && (to === null || to === '' || Number(held) <= Number(to))
      }
      const isAbove = from === null || from === '' || compareTexts(fold(held), fold(from)) >= 0
      return (
        isAbove &&
        (to === null || to === '' || compareTexts(fold(held), fold(to)) <= 0 || fold(held).startsWith(fold(to)))
      )
    }
  }
}

class Model {
  readonly pulled = new Map<number, Row>()
  readonly staged = new Map<number, Partial<Record<string, string | boolean>>>()

  shown(id: number): Shown {
    const row = this.pulled.get(id)!
    const staged = this.staged.get(id) ?? {}
    const orNull = (one: CellValue) => (one === '' ? null : one)
    const login = users.find((user) => user.id === row.userId)?.login
    return {
      panelId: id,
      label: orNull(staged['label'] ?? row.label),
      comment: orNull(staged['comment'] ?? row.comment),
      hidden: staged['hidden'] ?? row.hidden,
      lastConnection: orNull(row.lastConnection),
      owner: login ?? (row.userId === 0 ? null : String(row.userId)),
    }
  }

  /** Ids in order, groups as what is said of them. */
  look({ search, sort, filter, only, group, folded, foldOthers }: SheetQuery): (number | string)[] {
    const found = [...this.pulled.keys()].filter((id) => {
      const row = this.shown(id)
      const searched = [row.panelId, row.label, row.comment, row.owner].map((one) => fold(one ?? ''))
      const isFound = search.trim() === '' || searched.some((one) => one.includes(fold(search.trim())))
      const isPicked = only === 'all' || this.staged.has(id)
      return isFound && isPicked && filter.every((one) => fits(row, one))
    })
    const within = sort.filter((term) => term.field !== group)
    const terms = within.length > 0 ? within : [{ field: 'panelId', descending: false }]
    const ownTerm = sort.find((term) => term.field === group)
    const all = group === null ? terms : [{ field: group, descending: ownTerm?.descending ?? false }, ...terms]
    found.sort((one, other) => {
      for (const { field, descending } of all) {
        const [mine, theirs] = [this.shown(one)[field as Field], this.shown(other)[field as Field]]
        if (mine === null && theirs === null) continue
        if (mine === null || theirs === null) return mine === null ? 1 : -1
        const difference = compare(mine, theirs)
        if (difference !== 0) return descending ? -difference : difference
      }
      return all.at(-1)!.descending ? other - one : one - other
    })
    if (group === null) return found
    const shut = new Set(folded.map((one) => (one === '' ? null : one)))
    const values = [...new Set(found.map((id) => this.shown(id)[group as Field]))]
    return values.flatMap((held) => {
      const mine = found.filter((id) => this.shown(id)[group as Field] === held)
      const isFolded = shut.has(held) !== foldOthers
      return [`${String(held)} ${mine.length} ${isFolded}`, ...(isFolded ? [] : mine)]
    })
  }
}

const tracker = (id: number, row: Row): Tracker => trackerWith({ id, ...row })

test('whatever is staged, pulled and asked, a view holds what a plain model says, each row once and in its place', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: size, maxLength: size }),
      fc.array(action, { maxLength: 14 }),
      async (rows, actions) => {
        const folder = newFolder()
        onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
        const model = new Model()
        let looked = lookAt(folder)
        looked.pull({ users, trackers: rows.map((one, index) => tracker(index + 1, one)) })
        rows.forEach((one, index) => model.pulled.set(index + 1, one))
        /** What the journal says is staged: the model of staging itself is another test's. */
        const learnStaged = () => {
          model.staged.clear()
          for (const { params } of looked.journal.inState('draft').filter(isReadable)) {
            const { row: id, set } = params as { row: number; set: Record<string, string | boolean> }
            model.staged.set(id, set)
          }
        }
        for (const step of actions) {
          switch (step.do) {
            case 'stage':
              looked.stagingArea.cells.edit('tracker', 'paste', step.edits)
              break
            case 'undo':
              looked.stagingArea.undo(false)
              break
            case 'pull':
              model.pulled.set(step.id, step.row)
              looked.pull({ trackers: [tracker(step.id, step.row)] })
              break
            case 'prepare':
              await looked.view.prepare()
              break
            case 'restart':
              await looked.close()
              looked = lookAt(folder)
              break
            case 'look': {
              learnStaged()
              const asked: SheetQuery = { ...plainly, ...step.query }
              const opened = looked.view.open(asked)
              const expected = model.look(asked)
              const all = looked.view.rows(opened.view, 0, 1000)
              expect(
                all.map(({ id, group }) => (group ? `${String(group.value)} ${group.count} ${group.folded}` : id)),
              ).toEqual(expected)
              expect(opened.rows).toEqual(all)
              expect(opened.count).toBe(expected.length)
              expect(looked.view.ids(opened.view, 0, 1000).filter((id) => id > 0)).toEqual(
                expected.filter((id) => typeof id === 'number'),
              )
              expect(looked.view.cells(opened.view, 0, 1000, fields)).toEqual(
                expected.flatMap((id) => (typeof id === 'number' ? [fields.map((one) => model.shown(id)[one])] : [])),
              )
            }
          }
        }
        await looked.close()
      },
    ),
    { numRuns: 80 },
  )
})
