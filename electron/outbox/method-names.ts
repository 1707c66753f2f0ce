import type { KindName } from '../../shared/operations/catalogue.ts'
import { executorOf } from '../operations/executors.ts'
import { isNoSuchMethod, type PanelFailure } from '../panel/failure.ts'

/** By which of its names the panel knows a method: the documented one, until it is seen to know another one alone. */
export interface MethodNames {
  /** The name of the method that is documented as this path. */
  of(path: string): string
  /** Takes in a failure of a request that was sent by one of its names; answers whether it is to go by another one. */
  isOther(kind: KindName, path: string, sentAs: string, failure: PanelFailure): boolean
  /** The panel has dealt with a request: it knows the name by which that was sent. */
  worked(path: string): void
}

/** Names that are remembered as long as a panel is open. */
export function createMethodNames(): MethodNames {
  const known = new Map<string, string>()
  /** Of methods, the names by which the panel was last seen to know none. */
  const unknown = new Map<string, Set<string>>()
  return {
    of: (path) => known.get(path) ?? path,
    isOther(kind, path, sentAs, failure) {
      const second = executorOf(kind).otherNames?.[path]
      if (second === undefined || !isNoSuchMethod(failure)) return false
      const other = sentAs === path ? second : path
      const tried = unknown.get(path) ?? new Set()
      unknown.set(path, tried.add(sentAs))
      known.set(path, other)
      if (!tried.has(other)) return true
      // It knows neither: the documented one is tried first the next time.
      known.delete(path)
      unknown.delete(path)
      return false
    },
    worked: (path) => void unknown.delete(path),
  }
}
