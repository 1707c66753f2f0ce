import { computed, type ComputedRef, onBeforeUnmount, reactive, type Ref, shallowRef, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { type Problem, problemOf } from '../../../../shared/problem.ts'
import type { SheetColumn } from '../../../../shared/sheets/sheet.ts'
import { problemWords } from '../../../wording.ts'
import type { Notice } from '../../model/notice.ts'
import { rowsOfAll, type Selection, stretchesOf } from '../../model/selection.ts'
import type { SheetSession } from '../../model/session.ts'
import type { ChangeHere } from '../../model/session/staging.ts'
import type { Columns } from '../../model/use-columns.ts'
import { changeOf, type Draft, plainDraft, type Way, waysFor } from './draft.ts'
import { lookAhead, type Preview } from './preview.ts'

/** How long a draft rests before it is looked at, and how long the rows do that have changed meanwhile: milliseconds. */
const draftRest = 150
const rowsRest = 1000

/** The rows that a change can be for: those selected, those in the view, or all of the sheet. */
export const extents = ['range', 'view', 'all'] as const
export type Extent = (typeof extents)[number]

/** A change of one column as it is being described, and what it would come to. */
export interface Changing {
  readonly isOpen: Ref<boolean>
  readonly draft: Readonly<Draft>
  /** Says a part of the draft otherwise. */
  describe(part: Partial<Draft>): void
  /** The columns that can be changed, the active one's or else the first being chosen at first. */
  readonly columns: ComputedRef<readonly SheetColumn[]>
  /** Why none of them can be changed by this account, where some could be; null where one can be, or none ever could. */
  readonly off: ComputedRef<string | null>
  readonly column: ComputedRef<SheetColumn | undefined>
  readonly field: Ref<string>
  /** The rows that can be chosen, each with their number where it is known. */
  readonly extents: ComputedRef<readonly { readonly value: Extent; readonly rows: number | null }[]>
  readonly extent: Ref<Extent>
  /** What it would come to; null while the draft is none yet. What is shown may be that of the draft before. */
  readonly preview: Readonly<Ref<Preview | null>>
  /** Whether the preview is being made. */
  readonly looking: Readonly<Ref<boolean>>
  /** Why it cannot be looked at or staged. */
  readonly problem: ComputedRef<Problem | null>
  /** Whether it is being staged. */
  readonly staging: Readonly<Ref<boolean>>
  /** Whether there is something to stage, and all of it has been looked at. */
  readonly mayStage: ComputedRef<boolean>
  /** Opens the panel, with a way where one is meant; false where nothing here can be changed. */
  open(way?: Way): boolean
  close(): void
  /** Stages what was looked at, as one undo step, and closes. */
  stage(): Promise<void>
}

/** Changes of a whole column of a session's sheet. */
export function useChanging(options: {
  session: SheetSession
  columns: Columns
  selection: Readonly<Ref<Selection | null>>
  isFiltered: ComputedRef<boolean>
  notice: Notice
  /** Takes the last step back. */
  undo(): void
  /** Gives the keyboard back to the cells. */
  focusCells(): void
}): Changing {
  const { session, selection, isFiltered, notice } = options
  const { t } = useI18n()

  const isOpen = shallowRef(false)
  const draft = reactive(plainDraft())
  const field = shallowRef('')
  const extent = shallowRef<Extent>('all')
  const preview = shallowRef<Preview | null>(null)
  const looking = shallowRef(false)
  const failed = shallowRef<Problem | null>(null)
  const staging = shallowRef(false)
  /** What the preview is of. */
  let lookedAt: ChangeHere | null = null

  const columns = computed(() => options.columns.shown.value.filter(({ edit }) => edit && !edit.acts))
  const off = computed(() => {
    if (columns.value.length > 0) return null
    return options.columns.shown.value.reduce<string | null>((said, one) => said ?? options.columns.off(one), null)
  })
  const column = computed(() => columns.value.find((one) => one.field === field.value))
  const selectedRows = computed(() => (selection.value ? rowsOfAll(selection.value) : 0))
  /** Whether rows are selected that do not stand together: of these there is no change. */
  const areApart = computed(() => selection.value !== null && stretchesOf(selection.value).length > 1)

  const choices = computed(() => {
    const { group, folded, foldOthers } = session.query.value
    const folds = group !== null && (folded.length > 0 || foldOthers)
    return [
      { value: 'range' as const, rows: selectedRows.value },
      ...(isFiltered.value || folds ? [{ value: 'view' as const, rows: folds ? null : session.matching.value }] : []),
      { value: 'all' as const, rows: session.total.value },
    ]
  })

  /** The change that is described now; null while it is none. */
  const described = computed((): ChangeHere | null => {
    const change = column.value ? changeOf(draft, column.value) : null
    if (!isOpen.value || !change) return null
    if (extent.value !== 'range') return { field: field.value, where: { rows: extent.value }, change }
    const [stretch] = selection.value ? stretchesOf(selection.value) : []
    if (!stretch || areApart.value) return null
    const { top } = stretch
    return { field: field.value, where: { rows: 'range', from: top, count: selectedRows.value }, change }
  })

  let timer: ReturnType<typeof setTimeout> | undefined
  let turn = 0

  async function look(change: ChangeHere): Promise<void> {
    const mine = (turn += 1)
    try {
      await lookAhead(
        (from) => session.previewChange(change, from),
        (known) => {
          preview.value = known
          lookedAt = change
        },
        () => mine === turn,
      )
      if (mine === turn) failed.value = null
    } catch (error) {
      if (mine !== turn) return
      preview.value = null
      failed.value = problemOf(error)
    } finally {
      if (mine === turn) looking.value = false
    }
  }

  function lookSoon(rest: number): void {
    clearTimeout(timer)
    turn += 1
    lookedAt = null
    const change = described.value
    looking.value = change !== null
    failed.value = null
    if (change) timer = setTimeout(() => void look(change), rest)
    else preview.value = null
  }

  watch(areApart, (apart) => {
    if (apart && isOpen.value) notice.say(t('sheet.notice.oneRange'))
  })
  watch(described, (now, before) => {
    if (JSON.stringify(now) !== JSON.stringify(before)) lookSoon(draftRest)
  })
  // Rows that come, go or become something else make another change of it.
  watch([session.ordered, session.revision], () => {
    if (described.value && !staging.value) lookSoon(rowsRest)
  })
  watch(column, (now) => {
    const possible = now ? waysFor(now) : []
    if (possible[0] && !possible.includes(draft.way)) draft.way = possible[0]
    // What has been typed for one column is rarely a value of another one that says yes or no.
    if (now?.type === 'flag' && !['yes', 'no'].includes(draft.value)) draft.value = ''
  })
  watch(choices, (now) => {
    if (!now.some(({ value }) => value === extent.value)) extent.value = 'all'
  })
  onBeforeUnmount(() => {
    clearTimeout(timer)
    turn += 1
  })

  function close(): void {
    isOpen.value = false
  }

  return {
    isOpen,
    draft,
    describe: (part) => void Object.assign(draft, part),
    columns,
    off,
    column,
    field,
    extents: choices,
    extent,
    preview,
    looking,
    problem: computed(() => failed.value ?? preview.value?.problem ?? null),
    staging,
    mayStage: computed(
      () => !staging.value && !looking.value && preview.value?.complete === true && preview.value.changed > 0,
    ),
    open(way) {
      const active = options.columns.shown.value[selection.value?.active.column ?? -1]
      const chosen = columns.value.find((one) => one.field === active?.field) ?? columns.value[0]
      if (!chosen) return false
      if (areApart.value) {
        notice.say(t('sheet.notice.oneRange'))
        return true
      }
      if (!isOpen.value) {
        field.value = chosen.field
        extent.value = selectedRows.value > 1 ? 'range' : isFiltered.value ? 'view' : 'all'
      }
      // A flag has no text in which something could be found.
      if (way && !waysFor(chosen).includes(way)) {
        field.value = columns.value.find((one) => waysFor(one).includes(way))?.field ?? field.value
      }
      if (way) draft.way = way
      isOpen.value = true
      return true
    },
    close,
    async stage() {
      const change = lookedAt
      if (!change) return
      staging.value = true
      try {
        const { staged, unstaged, skipped, broken } = await session.change(change)
        close()
        options.focusCells()
        notice.sayWith(
          { label: t('sheet.undo'), accept: () => options.undo() },
          notice.count('staged', staged) || (unstaged === 0 && t('changing.nothing')),
          notice.count('unstaged', unstaged),
          notice.count('skipped', skipped),
          notice.count('broken', broken),
        )
      } catch (error) {
        failed.value = problemOf(error)
        notice.say(problemWords(failed.value))
      } finally {
        staging.value = false
      }
    },
  }
}
