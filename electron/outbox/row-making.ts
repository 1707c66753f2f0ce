import type { CallOutput } from '../../shared/contract.ts'
import type { BesideRow } from '../../shared/contract/sheets.ts'
import { sheets } from '../../shared/sheets/catalogue.ts'
import type { ColumnEdit } from '../../shared/sheets/column-edit.ts'
import { entities, laneOfRow, type EntityName } from '../../shared/entities/entity.ts'
import { creatorOf } from '../../shared/operations/catalogue.ts'
import { fail, type Problem } from '../../shared/problem.ts'
import { makings } from '../operations/makings.ts'
import type { OperationStaging } from './operation-staging.ts'
import type { Clock } from '../ports.ts'
import type { Cache } from '../store/cache.ts'
import type { Journal } from '../store/journal.ts'
import type { NewOperation } from '../store/operation.ts'
import type { CellReader, CellSetting } from './cell-reader.ts'
import type { OutboxEvents } from './outbox-events.ts'
import { ownIdsFor } from './own-ids.ts'
import type { ActionPart, StepSoFar, UndoLog } from './undo-log.ts'

/** A row that the panel does not have yet, by the fields of its sheet, as a person types or pastes them. */
export type RowTexts = Readonly<Record<string, string>>

/**
 * What staging rows came to: our ids of all of them, in their order; of those that there are already the places among
 * them and why; and how many that were staged break a rule.
 */
export type Made = CallOutput<'sheet.make'>

/** Stages rows of our own. From then on each is a row of its sheet like any other. */
export interface RowMaking {
  /**
   * Stages rows of an entity in one commit, as an undo step or as a further part of one that has begun. One that the
   * panel has, or that is staged already, is skipped. `bad-call` where nothing makes such rows, or not of such texts.
   * Those that are made beside another row are told which.
   */
  make(entity: EntityName, rows: readonly RowTexts[], step: StepSoFar, beside?: BesideRow | null): Made
}

export function createRowMaking(core: {
  journal: Journal
  cache: Cache
  clock: Clock
  events: OutboxEvents
  log: UndoLog
  reader: CellReader
  operations: Pick<OperationStaging, 'make'>
}): RowMaking {
  const { journal, cache, clock, events, log, reader, operations } = core

  /** What texts say of a row, by the fields that are asked for. */
  function read(entity: EntityName, asked: Readonly<Record<string, ColumnEdit>>, texts: RowTexts) {
    const given: Record<string, CellSetting> = {}
    const unresolved: Record<string, Problem> = {}
    const fields = Object.keys(asked).filter((field) => texts[field] !== undefined)
    function take(some: readonly string[]): void {
      const cells = some.map((field) => ({ field, value: texts[field] ?? '', ...whose(field) }))
      reader(entity, cells).forEach(({ value, problem }, at) => {
        const field = some[at]!
        given[field] = value
        if (problem) unresolved[field] = problem
      })
    }
    /** Of whom such things are: what was said of that. */
    function whose(field: string): { readonly whose?: number } {
      const within = asked[field]?.within
      const owner = Object.keys(asked).find((one) => within !== undefined && asked[one]?.heldIn === within)
      const user = owner === undefined ? undefined : given[owner]
      return typeof user === 'number' ? { whose: user } : {}
    }
    take(fields.filter((field) => asked[field]?.within === undefined))
    take(fields.filter((field) => asked[field]?.within !== undefined))
    return { given, unresolved }
  }

  return {
    make(entity, rows, step, beside = null) {
      const kind = creatorOf(entity) ?? fail('bad-call', { entity })
      const { creates } = kind
      const { named } = sheets[entities[entity].sheet]
      const texts = rows.map((row) => read(entity, creates.asks ?? creates.fields, row))
      if (Object.hasOwn(makings, kind.name)) return operations.make(entity, texts, beside, step)
      const said = texts.map(({ given, unresolved }) => {
        const { data: params = fail('bad-call', { entity }) } = kind.params.safeParse({ ...given, unresolved, row: 0 })
        return { params, subject: String(given[named] ?? ''), key: creates.key(params) }
      })
      const made: Made = { ids: [], skipped: [], broken: 0 }
      const parts: ActionPart[] = []
      const drafts: NewOperation[] = []
      const changeSet = journal.commit(() => {
        const ids = ownIdsFor(
          core,
          kind,
          said.map(({ key }) => key),
        )
        const atPanel = cache.byIds(entity, [...ids.values()])
        const staged = new Set(journal.inLanes([...ids.values()].map((id) => laneOfRow({ entity, id }))).keys())
        for (const [place, { params: sound, subject, key }] of said.entries()) {
          const id = ids.get(key) ?? fail('unexpected')
          const lane = laneOfRow({ entity, id })
          made.ids.push(id)
          if (atPanel.has(id) || staged.has(lane)) {
            made.skipped.push({ place, problem: { code: atPanel.has(id) ? 'row-at-panel' : 'row-staged' } })
            continue
          }
          staged.add(lane)
          const params = kind.params.parse({ ...(sound as object), row: id })
          const broken = kind.check(params)
          if (broken) made.broken += 1
          const { name, version } = kind
          drafts.push({ kind: name, version, params, subject, broken, lanes: kind.lanes(params), fileRow: null })
          parts.push({ id, kind: name as ActionPart['kind'], subject, before: null, after: params })
        }
        if (drafts.length === 0) return null
        const into = journal.openSheetSet(clock.now())
        journal.addAll(into, drafts, clock.now())
        log.record('make', parts, step.begun)
        return into
      })
      if (changeSet !== null) {
        step.begun = true
        events.changed(
          [changeSet],
          drafts.flatMap(({ lanes }) => lanes),
        )
      }
      return made
    },
  }
}
