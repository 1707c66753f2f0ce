import { z } from 'zod'
import { checkComment, checkLabel } from '../rules/text.ts'
import { changesOf, editParams } from './edit.ts'
import { kind } from './kind.ts'

/** The fields of a tracker that `tracker/settings/update` writes. */
const fields = { label: z.string(), comment: z.string(), hidden: z.boolean() }
export const trackerSettings = z.object(fields).partial()
export type TrackerSettings = z.infer<typeof trackerSettings>

/** Edits a tracker's label, comment or visibility. Sent twice it does the same again. (panel-tracker.md, settings/update) */
export const trackerSettingsKind = kind({
  name: 'tracker.settings',
  version: 1,
  params: z.object(editParams(fields)),
  needs: [{ category: 'trackers', operation: 'update' }],
  risk: 'plain',
  twice: 'same-again',
  lanes: ({ tracker }) => [`tracker:${tracker}`],
  batchMost: 1,
  batchKey: () => null,
  describe: (params) => ({ tracker: params.tracker, changes: changesOf(params) }),
  check: ({ set }) =>
    (set.label === undefined ? null : checkLabel(set.label)) ??
    (set.comment === undefined ? null : checkComment(set.comment)),
})
