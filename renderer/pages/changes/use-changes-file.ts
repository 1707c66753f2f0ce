import { useMessage } from 'naive-ui'
import { onBeforeUnmount, type Ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { PanelChange } from '../../../shared/contract/changes.ts'
import { guardedLines } from '../../../shared/imports/guarded-lines.ts'
import { problemOf } from '../../../shared/problem.ts'
import { announce } from '../../announce.ts'
import { download } from '../../components/download.ts'
import { plainText } from '../../sheet/model/cell-text.ts'
import { useCellWords } from '../../sheet/model/use-cell-words.ts'
import { useSeparator } from '../../stores/separator.ts'
import type { WindowedRows } from '../../stores/windowedRows.ts'
import { problemWords } from '../../wording.ts'
import { changesAsCsv } from './as-csv.ts'
import { entityWords, fieldWords } from './words.ts'
import { keptFieldsOf } from '../../../shared/entities/kept-fields.ts'

/** Hands out the changes that are looked at as a file. */
export interface ChangesFile {
  /** How many have been written; null while no file is being made. */
  readonly written: Readonly<Ref<number | null>>
  /** Says what came of it; never throws. */
  make(rows: WindowedRows<PanelChange>): Promise<void>
  stop(): void
}

/** The file of the page of changes. */
export function useChangesFile(): ChangesFile {
  const { t } = useI18n()
  const message = useMessage()
  const separator = useSeparator()
  const words = useCellWords()
  const written = shallowRef<number | null>(null)
  let turn = 0
  const stop = (): void => {
    turn += 1
    written.value = null
  }
  onBeforeUnmount(stop)

  function record(change: PanelChange): string[] {
    const { at, entity, sort, field, ours, name, panelId } = change
    const column = keptFieldsOf(entity).find(({ column: one }) => one.field === field)?.column
    const text = (value: PanelChange['from']) => (column ? plainText(column, value, words) : '')
    return [
      at === null ? '' : new Date(at).toISOString(),
      t(`changes.sort.${sort}`),
      entityWords(entity),
      String(panelId ?? ''),
      name,
      field === null ? '' : fieldWords(entity, field),
      text(change.from),
      text(change.to),
      t(ours ? 'changes.whose.ours' : 'changes.whose.others'),
    ]
  }

  return {
    written,
    stop,
    async make(rows) {
      const mine = (turn += 1)
      written.value = 0
      try {
        const names = ['at', 'sort', 'entity', 'id', 'row', 'field', 'from', 'to', 'whose'] as const
        const text = await changesAsCsv({
          headings: names.map((name) => t(`changes.export.${name}`)),
          lines: guardedLines(separator.character),
          page: (from, count) => rows.take(from, count),
          record,
          tell: (lines) => mine === turn && (written.value = lines),
          isWanted: () => mine === turn,
        })
        if (mine !== turn || text === null) return
        stop()
        const name = 'fleetbook-changes.csv'
        download({ name, text })
        announce(t('changes.export.done', { name }))
      } catch (error) {
        if (mine !== turn) return
        stop()
        message.error(problemWords(problemOf(error)), { duration: 8000, closable: true })
      }
    },
  }
}
