import { useMessage } from 'naive-ui'
import { onBeforeUnmount, type Ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { ReportMonth } from '../../../shared/contract/reports.ts'
import { guardedLines } from '../../../shared/imports/guarded-lines.ts'
import { problemOf } from '../../../shared/problem.ts'
import { announce } from '../../announce.ts'
import { call } from '../../bridge.ts'
import { download } from '../../components/download.ts'
import { useSeparator } from '../../stores/separator.ts'
import { problemWords } from '../../wording.ts'
import { monthsAsCsv, trackersAsCsv } from './as-csv.ts'

/** Hands out months as files. */
export interface ReportFiles {
  /** How many trackers have been written; null while no file of them is being made. */
  readonly written: Readonly<Ref<number | null>>
  months(months: readonly ReportMonth[]): void
  /** Says what came of it; never throws. */
  trackers(months: readonly ReportMonth[]): Promise<void>
  stop(): void
}

/** The files of the page of reports. */
export function useReportFiles(): ReportFiles {
  const { t } = useI18n()
  const separator = useSeparator()
  const message = useMessage()
  const written = shallowRef<number | null>(null)
  let turn = 0
  const stop = (): void => {
    turn += 1
    written.value = null
  }
  onBeforeUnmount(stop)

  const word = (name: 'month' | 'amount' | 'change' | 'percent' | 'came' | 'went' | 'readAt') =>
    t(`reports.export.${name}`)
  function handOut(name: string, text: string): void {
    download({ name, text })
    announce(t('reports.export.done', { name }))
  }

  return {
    written,
    stop,
    months(months) {
      const headings = (['month', 'amount', 'change', 'percent', 'came', 'went', 'readAt'] as const).map(word)
      handOut('fleetbook-active-months.csv', monthsAsCsv(months, headings, guardedLines(separator.character)))
    },
    async trackers(months) {
      const mine = (turn += 1)
      written.value = 0
      try {
        const text = await trackersAsCsv({
          months: months.filter(({ amount }) => amount !== null).map(({ month }) => month),
          headings: (['month', 'tracker', 'trackerLabel', 'deviceId', 'owner'] as const).map((name) =>
            t(`reports.export.${name}`),
          ),
          lines: guardedLines(separator.character),
          trackers: async (month, after, count) => (await call('reports.trackers', { month, after, count })).rows,
          tell: (lines) => mine === turn && (written.value = lines),
          isWanted: () => mine === turn,
        })
        if (mine !== turn || text === null) return
        stop()
        handOut('fleetbook-active-trackers.csv', text)
      } catch (error) {
        if (mine !== turn) return
        stop()
        message.error(problemWords(problemOf(error)), { duration: 8000, closable: true })
      }
    },
  }
}
