import { useI18n } from 'vue-i18n'
import { lackingPermissions, permissionName, type Permission } from '../../shared/model/permissions.ts'
import { useStatus } from './status.ts'

/** Says of anything why the account may not do it. What it answers is reactive. */
export interface Permitted {
  /** Which of these permissions the account lacks, as a sentence; null where it lacks none, as far as is known. */
  lack(needs: readonly Permission[]): string | null
  /** The same in a few words, for where there is little room. */
  hint(needs: readonly Permission[]): string | null
}

/** What the account may do, for whatever is off without it: pages, entries of menus, buttons, columns. */
export function usePermitted(): Permitted {
  const { t } = useI18n()
  const status = useStatus()

  function said(key: string, needs: readonly Permission[]): string | null {
    const lacking = lackingPermissions(status.permissions, needs)
    if (lacking.length === 0) return null
    const named = [...new Set(lacking.map(permissionName))].map((permission) => t('permissions.named', { permission }))
    return t(key, { permissions: named.join(t('permissions.and')) })
  }

  return { lack: (needs) => said('permissions.off', needs), hint: (needs) => said('permissions.hint', needs) }
}
