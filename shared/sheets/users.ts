import { userEdits as edits } from '../operations/user-update.ts'
import { passwordEdit } from '../rules/password.ts'
import type { Sheet } from './sheet.ts'

/** The users who own the trackers. */
export const usersSheet = {
  name: 'users',
  id: 'id',
  order: ['id'],
  named: 'login',
  needs: [{ category: 'users', operation: 'read' }],
  related: [
    { sheet: 'trackers', name: 'owner', id: 'userId' },
    { sheet: 'routes', user: 'id' },
  ],
  columns: [
    { field: 'id', type: 'identifier', width: 96, pinned: true, searched: true },
    { field: 'login', type: 'text', width: 220, pinned: true, searched: true, edit: edits.login },
    { field: 'lastName', type: 'text', width: 140, searched: true, edit: edits.lastName },
    { field: 'firstName', type: 'text', width: 130, searched: true, edit: edits.firstName },
    { field: 'middleName', type: 'text', width: 120, searched: true, edit: edits.middleName },
    { field: 'legalName', type: 'text', width: 180, searched: true, edit: edits.legalName },
    { field: 'legalType', type: 'choice', width: 120, facet: true },
    // What changes with every tracker that comes or goes, and with every day that is paid for.
    { field: 'trackersCount', type: 'number', width: 96, passing: true },
    { field: 'phone', type: 'identifier', width: 130, searched: true, edit: edits.phone },
    { field: 'city', type: 'choice', width: 140, searched: true, facet: true, edit: edits.city },
    { field: 'region', type: 'text', width: 130, searched: true, edit: edits.region },
    { field: 'country', type: 'text', width: 120, searched: true, edit: edits.country },
    { field: 'street', type: 'text', width: 180, searched: true, edit: edits.street },
    { field: 'postIndex', type: 'identifier', width: 90, searched: true, edit: edits.postIndex },
    { field: 'activated', type: 'flag', width: 96, edit: edits.activated },
    { field: 'verified', type: 'flag', width: 90 },
    { field: 'balance', type: 'money', width: 110, passing: true },
    { field: 'bonus', type: 'money', width: 100 },
    { field: 'created', type: 'date', width: 160 },
    { field: 'comment', type: 'text', width: 220, searched: true, edit: edits.comment },
    { field: 'dealer', type: 'choice', width: 150 },
    { field: 'password', type: 'text', width: 100, edit: passwordEdit },
    { field: 'tin', type: 'identifier', width: 120, edit: edits.tin },
    { field: 'iec', type: 'identifier', width: 110, edit: edits.iec },
    { field: 'dealerId', type: 'identifier', width: 90 },
  ],
} as const satisfies Sheet
