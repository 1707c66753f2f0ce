import type { OperationRow } from '../../shared/contract/outbox.ts'
import { byteOrderMark, csvLines, separators, type SeparatorName } from '../../shared/imports/csv-text.ts'
import { guardFormula } from '../../shared/imports/formula-guard.ts'
import { en } from '../../shared/locales/en/index.ts'
import { problemText } from '../../shared/locales/problem-text.ts'
import type { Parts } from '../outbox/long-steps.ts'
import type { Journal } from '../store/journal.ts'
import type { AttemptQuery, OutboxView } from '../store/outbox-view.ts'

/** A file for the window to hand out. */
export interface Report {
  readonly name: string
  readonly text: string
}

const iso = (at: number) => new Date(at).toISOString()

/** The refused operations of a change set as CSV: what was asked for, and why it was refused; written part by part. */
export async function refusedReport(
  { outbox, journal }: { outbox: OutboxView; journal: Pick<Journal, 'byIds'> },
  changeSet: number,
  separator: SeparatorName,
  parts: Parts,
): Promise<Report> {
  const { headings } = en.outbox.report
  const { row, kind, id, subject, change, code, reason } = headings
  const text = [csvLines([[row, kind, id, subject, change, code, reason]], separators[separator])]
  await parts.each(outbox.operationIds({ changeSet, states: ['rejected'], search: '' }), (ids) => {
    const records = outbox.operationRows(journal.byIds(ids)).map((operation) => {
      const { problem } = operation
      return [
        String(operation.fileRow ?? ''),
        operation.kind,
        String(operation.subject.panelId ?? ''),
        operation.subject.name,
        changeText(operation),
        String(problem?.panelCode ?? ''),
        problem ? problemText(en, problem) : '',
      ].map(guardFormula)
    })
    text.push(csvLines(records, separators[separator]))
  })
  return { name: `fleetbook-refused-${changeSet}.csv`, text: byteOrderMark + text.join('') }
}

/** Attempts as CSV, newest first; times are UTC; written part by part. */
export async function historyReport(
  outbox: OutboxView,
  query: AttemptQuery,
  separator: SeparatorName,
  parts: Parts,
): Promise<Report> {
  const { at, by, kind, path, subject, changed, set, comment, rows, outcome, httpStatus, took, code, reason } =
    en.history.report.headings
  const headings = [at, by, kind, path, subject, changed, set, comment, rows, outcome, httpStatus, took, code, reason]
  const text = [csvLines([headings], separators[separator])]
  await parts.each(outbox.attemptIds(query), (ids) => {
    const records = outbox.attemptRows(ids, query).map((attempt) =>
      [
        iso(attempt.at),
        attempt.account,
        attempt.kind,
        attempt.path,
        attempt.subject,
        // Of a request that carries many changes, the first; how many there are stands beside it.
        attempt.first ? changeText(attempt.first) : '',
        attempt.changeSet ? attempt.changeSet.name || attempt.changeSet.title : '',
        attempt.changeSet?.comment ?? '',
        String(attempt.operations),
        attempt.outcome,
        String(attempt.httpStatus ?? ''),
        String(attempt.took ?? ''),
        String(attempt.problem?.panelCode ?? ''),
        attempt.problem ? problemText(en, attempt.problem) : '',
      ].map(guardFormula),
    )
    text.push(csvLines(records, separators[separator]))
  })
  return { name: 'fleetbook-history.csv', text: byteOrderMark + text.join('') }
}

function changeText(row: OperationRow): string {
  const names: Readonly<Record<string, string>> = en.outbox.fields
  return row.changes.map(({ field, from, to }) => `${names[field] ?? field}: ${from ?? ''} → ${to ?? ''}`).join('; ')
}
