import type { Journal } from '../../electron/store/journal.ts'
import { openJournal } from '../../electron/store/open-journal.ts'
import { addEdit, journalPlace, someAttempt } from './journals.ts'

/**
 * Lives a while in the journal at `path`: edits in every state, those of one tracker in order, requests, an import, a
 * view, settings. Answers the journal, open, with some of it in its log alone.
 */
export function liveIn(path: string, edits = 190, requests = 80): Journal {
  const journal = openJournal(path, journalPlace())
  const at = (value: number) => 1_700_000_000_000 + value
  const set = journal.addChangeSet('sheet', '', at(1))
  const ids = journal.commit(() =>
    Array.from({ length: edits }, (_, index) => addEdit(journal, set, 1 + Math.floor(index / 2), `Label ${index}`)),
  )
  const file = journal.addChangeSet('import', 'bundles.csv', at(2))
  journal.keepFile(file, 1, { headings: ['imei'] })
  for (let row = 0; row < 20; row++) {
    const bundle = { imei: `35614504085${String(1000 + row)}`, equipment: 5, factoryPreset: false }
    journal.add(
      file,
      {
        kind: 'bundle.import',
        version: 1,
        params: bundle,
        subject: bundle.imei,
        broken: null,
        lanes: [`imei:${bundle.imei}`],
        after: ids.slice(row, row + 1),
        fileRow: row,
        cells: [bundle.imei, 'x'.repeat(row * 300)],
      },
      at(3),
    )
  }
  journal.markReleased([set], at(4))
  journal.move(ids.slice(0, 120), 'ready')
  for (const [index, id] of ids.slice(0, requests).entries()) {
    const attempt = journal.beginAttempt({ ...someAttempt, request: { id, note: 'n'.repeat(index) } }, [id], at(5))
    if (attempt === null) continue
    if (index % 20 === 7) continue
    journal.endAttempt(attempt, { outcome: 'done', took: 5, httpStatus: 200, answer: { success: true }, problem: null })
    journal.finish(new Map([[id, null]]))
  }
  journal.setSetting('offline', 'yes')
  journal.setSetting('mapping:imei', '{}')
  journal.database
    .prepare('INSERT INTO saved_view (sheet, name, look) VALUES (?, ?, ?)')
    .run('trackers', 'Night', '{"search":""}')
  return journal
}
