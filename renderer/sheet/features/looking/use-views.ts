import { computed, type ComputedRef, type Ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { CallOutput } from '../../../../shared/contract.ts'
import { call } from '../../../bridge.ts'
import { plainArrangement } from '../../model/look/arrangement.ts'
import { useKeptLooks } from '../../model/look/kept-looks.ts'
import { isLookedAt, lookOf } from '../../model/look/look.ts'
import type { Notice } from '../../model/notice.ts'
import { plainQuery, type SheetSession } from '../../model/session.ts'
import type { Columns } from '../../model/use-columns.ts'
import type { Looking } from './use-looking.ts'

export type SavedView = CallOutput<'views.list'>['views'][number]
export type UnreadableView = CallOutput<'views.list'>['unreadable'][number]

/** The ways to look at a sheet that the person has saved. None of these throws: what goes wrong is said. */
export interface Views {
  /** By name. */
  readonly list: Readonly<Ref<readonly SavedView[]>>
  /** Those that this version cannot read: they are kept, and can be removed. */
  readonly unreadable: Readonly<Ref<readonly UnreadableView[]>>
  /** The one that is looked through; null: the sheet as such. */
  readonly current: ComputedRef<SavedView | null>
  /** Whether the sheet is looked at otherwise than the view says, or, without one, than at first. */
  readonly changed: ComputedRef<boolean>
  /** Looks through a view; null: at the sheet as such, in the person's own columns. */
  choose(id: number | null): void
  /** Looks as the view says again; without one, at everything, in the columns that the sheet has at first. */
  restore(): void
  /** Saves how the sheet is looked at now; a view of that name is replaced. */
  save(name: string): Promise<void>
  rename(view: SavedView, name: string): Promise<void>
  remove(view: Pick<SavedView, 'id' | 'name'>): Promise<void>
}

/** The saved views of a session's sheet. */
export function useViews(options: {
  session: SheetSession
  profile: string | null
  columns: Columns
  looking: Looking
  notice: Notice
}): Views {
  const { session, profile, columns, looking, notice } = options
  const { sheet } = session
  const { t } = useI18n()
  const looks = useKeptLooks()
  const list = shallowRef<readonly SavedView[]>([])
  const unreadable = shallowRef<readonly UnreadableView[]>([])
  const chosen = shallowRef(looks.recall(profile, sheet.name).view)
  const isLoaded = shallowRef(false)
  const current = computed(() => list.value.find(({ id }) => id === chosen.value) ?? null)
  const plain = lookOf(plainQuery(sheet.name), plainArrangement(sheet))

  function look(view: SavedView | null): void {
    chosen.value = view?.id ?? null
    looks.keep(profile, sheet.name, { view: chosen.value })
  }

  async function load(): Promise<void> {
    const found = await call('views.list', { sheet: sheet.name })
    list.value = found.views
    unreadable.value = found.unreadable
    isLoaded.value = true
  }
  void notice.said(load)

  function choose(id: number | null): void {
    const view = list.value.find((one) => one.id === id) ?? null
    const { search, sort, filter, only, group } = view?.look ?? plain
    look(view)
    columns.borrow(view?.look.columns ?? null)
    looking.ask({ search, sort, filter, only, group, folded: [], foldOthers: false })
  }

  return {
    list,
    unreadable,
    current,
    changed: computed(
      () =>
        // Until the views are here it is not known what the one that is looked through says.
        (isLoaded.value || chosen.value === null) &&
        !isLookedAt(current.value?.look ?? plain, sheet, session.query.value, columns.arrangement.value),
    ),
    choose,
    restore() {
      const view = current.value
      if (!view) columns.arrange(plain.columns)
      choose(view?.id ?? null)
    },
    save: (name) =>
      notice.said(async () => {
        const now = lookOf(session.query.value, columns.arrangement.value)
        const { id } = await call('views.save', { sheet: sheet.name, name, look: now })
        await load()
        look(list.value.find((one) => one.id === id) ?? null)
        columns.borrow(now.columns)
        notice.say(t('looking.views.didSave', { name }))
      }),
    rename: (view, name) =>
      notice.said(async () => {
        const { id } = await call('views.save', { sheet: sheet.name, name, look: view.look })
        if (id !== view.id) await call('views.remove', { id: view.id })
        await load()
        if (chosen.value === view.id) look(list.value.find((one) => one.id === id) ?? null)
      }),
    remove: (view) =>
      notice.said(async () => {
        await call('views.remove', { id: view.id })
        await load()
        if (chosen.value === view.id) {
          look(null)
          columns.borrow(null)
        }
        notice.say(t('looking.views.didRemove', { name: view.name }))
      }),
  }
}
