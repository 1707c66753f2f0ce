import { defineStore } from 'pinia'
import type { SheetQuery } from '../../shared/contract/sheets.ts'
import type { SheetName } from '../../shared/sheets/catalogue.ts'
import { plainQuery } from './session.ts'

/** How each sheet was last looked at, so that it is found as it was left; forgotten when the profile changes. */
export const useKeptQueries = defineStore('kept-queries', () => {
  let owner: string | null = null
  const queries = new Map<SheetName, SheetQuery>()

  function of(profile: string | null): Map<SheetName, SheetQuery> {
    if (profile !== owner) queries.clear()
    owner = profile
    return queries
  }

  return {
    /** How this profile's sheet was last looked at. */
    recall: (profile: string | null, sheet: SheetName): SheetQuery => of(profile).get(sheet) ?? plainQuery(sheet),
    keep: (profile: string | null, query: SheetQuery): void => void of(profile).set(query.sheet, query),
  }
})
