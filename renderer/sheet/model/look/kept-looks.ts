import { defineStore } from 'pinia'
import type { LastLook } from '../../../../shared/contract/looking.ts'
import type { SheetQuery } from '../../../../shared/contract/sheets.ts'
import { type SheetName, sheets } from '../../../../shared/sheets/catalogue.ts'
import { call } from '../../../bridge.ts'
import { type Arrangement, arrangementOf, plainArrangement } from './arrangement.ts'
import { plainQuery } from '../session.ts'

/** How a sheet was last looked at. */
export interface KeptLook {
  readonly query: SheetQuery
  /** The person's own columns. */
  readonly own: Arrangement
  /** Those of the saved view that is looked through. */
  readonly borrowed: Arrangement | null
  /** The id of that view. */
  readonly view: number | null
}

function plainLook(sheet: SheetName): KeptLook {
  return { query: plainQuery(sheet), own: plainArrangement(sheets[sheet]), borrowed: null, view: null }
}

/** What the core keeps of it: all but the search. */
function lastOf({ query, own, borrowed, view }: KeptLook): LastLook {
  const { sort, filter, only, group, folded, foldOthers } = query
  const lent = borrowed && [...borrowed]
  return { sort, filter, only, group, folded, foldOthers, columns: [...own], view, lent }
}

function keptOf(sheet: SheetName, { columns, view, lent, ...question }: LastLook): KeptLook {
  return {
    query: { ...plainQuery(sheet), ...question },
    own: arrangementOf(sheets[sheet], columns),
    borrowed: lent && arrangementOf(sheets[sheet], lent),
    view,
  }
}

/**
 * How each sheet was last looked at, so that it is found as it was left: after another page, with what was searched for;
 * after a restart, without. Another profile has looks of its own.
 */
export const useKeptLooks = defineStore('kept-looks', () => {
  let owner: string | null = null
  const looks = new Map<SheetName, KeptLook>()
  /** What the core has of each, as text. */
  const saved = new Map<SheetName, string>()

  function belongTo(profile: string | null): void {
    if (profile !== owner) {
      looks.clear()
      saved.clear()
    }
    owner = profile
  }

  /** How this profile's sheet was last looked at; once that {@link load} has been waited for. */
  function recall(profile: string | null, sheet: SheetName): KeptLook {
    belongTo(profile)
    return looks.get(sheet) ?? plainLook(sheet)
  }

  function hold(profile: string | null, sheet: SheetName, part: Partial<KeptLook>): void {
    looks.set(sheet, { ...recall(profile, sheet), ...part })
  }

  function save(profile: string | null, sheet: SheetName): void {
    if (profile !== owner) return
    const look = lastOf(recall(profile, sheet))
    const text = JSON.stringify(look)
    if (text === (saved.get(sheet) ?? JSON.stringify(lastOf(plainLook(sheet))))) return
    saved.set(sheet, text)
    // If this fails, it is still what it is on the screen.
    call('sheet.keepLook', { sheet, look }).catch(() => undefined)
  }

  return {
    recall,
    /** Whether it is known how this profile's sheet was left. */
    isLoaded(profile: string | null, sheet: SheetName): boolean {
      belongTo(profile)
      return looks.has(sheet)
    },
    /** Asks the core how this profile's sheet was left, unless that is known. Never rejects. */
    async load(profile: string | null, sheet: SheetName): Promise<void> {
      belongTo(profile)
      if (looks.has(sheet)) return
      let left: LastLook | null = null
      try {
        left = await call('sheet.recallLook', { sheet })
      } catch {
        // It is looked at as at first: nothing that one would have to be told.
      }
      if (profile !== owner || looks.has(sheet)) return
      const look = left ? keptOf(sheet, left) : plainLook(sheet)
      looks.set(sheet, look)
      saved.set(sheet, JSON.stringify(lastOf(look)))
    },
    /** Keeps a part of how it is looked at now for as long as the window is open. */
    hold,
    /** Has the core keep all that is held. */
    save,
    /** Keeps a part of how it is looked at now. */
    keep(profile: string | null, sheet: SheetName, part: Partial<KeptLook>): void {
      hold(profile, sheet, part)
      save(profile, sheet)
    },
  }
})
