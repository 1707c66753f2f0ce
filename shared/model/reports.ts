import type { Permission } from './permissions.ts'

/** What it takes to see reports. (panel-additions.md, F3; the page names `trackers: read`) */
export const reportsNeed: readonly Permission[] = [{ category: 'trackers', operation: 'report' }]
