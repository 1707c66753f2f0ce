import type { ParamsOf } from '../../shared/operations/catalogue.ts'
import { keptBy } from '../../shared/operations/edit.ts'
import { soundSettings } from '../../shared/operations/tracker-settings.ts'
import { fail } from '../../shared/problem.ts'
import { isPlainText } from '../../shared/rules/text.ts'
import { trackerReader } from '../entities/tracker-reader.ts'
import type { PanelTracker } from '../panel/panel-api.ts'
import type { Executor } from './executor.ts'
import { inverseEdit } from './inverse-edit.ts'
import { readRowsBack, showsEdit } from './read-rows-back.ts'

type Params = ParamsOf<'tracker.settings'>

const holds = ({ label, comment, hidden }: Readonly<PanelTracker>) => ({ label, comment, hidden })

/**
 * `tracker/settings/update`: it is taken as a full write, so what the person has not touched is written as the read just
 * before showed it. Of label and `deleted` one source says that the panel wants them always, another that they may be
 * left out (panel-tracker.md, settings/update; panel-openapi.json); what becomes of one that is left out, neither says.
 * So both always go along, and where no read shows one of them, the edit does not go: an empty label, or a `deleted`
 * that is made up, would be somebody's loss. `comment` is optional in both, and the vendor's own interface sends it with
 * the others (panel-api.md, section 5): it goes along where it was shown, and is left out where it was not.
 */
export const trackerSettingsExecutor: Executor<Params, PanelTracker> = {
  reads: ({ row }) => row,
  holds,

  request([operation], around) {
    const held = operation && around.fresh(operation.params.row)
    if (!held) return fail('entity-gone')
    const { label, comment, hidden } = { ...held, ...soundSettings.parse(operation.params.set) }
    return {
      path: 'tracker/settings/update',
      body: { tracker_id: held.panelId, label, deleted: hidden, ...(comment === undefined ? {} : { comment }) },
    }
  },

  lacks({ set }, held) {
    const isLacking = ({ label, hidden }: Pick<PanelTracker, 'label' | 'hidden'>) =>
      label === undefined || hidden === undefined
    return isLacking({ ...held, ...soundSettings.parse(set) }) ? { code: 'not-shown' } : null
  },

  setsComment: ({ set }) => set.comment !== undefined,
  mayBeKeptOtherwise: ({ set }) => [set.label, set.comment].some((text) => text !== undefined && !isPlainText(text)),

  outcomes: (operations) => new Map(operations.map(({ id }) => [id, { done: null }])),
  narrow: () => Promise.resolve(null),

  readBack: (operations, around) =>
    readRowsBack(trackerReader, operations, around, (held, edit) =>
      // A comment that is not shown may be empty.
      showsEdit(edit, { ...holds(held), comment: held.comment ?? '' }),
    ),

  inverse: ({ params, result }, cache) =>
    inverseEdit('tracker.settings', { ...params, set: keptBy(params, result) }, cache, holds),

  apply({ params, result }, cache, outcome) {
    const written = soundSettings.safeParse(keptBy(params, result))
    if (written.success) cache.change('tracker', params.row, written.data, outcome)
  },
}
