import type { Sheet } from './sheet.ts'

/** The checkpoints of all these routes. */
export const checkpointsSheet = {
  name: 'checkpoints',
  order: 'windowFrom',
  named: 'label',
  columns: [
    { field: 'id', type: 'identifier', width: 96, pinned: true, searched: true },
    { field: 'route', type: 'choice', width: 180, searched: true, facet: true },
    { field: 'position', type: 'number', width: 64 },
    { field: 'label', type: 'text', width: 200, searched: true },
    { field: 'address', type: 'text', width: 240, searched: true },
    { field: 'windowFrom', type: 'date', width: 150 },
    { field: 'windowTo', type: 'date', width: 150 },
    { field: 'status', type: 'choice', width: 110, facet: true },
    { field: 'owner', type: 'choice', width: 180, facet: true },
    { field: 'tracker', type: 'choice', width: 160, facet: true },
    { field: 'arrived', type: 'date', width: 150 },
    { field: 'lat', type: 'number', width: 100 },
    { field: 'lng', type: 'number', width: 100 },
    { field: 'radius', type: 'number', width: 80 },
    { field: 'maxDelay', type: 'number', width: 90 },
    { field: 'minStay', type: 'number', width: 90 },
    { field: 'minArrival', type: 'number', width: 90 },
    { field: 'timeZone', type: 'choice', width: 150, facet: true },
    { field: 'tags', type: 'text', width: 140, searched: true },
    { field: 'externalId', type: 'identifier', width: 130, searched: true },
    { field: 'description', type: 'text', width: 220, searched: true },
    { field: 'created', type: 'date', width: 150 },
    { field: 'routeId', type: 'identifier', width: 90 },
    { field: 'userId', type: 'identifier', width: 90 },
  ],
} as const satisfies Sheet
