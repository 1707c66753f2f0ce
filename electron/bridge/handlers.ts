import { actionTyped } from '../../shared/actions/catalogue.ts'
import { entityOfSheet } from '../../shared/entities/entity.ts'
import type { CallName, CallOutput, CallParsed } from '../../shared/contract.ts'
import type { ProgramState } from '../../shared/contract/settings.ts'
import type { StepName } from '../../shared/contract/steps.ts'
import { fail } from '../../shared/problem.ts'
import { given } from '../../shared/settings.ts'
import { filledIn } from '../../shared/rules/placeholders.ts'
import { namedTrackers } from '../entities/named-trackers.ts'
import type { Parts } from '../outbox/long-steps.ts'
import { billAlone } from '../outbox/plan-bills.ts'
import { planFor, planNumbers } from '../outbox/planning.ts'
import type { Profiles } from './profiles.ts'
import { historyReport, refusedReport } from './reports.ts'
import type { SettingsFile } from '../store/settings-file.ts'
import type { Workbook } from './workbook.ts'

/** What carries out each call of the contract; the compiler insists that none is missing. */
export type Handlers = {
  readonly [Name in CallName]: (input: CallParsed<Name>) => CallOutput<Name> | Promise<CallOutput<Name>>
}

/** What answers the calls: for a panel, for the program as a whole. */
interface Services {
  readonly profiles: Profiles
  readonly settings: SettingsFile
  readonly program: () => ProgramState
}

/** The calls of the contract, each handed to the service that it is about. Nothing else happens here. */
export function createHandlers({ profiles, settings, program }: Services): Handlers {
  const book = () => profiles.workbook()
  /** The same, for what is asked of the panel at once. */
  function online() {
    const workbook = book()
    if (workbook.connection.state.state !== 'online') fail('offline', undefined, { again: true })
    return workbook
  }
  const { announcer } = profiles

  /**
   * A step that changes something, once all that were asked for before it have ended. What it has released, or no longer
   * holds its lane, is sent from here on.
   */
  async function inTurn<Answer>(
    name: StepName,
    work: (workbook: Workbook, parts: Parts) => Answer | Promise<Answer>,
  ): Promise<Answer> {
    const workbook = book()
    const answer = await workbook.steps.inTurn(name, (parts) => work(workbook, parts))
    workbook.checkpoints.stepEnded()
    workbook.dispatch.nudge()
    return answer
  }

  return {
    'profiles.list': () => profiles.list(),
    'profiles.secrets': () => profiles.secrets(),
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
    'profiles.mark': ({ id, ...mark }) => profiles.mark(id, mark),
    'profiles.close': async () => {
      await profiles.close()
      return {}
    },
    'profiles.signIn': ({ id, password }) => profiles.signIn(id, password),
    'profiles.remove': async ({ id, discardStaged }) => {
      await profiles.remove(id, discardStaged)
      return {}
    },

    'settings.read': () => settings.read(),
    'settings.change': (change) => settings.change(given(change)),
    'program.state': () => program(),

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

    'pull.every': ({ minutes }) => {
      book().setPullEvery(minutes)
      announcer.status()
      return {}
    },

    'routes.state': () => book().routes.state,
    'routes.choose': (choice) => {
      const { routes, connection } = book()
      routes.choose(choice)
      if (connection.state.state === 'online') routes.start(0)
      return {}
    },
    'routes.pull': ({ olderThan }) => {
      online().routes.start(olderThan)
      return {}
    },
    'routes.find': (days) => {
      online().routes.find(days)
      return {}
    },
    'routes.stop': () => {
      book().routes.stop()
      return {}
    },

    'consoles.list': () => book().consoles.list(),
    'consoles.open': ({ tracker }) => {
      book().consoles.open(tracker)
      return {}
    },
    'consoles.close': ({ tracker }) => {
      book().consoles.close(tracker)
      return {}
    },
    'consoles.read': ({ tracker, after }) => book().consoles.read(tracker, after),
    'consoles.send': ({ tracker, command }) => {
      book().consoles.send(tracker, command)
      return {}
    },
    'consoles.reconnect': ({ tracker }) => {
      book().consoles.reconnect(tracker)
      return {}
    },
    'consoles.clear': ({ tracker }) => {
      book().consoles.clear(tracker)
      return {}
    },
    'consoles.commands': () => ({ commands: book().consoles.commands() }),
    'consoles.place': ({ own, plainConfirmed }) => {
      book().consoles.place(own, { plainConfirmed })
      return {}
    },
    'reports.state': () => book().reports.state,
    'reports.read': ({ span }) => {
      online().reports.start(span)
      return {}
    },
    'reports.stop': () => {
      book().reports.stop()
      return {}
    },
    'reports.months': ({ span }) => ({ months: book().cache.active.months(span) }),
    'reports.owners': ({ span, search, ...window }) => book().cache.active.owners(span, search, window),
    'reports.changes': ({ month, which, ...window }) => book().cache.active.changes(month, which, window),
    'reports.trackers': ({ month, after, count }) => ({ rows: book().cache.active.trackers(month, after, count) }),

    'fleet.read': async () => {
      const { fleet, sheets } = book()
      await sheets.ready()
      return fleet()
    },
    'changes.pulls': ({ before }) => book().cache.changes.pulls(before),
    'changes.list': ({ from, count, ...asked }) => book().cache.changes.list(asked, { from, count }),
    'changes.summary': ({ since }) => ({ groups: book().cache.changes.summary(since) }),
    'changes.putBack': ({ ids }) => inTurn('stage', ({ puttingBack }, parts) => puttingBack.putBack(ids, parts)),

    'notices.seen': ({ id }) => {
      book().notices.seen(id)
      announcer.status()
      return {}
    },
    'notices.takeBackup': async ({ id }) => {
      await profiles.takeBackup(id)
      return {}
    },

    'sheet.open': async (query) => (await book().sheets.ready()).open(query),
    'sheet.rows': ({ view, from, count }) => ({ rows: book().sheets.rows(view, from, count) }),
    'sheet.rowsById': ({ sheet, ids }) => ({ rows: book().sheets.rowsById(sheet, ids) }),
    'sheet.ids': ({ view, from, count }) => ({ ids: book().sheets.ids(view, from, count) }),
    'sheet.facet': async ({ sheet, field, search }) => (await book().sheets.ready()).facet(sheet, field, search),
    'sheet.completion': async ({ sheet, field, text }) => (await book().sheets.ready()).completion(sheet, field, text),
    'sheet.cells': async ({ view, from, count, fields }) => ({
      cells: (await book().sheets.ready()).cells(view, from, count, fields),
    }),
    'sheet.summary': async ({ view, from, count, fields }) =>
      (await book().sheets.ready()).summary(view, from, count, fields),
    'sheet.find': async ({ text, most }) => ({ found: (await book().sheets.ready()).find(text, most) }),
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
    'commands.templates': () => ({ templates: book().commandTemplates.list() }),
    'commands.keep': ({ instead, ...template }) => {
      const { commandTemplates } = book()
      commandTemplates.keep(template, instead)
      return { templates: commandTemplates.list() }
    },
    'commands.remove': ({ name }) => {
      const { commandTemplates } = book()
      commandTemplates.remove(name)
      return { templates: commandTemplates.list() }
    },
    'commands.fill': ({ ids, command }) => {
      const rows = book().cache.byIds('tracker', ids)
      const filled = ids.flatMap((id) => {
        const row = rows.get(id)
        return row ? { label: row.label, command: filledIn(command, row) } : []
      })
      return { filled }
    },
    'sheet.recallLook': ({ sheet }) => book().savedViews.last(sheet),
    'sheet.keepLook': ({ sheet, look }) => {
      book().savedViews.keepLast(sheet, look)
      return {}
    },
    'sheet.stage': ({ sheet, source, cells }) => {
      const entity = entityOfSheet(sheet)
      const isActing = [...new Set(cells.map(({ field }) => field))].some((field) => actionTyped(entity, field))
      return inTurn('stage', async ({ stagingSteps, sheets }, parts) => {
        if (isActing) await sheets.ready()
        return stagingSteps.stage(entity, source, cells, parts)
      })
    },
    'sheet.previewChange': ({ from, ...change }) => book().columnChanges.preview(change, from),
    'sheet.change': (change) => inTurn('stage', ({ columnChanges }, parts) => columnChanges.make(change, parts)),
    'sheet.make': ({ sheet, rows, beside = null }) =>
      inTurn('make', ({ stagingSteps }, parts) => stagingSteps.make(entityOfSheet(sheet), rows, beside, parts)),
    'sheet.revert': ({ sheet, cells }) => {
      return inTurn('revert', async ({ stagingSteps }, parts) => ({
        unstaged: await stagingSteps.revert(entityOfSheet(sheet), cells, parts),
      }))
    },
    'sheet.act': (action) =>
      inTurn('act', async ({ stagingSteps, sheets }, parts) => {
        // It may name other rows as they are shown.
        await sheets.ready()
        return stagingSteps.act(action, parts)
      }),
    'sheet.undo': ({ redo }) =>
      inTurn(redo ? 'redo' : 'undo', async ({ stagingSteps }, parts) => ({
        step: await stagingSteps.undo(redo, parts),
      })),
    'lookup.trackers': ({ text, user }) => namedTrackers(book().cache, text, user),
    'lookup.trackersLike': ({ search }) => ({
      trackers: book()
        .cache.trackers.search(search, 50)
        .map(({ id, panelId, label, deviceId, clone }) => ({ id, panelId, label, deviceId, clone })),
    }),
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
    'lookup.trackersOf': ({ user }) => ({
      trackers: book()
        .cache.trackers.of(user)
        .map(({ panelId: id, label, deviceId }) => ({ id, label, deviceId })),
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

    'steps.stop': ({ id }) => {
      book().steps.stop(id)
      return {}
    },

    'outbox.changeSets': async ({ settled }) => {
      await book().lookedThrough()
      return { changeSets: book().outbox.changeSets(settled) }
    },
    'outbox.describe': ({ changeSet, ...words }) => {
      const { journal, now } = book()
      journal.describeSet(changeSet, words, now())
      return {}
    },
    'outbox.operations': (query) => book().outbox.operations(query),
    'outbox.next': (query) => ({ next: book().outbox.next(query) }),
    'outbox.planNumbers': ({ changeSets }) => planNumbers(book(), changeSets),
    'outbox.plan': async ({ changeSets }) => {
      const { journal, cache, rate, connection, permissions, steps, now, panelCheck } = book()
      const sheets = await book().sheets.ready()
      const around = { permissions: permissions(), warnsFrom: settings.read().settings, now: now() }
      const sources = { journal, cache, rate, sheets, panel: connection.panel, ...around }
      const plan = await steps.aside('plan', (parts) => planFor(sources, changeSets, parts))
      return { ...plan, checked: panelCheck.last(changeSets) }
    },
    'outbox.check': async ({ changeSets }) => {
      const { connection, steps, panelCheck } = book()
      if (connection.state.state !== 'online') fail('offline')
      return steps.aside('check', (parts) => panelCheck.check(changeSets, parts))
    },
    'outbox.bill': ({ operation }) => {
      const { journal, cache, now } = book()
      return { bill: billAlone(journal.byIds([operation])[0], cache, now()) }
    },
    'outbox.send': ({ changeSets, reading }) =>
      inTurn('release', ({ release }, parts) => release.release(changeSets, reading, parts)),
    'outbox.recall': ({ changeSets }) =>
      inTurn('recall', async ({ release }, parts) => ({ recalled: await release.recall(changeSets, parts) })),
    'outbox.discard': (which) =>
      inTurn('discard', async ({ release }, parts) => ({ discarded: await release.discard(which, parts) })),
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
      inTurn('resolve', async ({ release }, parts) => ({
        resolved: await release.resolve(operations, resolution, parts),
      })),
    'outbox.hold': ({ operations, held }) =>
      inTurn(held ? 'hold' : 'letGo', async ({ release }, parts) => ({
        changed: await release.hold(operations, held, parts),
      })),
    'outbox.settle': async ({ operations, by }) => {
      const settled =
        by === 'looking'
          ? await book().dispatch.settle(operations)
          : await inTurn('giveUp', ({ release }, parts) => release.giveUp(operations, parts))
      return { settled, still: operations.length - settled }
    },
    'outbox.mend': ({ operations }) =>
      inTurn('mend', async ({ release }, parts) => ({ drafts: await release.mend(operations, parts) })),
    'outbox.remedies': (which) => ({ offers: book().stagingArea.remedying.offers(which) }),
    'outbox.remedy': async ({ remedy, ...which }) => {
      const { stagingArea, connection } = book()
      const panel = connection.state.state === 'online' ? connection.panel : null
      // The panel is asked before: nobody is to wait for that.
      const found = await stagingArea.remedying.look(remedy, which, panel)
      return inTurn('remedy', ({ stagingArea: { remedying } }, parts) => remedying.take(found, parts))
    },
    'outbox.undoSent': ({ changeSet }) =>
      inTurn('undoSent', async (workbook, parts) => {
        const { left, ...undone } = await workbook.undoSent(changeSet, parts)
        return { ...undone, left: [...left] }
      }),
    'outbox.exportRefused': async ({ changeSet, separator }) =>
      (await book().imports.exportRefusedOf(changeSet)) ??
      book().steps.aside('export', (parts) => refusedReport(book(), changeSet, separator, parts)),

    'history.attempts': async (query) => {
      // Change sets are called by how much they hold.
      await book().lookedThrough()
      return book().outbox.attempts(query)
    },
    'history.attempt': async ({ id }) => {
      await book().lookedThrough()
      return book().outbox.attempt(id) ?? fail('bad-call')
    },
    'history.export': ({ separator, ...query }) =>
      book().steps.aside('export', (parts) => historyReport(book().outbox, query, separator, parts)),

    'imports.expect': () => book().imports.expect(),
    'imports.begin': (input) => book().imports.begin(input),
    'imports.chunk': (input) => book().imports.chunk(input),
    'imports.read': (input) => book().imports.read(input),
    'imports.check': (input) => book().imports.check(input),
    'imports.rows': (input) => book().imports.rows(input),
    'imports.stage': async (input) => {
      const workbook = book()
      const staged = await workbook.imports.stage(input)
      workbook.checkpoints.stepEnded()
      return staged
    },
    'imports.exportRefused': (input) => book().imports.exportRefused(input),
    'imports.stop': (input) => book().imports.stop(input),
    'imports.forget': (input) => book().imports.forget(input),
  }
}
