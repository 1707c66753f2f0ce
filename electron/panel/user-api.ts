import { z } from 'zod'
import type { Api } from './api.ts'
import { principalOf, type At } from './endpoint.ts'
import { hashShape } from './exchange.ts'
import { aboutPrincipal, noAnswer, PanelFailure } from './failure.ts'

const createAnswer = z.object({ hash: hashShape<'user'>() })
/** So often the panel is asked, where the dealer's own session ends meanwhile. */
const mostTries = 2

/** How long a session lasts, but for an hour in which clocks may differ: milliseconds. (panel-api.md, section 4.3) */
const lifetime = (30 * 24 - 1) * 3_600_000

const timeouts = { signIn: 30_000, read: 60_000, change: 120_000 }

/** That the panel would not, or could not, open a session for a user: what is meant for others goes on. */
function notOpened(failure: PanelFailure, at: At<'user'>): PanelFailure {
  const { problem, code } = failure
  const told = code === null ? problem : { ...problem, code: 'session-not-opened' as const }
  return aboutPrincipal(failure, principalOf(at), {
    problem: { ...told, again: true },
    effect: 'none',
    next: 'wait',
  })
}

/**
 * The User API, in the session of one user, which the panel opens for the dealer. It lasts for 30 days; a user may have
 * few, so one is kept for as long as it lasts. (panel-api.md, section 4.3)
 */
export const userApi: Api<'user', null> = {
  path: '',
  authorization: (hash) => `NVX ${hash}`,
  signOutPath: 'user/logout',
  keeps: { lifetime, told: null },
  scopes: ({ user }) => [`user ${user}`, 'address'],
  timeouts,

  async open(at, { dealer, host, signal }) {
    for (let tries = 1; ; tries++) {
      // What keeps the dealer out fails here, and is no matter of this user alone.
      await dealer.slot(signal)
      try {
        const { json, httpStatus, took } = await dealer.change(
          'user/session/create',
          { user_id: at.user },
          { signal, slotTaken: true, timeout: timeouts.signIn },
        )
        const created = createAnswer.safeParse(json)
        if (!created.success) throw noAnswer('sign-in', { problem: 'not-a-panel', httpStatus, host, took })
        return { hash: created.data.hash, told: null }
      } catch (error) {
        if (!(error instanceof PanelFailure)) throw error
        if (error.next !== 'sign-in' || tries >= mostTries) throw notOpened(error, at)
      }
    }
  },
}
