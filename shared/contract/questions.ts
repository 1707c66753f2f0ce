import type { CallName } from '../contract.ts'

/**
 * Calls that change nothing: one whose answer was lost may as well be made again. A call that is not named here is
 * taken for one that changes something.
 */
const questions: ReadonlySet<string> = new Set<CallName>([
  'profiles.list',
  'profiles.secrets',
  'settings.read',
  'program.state',
  'status.read',
  'sheet.open',
  'sheet.rows',
  'sheet.rowsById',
  'sheet.ids',
  'sheet.facet',
  'sheet.completion',
  'sheet.cells',
  'sheet.summary',
  'sheet.next',
  'sheet.find',
  'sheet.previewChange',
  'sheet.recallLook',
  'views.list',
  'commands.templates',
  'commands.fill',
  'lookup.trackers',
  'lookup.users',
  'lookup.trackersOf',
  'lookup.tariffs',
  'lookup.equipment',
  'routes.state',
  'lookup.trackersLike',
  'consoles.list',
  'consoles.read',
  'consoles.commands',
  'reports.state',
  'reports.months',
  'reports.owners',
  'reports.changes',
  'reports.trackers',
  'fleet.read',
  'changes.pulls',
  'changes.list',
  'changes.summary',
  'outbox.changeSets',
  'outbox.operations',
  'outbox.next',
  'outbox.bill',
  'outbox.plan',
  'outbox.planNumbers',
  'outbox.remedies',
  'history.attempts',
  'history.attempt',
  'history.export',
  'imports.read',
  'imports.check',
  'imports.rows',
  'imports.exportRefused',
])

/** Changes that come to the same when they are made twice: they name the values that are to stand afterwards. */
const settings: ReadonlySet<string> = new Set<CallName>([
  'connection.workOffline',
  'consoles.place',
  'notices.seen',
  'outbox.hold',
  'outbox.pause',
  'pull.every',
  'settings.change',
  'sheet.keepLook',
  'sheet.revert',
  'sheet.stage',
])

/** Whether a call changes nothing. */
export function isQuestion(name: string): boolean {
  return questions.has(name)
}

/** Whether a call whose answer was lost with the core may be made once more of the next one, without a person. */
export function isRepeatable(name: string): boolean {
  return questions.has(name) || settings.has(name)
}
