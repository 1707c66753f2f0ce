import { computed, type ComputedRef, type Ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import type { Condition, SheetRow } from '../../../../shared/contract/sheets.ts'
import { call } from '../../../bridge.ts'
import type { MenuEntry } from '../../../components/menu.ts'
import { useStatus } from '../../../stores/status.ts'
import { number } from '../../../wording.ts'
import { isAllowed } from './row-actions.ts'
import { useKeptLooks } from '../../model/look/kept-looks.ts'
import type { Notice } from '../../model/notice.ts'
import { plainQuery } from '../../model/session.ts'

/** A user as the actions know them. */
export interface NamedUser {
  readonly id: number
  readonly login: string
}

/** What can be done with users, besides looking at them. */
export interface UserActions {
  /** The actions, as a menu offers them. */
  readonly entries: ComputedRef<MenuEntry[]>
  /** An entry was chosen; false if it is none of these. */
  choose(key: string): boolean
  /** The user for whom trackers are being chosen; null while none are. */
  readonly cloning: Ref<NamedUser | null>
  /** Stages clones of these trackers for that user, and says what came of it. */
  clone(trackers: readonly number[], skipExisting: boolean): Promise<void>
}

/** Most users whose trackers are shown together. */
const mostUsers = 500

/** The user that a row of the users' sheet is about. */
export function userOf({ id, values }: SheetRow): NamedUser {
  return { id, login: String(values['login'] ?? '') }
}

/** What the trackers of users have in common: the owner that they show, or where one has no name, the owner's id. */
export function trackersOf(users: readonly NamedUser[]): Condition {
  return users.every(({ login }) => login !== '')
    ? { is: 'oneOf', field: 'owner', values: users.map(({ login }) => login) }
    : { is: 'oneOf', field: 'userId', values: users.map(({ id }) => id) }
}

/** The actions on users. */
export function useUserActions(options: {
  profile: string | null
  /** How many rows are selected, wholly or in part. */
  rows: () => number
  /** The row of the active cell, once it has come. */
  active: () => SheetRow | undefined
  /** The ids of the selected rows. */
  selected: () => Promise<number[]>
  notice: Notice
  /** Takes the last step back. */
  undo(): void
}): UserActions {
  const { profile, rows, active, selected, notice } = options
  const { t } = useI18n()
  const router = useRouter()
  const status = useStatus()
  const looks = useKeptLooks()
  const cloning = shallowRef<NamedUser | null>(null)

  const showTrackers = (): Promise<void> =>
    notice.said(async () => {
      if (rows() > mostUsers) return notice.say(t('changing.users.tooMany', { n: number(mostUsers) }))
      const { rows: found } = await call('sheet.rowsById', { sheet: 'users', ids: await selected() })
      const users = found.map(userOf)
      if (users.length === 0) return
      await looks.load(profile, 'trackers')
      looks.keep(profile, 'trackers', {
        query: { ...plainQuery('trackers'), filter: [trackersOf(users)] },
        borrowed: null,
        view: null,
      })
      await router.push('/trackers')
    })

  return {
    entries: computed(() => {
      const one = rows() === 1 && active() !== undefined && !active()?.group
      const allowed = isAllowed('tracker.clone', status.status?.permissions ?? {})
      return [
        {
          key: 'user.trackers',
          label: t('changing.users.trackers', rows()),
          disabled: rows() === 0,
        },
        {
          key: 'user.clone',
          label: t('changing.users.clone'),
          disabled: !one || !allowed,
          ...(allowed
            ? rows() > 1
              ? { hint: t('changing.users.oneAtATime') }
              : {}
            : { hint: t('sheet.actions.notAllowed') }),
        },
      ]
    }),
    choose(key) {
      const row = active()
      if (key === 'user.trackers') void showTrackers()
      else if (key === 'user.clone') cloning.value = row ? userOf(row) : null
      else return false
      return true
    },
    cloning,
    clone: (trackers, skipExisting) =>
      notice.said(async () => {
        const user = cloning.value
        cloning.value = null
        if (!user) return
        const answer = await call('sheet.act', {
          kind: 'tracker.clone',
          ids: [...trackers],
          user: user.id,
          skipExisting,
        })
        const { count } = notice
        const words = [
          count('acted.clone', answer.staged) || t('sheet.notice.nothingActed'),
          count('passedOver.clone', answer.skipped),
          count('barred', answer.broken),
        ]
        if (answer.staged > 0) {
          notice.sayWith({ label: t('sheet.undo'), accept: () => options.undo() }, ...words)
        } else notice.say(...words)
      }),
  }
}
