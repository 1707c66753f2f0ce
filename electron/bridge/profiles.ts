import { join } from 'node:path'
import type { CallParsed } from '../../shared/contract.ts'
import type { Notice } from '../../shared/contract/notices.ts'
import type { ProfileSummary, PullInterval, Status, UnreadableProfile } from '../../shared/contract/profiles.ts'
import { en } from '../../shared/locales/en/index.ts'
import { fail, problemOf, ProblemError, type Problem } from '../../shared/problem.ts'
import { keptPrincipals } from '../panel/kept-sessions.ts'
import type { SignedIn } from '../panel/panel.ts'
import type { Ports } from '../ports.ts'
import type { SecretPlace, Secrets } from '../secrets/secrets.ts'
import { asProblem } from '../store/database.ts'
import { settingKept, unsettledIn } from '../store/journal-glance.ts'
import { lockProfile } from '../store/profile-lock.ts'
import type { ProfileRecord } from '../store/profile-record.ts'
import { createProfileFolders, isLost } from '../store/profiles.ts'
import type { QueryWatch } from '../store/statements.ts'
import { createAccounts, type Account, type DemoPlace } from './accounts.ts'
import { createAnnouncer, type Announcer } from './announcer.ts'
import { closedStatus, statusOf } from './status.ts'
import { openWorkbook, type Workbook } from './workbook.ts'
import { forgetTyped, keptNames, typedSecrets } from './kept-passwords.ts'
import { forgetSessions } from './session-secrets.ts'
import type { Weight } from '../weight.ts'

/** The panel accounts of this computer, of which at most one is open. */
export interface Profiles {
  readonly announcer: Announcer
  list(): {
    profiles: ProfileSummary[]
    unreadable: UnreadableProfile[]
    open: string | null
  }
  /** Where the password of each is, by its id, as far as that is noted; the built-in panel needs none. */
  secrets(): Promise<{ places: Record<string, SecretPlace> }>
  /** The open profile; throws `profile-closed`. */
  workbook(): Workbook
  test(account: Account): Promise<SignedIn>
  add(account: Account & { name: string }): Promise<ProfileSummary>
  demo(): Promise<ProfileSummary>
  /** One whose own file cannot be read is mended by what its journal says, and a notice tells so. */
  open(id: string): Promise<ProfileSummary>
  /** Says anew which panel an unreadable profile is, and opens it with all that is staged in it. */
  mend(id: string, account: Omit<Account, 'password'> & { name: string }): Promise<ProfileSummary>
  /** Says by what it is told from the others. */
  mark(id: string, mark: Mark): Promise<ProfileSummary>
  signIn(id: string, password: string): Promise<ProfileSummary>
  remove(id: string, discardStaged: boolean): Promise<void>
  /** Puts the backup that a notice of the open profile offers in the place of its journal; `backup-in-use`. */
  takeBackup(notice: string): Promise<void>
  /** Opens the profile that was open when the program last ended, if it still can be. */
  reopen(goOn: boolean): Promise<void>
  /** Closes the open profile because a person says so: it is not opened by itself the next time. */
  close(): Promise<void>
  /** Closes the open profile because the program ends. */
  end(): Promise<void>
  weigh(): Weight
  status(): Promise<Status>
}

/** By what a person tells a panel from the others; null where by no such thing. */
type Mark = Omit<CallParsed<'profiles.mark'>, 'id'>

const demoId = 'demo'

/** Refuses to lose what is staged, or what might be. */
function refuseLoss(unsettled: number | null): void {
  if (unsettled === null) fail('changes-unreadable')
  if (unsettled > 0) fail('profile-has-changes', { count: unsettled })
}

export function createProfiles(options: {
  ports: Ports
  /** Hears how long questions to the files take. */
  queries: QueryWatch
  secrets: Secrets
  rate: number
  /** As of {@link openWorkbook}. */
  proofAfter?: number | undefined
  rowsAtOnce?: number | undefined
  pullEvery?: PullInterval | undefined
  /** Starts the built-in demo panel unless it runs. */
  demo: () => Promise<DemoPlace>
}): Profiles {
  const { ports, secrets, rate } = options
  const { clock, random, log } = ports
  const { placeOf, passwordOf, sessionsOf, limitsOf, test } = createAccounts(options)
  const folders = createProfileFolders(ports.folders.profiles, log)
  const announcer = createAnnouncer(ports, status)
  let workbook: Workbook | null = null
  /** Why the profile that was open last is not open now. */
  let notReopened: Problem | null = null
  let lastTurn: Promise<unknown> = Promise.resolve()

  /** Opening and closing go one after the other: a profile's files are let go of before they are taken again. */
  function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const mine = lastTurn.then(work)
    lastTurn = mine.catch(() => undefined)
    return mine
  }

  /** What a profile is, by its own file or else by its journal; throws why neither says it. */
  function recordOf(id: string): { record: ProfileRecord; restored: boolean } {
    const found = folders.find(id)
    if (!isLost(found)) return { record: found, restored: false }
    if (!found.kept) throw new ProblemError(found.problem)
    return { record: found.kept, restored: true }
  }

  /** Writes down what the open profile is. It stays open where the disk does not take it, and that is told. */
  function keep(profile: ProfileRecord): void {
    try {
      folders.write(profile)
      folders.setLastOpen(profile.id)
    } catch (error) {
      log.warn('a profile could not be written down', { id: profile.id, error: String(error) })
      workbook?.notices.tell(problemOf(asProblem(error)))
    }
  }

  /** Notes of the open profile where its password is. */
  function notePlace(id: string, password: SecretPlace): void {
    if (workbook?.profile.id === id && workbook.profile.password !== password) workbook.amend({ password })
  }

  async function openNow(
    id: string,
    { restore, goOn }: { restore?: Notice; goOn?: boolean } = {},
  ): Promise<ProfileSummary> {
    if (workbook?.profile.id === id) return workbook.profile
    const { record, restored } = recordOf(id)
    // To the window, a profile that goes on with another core has been open all along.
    const profile = { ...record, openedAt: (goOn && record.openedAt) || clock.now() }
    const baseUrl = await placeOf(profile.panel)
    await closeNow()
    workbook = await openWorkbook({
      ports,
      queries: options.queries,
      profile,
      folder: folders.folder(id),
      openedBefore: restored || record.openedAt !== null,
      restore,
      baseUrl,
      limits: limitsOf(baseUrl, profile.dealerId ?? profile.login),
      rate,
      proofAfter: options.proofAfter,
      rowsAtOnce: options.rowsAtOnce,
      pullEvery: options.pullEvery,
      password: () => passwordOf(profile, (place) => notePlace(id, place)),
      sessions: (note) => sessionsOf(profile, note),
      typed: typedSecrets(secrets, profile.id),
      announcer,
      onChange: keep,
    })
    notReopened = null
    keep(profile)
    if (restored) workbook.notices.tell({ code: 'profile-restored' })
    announcer.status()
    await workbook.lookedThrough()
    return profile
  }

  async function closeNow(): Promise<void> {
    const closing = workbook
    workbook = null
    await closing?.close()
    announcer.status()
  }

  const open = (id: string) => inTurn(() => openNow(id))

  /** How much of the open profile is not settled. */
  function unsettled(): number {
    const counts = workbook?.outbox.counts()
    if (!counts) return 0
    const { done: _done, discarded: _discarded, broken: _broken, ...open_ } = counts
    return Object.values(open_).reduce((sum, count) => sum + count, 0)
  }

  async function takeBackupNow(id: string): Promise<void> {
    const opened = workbook ?? fail('profile-closed')
    const notice = opened.notices.list().find((told) => told.id === id)
    if (!notice?.backup) return
    const count = unsettled()
    if (count > 0) fail('backup-in-use', { count })
    await closeNow()
    await openNow(opened.profile.id, { restore: notice })
  }

  async function removeNow(id: string, discardStaged: boolean): Promise<void> {
    const folder = folders.folder(folders.find(id).id)
    const mayGo = () => discardStaged || refuseLoss(unsettledIn(folder))
    mayGo()
    // What this process has open is let go of, and locked again like any other.
    if (workbook?.profile.id === id) await closeNow()
    const lock = lockProfile(join(folder, 'lock.db'))
    try {
      mayGo()
      await forgetSessions(secrets, id, settingKept(folder, 'sessions', keptPrincipals) ?? [])
      await forgetTyped(secrets, id, settingKept(folder, 'passwords', keptNames) ?? [])
      await secrets.delete(id)
      folders.remove(id, () => lock.release())
    } catch (error) {
      lock.release()
      throw asProblem(error)
    }
    if (folders.lastOpen() === id) folders.setLastOpen(null)
    announcer.status()
  }

  async function add(account: Account & { name: string }): Promise<ProfileSummary> {
    const { dealer } = await test(account)
    const profile: ProfileRecord = {
      id: random.id(),
      name: account.name.trim() || dealer.title || account.login,
      panel: account.panel,
      login: account.login,
      dealerId: dealer.id,
      openedAt: null,
    }
    const password = await secrets.set(profile.id, account.password)
    folders.write({ ...profile, password })
    return open(profile.id)
  }

  async function status(): Promise<Status> {
    const opened = workbook
    await opened?.lookedThrough()
    // All of it is read in one moment, after what had to be waited for: what is told later is never older.
    if (workbook !== opened) return status()
    return workbook ? statusOf(workbook) : closedStatus(notReopened)
  }

  return {
    announcer,
    list() {
      const { profiles, lost } = folders.list()
      return {
        profiles,
        unreadable: lost
          // Opening the built-in panel mends it: there is nothing to be asked about it.
          .filter(({ id, kept }) => id !== demoId || kept)
          .map(({ id, problem, kept }) => ({ id, problem, kept, unsettled: unsettledIn(folders.folder(id)) })),
        open: workbook?.profile.id ?? null,
      }
    },
    async secrets() {
      const places: Record<string, SecretPlace> = {}
      for (const { id, panel, password } of folders.list().profiles) {
        if (panel.kind === 'demo') continue
        // What was kept until the program ended has gone with it.
        const noted = password === 'session' ? 'missing' : password
        const place = (await secrets.inMemory(id)) ? 'session' : noted
        if (place) places[id] = place
      }
      return { places }
    },
    workbook: () => workbook ?? fail('profile-closed'),
    test,
    add,
    async demo() {
      const place = await options.demo()
      const { profiles, lost } = folders.list()
      if (![...profiles, ...lost.filter(({ kept }) => kept)].some(({ id }) => id === demoId)) {
        folders.write({
          id: demoId,
          name: en.connection.demo.name,
          panel: { kind: 'demo' },
          login: place.login,
          dealerId: null,
          openedAt: null,
        })
      }
      return open(demoId)
    },
    open,
    mend: (id, account) =>
      inTurn(async () => {
        const found = folders.find(id)
        if (!isLost(found)) return openNow(id)
        await placeOf(account.panel)
        // What was kept for the panel of before is not sent to whatever address is typed now.
        await secrets.delete(id)
        const { panel, login } = account
        const name = account.name.trim() || found.kept?.name || login
        const dealerId = found.kept?.dealerId ?? null
        folders.write({ id, name, panel, login, dealerId, openedAt: clock.now(), password: 'missing' })
        return openNow(id)
      }),
    mark: (id, { name, colour, environment }) =>
      inTurn(() => {
        const { colour: _colour, environment: _environment, ...rest } = recordOf(id).record
        const mark = { name, ...(colour && { colour }), ...(environment && { environment }) }
        const isOpen = workbook?.profile.id === id
        if (isOpen) workbook?.amend({ name, colour: colour ?? undefined, environment: environment ?? undefined })
        else folders.write({ ...rest, ...mark })
        announcer.status()
        return Promise.resolve({ ...rest, ...mark })
      }),
    async signIn(id, password) {
      const profile = workbook?.profile.id === id ? workbook.profile : recordOf(id).record
      const { dealer } = await test({ panel: profile.panel, login: profile.login, password })
      if (profile.dealerId !== null && dealer.id !== null && dealer.id !== profile.dealerId) {
        fail('other-dealer', { expected: profile.dealerId, found: dealer.id })
      }
      const place = await secrets.set(id, password)
      if (workbook?.profile.id === id) workbook.connection.retry()
      else await open(id)
      notePlace(id, place)
      return profile
    },
    takeBackup: (notice) => inTurn(() => takeBackupNow(notice)),
    remove: (id, discardStaged) => inTurn(() => removeNow(id, discardStaged)),
    async reopen(goOn) {
      const id = folders.lastOpen()
      if (id === null) return
      try {
        await inTurn(() => openNow(id, { goOn }))
      } catch (error) {
        // The page of panels says so, and lets a person try again.
        notReopened = problemOf(error)
        log.warn('the last profile could not be opened again', { id, error: String(error) })
      }
    },
    async close() {
      folders.setLastOpen(null)
      await inTurn(closeNow)
    },
    end: () => inTurn(closeNow),
    weigh: () => ({ ...announcer.weigh(), ...workbook?.weigh() }),
    status,
  }
}
