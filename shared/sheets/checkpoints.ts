import { stopEdits } from '../operations/checkpoint-update.ts'
import { userSession } from '../operations/task.ts'
import { readPlace } from '../rules/place.ts'
import { textOf, type ColumnEdit } from './column-edit.ts'
import { tagsEdit } from '../rules/tags.ts'
import type { Sheet } from './sheet.ts'

/** Another number moves a stop within its route. */
const placeEdit: ColumnEdit = {
  acts: true,
  read: (text) => text.trim(),
  check(value) {
    const place = readPlace(textOf(value))
    return place && 'at' in place ? null : { code: 'place-invalid', values: { value: textOf(value) } }
  },
}

/** The name of another route moves it there. */
const routeEdit: ColumnEdit = {
  acts: true,
  read: (text) => text.trim(),
  check: (value) => (textOf(value).trim() === '' ? { code: 'reference-empty' } : null),
}

/** The checkpoints of all these routes. */
export const checkpointsSheet = {
  name: 'checkpoints',
  id: 'id',
  order: ['place'],
  named: 'label',
  moves: 'checkpoint.move',
  puts: { cut: 'checkpoint.put', copied: 'checkpoint.putCopies' },
  needs: [userSession],
  told: ['id', 'route', 'owner', 'routeId'],
  columns: [
    { field: 'id', type: 'identifier', width: 96, pinned: true, searched: true },
    { field: 'route', type: 'choice', width: 180, searched: true, facet: true, edit: routeEdit },
    { field: 'position', type: 'number', width: 64, edit: placeEdit },
    { field: 'label', type: 'text', width: 200, pinned: true, searched: true, edit: stopEdits.label },
    { field: 'address', type: 'text', width: 240, searched: true, edit: stopEdits.address },
    { field: 'windowFrom', type: 'date', width: 176, edit: stopEdits.windowFrom },
    { field: 'windowTo', type: 'date', width: 176, edit: stopEdits.windowTo },
    { field: 'status', type: 'choice', width: 110, facet: true },
    { field: 'owner', type: 'choice', width: 180, facet: true },
    { field: 'tracker', type: 'choice', width: 160, facet: true },
    { field: 'arrived', type: 'date', width: 150 },
    { field: 'coordinates', type: 'text', width: 180, edit: stopEdits.coordinates },
    { field: 'radius', type: 'number', width: 80, edit: stopEdits.radius },
    { field: 'maxDelay', type: 'number', width: 90, edit: stopEdits.maxDelay },
    { field: 'minStay', type: 'number', width: 90, edit: stopEdits.minStay },
    { field: 'minArrival', type: 'number', width: 90, edit: stopEdits.minArrival },
    { field: 'timeZone', type: 'choice', width: 150, facet: true },
    { field: 'tags', type: 'text', width: 140, searched: true, edit: tagsEdit },
    { field: 'externalId', type: 'identifier', width: 130, searched: true, edit: stopEdits.externalId },
    { field: 'description', type: 'text', width: 220, searched: true, edit: stopEdits.description },
    { field: 'created', type: 'date', width: 150 },
    { field: 'routeId', type: 'identifier', width: 90 },
    { field: 'userId', type: 'identifier', width: 90 },
  ],
} as const satisfies Sheet
