import { z } from 'zod'
import { laneOfRow } from '../entities/entity.ts'
import { checkComment, checkLabel } from '../rules/text.ts'
import { flagEdit, textEdit, type ColumnEdit } from '../sheets/column-edit.ts'
import { changesOf, editParams, firstBroken, rowOfTracker } from './edit.ts'
import { kind } from './kind.ts'

/**
 * The fields of a tracker that `tracker/settings/update` writes, as they are staged. What a person typed for a flag and
 * says neither yes nor no is staged as a text: it breaks a rule, so it is kept and never sent.
 */
const fields = { label: z.string(), comment: z.string(), hidden: z.union([z.boolean(), z.string()]) }
export const trackerSettings = z.object(fields).partial()
export type TrackerSettings = z.infer<typeof trackerSettings>

/** The same fields as they may be sent. */
export const soundSettings = z.object({ ...fields, hidden: z.boolean() }).partial()

/** How each of them is edited. */
export const settingsEdits: Readonly<Record<keyof TrackerSettings, ColumnEdit>> = {
  label: textEdit(checkLabel),
  comment: textEdit(checkComment),
  hidden: flagEdit,
}

/** Edits a tracker's label, comment or visibility. Sent twice it does the same again. (panel-tracker.md, settings/update) */
export const trackerSettingsKind = kind({
  name: 'tracker.settings',
  entity: 'tracker',
  methods: ['tracker/settings/update'],
  version: 2,
  params: z.object(editParams(fields)),
  upgrade: { 1: rowOfTracker },
  edits: settingsEdits,
  needs: [{ category: 'trackers', operation: 'update' }],
  risk: 'plain',
  idempotence: 'same-again',
  lanes: ({ row }) => [laneOfRow({ entity: 'tracker', id: row })],
  ownOnly: 'tracker-foreign',
  batchMost: 1,
  batchKey: () => null,
  describe: (params) => ({ row: params.row, changes: changesOf(params) }),
  check: ({ set }) => firstBroken(settingsEdits, set),
})
