import { actionOf } from '../../shared/actions/catalogue.ts'
import type { CallOutput } from '../../shared/contract.ts'
import type { EntityName } from '../../shared/entities/entity.ts'
import type { BesideRow, EditSource, SheetAction } from '../../shared/contract/sheets.ts'
import type { Problem } from '../../shared/problem.ts'
import type { StagingArea } from './staging-area.ts'
import type { Parts } from './long-steps.ts'
import type { CellText, Staged } from './cell-staging.ts'
import type { Made, RowTexts } from './row-making.ts'
import type { StepSoFar } from './undo-log.ts'
import { typedActions } from './typed-actions.ts'
import type { Undone } from './undo.ts'

/**
 * Steps of staging, of any length, done in parts and yet one step to undo. One that is stopped, or of which a part
 * cannot be committed, is taken back as a whole; if the program ends in between, what there is stays staged, and undo
 * takes it back.
 */
export interface StagingSteps {
  /** Stages cells. */
  stage(entity: EntityName, source: EditSource, cells: readonly CellText[], parts: Parts): Promise<Staged>
  /** Stages rows that the panel does not have yet; those that are made beside another one in their order there. */
  make(entity: EntityName, rows: readonly RowTexts[], beside: BesideRow | null, parts: Parts): Promise<Made>
  /** Takes back what is staged in these cells, or rows, and has not been released; answers how many cells and actions. */
  revert(
    entity: EntityName,
    cells: readonly { readonly id: number; readonly field: string | null }[],
    parts: Parts,
  ): Promise<number>
  /**
   * Stages an action on rows of a sheet. Rows to which it means nothing are counted as skipped, rows for
   * which the operation of another row does it as well as `shared`; one that makes a row what it is takes a draft
   * back instead. `broken` of those staged may not be released.
   */
  act(action: SheetAction, parts: Parts): Promise<CallOutput<'sheet.act'>>
  /** Takes the last step back, or does it again; null where there is none. One that is stopped ends as it began. */
  undo(redo: boolean, parts: Parts): Promise<Undone | null>
}

export function createStagingSteps(stagingArea: StagingArea): StagingSteps {
  /** What a person does as one step: where it does not come to its end, nothing of it is left. */
  async function asStep<Answer>(parts: Parts, work: (step: StepSoFar) => Promise<Answer>): Promise<Answer> {
    const step: StepSoFar = { begun: false }
    try {
      const answer = await work(step)
      stagingArea.commits.lastingParts()
      return answer
    } catch (error) {
      if (step.begun) await parts.back(() => takeBackBegun(parts)).catch(() => undefined)
      throw error
    }
  }

  /** Goes over rows; what is staged for more of them than one part may have is for the disk when all are. */
  function stageEach<Row>(rows: readonly Row[], parts: Parts, stage: (some: readonly Row[]) => void): Promise<void> {
    if (rows.length <= parts.rowsAtOnce) return parts.each(rows, stage)
    return parts.each(rows, (some) => stagingArea.commits.parts(() => stage(some)))
  }

  /** On a disk that is full even this may fail; what is left is one step that a person can take back. */
  async function takeBackBegun(parts: Parts): Promise<void> {
    await take(false, parts)
    stagingArea.log.forgetUndone()
  }

  /** Takes the parts of the last step back, or does them again; `taken` counts them. */
  async function take(redo: boolean, parts: Parts, taken = { parts: 0 }): Promise<Undone | null> {
    const done: Undone[] = []
    let left = stagingArea.log.partsLeft(redo)
    const undone = () => stagingArea.undo(redo, parts.rowsAtOnce)
    const some = () =>
      parts.paced(
        () => (left > 1 ? stagingArea.commits.parts(undone) : undone()),
        (part) => part?.cells ?? 0,
      )
    for (let part = some(); part; part = part.more ? some() : null) {
      done.push(part)
      taken.parts += part.parts
      left = Math.max(left - part.parts, Number(part.more))
      // How much the other parts hold is not known: as much as these, as a rule.
      await parts.turn(part.cells, part.more ? Math.ceil((left * part.cells) / part.parts) : 0)
    }
    const [first] = done
    if (!first) return null
    const cells = done.reduce((sum, part) => sum + part.cells, 0)
    const ids = [...new Set(done.flatMap((part) => part.ids))]
    const made = done.find((part) => part.made !== null)?.made ?? null
    return { source: first.source, cells, ids, made, parts: taken.parts, more: false }
  }

  /** The cells of rows that may go along with others behind those, wherever they stand. */
  async function leadersFirst(entity: EntityName, cells: readonly CellText[], parts: Parts) {
    if (!stagingArea.cells.mayFollow(entity, new Set(cells.map(({ field }) => field)))) return cells
    const following = new Set<CellText>()
    const look = (some: readonly CellText[]) => {
      for (const cell of stagingArea.cells.following(entity, some)) following.add(cell)
    }
    await parts.each(cells, look, cells.length)
    return following.size === 0 ? cells : [...cells.filter((cell) => !following.has(cell)), ...following]
  }

  async function actOn(action: SheetAction, parts: Parts, step: StepSoFar): Promise<CallOutput<'sheet.act'>> {
    const acting = stagingArea.operations.acting(action)
    await parts.each(acting.rows, (some) => acting.look(some), acting.rows.length)
    await stageEach(acting.subjects(), parts, (some) => acting.stage(some, step))
    return acting.counts()
  }

  return {
    stage: (entity, source, cells, parts) =>
      asStep(parts, async (step) => {
        const counts: Staged = { staged: 0, unstaged: 0, skipped: 0, broken: 0 }
        const { edits, acts, unsaid } = typedActions(entity, cells)
        counts.skipped += unsaid
        const ordered = await leadersFirst(entity, edits, parts)
        await stageEach(ordered, parts, (some) => addTo(counts, stagingArea.cells.edit(entity, source, some, step)))
        for (const action of acts) {
          const { unstaged, skipped, broken, left } = await actOn(action, parts, step)
          const why = skipped > 0 ? (left?.[0]?.problem ?? untold(action)) : undefined
          if (why) counts.why ??= why
          // Counted in cells, whatever it took.
          addTo(counts, { staged: Math.max(0, action.ids.length - skipped - unstaged), unstaged, skipped, broken })
        }
        return counts
      }),

    make: (entity, rows, beside, parts) =>
      asStep(parts, async (step) => {
        const made: Made = { ids: [], skipped: [], broken: 0 }
        await stageEach(rows, parts, (some) => {
          const last = made.ids.at(-1)
          const behind = beside && last !== undefined ? ({ row: last, at: 'behind' } as const) : beside
          const more = stagingArea.rows.make(entity, some, step, behind)
          for (const { place, problem } of more.skipped) made.skipped.push({ place: made.ids.length + place, problem })
          made.ids.push(...more.ids)
          made.broken += more.broken
        })
        return made
      }),

    revert: (entity, cells, parts) =>
      asStep(parts, async (step) => {
        let count = 0
        await stageEach(cells, parts, (some) => void (count += stagingArea.revert(entity, some, step)))
        return count
      }),

    act: (action, parts) => asStep(parts, (step) => actOn(action, parts, step)),

    async undo(redo, parts) {
      const taken = { parts: 0 }
      try {
        const undone = await take(redo, parts, taken)
        stagingArea.commits.lastingParts()
        return undone
      } catch (error) {
        await parts
          .back(async () => {
            for (; taken.parts > 0; taken.parts--) {
              const part = stagingArea.undo(!redo)
              await parts.turn(part?.cells ?? 0, (taken.parts - 1) * parts.rowsAtOnce)
            }
          })
          .catch(() => undefined)
        throw error
      }
    },
  }
}

function addTo(counts: Staged, more: Staged): void {
  counts.staged += more.staged
  counts.unstaged += more.unstaged
  counts.skipped += more.skipped
  counts.broken += more.broken
  if (more.why) counts.why ??= more.why
}

/** Why what was typed is nothing that could be done, as far as the action says so. */
function untold(action: SheetAction): Problem | undefined {
  const { untold: code, cells = {} } = actionOf(action.kind) ?? {}
  const said: Readonly<Record<string, unknown>> = action
  const value = Object.values(cells)
    .map((name) => said[name])
    .find((text): text is string => typeof text === 'string' && text !== '')
  return code && { code, values: { value: (value ?? '').slice(0, 100) } }
}
