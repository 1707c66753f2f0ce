import { onBeforeUnmount, type Ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { download } from '../../../components/download.ts'
import { number } from '../../../wording.ts'
import type { CellWords } from '../../model/cell-text.ts'
import type { Notice } from '../../model/notice.ts'
import type { SheetSession } from '../../model/session.ts'
import type { Columns } from '../../model/use-columns.ts'
import { useSeparator } from '../../../stores/separator.ts'
import { columnsOfFile, viewAsCsv } from './view-as-csv.ts'

/** Hands out what is looked at as a file. */
export interface Export {
  /** How many rows have been written, and how many there are; null while no file is being made. */
  readonly progress: Readonly<Ref<{ readonly done: number; readonly total: number } | null>>
  /** Makes a CSV file of all rows of the view, in the columns that are shown. Says what came of it; never throws. */
  start(): Promise<void>
  stop(): void
}

/** The export of a session's sheet. */
export function useExport(options: {
  session: SheetSession
  columns: Columns
  words: CellWords
  notice: Notice
}): Export {
  const { session, columns, words, notice } = options
  const { t } = useI18n()
  const separator = useSeparator()
  const progress = shallowRef<{ done: number; total: number } | null>(null)
  let turn = 0
  const stop = (): void => {
    turn += 1
    progress.value = null
  }
  onBeforeUnmount(stop)

  return {
    progress,
    stop,
    async start() {
      const mine = (turn += 1)
      const order = session.ordered.value
      const shown = columnsOfFile(session.sheet, columns.shown.value)
      const fields = shown.map(({ field }) => field)
      const total = session.count.value
      const tell = (done: number): void => void (progress.value = { done, total })
      tell(0)
      try {
        const file = await viewAsCsv({
          count: total,
          columns: shown.map(({ field, type }) => ({ field, type, heading: columns.heading({ field }) })),
          words,
          separator: separator.character,
          cells: (from, count) =>
            session.cells({ top: from, bottom: from + count - 1, left: 0, right: fields.length - 1 }, fields),
          tell: (done) => mine === turn && tell(done),
          // Rows that are ordered anew meanwhile would be left out or repeated.
          isWanted: () => mine === turn && order === session.ordered.value,
        })
        if (mine !== turn) return
        stop()
        if (!file) return notice.say(t('changing.export.reordered'))
        const name = `fleetbook-${session.sheet.name}.csv`
        download({ name, text: file.text })
        notice.say(t('changing.export.done', { n: number(file.rows), name }, file.rows))
      } catch (error) {
        if (mine !== turn) return
        stop()
        notice.sayWrong(error)
      }
    },
  }
}
