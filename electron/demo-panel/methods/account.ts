import { z } from 'zod'
import { Refusal } from '../errors.ts'
import { noParameters } from '../listing.ts'
import { text } from '../parameters.ts'
import { method } from './method.ts'

/** `account/auth`: opens a session. */
export const auth = method({
  needs: 'none',
  parameters: z.object({ login: text(), password: text() }),
  answer({ account, sessions, now }, { login, password }) {
    if (login !== account.login) throw new Refusal(12)
    if (password !== account.password) throw new Refusal(account.wrongPasswordCode)
    if (account.blocked) throw new Refusal(11)
    return { hash: sessions.open(now).hash, permissions: account.permissions }
  },
})

/** `account/get_permissions`: what the session may do. */
export const getPermissions = method({
  needs: 'session',
  parameters: noParameters,
  answer: ({ account }) => ({ permissions: account.permissions }),
})

/** `account/logout`: ends the session at once. */
export const logout = method({
  needs: 'session',
  parameters: noParameters,
  answer({ sessions, session }) {
    if (session) sessions.close(session)
    return {}
  },
})
