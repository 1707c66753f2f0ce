import {
  checkpointCreate,
  checkpointDelete,
  checkpointList,
  checkpointRead,
  checkpointTransmute,
  checkpointUpdate,
} from './tasks/checkpoints.ts'
import { pointsOptimize } from './tasks/points.ts'
import { routeAssign, routeCreate, routeDelete, routeList, routeRead, routeUpdate } from './tasks/routes.ts'
import {
  tagList,
  taskAssign,
  taskCount,
  taskCreate,
  taskDelete,
  taskList,
  taskRead,
  taskTransmute,
  taskUpdate,
} from './tasks/single-tasks.ts'
import { userGetInfo, userLogout, userSessionRenew, userTrackerList } from './user-account.ts'
import type { UserMethod } from './user-side.ts'

/** Every method that the User API of this panel has, by its path. A further one is one more line. */
export const userMethods: ReadonlyMap<string, UserMethod> = new Map(
  Object.entries({
    'user/get_info': userGetInfo,
    'user/logout': userLogout,
    'user/session/renew': userSessionRenew,
    'tracker/list': userTrackerList,
    'tag/list': tagList,
    'task/list': taskList,
    'task/count': taskCount,
    'task/read': taskRead,
    'task/create': taskCreate,
    'task/update': taskUpdate,
    'task/assign': taskAssign,
    'task/delete': taskDelete,
    'task/transmute': taskTransmute,
    'task/checkpoint/list': checkpointList,
    'task/checkpoint/read': checkpointRead,
    'task/checkpoint/create': checkpointCreate,
    'task/checkpoint/update': checkpointUpdate,
    'task/checkpoint/delete': checkpointDelete,
    'task/checkpoint/transmute': checkpointTransmute,
    'task/route/list': routeList,
    'task/route/read': routeRead,
    'task/route/create': routeCreate,
    'task/route/update': routeUpdate,
    'task/route/assign': routeAssign,
    'task/route/delete': routeDelete,
    'task/route/points/optimize': pointsOptimize,
  }),
)
