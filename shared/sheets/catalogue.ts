import { bundlesSheet } from './bundles.ts'
import type { Sheet } from './sheet.ts'
import { trackersSheet } from './trackers.ts'
import { usersSheet } from './users.ts'

/** Every sheet there is. */
export const sheets = { trackers: trackersSheet, users: usersSheet, bundles: bundlesSheet } as const satisfies Record<
  string,
  Sheet
>

export const sheetNames = ['trackers', 'users', 'bundles'] as const
export type SheetName = (typeof sheetNames)[number]
