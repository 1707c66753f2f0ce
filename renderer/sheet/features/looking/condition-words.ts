import type { Condition } from '../../../../shared/contract/looking.ts'
import type { SheetColumn } from '../../../../shared/sheets/sheet.ts'
import { type CellWords, shownText, valueText } from '../../model/cell-text.ts'

type Translate = (key: string, values?: Record<string, unknown>) => string

/** What is asked of a column, in a few words with its heading; of several values the first: `Owner: a@acme.eu`. */
export function conditionWords(
  condition: Condition,
  column: SheetColumn,
  heading: string,
  words: CellWords,
  t: Translate,
): string {
  const value = chosenWords(condition, column, words, t)
  switch (condition.is) {
    case 'oneOf': {
      const [first] = value
      return first === undefined ? heading : `${heading}: ${first}`
    }
    case 'contains':
      return t(condition.not ? 'looking.words.lacks' : 'looking.words.contains', {
        column: heading,
        text: condition.text,
      })
    case 'empty':
      return t(condition.empty ? 'looking.words.empty' : 'looking.words.filled', { column: heading })
    case 'between': {
      const end = (text: string | number | null): string => (text === null ? '' : shownText(column, text, words))
      const how = condition.from === null ? 'to' : condition.to === null ? 'from' : 'between'
      const ends = { column: heading, from: end(condition.from), to: end(condition.to) }
      return t(`looking.words.${how}`, ends)
    }
  }
}

/** The values that are chosen, by their names; none where it is not by values that is asked. */
export function chosenWords(condition: Condition, column: SheetColumn, words: CellWords, t: Translate): string[] {
  return condition.is === 'oneOf'
    ? condition.values.map((value) => valueText(column, value, words, t('sheet.filter.blank')))
    : []
}
