import { sheets } from '../../shared/sheets/catalogue.ts'
import { entities, laneOfRow, type EntityName } from '../../shared/entities/entity.ts'
import { creatorOf } from '../../shared/operations/catalogue.ts'
import { fail, type Problem } from '../../shared/problem.ts'
import type { Clock } from '../ports.ts'
import type { Cache } from '../store/cache.ts'
import type { Journal } from '../store/journal.ts'
import type { NewOperation } from '../store/operation.ts'
import type { CellReader } from './cell-reader.ts'
import type { OutboxEvents } from './outbox-events.ts'
import { ownIdsFor } from './own-ids.ts'
import type { ActionPart, StepSoFar, UndoLog } from './undo-log.ts'

/** A row that the panel does not have yet, by the fields of its sheet, as a person types or pastes them. */
export type RowTexts = Readonly<Record<string, string>>

/** What staging rows came to: our ids of them, and how many were there already or break a rule. */
export interface Made {
  ids: number[]
  skipped: number
  broken: number
}

/** Stages rows of our own. From then on each is a row of its sheet like any other. */
export interface RowMaking {
  /**
   * Stages rows of an entity in one commit, as an undo step or as a further part of one that has begun. One that is
   * staged already is skipped. `bad-call` where nothing makes such rows.
   */
  make(entity: EntityName, rows: readonly RowTexts[], step: StepSoFar): Made
}

export function createRowMaking(core: {
  journal: Journal
  cache: Cache
  clock: Clock
  events: OutboxEvents
  log: UndoLog
  reader: CellReader
}): RowMaking {
  const { journal, clock, events, log, reader } = core

  return {
    make(entity, rows, step) {
      const kind = creatorOf(entity) ?? fail('bad-call', { entity })
      const { creates } = kind
      const { named } = sheets[entities[entity].sheet]
      const read = rows.map((texts) => {
        const cells = Object.keys(creates.fields).flatMap((field) =>
          texts[field] === undefined ? [] : { field, value: texts[field] },
        )
        const given: Record<string, unknown> = {}
        const unresolved: Record<string, Problem> = {}
        reader(entity, cells).forEach(({ value, problem }, index) => {
          const { field } = cells[index]!
          given[creates.fields[field]!] = value
          if (problem) unresolved[field] = problem
        })
        const params = { ...given, unresolved }
        return { params, subject: texts[named] ?? '', key: creates.key(kind.params.parse({ ...params, row: 0 })) }
      })
      const made: Made = { ids: [], skipped: 0, broken: 0 }
      const parts: ActionPart[] = []
      const drafts: NewOperation[] = []
      const changeSet = journal.commit(() => {
        const ids = ownIdsFor(
          core,
          kind,
          read.map(({ key }) => key),
        )
        const taken = new Set(journal.inLanes([...ids.values()].map((id) => laneOfRow({ entity, id }))).keys())
        for (const { params: said, subject, key } of read) {
          const id = ids.get(key) ?? fail('unexpected')
          const lane = laneOfRow({ entity, id })
          if (taken.has(lane)) {
            made.skipped += 1
            continue
          }
          taken.add(lane)
          const params = kind.params.parse({ ...said, row: id })
          const broken = kind.check(params)
          if (broken) made.broken += 1
          made.ids.push(id)
          const { name, version } = kind
          drafts.push({ kind: name, version, params, subject, broken, lanes: kind.lanes(params), fileRow: null })
          parts.push({ id, kind: name as ActionPart['kind'], subject, before: null, after: params })
        }
        if (drafts.length === 0) return null
        const into = journal.openSheetSet(clock.now())
        journal.addAll(into, drafts, clock.now())
        log.record('act', parts, step.begun)
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
