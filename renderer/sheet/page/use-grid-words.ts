import { useI18n } from 'vue-i18n'
import type { GridWords } from '../grid/revo-columns.ts'

/** What the grid says by itself, in the person's language. */
export function useGridWords(): GridWords {
  const { t } = useI18n()
  return {
    rowNumber: t('sheet.rowNumber'),
    cutRow: t('sheet.cutRow'),
    headingMenu: (heading) => t('looking.heading.menu', { column: heading }),
    headingSort: (heading) => t('looking.heading.sort', { column: heading }),
    headingState: ({ remark, sortPlace, filtered }) =>
      [
        sortPlace !== null && t('looking.sort.place', { place: sortPlace }),
        filtered && t('looking.heading.filtered'),
        remark,
      ]
        .filter(Boolean)
        .join(', ') || null,
  }
}
