import { leaving, leavingStop } from './checkpoint-delete.ts'
import { kind } from './kind.ts'
import { begunRoute, isBegun } from './task.ts'

/**
 * Makes a single task of a stop: it leaves its route, and keeps its id, its place on the map and its window. Nobody may
 * have begun with any stop of the route (255). (user-tasks-openapi.json, /task/checkpoint/transmute)
 */
export const checkpointTransmuteKind = kind({
  ...leaving,
  name: 'checkpoint.transmute',
  methods: ['task/checkpoint/transmute'],
  version: 1,
  params: leavingStop,
  foretell: {
    from: ['status'],
    others: [{ entity: 'checkpoint', by: 'routeRow', fields: ['status'], of: ({ route }) => route }],
    why: (_, { status }, { others }) =>
      isBegun(status) || others[0]?.some((other) => isBegun(other['status'])) ? { code: 'route-begun' } : null,
  },
  remedies: { 'route-begun': begunRoute },
})
