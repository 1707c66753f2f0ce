import { entityOfSheet } from '../../shared/entities/entity.ts'
import type { CallOutput } from '../../shared/contract.ts'
import type { ChangedRows, ColumnChange } from '../../shared/contract/changing.ts'
import { ProblemError, type Problem } from '../../shared/problem.ts'
import { brokenBy } from '../../shared/operations/edit.ts'
import { editsOf } from '../../shared/operations/catalogue.ts'
import { sheets } from '../../shared/sheets/catalogue.ts'
import { readChange, type CellChange } from '../../shared/sheets/change.ts'
import { textOf, type ColumnEdit } from '../../shared/sheets/column-edit.ts'
import type { Shown } from '../../shared/sheets/pattern.ts'
import type { Sheet } from '../../shared/sheets/sheet.ts'
import type { Clock } from '../ports.ts'
import type { SheetView } from '../store/sheet-view.ts'
import type { StagingSteps } from './staging-steps.ts'
import type { Parts } from './long-steps.ts'
import type { CellReader, ReadText } from './cell-reader.ts'
import type { CellText, Staged } from './cell-staging.ts'

/** So many rows are previewed at a time: some milliseconds' work. */
const rowsAtOnce = 500
/** So many rows a preview looks at before it answers. */
const previewedAtOnce = 5000
/** So many examples are shown of what a change would do. */
const mostExamples = 100

type Preview = CallOutput<'sheet.previewChange'>
type Example = Preview['examples'][number]

/** Changes of a whole column's cells at once, each from what its row shows. */
export interface ColumnChanges {
  /** What a change would come to, from row `from` of its rows on and so far as one answer goes; stages nothing. */
  preview(change: ColumnChange, from: number): Promise<Preview>
  /** Stages a change as one undo step; call it in turn. Throws the problem of one that cannot be made. */
  make(change: ColumnChange, parts: Parts): Promise<Staged>
}

/** One cell of those that a change is about. */
interface ChangedCell {
  readonly id: number
  readonly before: string
  readonly after: string
  readonly shown: Shown
  /** What it comes to as an edit; null where it shows that already. */
  readonly read: ReadText | null
}

export function createColumnChanges(core: {
  sheets: Pick<SheetView, 'allIds' | 'ids' | 'rowsById'>
  steps: Pick<StagingSteps, 'stage'>
  clock: Pick<Clock, 'turn'>
  reader: CellReader
}): ColumnChanges {
  const { clock } = core

  function idsOf(sheet: ColumnChange['sheet'], where: ChangedRows): number[] {
    const all = Number.MAX_SAFE_INTEGER
    switch (where.rows) {
      case 'range':
        return core.sheets.ids(where.view, where.from, where.count)
      case 'view':
        return core.sheets.ids(where.view, 0, all)
      case 'all':
        return core.sheets.allIds(sheet)
    }
  }

  /** The rows of a change. What stands between them, such as the head of a group, has no id of its own. */
  const rowsOf = ({ sheet, where }: ColumnChange): number[] => idsOf(sheet, where).filter((id) => id > 0)

  /** The cells of a stretch of rows, of which the first is the `place`th of all that the change is for. */
  function cellsOf({ sheet, field }: ColumnChange, ids: readonly number[], place: number, make: CellChange) {
    const rows = new Map(core.sheets.rowsById(sheet, ids).map((row) => [row.id, row]))
    const cells = ids.flatMap((id, index): Omit<ChangedCell, 'read'>[] => {
      const row = rows.get(id)
      if (!row) return []
      const shown: Shown = (name) => row.marks[name]?.value ?? row.values[name] ?? null
      return [{ id, before: textOf(shown(field)), after: make(shown, place + index), shown }]
    })
    const texts = cells.flatMap(({ before, after }) => [before, after].map((value) => ({ field, value })))
    const read = core.reader(entityOfSheet(sheet), texts)
    // `yes` and `1` are the same to a flag, and a plan's name and its id to a plan.
    return cells.map((cell, index): ChangedCell => {
      const [before, after] = [read[2 * index], read[2 * index + 1]]
      return { ...cell, read: before?.value === after?.value ? null : (after ?? null) }
    })
  }

  return {
    async preview(change, from) {
      const read = readable(change)
      const counts = { rows: 0, changed: 0, same: 0, broken: 0 }
      if ('problem' in read) return { ...counts, total: 0, next: null, examples: [], problem: read.problem }
      const ids = rowsOf(change)
      const end = Math.min(ids.length, from + previewedAtOnce)
      const broken: Example[] = []
      const sound: Example[] = []
      const { named } = sheets[change.sheet]
      const preview = ({ id, before, after, shown, read: cell }: ChangedCell): void => {
        counts.rows += 1
        if (!cell) {
          counts.same += 1
          return
        }
        counts.changed += 1
        const problem = brokenBy(read.edit, cell.value, cell.problem ?? undefined)
        if (problem) counts.broken += 1
        const examples = problem ? broken : sound
        if (examples.length === mostExamples) return
        examples.push({ id, name: textOf(shown(named)), before, after, ...(problem ? { problem } : {}) })
      }
      for (let at = from; at < end; at += rowsAtOnce) {
        cellsOf(change, ids.slice(at, Math.min(end, at + rowsAtOnce)), at, read.change).forEach(preview)
        await clock.turn()
      }
      return {
        ...counts,
        total: ids.length,
        next: end < ids.length ? end : null,
        examples: [...broken, ...sound].slice(0, mostExamples),
      }
    },

    async make(change, parts) {
      const read = readable(change)
      if ('problem' in read) throw new ProblemError(read.problem)
      const cells: CellText[] = []
      const ids = rowsOf(change)
      let place = 0
      await parts.each(
        ids,
        (some) => {
          for (const { id, after, read: cell } of cellsOf(change, some, place, read.change)) {
            if (cell) cells.push({ id, field: change.field, value: after })
          }
          place += some.length
        },
        ids.length,
      )
      return core.steps.stage(entityOfSheet(change.sheet), 'change', cells, parts)
    },
  }
}

/** A change made ready, with how its column is edited; or why it cannot be made. */
function readable({
  sheet,
  field,
  change,
}: ColumnChange): { change: CellChange; edit: ColumnEdit } | { problem: Problem } {
  const { columns }: Sheet = sheets[sheet]
  const edit = editsOf(entityOfSheet(sheet)).get(field)?.edit
  if (!edit) return { problem: { code: 'cell-read-only' } }
  const read = readChange(change, field, columns)
  return 'problem' in read ? read : { ...read, edit }
}
