import { defineStore } from 'pinia'
import type { SheetQuery } from '../../shared/contract/sheets.ts'
import type { SheetName } from '../../shared/sheets/catalogue.ts'
import type { Arrangement } from './columns/arrangement.ts'
import { plainQuery } from './session.ts'

/** How a sheet was last looked at. */
export interface KeptLook {
  readonly query: SheetQuery
  /** The person's own columns, once they are known. */
  readonly own: Arrangement | null
  /** Those of the saved view that is looked through. */
  readonly borrowed: Arrangement | null
  /** The id of that view. */
  readonly view: number | null
}

/** How each sheet was last looked at, so that it is found as it was left; forgotten when the profile changes. */
export const useKeptLooks = defineStore('kept-looks', () => {
  let owner: string | null = null
  const looks = new Map<SheetName, KeptLook>()

  function recall(profile: string | null, sheet: SheetName): KeptLook {
    if (profile !== owner) looks.clear()
    owner = profile
    return looks.get(sheet) ?? { query: plainQuery(sheet), own: null, borrowed: null, view: null }
  }

  return {
    /** How this profile's sheet was last looked at. */
    recall,
    keep: (profile: string | null, sheet: SheetName, part: Partial<KeptLook>): void =>
      void looks.set(sheet, { ...recall(profile, sheet), ...part }),
  }
})
