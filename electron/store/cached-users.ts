import type { User } from '../../shared/model/user.ts'
import type { Sqlite } from './database.ts'
import { fold, likePattern } from './folding.ts'
import { inList, many } from './in-sql.ts'
import { mirrors } from './mirror.ts'
import type { MirrorReader, Row } from './mirror-reader.ts'

/** Users as they were pulled. */
export interface CachedUsers {
  byLogins(logins: readonly string[]): Map<string, User>
  /** All whose login is one of these, which may differ in upper and lower case alone. */
  allByLogins(logins: readonly string[]): User[]
  /** All whose first and last name, in either order, or legal name is one of these, upper and lower case alike. */
  byNames(names: readonly string[]): User[]
  search(text: string, most: number): User[]
  /** The ids of all that are not another dealer's. */
  idsOf(dealer: number | null): number[]
}

/** The users of an open cache. */
export function cachedUsers(database: Sqlite, { read, keyed }: MirrorReader): CachedUsers {
  const selectUsersByLogin = database.prepare<[string], Row>(`SELECT * FROM user WHERE login_folded ${inList}`)
  const selectUsersByName = database.prepare<[{ names: string }], Row>(
    `WITH asked AS MATERIALIZED (SELECT value FROM json_each(@names))
     SELECT * FROM user WHERE legal_name_folded IN asked
       OR trim(first_name_folded || ' ' || last_name_folded) IN asked
       OR trim(last_name_folded || ' ' || first_name_folded) IN asked`,
  )
  const searchUsers = database.prepare<[{ pattern: string; exact: string; most: number }], Row>(
    // A user with exactly this name is never cut off by the limit.
    `SELECT * FROM user WHERE search LIKE @pattern ESCAPE '\\'
     ORDER BY @exact NOT IN (login_folded, CAST(id AS TEXT)), login_folded LIMIT +@most`,
  )

  const selectIds = database
    .prepare<[number | null], number>(
      // A panel that does not say whose it is gives 0: that is taken for our own.
      'SELECT id FROM user WHERE dealer_id = 0 OR dealer_id = coalesce(?, dealer_id) ORDER BY id',
    )
    .pluck()

  return {
    idsOf: (dealer) => selectIds.all(dealer),
    byLogins: (logins) => keyed(mirrors.user, selectUsersByLogin, logins.map(fold), (row) => fold(row.login)),
    allByLogins: (logins) => read(mirrors.user, selectUsersByLogin, many(logins.map(fold))),
    byNames: (names) => read(mirrors.user, selectUsersByName, { names: many(names.map(fold)) }),
    search: (text, most) =>
      read(mirrors.user, searchUsers, { pattern: likePattern(text), exact: fold(text.trim()), most }),
  }
}
