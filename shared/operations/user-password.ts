import { z } from 'zod'
import { laneOfRow } from '../entities/entity.ts'
import { passwordEdit } from '../rules/password.ts'
import { changesOf, editParams, firstBroken, referenceParams } from './edit.ts'
import { kind } from './kind.ts'

const edits = { password: passwordEdit }

/**
 * Gives a user another password. What is staged is a token: the password itself is in the keychain. The panel takes none of
 * the last ten, and shows none, so nobody can see whether it took effect where the answer is lost. (panel-api.md, section 4.2)
 */
export const userPasswordKind = kind({
  name: 'user.password',
  entity: 'user',
  methods: ['user/change_password'],
  version: 1,
  params: z.object({ ...editParams({ password: z.string() }), ...referenceParams }),
  edits,
  needs: [{ category: 'users', operation: 'update' }],
  risk: 'plain',
  idempotence: 'refused',
  unseen: true,
  lanes: ({ row }) => [laneOfRow({ entity: 'user', id: row })],
  ownOnly: 'user-foreign',
  batchMost: 1,
  batchKey: () => null,
  describe: (params) => ({ row: params.row, changes: changesOf(params) }),
  check: ({ set, unresolved }) => firstBroken(edits, set, unresolved),
})
