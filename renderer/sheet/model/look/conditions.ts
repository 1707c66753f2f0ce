import type { CellValue, Condition } from '../../../../shared/contract/looking.ts'
import type { ColumnType } from '../../../../shared/sheets/sheet.ts'

/** What a column can be asked for, as a person chooses it. */
export type Operator = 'oneOf' | 'contains' | 'lacks' | 'from' | 'to' | 'between' | 'empty' | 'filled'

const offered: Readonly<Record<ColumnType, readonly [Operator, ...Operator[]]>> = {
  text: ['contains', 'lacks', 'oneOf', 'empty', 'filled'],
  identifier: ['contains', 'lacks', 'oneOf', 'empty', 'filled'],
  choice: ['oneOf', 'contains', 'lacks', 'empty', 'filled'],
  number: ['between', 'from', 'to', 'oneOf', 'empty', 'filled'],
  money: ['between', 'from', 'to', 'oneOf', 'empty', 'filled'],
  date: ['between', 'from', 'to', 'empty', 'filled'],
  flag: ['oneOf'],
}

/** What columns of this type can be asked for; the first is what is asked most. */
export function operatorsOf(type: ColumnType): readonly [Operator, ...Operator[]] {
  return offered[type]
}

/** What a condition asks, in the words of {@link operatorsOf}. */
export function operatorOf(condition: Condition): Operator {
  switch (condition.is) {
    case 'oneOf':
      return 'oneOf'
    case 'contains':
      return condition.not ? 'lacks' : 'contains'
    case 'empty':
      return condition.empty ? 'empty' : 'filled'
    case 'between':
      return condition.from === null ? 'to' : condition.to === null ? 'from' : 'between'
  }
}

/** What a person has filled in so far; of each only what its operator needs counts. */
export interface Draft {
  readonly operator: Operator
  readonly values: readonly CellValue[]
  readonly text: string
  /** Ends of a range as they were typed; empty where it is open. */
  readonly from: string
  readonly to: string
}

/** The draft to begin with: of a condition that is there, or of none. */
export function draftOf(condition: Condition | undefined, type: ColumnType): Draft {
  const [first] = operatorsOf(type)
  const draft = { operator: condition ? operatorOf(condition) : first, values: [], text: '', from: '', to: '' }
  switch (condition?.is) {
    case 'oneOf':
      return { ...draft, values: condition.values }
    case 'contains':
      return { ...draft, text: condition.text }
    case 'between':
      return { ...draft, from: textOfEnd(condition.from), to: textOfEnd(condition.to) }
    default:
      return draft
  }
}

function textOfEnd(end: string | number | null): string {
  return end === null ? '' : String(end)
}

/** An end of a range as it was typed; null where it is open, or a number is meant and none stands there. */
function endOf(text: string, type: ColumnType): string | number | null {
  const trimmed = text.trim()
  if (trimmed === '') return null
  if (type !== 'number' && type !== 'money') return trimmed
  const value = Number(trimmed)
  return Number.isFinite(value) ? value : null
}

/** The condition that a draft comes to; null while nothing has been asked. */
export function conditionOf(field: string, type: ColumnType, draft: Draft): Condition | null {
  switch (draft.operator) {
    case 'oneOf':
      return draft.values.length > 0 ? { is: 'oneOf', field, values: [...draft.values] } : null
    case 'contains':
    case 'lacks': {
      const text = draft.text.trim()
      return text === '' ? null : { is: 'contains', field, text, not: draft.operator === 'lacks' }
    }
    case 'empty':
    case 'filled':
      return { is: 'empty', field, empty: draft.operator === 'empty' }
    default: {
      const from = draft.operator === 'to' ? null : endOf(draft.from, type)
      const to = draft.operator === 'from' ? null : endOf(draft.to, type)
      return from === null && to === null ? null : { is: 'between', field, from, to }
    }
  }
}

/** What is asked of one column. */
export function conditionFor(filter: readonly Condition[], field: string): Condition | undefined {
  return filter.find((condition) => condition.field === field)
}

/** The filter with another condition for a column, at the place of the one before; null takes it away. */
export function withCondition(filter: readonly Condition[], field: string, condition: Condition | null): Condition[] {
  if (!condition) return filter.filter((one) => one.field !== field)
  const at = filter.findIndex((one) => one.field === field)
  return at === -1 ? [...filter, condition] : filter.map((one, index) => (index === at ? condition : one))
}
