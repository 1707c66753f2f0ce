import { consolesNeed, mostConsoles } from '../contract/consoles.ts'
import { blockEdits } from '../operations/tracker-block.ts'
import { ownerEdits } from '../operations/tracker-move.ts'
import { settingsEdits } from '../operations/tracker-settings.ts'
import { planEdits } from '../operations/tracker-tariff.ts'
import type { Sheet } from './sheet.ts'

/** The trackers of a panel, clones and hidden ones among them. */
export const trackersSheet = {
  name: 'trackers',
  id: 'panelId',
  order: ['panelId'],
  named: 'label',
  needs: [{ category: 'trackers', operation: 'read' }],
  related: [
    { sheet: 'routes', user: 'userId' },
    { page: 'console', needs: consolesNeed, most: mostConsoles },
  ],
  columns: [
    { field: 'panelId', type: 'identifier', width: 96, pinned: true, searched: true },
    { field: 'label', type: 'text', width: 220, pinned: true, searched: true, edit: settingsEdits.label },
    { field: 'modelName', type: 'choice', width: 170, facet: true },
    { field: 'deviceId', type: 'identifier', width: 150, searched: true },
    { field: 'owner', type: 'choice', width: 200, searched: true, facet: true, edit: ownerEdits.owner },
    { field: 'plan', type: 'choice', width: 120, facet: true, edit: planEdits.plan },
    { field: 'connection', type: 'choice', width: 116, facet: true, passing: true },
    { field: 'comment', type: 'text', width: 240, searched: true, edit: settingsEdits.comment },
    { field: 'phone', type: 'identifier', width: 130, searched: true },
    { field: 'lastConnection', type: 'date', width: 150, utc: true, passing: true },
    { field: 'clone', type: 'flag', width: 80 },
    { field: 'hidden', type: 'flag', width: 80, edit: settingsEdits.hidden },
    { field: 'blocked', type: 'flag', width: 84, edit: blockEdits.blocked },
    { field: 'corrupted', type: 'flag', width: 92 },
    { field: 'created', type: 'date', width: 110 },
    { field: 'tariffEnd', type: 'date', width: 110 },
    { field: 'sourceId', type: 'identifier', width: 100 },
    { field: 'groupId', type: 'identifier', width: 90 },
    { field: 'userId', type: 'identifier', width: 100 },
    { field: 'model', type: 'text', width: 150 },
    { field: 'dealer', type: 'choice', width: 150 },
    { field: 'dealerId', type: 'identifier', width: 90 },
  ],
} as const satisfies Sheet
