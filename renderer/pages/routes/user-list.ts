import { onBeforeUnmount, ref, type Ref, watch } from 'vue'
import type { SheetRow } from '../../../shared/contract/sheets.ts'
import { problemOf } from '../../../shared/problem.ts'
import { call, onEvent, onReturn } from '../../bridge.ts'
import { throttled } from '../../stores/throttled.ts'
import { windowedRows, type WindowedRows } from '../../stores/windowedRows.ts'

/** A user to choose. */
export interface ListedUser {
  readonly id: number
  readonly login: string
  /** Their own name or that of their firm, where they have one. */
  readonly name: string
}

/** The users of the panel, by login, as they are searched for. */
export interface UserList {
  readonly search: Ref<string>
  readonly rows: WindowedRows<ListedUser>
  /** The ids of all that are found, in sight or not. */
  ids(): Promise<readonly number[]>
}

/** Most that one call takes. */
const idsAtOnce = 200_000
const rowsAtOnce = 5000
/** Milliseconds between two looks while users change. */
const pause = 1000

function listed({ id, values }: SheetRow): ListedUser {
  const text = (field: string): string => String(values[field] ?? '')
  const person = [text('firstName'), text('lastName')].filter((part) => part !== '').join(' ')
  return { id, login: text('login'), name: text('legalName') || person }
}

/**
 * The users of the panel, from a view of their sheet: however many there are, only those in sight are read. With `only`,
 * those users alone, who are few.
 */
export function useUserList(only: () => ReadonlySet<number> | null): UserList {
  const search = ref('')
  let opened: Promise<{ view: number; count: number }> | null = null

  function open(): Promise<{ view: number; count: number }> {
    opened ??= call('sheet.open', {
      sheet: 'users',
      search: search.value.trim().slice(0, 200),
      sort: [{ field: 'login', descending: false }],
      filter: [],
      only: 'all',
    })
    return opened
  }

  /** Asks the view; opens it anew where the core has put it away for others. */
  async function asked<Answer>(asking: (view: number, count: number) => Promise<Answer>): Promise<Answer> {
    for (let again = true; ; again = false) {
      try {
        const { view, count } = await open()
        return await asking(view, count)
      } catch (error) {
        opened = null
        if (!again || problemOf(error).code !== 'view-gone') throw error
      }
    }
  }

  /** Those users alone of whom one of the texts holds what is searched for. */
  async function among(users: ReadonlySet<number>): Promise<ListedUser[]> {
    const ids = [...users]
    const found: ListedUser[] = []
    for (let from = 0; from < ids.length; from += rowsAtOnce) {
      const answer = await call('sheet.rowsById', { sheet: 'users', ids: ids.slice(from, from + rowsAtOnce) })
      found.push(...answer.rows.map(listed))
    }
    const wanted = search.value.trim().toLowerCase()
    return found
      .filter(({ login, name }) => `${login} ${name}`.toLowerCase().includes(wanted))
      .sort((one, other) => one.login.localeCompare(other.login))
  }

  const rows = windowedRows<ListedUser>(async (from, count) => {
    const users = only()
    if (users) {
      const all = await among(users)
      return { count: all.length, rows: all.slice(from, from + count) }
    }
    return asked(async (view, all) => {
      const answer = await call('sheet.rows', { view, from, count })
      return { count: all, rows: answer.rows.map(listed) }
    })
  })

  function again(): void {
    opened = null
    rows.restart()
  }
  watch([search, only], again)
  const soon = throttled(() => {
    opened = null
    rows.refresh()
  }, pause)
  const endings = [
    onEvent((event) => {
      if (event.event === 'rows' && event.sheet === 'users') soon()
    }),
    onReturn(soon),
  ]
  onBeforeUnmount(() => endings.forEach((end) => end()))
  rows.restart()

  return {
    search,
    rows,
    async ids() {
      const users = only()
      if (users) return (await among(users)).map(({ id }) => id)
      return asked(async (view, count) => {
        if (count === 0) return []
        return (await call('sheet.ids', { view, from: 0, count: Math.min(count, idsAtOnce) })).ids
      })
    },
  }
}
