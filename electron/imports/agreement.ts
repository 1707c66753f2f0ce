import type { Finding, ImportKind, Joined, ValuesOf } from '../../shared/imports/import-kind.ts'

/** So many parts are looked at: nothing that the panel has is made of more. */
const mostParts = 1000

type Values = ValuesOf<ImportKind['fields']>

/** A part of a whole, as far as it has to agree with the others. */
interface Part {
  readonly place: number
  readonly name: string
  readonly from: string
  readonly to: string
  /** Whether it will be there in any case: what is doubtful may be left out. */
  readonly isSure: boolean
}

/** The parts of a whole in their order, and among them the one that begins last. */
interface Parts {
  readonly inOrder: Part[]
  latest: Part | null
}

/**
 * Holds rows that become parts of the same whole against each other, and against those that it has: by their windows, in
 * the order in which they will stand. The first of two that contradict each other counts.
 */
export function createAgreement(kind: ImportKind) {
  const wholes = new Map<string, Parts>()
  const windows = kind.whole?.windows

  function begin(joins: Joined | null): Parts {
    const inOrder = (joins?.windows ?? []).map(({ name, from, to }, at) => ({
      ...{ place: at + 1, name, from, to, isSure: true },
    }))
    return { inOrder, latest: inOrder.reduce<Part | null>(later, null) }
  }

  /** A further part, which is in no doubt itself, or is; answers what speaks against it. */
  return function add(key: string, joins: Joined | null, values: Values, isSure: boolean): Finding[] {
    if (!windows) return []
    const parts = wholes.get(key) ?? begin(joins)
    wholes.set(key, parts)
    const { inOrder } = parts
    if (inOrder.length > mostParts) return []
    const { place, ...window } = windows.of(values)
    const part: Part = { place: place ?? inOrder.length + 1, ...window, isSure }
    const behind = joins?.isThere ? part.place - 1 : inOrder.filter((other) => other.place <= part.place).length
    const at = Math.min(behind, inOrder.length)
    const isLast = at === inOrder.length
    const before = isLast ? parts.latest : inOrder.slice(0, at).reduce<Part | null>(later, null)
    const next = isLast ? null : inOrder.slice(at).reduce<Part | null>(earlier, null)
    const isThere = joins?.isThere ?? false
    const told = (field: string, problem: Finding['problem'], other: Part): Finding => {
      return { field, problem, verdict: isThere || !other.isSure ? 'doubt' : 'refused' }
    }
    const findings: Finding[] = []
    if (before && part.to < before.from) {
      const said = { to: part.to, from: before.from, name: before.name }
      findings.push(told(windows.to, { code: isThere ? 'windows-clash' : 'windows-refused', values: said }, before))
    } else if (next && next.to < part.from) {
      const said = { from: part.from, to: next.to, name: next.name }
      findings.push(told(windows.from, { code: 'windows-behind', values: said }, next))
    }
    if (findings.some(({ verdict }) => verdict === 'refused')) return findings
    inOrder.splice(at, 0, { ...part, isSure: isSure && findings.length === 0 })
    if (parts.latest === null || part.from > parts.latest.from) parts.latest = inOrder[at]!
    return findings
  }
}

const later = (known: Part | null, part: Part): Part => (known && known.from >= part.from ? known : part)
const earlier = (known: Part | null, part: Part): Part => (known && known.to <= part.to ? known : part)
