import type { CallName, CallOutput, CallParsed } from '../../shared/contract.ts'
import { fail } from '../../shared/problem.ts'
import { namedTrackers } from '../outbox/named-trackers.ts'
import { planFor } from '../outbox/planning.ts'
import type { Profiles } from './profiles.ts'
import { historyReport, refusedReport } from './reports.ts'
import type { Workbook } from './workbook.ts'

/** What carries out each call of the contract; the compiler insists that none is missing. */
export type Handlers = {
  readonly [Name in CallName]: (input: CallParsed<Name>) => CallOutput<Name> | Promise<CallOutput<Name>>
}

/** The calls of the contract, each handed to the service that it is about. Nothing else happens here. */
export function createHandlers(profiles: Profiles): Handlers {
  const book = () => profiles.workbook()
  const { announcer } = profiles

  /** What has been released, or no longer holds its lane, is sent from here on. */
  function goOn<Answer>(answer: Answer): Answer {
    book().dispatch.nudge()
    return answer
  }

  /** The same, once what was asked for before has been staged, taken back or released: a long step is not cut into. */
  async function inTurn<Answer>(work: (workbook: Workbook) => Answer | Promise<Answer>): Promise<Answer> {
    const workbook = book()
    const answer = await workbook.steps.inTurn(() => work(workbook))
    workbook.checkpoints.stepEnded()
    workbook.dispatch.nudge()
    return answer
  }

  return {
    'profiles.list': () => profiles.list(),
    'profiles.test': async (account) => {
      const { dealer, permissions } = await profiles.test(account)
      return {
        dealerId: dealer.id ?? 0,
        title: dealer.title,
        trackersAllowed: permissions['trackers']?.includes('read') ?? false,
        bundlesAllowed: permissions['tracker_bundles']?.includes('read') ?? false,
      }
    },
    'profiles.add': (account) => profiles.add(account),
    'profiles.demo': () => profiles.demo(),
    'profiles.open': ({ id }) => profiles.open(id),
    'profiles.mend': ({ id, ...account }) => profiles.mend(id, account),
    'profiles.close': async () => {
      await profiles.close()
      return {}
    },
    'profiles.signIn': ({ id, password }) => profiles.signIn(id, password),
    'profiles.remove': async ({ id, discardStaged }) => {
      await profiles.remove(id, discardStaged)
      return {}
    },

    'status.read': () => profiles.status(),
    'connection.workOffline': ({ on }) => {
      book().workOffline(on)
      return {}
    },
    'connection.retry': () => {
      book().connection.retry()
      return {}
    },
    'pull.start': () => {
      if (book().connection.state.state !== 'online') fail('offline', undefined, { again: true })
      book().pull.start()
      return {}
    },
    'pull.stop': () => {
      book().pull.stop()
      return {}
    },

    'notices.seen': ({ id }) => {
      book().notices.seen(id)
      announcer.status()
      return {}
    },
    'notices.takeBackup': async ({ id }) => {
      await profiles.takeBackup(id)
      return {}
    },

    'sheet.open': (query) => book().sheets.open(query),
    'sheet.rows': ({ view, from, count }) => ({ rows: book().sheets.rows(view, from, count) }),
    'sheet.rowsById': ({ sheet, ids }) => ({ rows: book().sheets.rowsById(sheet, ids) }),
    'sheet.ids': ({ view, from, count }) => ({ ids: book().sheets.ids(view, from, count) }),
    'sheet.facet': ({ sheet, field, search }) => book().sheets.facet(sheet, field, search),
    'sheet.cells': ({ view, from, count, fields }) => ({ cells: book().sheets.cells(view, from, count, fields) }),
    'sheet.summary': ({ view, from, count, fields }) => book().sheets.summary(view, from, count, fields),
    'sheet.next': ({ view, from, backwards, what }) => book().sheets.next(view, from, backwards, what),
    'views.list': ({ sheet }) => {
      const { savedViews } = book()
      return { views: savedViews.list(sheet), unreadable: savedViews.unreadable(sheet) }
    },
    'views.save': ({ sheet, name, look }) => ({ id: book().savedViews.save(sheet, name, look) }),
    'views.remove': ({ id }) => {
      book().savedViews.remove(id)
      return {}
    },
    'sheet.recallLook': ({ sheet }) => book().savedViews.last(sheet),
    'sheet.keepLook': ({ sheet, look }) => {
      book().savedViews.keepLast(sheet, look)
      return {}
    },
    'sheet.stage': ({ sheet, source, cells }) => {
      if (sheet !== 'trackers') return { staged: 0, unstaged: 0, skipped: cells.length, broken: 0 }
      return inTurn(({ steps }) => steps.stage(source, cells))
    },
    'sheet.previewChange': ({ from, ...change }) => book().columnChanges.preview(change, from),
    'sheet.change': (change) => inTurn(({ columnChanges }) => columnChanges.make(change)),
    'sheet.revert': ({ sheet, cells }) => {
      if (sheet !== 'trackers') return { unstaged: 0 }
      return inTurn(({ desk }) => ({ unstaged: desk.revert(cells) }))
    },
    'sheet.act': (action) => inTurn(({ desk }) => desk.operations.act(action)),
    'sheet.undo': ({ redo }) => inTurn(async ({ steps }) => ({ step: await steps.undo(redo) })),
    'lookup.trackers': ({ text, user }) => namedTrackers(book().cache, text, user),
    'lookup.users': ({ search }) => ({
      users: book()
        .cache.users.search(search, 50)
        .map((user) => ({
          id: user.id,
          login: user.login,
          name: user.legalName || [user.firstName, user.lastName].filter((part) => part !== '').join(' '),
          trackers: user.trackersCount,
        })),
    }),
    'lookup.tariffs': () => ({
      tariffs: book()
        .cache.tariffs()
        .map(({ id, name, price, active }) => ({ id, name, price, active })),
    }),
    'lookup.equipment': () => ({
      equipment: book()
        .cache.equipment()
        .map(({ id, name, modelName, modelCode }) => ({ id, name: name || modelName, modelCode })),
    }),

    'outbox.changeSets': ({ settled }) => ({ changeSets: book().outbox.changeSets(settled) }),
    'outbox.operations': (query) => book().outbox.operations(query),
    'outbox.next': (query) => ({ next: book().outbox.next(query) }),
    'outbox.plan': ({ changeSets }) => {
      const { journal, cache, rate, connection, permissions } = book()
      return planFor({ journal, cache, rate, panel: connection.panel, permissions: permissions() }, changeSets)
    },
    'outbox.send': ({ changeSets, reading }) => inTurn(({ release }) => release.release(changeSets, reading)),
    'outbox.recall': ({ changeSets }) => inTurn(({ release }) => ({ recalled: release.recall(changeSets) })),
    'outbox.discard': (which) => inTurn(({ release }) => ({ discarded: release.discard(which) })),
    'outbox.tryNow': () => {
      book().dispatch.tryNow()
      return {}
    },
    'outbox.pause': ({ paused }) => {
      book().dispatch.pause(paused)
      announcer.status()
      return {}
    },
    'outbox.resolve': ({ operations, ...resolution }) =>
      inTurn(({ release }) => ({ resolved: release.resolve(operations, resolution) })),
    'outbox.hold': ({ operations, held }) => goOn({ changed: book().release.hold(operations, held) }),
    'outbox.settle': async ({ operations, by }) => {
      const settled = by === 'looking' ? await book().dispatch.settle(operations) : book().release.giveUp(operations)
      return goOn({ settled, still: operations.length - settled })
    },
    'outbox.mend': ({ operations }) => inTurn(({ release }) => ({ drafts: release.mend(operations) })),
    'outbox.undoSent': ({ changeSet }) => {
      const { left, ...undone } = book().undoSent(changeSet)
      return { ...undone, left: [...left] }
    },
    'outbox.exportRefused': async ({ changeSet, separator }) =>
      (await book().imports.exportRefusedOf(changeSet)) ?? refusedReport(book().outbox, changeSet, separator),

    'history.attempts': (query) => book().outbox.attempts(query),
    'history.attempt': ({ id }) => book().outbox.attempt(id) ?? fail('bad-call'),
    'history.export': ({ separator, ...query }) => historyReport(book().outbox, query, separator),

    'imports.begin': (input) => book().imports.begin(input),
    'imports.chunk': (input) => book().imports.chunk(input),
    'imports.read': (input) => book().imports.read(input),
    'imports.check': (input) => book().imports.check(input),
    'imports.rows': (input) => book().imports.rows(input),
    'imports.stage': (input) => book().imports.stage(input),
    'imports.exportRefused': (input) => book().imports.exportRefused(input),
    'imports.stop': (input) => book().imports.stop(input),
    'imports.forget': (input) => book().imports.forget(input),
  }
}
