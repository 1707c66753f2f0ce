import type { OperationRow } from '../../shared/contract/outbox.ts'
import { byteOrderMark, csvLines, separators, type SeparatorName } from '../../shared/imports/csv-text.ts'
import { guardFormula } from '../../shared/imports/formula-guard.ts'
import { en } from '../../shared/locales/en/index.ts'
import { problemText } from '../../shared/locales/problem-text.ts'
import type { AttemptQuery, OutboxView } from '../store/outbox-view.ts'

/** A file for the window to hand out. */
export interface Report {
  readonly name: string
  readonly text: string
}

const pageSize = 1000
const iso = (at: number) => new Date(at).toISOString()

/** The refused operations of a change set as CSV: what was asked for, and why it was refused. */
export function refusedReport(outbox: OutboxView, changeSet: number, separator: SeparatorName): Report {
  const { headings } = en.outbox.report
  function* records(): Generator<string[]> {
    yield [headings.row, headings.kind, headings.id, headings.subject, headings.change, headings.code, headings.reason]
    for (let from = 0; ; from += pageSize) {
      const { rows } = outbox.operations({ changeSet, states: ['rejected'], search: '', from, count: pageSize })
      for (const row of rows) {
        const { problem } = row
        yield [
          String(row.fileRow ?? ''),
          row.kind,
          String(row.subject.panelId ?? ''),
          row.subject.name,
          changeText(row),
          String(problem?.panelCode ?? ''),
          problem ? problemText(en, problem) : '',
        ].map(guardFormula)
      }
      if (rows.length < pageSize) return
    }
  }
  return {
    name: `fleetbook-refused-${changeSet}.csv`,
    text: byteOrderMark + csvLines([...records()], separators[separator]),
  }
}

/** Attempts as CSV, newest first; times are UTC. */
export function historyReport(outbox: OutboxView, query: AttemptQuery, separator: SeparatorName): Report {
  const { headings } = en.history.report
  function* records(): Generator<string[]> {
    yield [
      headings.at,
      headings.kind,
      headings.path,
      headings.subject,
      headings.rows,
      headings.outcome,
      headings.httpStatus,
      headings.took,
      headings.code,
      headings.reason,
    ]
    for (let from = 0; ; from += pageSize) {
      const { rows } = outbox.attempts({ ...query, from, count: pageSize })
      for (const row of rows) {
        yield [
          iso(row.at),
          row.kind,
          row.path,
          row.subject,
          String(row.operations),
          row.outcome,
          String(row.httpStatus ?? ''),
          String(row.took ?? ''),
          String(row.problem?.panelCode ?? ''),
          row.problem ? problemText(en, row.problem) : '',
        ].map(guardFormula)
      }
      if (rows.length < pageSize) return
    }
  }
  return { name: 'fleetbook-history.csv', text: byteOrderMark + csvLines([...records()], separators[separator]) }
}

function changeText(row: OperationRow): string {
  const names: Readonly<Record<string, string>> = en.outbox.fields
  return row.changes.map(({ field, from, to }) => `${names[field] ?? field}: ${from ?? ''} → ${to ?? ''}`).join('; ')
}
