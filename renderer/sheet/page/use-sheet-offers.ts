import { type Ref, watchEffect } from 'vue'
import { useI18n } from 'vue-i18n'
import type { SheetName } from '../../../shared/sheets/catalogue.ts'
import { chordText } from '../../commands/key-names.ts'
import { offer } from '../../commands/offers.ts'
import { numberRows } from '../../commands/palette.ts'
import type { Anchor } from '../../components/floating.ts'
import type { PlainCommand } from '../features/keyboard/keys.ts'
import { chordFor } from '../features/keyboard/keys.ts'
import type { Looking } from '../features/looking/use-looking.ts'
import type { GridHandle } from '../model/grid.ts'
import { foldsOfAll, isGroupable } from '../model/look/grouping.ts'
import { at } from '../model/selection.ts'
import type { SheetSession } from '../model/session.ts'
import type { Columns } from '../model/use-columns.ts'
import type { Selecting } from '../model/use-selecting.ts'
import type { Commands } from './use-commands.ts'

/** Keys of the sheet that are found by name, too, beside those that stand in its menus. */
const named: readonly (readonly [binding: string, command: PlainCommand])[] = [
  ['search', 'search'],
  ['goToRow', 'go-to-row'],
  ['all', 'select-all'],
  ['heading', 'heading'],
  ['keys', 'keys'],
]

const only = ['all', 'staged', 'attention', 'conflicts'] as const

/** Offers in the palette what can be done with a sheet and stands in none of its menus, and its rows by their numbers. */
export function useSheetOffers(options: {
  session: SheetSession
  columns: Columns
  selecting: Selecting
  looking: Looking
  commands: Commands
  grid: Readonly<Ref<GridHandle | null>>
  exportRows(): void
  /** Asks what a column is to be filtered by. */
  filter(field: string, anchor: Anchor): void
}): void {
  const { session, columns, selecting, looking, commands, grid } = options
  const { t } = useI18n()
  const sheet: SheetName = session.sheet.name

  function filter(field: string): void {
    const column = columns.shown.value.findIndex((one) => one.field === field)
    if (column >= 0) grid.value?.scrollTo(selecting.selection.value?.active.row ?? 0, column)
    requestAnimationFrame(() => {
      const anchor = grid.value?.headingRect(field)
      options.filter(field, anchor ?? document.getElementById('content')!.getBoundingClientRect())
    })
  }

  offer(() => {
    const { query } = session
    const of = t(`app.nav.${sheet}`)
    const ofColumns = session.sheet.columns.map((column) => ({ ...column, heading: columns.heading(column) }))
    return [
      ...named.map(([name, command]) => ({
        id: `sheet ${name}`,
        label: t(`palette.sheet.${name}`),
        of,
        hint: chordText(chordFor(name)),
        run: () => void commands.run({ do: command }),
      })),
      { id: 'sheet export', label: t('palette.sheet.export'), of, run: options.exportRows },
      ...only
        .filter((choice) => choice !== query.value.only)
        .map((choice) => ({
          id: `sheet only ${choice}`,
          label: t(`palette.only.${choice}`),
          of,
          run: () => looking.ask({ only: choice }),
        })),
      ...(looking.isFiltered.value
        ? [{ id: 'sheet clear', label: t('looking.showAll'), of, run: () => looking.clear() }]
        : []),
      ...ofColumns.flatMap(({ field, heading, ...column }) => [
        { id: `filter ${field}`, label: t('palette.sheet.filter', { column: heading }), of, run: () => filter(field) },
        {
          id: `sort ${field}`,
          label: t('palette.sheet.sort', { column: heading }),
          of,
          run: () => looking.ask({ sort: [{ field, descending: false }] }),
        },
        ...(isGroupable(column)
          ? [
              {
                id: `group ${field}`,
                label: t('palette.sheet.group', { column: heading }),
                of,
                run: () => looking.ask({ group: field, ...foldsOfAll(false) }),
              },
            ]
          : []),
      ]),
    ]
  })

  // Rows of groups that are folded have numbers, and no place to go to.
  watchEffect((onCleanup) => {
    if (session.query.value.group !== null) return
    onCleanup(
      numberRows({
        count: () => session.count.value,
        go(number) {
          selecting.select(at(number - 1, selecting.selection.value?.active.column ?? 0))
          grid.value?.focus()
        },
      }),
    )
  })
}
