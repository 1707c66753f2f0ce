import type { Finding, ImportKind, Joined, PartOf, PlannedPart, ValuesOf } from '../../shared/imports/import-kind.ts'

/** So many parts are looked at: nothing that the panel has is made of more. */
const mostParts = 1000

type Values = ValuesOf<ImportKind['fields']>

/** A part of a whole, as far as it has to agree with the others. */
interface Part {
  readonly place: number
  /** Our id of it; null where a row of the file makes it. */
  readonly id: number | null
  readonly name: string
  from: string
  to: string
  /** Whether it will be there in any case: what is doubtful may be left out. */
  readonly isSure: boolean
  /** What the file says otherwise of its window. */
  changed: Partial<Record<'from' | 'to', true>>
}

/** The parts of a whole in their order, and among them the one that begins last. */
interface Parts {
  readonly inOrder: Part[]
  latest: Part | null
}

/** A row that is about a part which there is, and what it says otherwise of that, by the cells of its sheet. */
export interface ChangedPart {
  readonly id: number
  readonly of: PartOf
  readonly set: Readonly<Record<string, unknown>>
}

/**
 * Holds rows that become parts of the same whole, or change parts of it, against each other and against those that it
 * has: by their windows, in the order in which they will stand. The first of two that are added counts; of two that are
 * changed the one that comes later is told.
 */
export function createAgreement(kind: ImportKind) {
  const wholes = new Map<string, Parts>()
  const windows = kind.whole?.windows
  /** The cells of a window's ends. */
  const cells = {
    from: kind.fields[windows?.from ?? '']?.cell,
    to: kind.fields[windows?.to ?? '']?.cell,
  }
  const saidIn = (set: ChangedPart['set'], end: 'from' | 'to') => {
    const said = set[cells[end] ?? '']
    return typeof said === 'string' ? said : undefined
  }

  function partsOf(key: string, planned: readonly PlannedPart[] | undefined): Parts {
    const known = wholes.get(key)
    if (known) return known
    const inOrder = (planned ?? []).map(({ id, name, from, to }, at) => ({
      ...{ place: at + 1, id, name, from, to, isSure: true, changed: {} },
    }))
    const begun = { inOrder, latest: inOrder.reduce<Part | null>(later, null) }
    wholes.set(key, begun)
    return begun
  }

  /** The part in front of which one comes too late: where its end is `to`. */
  const tooLate = (to: string, before: Part | null): Finding['problem'] | null =>
    before && to < before.from ? { code: 'windows-clash', values: { to, from: before.from, name: before.name } } : null

  /** The same, told at the one in front. */
  const tooEarly = (from: string, next: Part | null): Finding['problem'] | null =>
    next && next.to < from ? { code: 'windows-behind', values: { from, to: next.to, name: next.name } } : null

  return {
    /** A further part, which is in no doubt itself, or is; answers what speaks against it. */
    add(key: string, joins: Joined | null, values: Values, isSure: boolean): Finding[] {
      if (!windows) return []
      const parts = partsOf(key, joins?.windows)
      const { inOrder } = parts
      if (inOrder.length > mostParts) return []
      const { place, ...window } = windows.of(values)
      const part: Part = { place: place ?? inOrder.length + 1, id: null, ...window, isSure, changed: {} }
      const isThere = joins?.isThere ?? false
      const behind = isThere ? part.place - 1 : inOrder.filter((other) => other.place <= part.place).length
      const at = Math.min(behind, inOrder.length)
      const isLast = at === inOrder.length
      const before = isLast ? parts.latest : inOrder.slice(0, at).reduce<Part | null>(later, null)
      const next = isLast ? null : inOrder.slice(at).reduce<Part | null>(earlier, null)
      const told = (field: string, problem: Finding['problem'], other: Part | null): Finding => {
        return { field, problem, verdict: isThere || !other?.isSure ? 'doubt' : 'refused' }
      }
      const findings: Finding[] = []
      const late = tooLate(part.to, before)
      const early = late ? null : tooEarly(part.from, next)
      if (late) findings.push(told(windows.to, isThere ? late : { ...late, code: 'windows-refused' }, before))
      else if (early) findings.push(told(windows.from, early, next))
      if (findings.some(({ verdict }) => verdict === 'refused')) return findings
      inOrder.splice(at, 0, { ...part, isSure: isSure && findings.length === 0 })
      if (parts.latest === null || part.from > parts.latest.from) parts.latest = inOrder[at]!
      return findings
    },

    /** Whether such a row has anything to agree with others about. */
    concerns: ({ set }: Pick<ChangedPart, 'set'>): boolean =>
      saidIn(set, 'from') !== undefined || saidIn(set, 'to') !== undefined,

    /** Takes down what a row changes of a part: all of them, before anything is asked. */
    change(key: string, { id, of, set }: ChangedPart): void {
      const parts = partsOf(key, of.parts)
      const part = parts.inOrder.find((one) => one.id === id)
      for (const end of ['from', 'to'] as const) {
        const said = saidIn(set, end)
        if (!part || said === undefined) continue
        part[end] = said
        part.changed = { ...part.changed, [end]: true }
      }
      parts.latest = parts.inOrder.reduce<Part | null>(later, null)
    },

    /** What speaks against such a row once all are known: new ones tell that themselves, and what was so before is nobody's. */
    against(key: string, { id, of }: ChangedPart): Finding[] {
      const inOrder = partsOf(key, of.parts).inOrder.filter((part) => part.id !== null)
      const at = inOrder.findIndex((part) => part.id === id)
      const part = inOrder[at]
      if (!windows || !part || inOrder.length > mostParts) return []
      const { from, to, changed } = part
      const late = changed.to ? tooLate(to, inOrder.slice(0, at).reduce<Part | null>(later, null)) : null
      if (late) return [{ field: windows.to, problem: late, verdict: 'doubt' }]
      const behind = inOrder.slice(at + 1).filter((other) => !other.changed.to)
      const early = changed.from ? tooEarly(from, behind.reduce<Part | null>(earlier, null)) : null
      return early ? [{ field: windows.from, problem: early, verdict: 'doubt' }] : []
    },
  }
}

const later = (known: Part | null, part: Part): Part => (known && known.from >= part.from ? known : part)
const earlier = (known: Part | null, part: Part): Part => (known && known.to <= part.to ? known : part)
