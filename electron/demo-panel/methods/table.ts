import { activeHistoryList } from './active-history.ts'
import { auth, getPermissions, logout } from './account.ts'
import { bundleAssign, bundleImport, bundleList, bundleOrderAssign, bundleRead, bundleUpdate } from './bundles.ts'
import { trackerBatchClone, trackerBatchDeleteClones, trackerClone, trackerDeleteClone } from './clones.ts'
import { trackerConsoleConnect } from './console.ts'
import { trackerCorrupt } from './corrupt.ts'
import { getInfo } from './dealer.ts'
import { equipmentList } from './equipment.ts'
import type { Method } from './method.ts'
import { trackerMove } from './move.ts'
import { trackerRawCommandSend } from './raw-command.ts'
import { trackerRegisterEntry, trackerRegisterRetry } from './register.ts'
import { trackerSourceUpdate } from './source-update.ts'
import { trackerTariffChange } from './tariff-change.ts'
import { subpaasList } from './subpaas.ts'
import { tariffDefaultsRead, tariffList } from './tariffs.ts'
import { trackerList, trackerRead, trackerSettingsUpdate } from './trackers.ts'
import { userChangePassword, userCreate, userList, userRead, userSessionCreate, userUpdate } from './users.ts'
import { userUpload } from './users-upload.ts'

/** Every method that this panel has, by its path under `/panel/`. A further one is one more line. */
export const methods: ReadonlyMap<string, Method> = new Map(
  Object.entries({
    'account/auth': auth,
    'account/get_permissions': getPermissions,
    'account/logout': logout,
    'dealer/get_info': getInfo,
    'subpaas/list': subpaasList,
    'user/list': userList,
    'user/read': userRead,
    'user/create': userCreate,
    'user/upload': userUpload,
    'user/update': userUpdate,
    'user/change_password': userChangePassword,
    'user/session/create': userSessionCreate,
    'tariff/list': tariffList,
    'tariff/defaults/read': tariffDefaultsRead,
    'equipment/list': equipmentList,
    'tracker/active/history/list': activeHistoryList,
    'tracker/list': trackerList,
    'tracker/read': trackerRead,
    'tracker/settings/update': trackerSettingsUpdate,
    'tracker/source/update': trackerSourceUpdate,
    'tracker/tariff/change': trackerTariffChange,
    'tracker/move': trackerMove,
    'tracker/raw_command/send': trackerRawCommandSend,
    'tracker/console/connect': trackerConsoleConnect,
    'tracker/corrupt': trackerCorrupt,
    'tracker/register_retry': trackerRegisterRetry,
    'tracker/register_entry': trackerRegisterEntry,
    'tracker/clone': trackerClone,
    'tracker/batch_clone': trackerBatchClone,
    'tracker/delete_clone': trackerDeleteClone,
    'tracker/batch_delete_clones': trackerBatchDeleteClones,
    'tracker/bundle/list': bundleList,
    'tracker/bundle/read': bundleRead,
    'tracker/bundle/import': bundleImport,
    'tracker/bundle/assign': bundleAssign,
    'tracker/bundle/order/assign': bundleOrderAssign,
    'tracker/bundle/update': bundleUpdate,
  }),
)
