import type { ShallowRef } from 'vue'
import { kindStagedBy } from '../../../../shared/actions/catalogue.ts'
import type { ColumnChange } from '../../../../shared/contract/changing.ts'
import type { CallOutput } from '../../../../shared/contract.ts'
import type { BesideRow, EditSource, SheetAction } from '../../../../shared/contract/sheets.ts'
import { entityOfSheet } from '../../../../shared/entities/entity.ts'
import { isCreator, type KindName, kindOf } from '../../../../shared/operations/catalogue.ts'
import { isInOwnOrder } from '../look/sorting.ts'
import type { CellEdit, PendingEdits } from '../pending-edits.ts'
import { rowsByIdMost } from './row-refresh.ts'
import type { Turns } from './turns.ts'
import type { Bridge, OpenView } from './view.ts'

type Staged = CallOutput<'sheet.stage'>
type Made = CallOutput<'sheet.make'>
type UndoStep = CallOutput<'sheet.undo'>['step']

/** A change of a column; its rows are those of the view as it is now, a stretch of them, or all of the sheet. */
export interface ChangeHere extends Omit<ColumnChange, 'sheet' | 'where'> {
  readonly where:
    { readonly rows: 'range'; readonly from: number; readonly count: number } | { readonly rows: 'view' | 'all' }
}

type Without<Union, Key extends PropertyKey> = Union extends unknown ? Omit<Union, Key> : never

/** What is to be done with rows; which rows, the selection says. */
export type RowAction = Without<SheetAction, 'ids'>

/** What is staged in a sheet. Edits, reverts and undos reach the core in the order in which they were made. */
export interface Staging {
  /** How many edits are on their way to the core: whatever else it is asked for meanwhile makes them take longer. */
  readonly underWay: Readonly<ShallowRef<number>>
  /** Stages edits as one undo step; they show at once. */
  stage(edits: readonly CellEdit[], source: EditSource): Promise<Staged>
  /** What a change would come to, some thousand rows at a time from `from` on; stages nothing. */
  previewChange(change: ChangeHere, from: number): Promise<CallOutput<'sheet.previewChange'>>
  /** Stages a change as one undo step. `view-gone` where the rows have been ordered anew: they may be other ones. */
  change(change: ChangeHere): Promise<Staged>
  /** Takes staged edits back; without a field, all of the row. */
  revert(cells: readonly { id: number; field: string | null }[]): Promise<number>
  /** Stages an action on these rows. */
  act(action: RowAction, ids: readonly number[]): Promise<CallOutput<'sheet.act'>>
  /**
   * Stages rows that the panel does not have yet, each by its fields as they are typed, beside another one where they are
   * made so; the view does not show them yet.
   */
  make(rows: readonly Readonly<Record<string, string>>[], beside: BesideRow | null): Promise<Made>
  /** Takes the last step back, or does it again; null where there was none. */
  undo(redo: boolean): Promise<UndoStep>
}

/** Stages in the sheet of a view; `pending` shows edits before the core has them. */
export function stagingIn(view: OpenView, bridge: Bridge, pending: PendingEdits, turns: Turns): Staging {
  const { sheet } = view
  function expect(rows: number): void {
    if (rows > rowsByIdMost) view.expectMany()
  }

  /** Fields in which typing is an action by which rows come to stand elsewhere. */
  const acting = new Set(sheet.columns.filter(({ edit }) => edit?.acts).map(({ field }) => field))

  /** Whether an action makes rows of this sheet. */
  const makes = (kind: KindName): boolean =>
    isCreator(kindOf(kind)) && kindOf(kind).entity === entityOfSheet(sheet.name)

  /** Shows rows as they are by now, where they stand by now. */
  async function rearrange(haveCome: boolean): Promise<void> {
    await view.rearrange()
    // In another order those that have come stand anywhere: they are shown once a person asks for it.
    if (haveCome && !isInOwnOrder(view.query.value)) view.expire()
  }

  /** A change as the core is told of it. */
  function told({ field, where, change }: ChangeHere, open: number): ColumnChange {
    const rows: ColumnChange['where'] =
      where.rows === 'range'
        ? { ...where, view: open }
        : where.rows === 'view'
          ? { rows: where.rows, view: open }
          : { rows: where.rows }
    return { sheet: sheet.name, field, where: rows, change }
  }

  return {
    underWay: turns.underWay,
    async stage(edits, source) {
      const settled = pending.show(edits)
      expect(edits.length)
      // On its way before anything is drawn: the core works while the window does.
      const cells = edits.map(({ id, field, value }) => ({ id, field, value }))
      const staged = turns.take(() => bridge.call('sheet.stage', { sheet: sheet.name, source, cells }))
      view.revise()
      view.paint()
      try {
        const answer = await staged
        if (edits.some(({ field }) => acting.has(field))) await rearrange(true)
        else await view.refresh(edits.map((edit) => edit.id))
        return answer
      } finally {
        settled()
        view.paint()
      }
    },
    previewChange: (change, from) =>
      view.asked((open) => bridge.call('sheet.previewChange', { ...told(change, open), from })),
    async change(change) {
      view.expectMany()
      const answer = await view.askedOnce((open) => turns.take(() => bridge.call('sheet.change', told(change, open))))
      view.revise()
      return answer
    },
    async revert(cells) {
      expect(cells.length)
      const answer = await turns.take(() => bridge.call('sheet.revert', { sheet: sheet.name, cells: [...cells] }))
      view.revise()
      if (sheet.moves) await rearrange(false)
      else await view.refresh(cells.map((cell) => cell.id))
      return answer.unstaged
    },
    async act(action, ids) {
      expect(ids.length)
      const answer = await turns.take(() => bridge.call('sheet.act', { ...action, ids: [...ids] }))
      view.revise()
      const isOfUse = answer.staged + answer.unstaged > 0
      const kind = kindStagedBy(action.kind)
      if (isOfUse && (kind === sheet.moves || makes(kind))) await rearrange(true)
      else await view.refresh(ids)
      return answer
    },
    async make(rows, beside) {
      const told = { sheet: sheet.name, rows: [...rows], ...(beside && { beside }) }
      const answer = await turns.take(() => bridge.call('sheet.make', told))
      view.revise()
      return answer
    },
    async undo(redo) {
      const { step } = await turns.take(() => bridge.call('sheet.undo', { redo }))
      expect(step?.cells ?? 0)
      view.revise()
      if (step && sheet.moves) {
        await rearrange(step.made === sheet.name)
        return step
      }
      if (step) await view.refresh(step.ids)
      if (step?.made === sheet.name) view.expire()
      return step
    },
  }
}
