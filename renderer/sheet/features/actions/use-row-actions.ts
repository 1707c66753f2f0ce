import { computed, type ComputedRef, type Ref, type ShallowRef, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import type { Action, PutPlace } from '../../../../shared/actions/action.ts'
import {
  actionOf,
  actionsFrom,
  actionsOffered,
  entityOfAction,
  kindStagedBy,
} from '../../../../shared/actions/catalogue.ts'
import type { CallOutput } from '../../../../shared/contract.ts'
import { mostRouteUsers } from '../../../../shared/contract/routes.ts'
import type { Condition, SheetRow } from '../../../../shared/contract/sheets.ts'
import { entities, entityOfSheet } from '../../../../shared/entities/entity.ts'
import { isCreator, type KindName, kindOf } from '../../../../shared/operations/catalogue.ts'
import type { Permission } from '../../../../shared/model/permissions.ts'
import { sheets } from '../../../../shared/sheets/catalogue.ts'
import { textOf } from '../../../../shared/sheets/column-edit.ts'
import type { Belonging, OfUsers, PageOfRows, Related, Sheet, TakenHow } from '../../../../shared/sheets/sheet.ts'
import { call } from '../../../bridge.ts'
import type { MenuEntry } from '../../../components/menu.ts'
import { usePermitted } from '../../../stores/permitted.ts'
import { useRoutes } from '../../../stores/routes.ts'
import { methodWords, number, problemWords } from '../../../wording.ts'
import { useKeptLooks } from '../../model/look/kept-looks.ts'
import type { Notice } from '../../model/notice.ts'
import { shownCell } from '../../model/marks.ts'
import { rangesOf, stretchesOf } from '../../model/selection.ts'
import { idsOf, type SelectedRows } from '../../model/selected-rows.ts'
import type { Selecting } from '../../model/use-selecting.ts'
import { plainQuery, type SheetSession } from '../../model/session.ts'
import type { RowAction } from '../../model/session/staging.ts'
import { belongingTo, isOfUsers, isPage, nameOf, type NamedRow, ownerOf, targetOf, usersIn } from './related-rows.ts'
import { methodsOf, needsOf, startOf, textsOf } from './row-actions.ts'

/** An action that a dialog asks about: for the selected rows, or from the row that is one of its values. */
export interface Asking {
  readonly action: Action
  readonly from: NamedRow | null
}

/** What can be done with the selected rows of a sheet, other than editing their cells. */
export interface RowActions {
  /** All of it, as menus offer it. */
  readonly entries: ComputedRef<readonly MenuEntry[]>
  /** What leads from a row to others: offered with its details, too. */
  readonly leading: ComputedRef<readonly MenuEntry[]>
  /** An entry was chosen. */
  choose(key: string): void
  readonly asking: Readonly<ShallowRef<Asking | null>>
  /** What the only selected row is called; empty where there are several, or it has not come. */
  readonly only: ComputedRef<string>
  /** Our ids of the first rows that are selected, to show of them what an action would do. */
  firstRows(): Promise<readonly number[]>
  /** The rows are to be chosen in their sheet, and not asked for. */
  elsewhere(): void
  /** Nothing is asked any more. */
  close(): void
  /** Stages it for the selected rows, or for these, which are none of this sheet, and says what came of it. */
  act(action: RowAction, ids: readonly number[] | null): Promise<void>
  /** Moves rows within the sheet's own order, to a place as `readPlace` reads it, and says where they stand; null where none are moved. */
  readonly move: ((rows: SelectedRows, to: string) => Promise<void>) | null
  /** Puts rows that were cut, or others like those that were copied, beside one; answers whether that staged anything. Null where none are put. */
  readonly put: ((how: TakenHow, ids: readonly number[], beside: PutPlace) => Promise<boolean>) | null
}

/** Most rows whose related ones are shown together. */
const mostRelated = 500
/** So many rows are shown as examples. */
const shownFirst = 3

/** The actions on the rows of a session's sheet: those that are declared for its entity. */
export function useRowActions(options: {
  session: SheetSession
  selecting: Pick<Selecting, 'selection' | 'keeping'>
  /** How many rows are selected, wholly or in part. */
  rows: Readonly<Ref<number>>
  /** The row of the active cell, once it has come. */
  active: Readonly<Ref<SheetRow | undefined>>
  profile: string | null
  notice: Notice
  /** Takes the last step back. */
  undo(): void
}): RowActions {
  const { session, rows, active, profile, notice } = options
  const { selection, keeping } = options.selecting
  const { t } = useI18n()
  const router = useRouter()
  const permitted = usePermitted()
  const looks = useKeptLooks()
  const sheet: Sheet = session.sheet
  const entity = entityOfSheet(session.sheet.name)
  const asking = shallowRef<Asking | null>(null)

  async function selected(): Promise<number[]> {
    return selection.value ? idsOf(session, selection.value) : []
  }

  async function firstRows(): Promise<readonly number[]> {
    if (!selection.value) return []
    const firsts = stretchesOf(selection.value)
      .slice(0, shownFirst)
      .map(({ top, bottom }) => session.ids(top, Math.min(bottom, top + shownFirst - 1)))
    return (await Promise.all(firsts)).flat().slice(0, shownFirst)
  }

  const noneSelected = computed(() => rows.value === 0 && t('actions.noneSelected'))

  /** An entry of a menu: why it cannot be chosen stands next to it. */
  function entry(
    key: string,
    label: string,
    { needs, hinders }: { needs: readonly Permission[]; hinders: string | boolean },
  ): MenuEntry {
    const why = permitted.lack(needs)
    const hint = permitted.hint(needs) ?? hinders
    return {
      ...{ key, label, disabled: why !== null || hinders !== false },
      ...(typeof hint === 'string' ? { hint } : {}),
      ...(why === null ? {} : { why }),
    }
  }

  const own = computed(() =>
    actionsOffered(entity).map(({ kind, isApart }) => ({
      ...entry(kind, t(`${textsOf(kind)}.entry`), {
        needs: needsOf(kind),
        hinders: noneSelected.value,
      }),
      about: methodWords(methodsOf(kind)),
      ...(isApart ? { lineAbove: true } : {}),
    })),
  )
  const leading = computed(() => {
    const notOne = rows.value > 1 ? t('actions.oneAtATime') : active.value === undefined
    return [
      ...(sheet.related ?? []).map((related) =>
        entry(`related:${targetOf(related)}`, relatedWords(related, 'entry'), {
          needs: isPage(related) ? related.needs : ((sheets[related.sheet] as Sheet).needs ?? []),
          hinders: noneSelected.value,
        }),
      ),
      ...actionsFrom(entity).map(({ kind }) =>
        entry(`from:${kind}`, t(`${textsOf(kind)}.from.entry`), {
          needs: needsOf(kind),
          hinders: noneSelected.value || notOne,
        }),
      ),
    ]
  })

  function relatedWords(related: Related, key: string): string {
    const most = isPage(related) ? related.most : isOfUsers(related) ? mostRouteUsers : mostRelated
    return t(`actions.related.${session.sheet.name}.${targetOf(related)}.${key}`, { n: number(most) })
  }

  /** What to filter by so that the rows are shown that belong to the selected ones; null where there is no telling. */
  async function belonging(related: Belonging): Promise<Condition[] | null> {
    if (rows.value > mostRelated) {
      notice.say(relatedWords(related, 'tooMany'))
      return null
    }
    const found = await call('sheet.rowsById', { sheet: session.sheet.name, ids: await selected() })
    if (found.rows.length === 0) return null
    return belongingTo(
      found.rows.map((row) => ownerOf(row, sheet)),
      related,
    )
  }

  /** Has the rows of the selected ones' users be those that are shown; whether that was done. */
  async function chooseUsers(related: OfUsers): Promise<boolean> {
    const ranges = selection.value ? rangesOf(selection.value) : []
    const cells = await Promise.all(ranges.map((range) => session.cells(range, [related.user])))
    const users = usersIn(cells.flat())
    if (users.length === 0 || users.length > mostRouteUsers) {
      notice.say(relatedWords(related, users.length === 0 ? 'nobody' : 'tooMany'))
      return false
    }
    // Only here: whoever never looks at routes has the core asked nothing about them.
    await useRoutes().chooseUsers(users)
    return true
  }

  /** Opens a page for the selected rows. */
  async function openPage(related: PageOfRows): Promise<void> {
    if (rows.value > related.most) notice.say(relatedWords(related, 'tooMany'))
    else await router.push({ path: `/${related.page}`, query: { open: (await selected()).join(',') } })
  }

  const show = (related: Related): Promise<void> =>
    notice.said(async () => {
      if (isPage(related)) return openPage(related)
      const filter = isOfUsers(related) ? (await chooseUsers(related)) && [] : await belonging(related)
      if (!filter) return
      await looks.load(profile, related.sheet)
      looks.keep(profile, related.sheet, {
        query: { ...plainQuery(related.sheet), filter },
        borrowed: null,
        view: null,
      })
      await router.push(`/${related.sheet}`)
    })

  /** What an action came to, in words. */
  function outcomeWords(kind: string, outcome: CallOutput<'sheet.act'>): (string | false)[] {
    const { staged, shared, unstaged, skipped, broken, left = [] } = outcome
    const untold = left.reduce((rest, { rows }) => rest - rows, skipped)
    const counted = (key: string, n: number): string | false => n > 0 && t(key, { n: number(n) }, n)
    return [
      counted(`${textsOf(kind)}.done`, staged) || (unstaged === 0 && t('actions.nothing')),
      counted('actions.shared', shared),
      counted('actions.unstaged', unstaged),
      counted(`${textsOf(kind)}.passedOver`, untold),
      ...left.map(({ problem, rows: n }) => t('actions.left', { n: number(n), why: problemWords(problem) }, n)),
      notice.count('cannotBeSent', broken),
    ]
  }

  /** Stages it for rows of this sheet, and says what came of it; answers whether anything did. */
  async function actHere(action: RowAction, rowsOf: () => Promise<readonly number[]>): Promise<boolean> {
    const shown = session.matching.value
    const outcome = await keeping(async () => session.act(action, await rowsOf()))
    const { search, filter, only } = session.query.value
    const isLess = search !== '' || filter.length > 0 || only !== 'all'
    const kind = kindOf(kindStagedBy(action.kind))
    const makesRows = isCreator(kind) && kind.entity === entity && outcome.staged > 0
    const areHidden = makesRows && isLess && session.matching.value <= shown
    notice.say(...outcomeWords(action.kind, outcome), areHidden && t('actions.hidden'))
    return outcome.staged + outcome.unstaged > 0
  }

  const act: RowActions['act'] = (action, ids) =>
    notice.said(async () => {
      asking.value = null
      if (!ids) return void (await actHere(action, selected))
      const outcome = await call('sheet.act', { ...action, ids: [...ids] })
      const words = outcomeWords(action.kind, outcome)
      if (outcome.staged === 0) return notice.say(...words)
      // Rows of another sheet show nothing of it here: taking it back is offered with the words.
      notice.sayWith({ label: t('sheet.undo'), accept: () => options.undo() }, ...words)
    })

  const putOf =
    (kinds: NonNullable<Sheet['puts']>): NonNullable<RowActions['put']> =>
    async (how, ids, beside) => {
      const kind = kinds[how]
      const off = permitted.lack(needsOf(kind))
      if (off === null) return actHere({ kind, beside }, () => Promise.resolve(ids))
      notice.say(off)
      return false
    }

  /** Where a row stands by now, in the words of the column that says it. */
  function placeOf(kind: KindName, id: number): string | false {
    const index = session.indexOf(id)
    const row = index === undefined ? undefined : session.row(index)
    const field = kindOf(kind).places?.field
    if (!row || field === undefined) return false
    return `${t(`sheet.columns.${session.sheet.name}.${field}`)} ${textOf(shownCell(row, field).value)}`
  }

  const moveOf =
    (kind: NonNullable<Sheet['moves']>) =>
    ({ ids, active: row }: SelectedRows, to: string): Promise<void> =>
      notice.said(async () => {
        const off = permitted.lack(needsOf(kind))
        if (off !== null) return notice.say(off)
        const action = actionOf(kind)
        // Whatever else it asks stays as a dialog would have it at first.
        const said = { ...(action && startOf(action)), kind, to } as RowAction
        const outcome = await keeping(() => session.act(said, [...ids]))
        notice.say(placeOf(kind, row), ...outcomeWords(kind, outcome))
      })

  return {
    move: sheet.moves === undefined ? null : moveOf(sheet.moves),
    put: sheet.puts === undefined ? null : putOf(sheet.puts),
    // What only leads elsewhere is not to be mistaken for one more of what cannot be taken back, above it.
    entries: computed(() => [
      ...own.value,
      ...leading.value.map((entry, at) => ({ ...entry, lineAbove: at === 0 && own.value.length > 0 })),
    ]),
    leading,
    choose(key) {
      const [how, of] = key.split(':')
      const related = how === 'related' && sheet.related?.find((one) => targetOf(one) === of)
      if (related) return void show(related)
      const action = actionOf(how === 'from' ? (of ?? '') : key)
      if (!action) return
      const row = active.value
      if (how === 'from') {
        asking.value = row ? { action, from: nameOf(row, sheet) } : null
      } else if (Object.keys(action.asks).length > 0) asking.value = { action, from: null }
      else void act({ kind: action.kind } as RowAction, null)
    },
    asking,
    firstRows,
    only: computed(() => (rows.value === 1 && active.value ? nameOf(active.value, sheet).name : '')),
    elsewhere() {
      const kind = asking.value?.action.kind
      if (kind) void router.push(`/${entities[entityOfAction(kind)].sheet}`)
    },
    close() {
      asking.value = null
    },
    act,
  }
}
