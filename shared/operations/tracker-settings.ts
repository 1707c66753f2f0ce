import { z } from 'zod'
import { checkComment, checkLabel } from '../rules/text.ts'
import { kind } from './kind.ts'

/** The fields of a tracker that `tracker/settings/update` writes. */
export const trackerSettings = z.object({
  label: z.string().optional(),
  comment: z.string().optional(),
  hidden: z.boolean().optional(),
})
export type TrackerSettings = z.infer<typeof trackerSettings>

/** Edits a tracker's label, comment or visibility. Sent twice it does the same again. (panel-tracker.md, settings/update) */
export const trackerSettingsKind = kind({
  name: 'tracker.settings',
  version: 1,
  params: z.object({
    /** Our id of the tracker. */
    tracker: z.int(),
    /** What it shall be, for the fields that a person touched. */
    set: trackerSettings,
    /** What the panel held when the edit was made, for the same fields. */
    base: trackerSettings,
    /**
     * Where a base is not what the panel held but what an earlier operation, not yet settled then, was to make it:
     * that operation's id. If it comes to nothing, its own base takes the place of this one's.
     */
    baseFrom: z.object({ label: z.int(), comment: z.int(), hidden: z.int() }).partial().default({}),
  }),
  needs: [{ category: 'trackers', operation: 'update' }],
  risk: 'plain',
  twice: 'same-again',
  lanes: ({ tracker }) => [`tracker:${tracker}`],
  batchMost: 1,
  batchKey: () => null,
  describe: ({ tracker, set, base }) => ({
    tracker,
    changes: Object.entries(set).map(([field, to]) => ({
      field,
      from: base[field as keyof typeof base] ?? null,
      to: to ?? null,
    })),
  }),
  check: ({ set }) =>
    (set.label === undefined ? null : checkLabel(set.label)) ??
    (set.comment === undefined ? null : checkComment(set.comment)),
})

/** The fields of an edit in conflict for which nobody has yet said what they shall be. */
export function clashing(
  edit: { readonly set: TrackerSettings; readonly base: TrackerSettings },
  theirs: TrackerSettings,
): (keyof TrackerSettings)[] {
  const fields = Object.keys(theirs) as (keyof TrackerSettings)[]
  return fields.filter((field) => edit.set[field] !== undefined && edit.base[field] !== theirs[field])
}
