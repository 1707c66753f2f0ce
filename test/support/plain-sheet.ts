import { checkComment, checkLabel } from '../../shared/rules/text.ts'

/** The fields that can be edited. */
export const fields = ['label', 'comment', 'hidden', 'blocked', 'plan', 'owner'] as const
export type Field = (typeof fields)[number]
/** What a cell holds; a plan or an owner by its id, or as a text that names none. */
export type Value = string | boolean | number

/** What plans and owners are called: first as cells show them, then as people call them. */
export const things: Readonly<Record<'plan' | 'owner', readonly (readonly [id: number, ...names: string[]])[]>> = {
  plan: [
    [1, 'Basic'],
    [2, 'Premium'],
    [3, 'Twin'],
    [4, 'Twin'],
  ],
  owner: [
    [11, 'ann@acme.eu', 'Ann Lee', 'Lee Ann', 'Acme'],
    [12, 'bob@acme.eu', 'Bob Lee', 'Lee Bob', 'Acme'],
  ],
}
const isThing = (field: string): field is keyof typeof things => field in things
/** Fields that say yes or no. */
const isFlag = (field: string) => field === 'hidden' || field === 'blocked'

/** A tracker as the model has it. */
export interface PlainRow {
  readonly id: number
  readonly model: string
  label: string
  comment: string
  hidden: boolean
  readonly blocked: boolean
  readonly plan: number
  readonly owner: number
}

/** A cell for which something is staged: what, and what it was made against. */
interface Staged {
  value: Value
  readonly base: Value
}

interface Change {
  readonly id: number
  readonly field: Field
  readonly before: Value | null
  readonly after: Value | null
}

/** What is asked of a sheet: rows that fit, by one column. Empty cells come last. */
export interface PlainLook {
  readonly sort: { readonly field: Field | 'model'; readonly descending: boolean } | null
  readonly contains: string | null
  readonly hidden: boolean | null
  readonly only: 'all' | 'staged' | 'attention'
}

/** What a sheet is, in the plainest words: rows, what is staged over them, and two piles of steps. */
export class PlainSheet {
  readonly rows: PlainRow[]
  readonly staged = new Map<string, Staged>()
  private done: Change[][] = []
  private undone: Change[][] = []

  constructor(rows: readonly PlainRow[]) {
    this.rows = rows.map((row) => ({ ...row }))
  }

  get canUndo(): boolean {
    return this.done.length > 0
  }

  get canRedo(): boolean {
    return this.undone.length > 0
  }

  shown(row: PlainRow, field: Field): Value {
    return this.staged.get(`${row.id} ${field}`)?.value ?? row[field]
  }

  /** What a cell shows, as a text. */
  text(row: PlainRow, field: Field): string {
    return asText(field, this.shown(row, field))
  }

  /** Whether a cell shows already what a text stands for, or the very text. */
  shows(row: PlainRow, field: Field, text: string): boolean {
    return this.text(row, field) === text || this.shown(row, field) === meant(field, text)
  }

  /** A flag that says neither yes nor no is found by what it was. */
  foundBy(row: PlainRow, field: Field | 'model'): Value {
    if (field === 'model') return row.model
    const value = this.shown(row, field)
    if (isThing(field)) return asText(field, value)
    return isFlag(field) && typeof value === 'string' ? row[field] : value
  }

  isBroken(field: Field, value: Value): boolean {
    if (isFlag(field) || isThing(field)) return typeof value === 'string'
    return (field === 'label' ? checkLabel(String(value)) : checkComment(String(value))) !== null
  }

  /** Texts for cells, of rows that there are not as well; answers how many were staged, un-staged and passed over. */
  edit(cells: readonly { id: number; field: string; text: string }[]): {
    staged: number
    unstaged: number
    skipped: number
  } {
    const counts = { staged: 0, unstaged: 0, skipped: 0 }
    const step: Change[] = []
    for (const { id, field, text } of cells) {
      const known = fields.find((one) => one === field)
      if (!known || !this.rows.some((row) => row.id === id)) {
        counts.skipped += 1
        continue
      }
      const change = this.put(id, known, meant(known, text))
      if (!change) continue
      counts[change.after === null ? 'unstaged' : 'staged'] += 1
      step.push(change)
    }
    this.take(step)
    return counts
  }

  revert(cells: readonly { id: number; field: Field | null }[]): number {
    const step = cells.flatMap(({ id, field }) =>
      (field ? [field] : fields).flatMap((one) => this.put(id, one, null) ?? []),
    )
    this.take(step)
    return step.length
  }

  /** Takes the last step back, or does it again; how many cells it was about, null where there is none. */
  undo(redo: boolean): number | null {
    const step = (redo ? this.undone : this.done).pop()
    if (!step) return null
    ;(redo ? this.done : this.undone).push(step)
    for (const { id, field, before, after } of step) this.put(id, field, redo ? after : before)
    return step.length
  }

  fits(row: PlainRow, look: PlainLook): boolean {
    const marks = fields.flatMap((field) => {
      const staged = this.staged.get(`${row.id} ${field}`)
      return staged ? [this.isBroken(field, staged.value)] : []
    })
    if (look.only === 'staged' && marks.length === 0) return false
    if (look.only === 'attention' && !marks.includes(true)) return false
    if (look.hidden !== null && this.foundBy(row, 'hidden') !== look.hidden) return false
    return look.contains === null || String(this.shown(row, 'label')).toLowerCase().includes(look.contains)
  }

  private take(step: Change[]): void {
    if (step.length === 0) return
    this.done.push(step)
    this.undone = []
  }

  /** Stages a value, or with null none; what the panel holds takes it back. Null where that changes nothing. */
  private put(id: number, field: Field, value: Value | null): Change | null {
    const row = this.rows.find((one) => one.id === id)
    if (!row) return null
    const key = `${id} ${field}`
    const present = this.staged.get(key)
    const before = present?.value ?? null
    const after = value === row[field] ? null : value
    if (before === after) return null
    if (after === null) this.staged.delete(key)
    else this.staged.set(key, { value: after, base: present?.base ?? row[field] })
    return { id, field, before, after }
  }
}

/** What a value is as a text. */
export function asText(field: Field, value: Value): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return isThing(field) ? (things[field].find(([id]) => id === value)?.[1] ?? String(value)) : String(value)
}

/** What a text stands for in a field. */
function meant(field: Field, text: string): Value {
  if (isThing(field)) {
    const bare = text.trim().toLowerCase()
    const called = (...which: (string | number)[]) => which.some((name) => String(name).toLowerCase() === bare)
    const first = things[field].filter(([id, name = '']) => called(id, `#${id}`, name))
    const all = first.length > 0 ? first : things[field].filter(([, ...names]) => called(...names))
    return all.length === 1 ? all[0]![0] : text
  }
  if (!isFlag(field)) return text
  if (['yes', 'true', '1'].includes(text.toLowerCase())) return true
  return ['no', 'false', '0'].includes(text.toLowerCase()) ? false : text
}
