import type { LedgerEntry } from '../../electron/demo-panel/ledger.ts'
import { seedData } from '../../electron/demo-panel/seed.ts'
import type { TaskEffect } from '../../electron/demo-panel/tasks/effects.ts'
import { makeUpTasks } from '../../electron/demo-panel/tasks/made-up-tasks.ts'
import type { RouteRecord, TaskData } from '../../electron/demo-panel/tasks/records.ts'
import { Tasks } from '../../electron/demo-panel/tasks/tasks.ts'
import type { SimRig } from '../support/core-rig.ts'

/** An entry of the ledger about tasks, stops and routes. */
export type TaskEntry = LedgerEntry & TaskEffect

export const isOfTasks = (entry: LedgerEntry): entry is TaskEntry => /^(task|checkpoint|route)\./.test(entry.effect)

/** What a panel's users have of routes, as it was made, and then entry by entry of its ledger. */
export interface RoutesAtPanel {
  /** The panel's tasks, which change with each entry that is carried out. */
  readonly tasks: Tasks
  /** Those routes that there were in the beginning, and their users. */
  readonly routes: readonly Pick<RouteRecord, 'id' | 'userId'>[]
  /** The entries about tasks, oldest first. */
  readonly entries: readonly TaskEntry[]
}

/** What a rig's panel began with, as nothing had been done yet. */
export function routesAtPanel({ panel }: Pick<SimRig, 'panel'>): RoutesAtPanel {
  const entries = panel.ledger.entries()
  const [first] = entries
  if (first?.effect !== 'panel.made') throw new Error('A ledger begins with the panel that it is of')
  const { seed, trackers, time: made } = first
  const data = seedData(seed, trackers)
  const begun: TaskData = makeUpTasks({ ...data, seed, made })
  const zones = new Map(data.users.map(({ id, timeZone }) => [id, timeZone]))
  return {
    tasks: new Tasks(begun, (user) => zones.get(user) ?? 'UTC'),
    routes: begun.routes.map(({ id, userId }) => ({ id, userId })),
    entries: entries.filter(isOfTasks),
  }
}

/** What a rig's panel holds now, by its ledger. */
export function routesNow(rig: Pick<SimRig, 'panel'>): RoutesAtPanel {
  const at = routesAtPanel(rig)
  for (const entry of at.entries) at.tasks.apply(entry, entry.time)
  return at
}
