import type { Permissions } from '../../../shared/model/permissions.ts'

/** Whether the account may open sessions of users, as far as is known: nothing is, before the first sign-in. */
export function maySeeRoutes(permissions: Permissions): boolean {
  return Object.keys(permissions).length === 0 || (permissions['user_sessions']?.includes('create') ?? false)
}
