import type { PutBackAnswer } from '../../shared/contract/changes.ts'
import type { EntityName } from '../../shared/entities/entity.ts'
import { keptEntities, keptFieldsOf } from '../../shared/entities/kept-fields.ts'
import { editsOf } from '../../shared/operations/catalogue.ts'
import type { Problem, ProblemCode } from '../../shared/problem.ts'
import type { CellValue } from '../../shared/sheets/cell-value.ts'
import { textOf } from '../../shared/sheets/column-edit.ts'
import type { Cache } from '../store/cache.ts'
import type { HeldChange } from '../store/panel-changes.ts'
import type { CellText } from './cell-staging.ts'
import type { Parts } from './long-steps.ts'
import type { StagingSteps } from './staging-steps.ts'

/** Stages the values that stood in cells before they changed at the panel. */
export interface PuttingBack {
  /** Each where the panel still holds what it changed to; says why others stay. */
  putBack(ids: readonly number[], parts: Parts): Promise<PutBackAnswer>
}

/** A cell that goes back, to the value before the changes that were gone back over. */
interface Cell {
  readonly id: number
  readonly field: string
  readonly value: CellValue
}

const plain = (value: unknown): CellValue => (value === undefined || value === '' ? null : (value as CellValue))

export function createPuttingBack({ cache, steps }: { cache: Cache; steps: StagingSteps }): PuttingBack {
  const heldBy = new Map(
    keptEntities.map((entity) => [
      entity,
      new Map(keptFieldsOf(entity).map(({ column, held }) => [column.field, held] as const)),
    ]),
  )

  /** What stands in the way of any putting back in this column. */
  function hindrance({ entity, field }: HeldChange): ProblemCode | null {
    if (field === null) return 'put-back-row'
    const edit = editsOf(entity).get(field)?.edit
    return edit === undefined || edit.acts || edit.secret ? 'cell-read-only' : null
  }

  /** What the changed cells hold now; without those whose row is gone. */
  function present(entity: EntityName, changes: readonly HeldChange[]): Map<string, CellValue> {
    const held = heldBy.get(entity)
    const fields = [...new Set(changes.flatMap(({ field }) => held?.get(field ?? '') ?? []))]
    const rows = cache.fieldsOf(entity, [...new Set(changes.map(({ row }) => row))], fields)
    return new Map(
      changes.flatMap(({ row, field }) => {
        const found = rows.get(row)
        const name = held?.get(field ?? '')
        return found && name !== undefined ? [[`${row} ${field}`, plain(found[name])] as const] : []
      }),
    )
  }

  return {
    async putBack(ids, parts) {
      const cells = new Map<EntityName, Map<string, Cell>>()
      const reasons = new Map<ProblemCode, number>()
      const stays = (code: ProblemCode) => void reasons.set(code, (reasons.get(code) ?? 0) + 1)

      function look(entity: EntityName, changes: readonly HeldChange[]): void {
        const now = present(entity, changes)
        const known = cells.get(entity) ?? new Map<string, Cell>()
        cells.set(entity, known)
        for (const { row, field, old, new: to } of changes) {
          const name = `${row} ${field}`
          const cell = known.get(name)
          const held = cell ? cell.value : now.get(name)
          if (field === null || held === undefined) stays('put-back-gone')
          else if (held !== to) stays('put-back-changed')
          else known.set(name, { id: row, field, value: old })
        }
      }

      // The newest first: of several changes of one cell each goes on from where the one after it has led.
      const newestFirst = [...new Set(ids)].sort((a, b) => b - a)
      await parts.each(newestFirst, (some) => {
        const byEntity = new Map<EntityName, HeldChange[]>()
        for (const change of cache.changes.held(some)) {
          const code = hindrance(change)
          if (code) stays(code)
          else addTo(byEntity, change)
        }
        for (const [entity, changes] of byEntity) look(entity, changes)
      })

      const answer = { staged: 0, unstaged: 0, broken: 0, steps: 0 }
      const left: { problem: Problem; changes: number }[] = [...reasons].map(([code, changes]) => ({
        problem: { code },
        changes,
      }))
      for (const [entity, known] of cells) {
        const texts: CellText[] = [...known.values()].map(({ id, field, value }) => ({
          id,
          field,
          value: textOf(value),
        }))
        if (texts.length === 0) continue
        const { staged, unstaged, broken, skipped, why } = await steps.stage(entity, 'change', texts, parts)
        answer.staged += staged
        answer.unstaged += unstaged
        answer.broken += broken
        answer.steps += Number(staged + unstaged > 0)
        if (skipped > 0) left.push({ problem: why ?? { code: 'cell-read-only' }, changes: skipped })
      }
      return { ...answer, left }
    },
  }
}

function addTo(byEntity: Map<EntityName, HeldChange[]>, change: HeldChange): void {
  const others = byEntity.get(change.entity)
  if (others) others.push(change)
  else byEntity.set(change.entity, [change])
}
