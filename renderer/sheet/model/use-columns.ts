import { computed, type ComputedRef, type Ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { entityOfSheet } from '../../../shared/entities/entity.ts'
import { editsOf } from '../../../shared/operations/catalogue.ts'
import type { SheetColumn } from '../../../shared/sheets/sheet.ts'
import { type Arrangement, arrangementOf, resized, shownOf } from './look/arrangement.ts'
import type { GridColumn } from './grid.ts'
import { usePermitted } from '../../stores/permitted.ts'
import { methodWords } from '../../wording.ts'
import { useKeptLooks } from './look/kept-looks.ts'
import type { SheetSession } from './session.ts'
import { zoneWords } from './zone.ts'

/** The columns of a sheet as the person has them. */
export interface Columns {
  /** All of them, hidden ones too. */
  readonly arrangement: Readonly<Ref<Arrangement>>
  /** Those that are shown, in the order of the screen: pinned ones first. */
  readonly shown: ComputedRef<readonly SheetColumn[]>
  /** The same, as the grid draws them. */
  readonly drawn: ComputedRef<readonly GridColumn[]>
  /** Why a column that could be edited is read-only here: what the account lacks for it; null of every other. */
  off(column: { readonly field: string }): string | null
  /** What a column is called. */
  heading(column: { readonly field: string }): string
  /** What it means, and what the panel calls an edit of it; null where there is no more to say than its heading does. */
  about(column: { readonly field: string }): string | null
  /** Arranges them otherwise. It is kept over a restart, unless they are borrowed. */
  arrange(next: Arrangement): void
  /** Has them as a saved view does; null: as the person has them without one. */
  borrow(columns: Arrangement | null): void
  /** Makes a column this wide, in pixels. */
  resize(field: string, width: number): void
}

/** The columns of a session's sheet, as this profile last left them. */
export function useColumns(session: SheetSession, profile: string | null): Columns {
  const { t, te } = useI18n()
  const { sheet } = session
  const looks = useKeptLooks()
  const kept = looks.recall(profile, sheet.name)
  const own = shallowRef<Arrangement>(kept.own)
  const borrowed = shallowRef<Arrangement | null>(kept.borrowed)
  const arrangement = computed(() => borrowed.value ?? own.value)
  const permitted = usePermitted()
  const edits = editsOf(entityOfSheet(sheet.name))
  const lacking = computed(
    () =>
      new Map(
        sheet.columns.flatMap(({ field }) => {
          const off = permitted.lack(edits.get(field)?.kind.needs ?? [])
          return off === null ? [] : [[field, off] as const]
        }),
      ),
  )
  const off: Columns['off'] = ({ field }) => lacking.value.get(field) ?? null
  // Whatever edits cells goes by what a column says of it: of one that is off, nothing.
  const shown = computed(() =>
    shownOf(sheet, arrangement.value).map(({ edit, ...column }): SheetColumn =>
      edit && !lacking.value.has(column.field) ? { ...column, edit } : column,
    ),
  )
  const heading = (column: { readonly field: string }): string => t(`sheet.columns.${sheet.name}.${column.field}`)

  function aboutWords({ field }: { readonly field: string }): string | null {
    const meaning = `sheet.about.${sheet.name}.${field}`
    const methods = edits.get(field)?.kind.methods
    return [te(meaning) && t(meaning), methods && methodWords(methods)].filter(Boolean).join('\n') || null
  }

  function arrange(next: Arrangement): void {
    if (borrowed.value) {
      borrowed.value = next
      return looks.keep(profile, sheet.name, { borrowed: next })
    }
    own.value = next
    looks.keep(profile, sheet.name, { own: next })
  }

  return {
    arrangement,
    shown,
    drawn: computed(() => {
      const { sort, filter } = session.query.value
      const asked = new Set(filter.map(({ field }) => field))
      const kept = new Map(arrangement.value.map((column) => [column.field, column]))
      return shown.value.map((column): GridColumn => {
        const place = sort.findIndex((part) => part.field === column.field)
        return {
          field: column.field,
          heading: heading(column),
          about: aboutWords(column),
          remark: [zoneWords(column, t), off(column)].filter((words) => words !== null).join(' ') || null,
          width: kept.get(column.field)?.width ?? column.width,
          pinned: kept.get(column.field)?.pinned ?? false,
          align:
            column.type === 'number' || column.type === 'money' ? 'end' : column.type === 'flag' ? 'center' : 'start',
          monospace: column.type === 'identifier',
          editable: column.edit !== undefined,
          sort: place === -1 ? null : sort[place]?.descending ? 'descending' : 'ascending',
          sortPlace: place === -1 || sort.length === 1 ? null : place + 1,
          filtered: asked.has(column.field),
        }
      })
    }),
    off,
    heading,
    about: aboutWords,
    arrange,
    borrow(columns) {
      borrowed.value = columns && arrangementOf(sheet, columns)
      looks.keep(profile, sheet.name, { borrowed: borrowed.value })
    },
    resize: (field, width) => arrange(resized(arrangement.value, field, width)),
  }
}
