import { assignEdits } from '../operations/route-assign.ts'
import { routeEdits } from '../operations/route-update.ts'
import { userSession } from '../operations/task.ts'
import { tagsEdit } from '../rules/tags.ts'
import type { Sheet } from './sheet.ts'

/** The routes of the users that were chosen. */
export const routesSheet = {
  name: 'routes',
  id: 'id',
  order: ['windowFrom'],
  named: 'label',
  needs: [userSession],
  told: ['id', 'stops'],
  related: [{ sheet: 'checkpoints', id: 'routeId', name: 'route', alike: true }],
  columns: [
    { field: 'id', type: 'identifier', width: 96, pinned: true, searched: true },
    { field: 'label', type: 'text', width: 220, pinned: true, searched: true, edit: routeEdits.label },
    { field: 'owner', type: 'choice', width: 180, facet: true },
    { field: 'tracker', type: 'choice', width: 160, searched: true, facet: true, edit: assignEdits.tracker },
    { field: 'status', type: 'choice', width: 110, facet: true },
    { field: 'stops', type: 'number', width: 72 },
    { field: 'windowFrom', type: 'date', width: 176 },
    { field: 'windowTo', type: 'date', width: 176 },
    { field: 'timeZone', type: 'choice', width: 150, facet: true },
    { field: 'tags', type: 'text', width: 140, searched: true, edit: tagsEdit },
    { field: 'externalId', type: 'identifier', width: 130, searched: true, edit: routeEdits.externalId },
    { field: 'description', type: 'text', width: 220, searched: true, edit: routeEdits.description },
    { field: 'origin', type: 'choice', width: 100 },
    { field: 'created', type: 'date', width: 150 },
    { field: 'statusChanged', type: 'date', width: 150 },
    { field: 'userId', type: 'identifier', width: 90 },
    { field: 'trackerId', type: 'identifier', width: 90 },
  ],
} as const satisfies Sheet
