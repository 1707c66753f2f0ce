import { dice } from '../../electron/demo-panel/dice.ts'
import { simRig, type SimRig } from '../support/core-rig.ts'
import { originals } from '../support/import-file.ts'
import { actions, resolveConflicts, type World } from './actions.ts'
import { brokenPromises, watchedSteps, watchStates, type Held } from './model.ts'

/** What a seed came to. */
export interface SeedRun {
  /** Everything that happened, in order: the same seed gives the same, byte for byte. */
  readonly trace: string
  /** Promises that were not kept; none, it is hoped. */
  readonly broken: readonly string[]
}

const weights = actions.reduce((sum, [, weight]) => sum + weight, 0)

/** Lives through one seed: a person at work, other people, a panel and a wire that fail, crashes, and a good end. */
export async function runSeed(seed: number): Promise<SeedRun> {
  const throws = dice(seed)
  const panel = { seed: 11, trackers: 120, rate: { perSecond: 10, burst: 10 } }
  const rig = await simRig({ seed, panel, byHand: true })
  const trace: string[] = []
  try {
    watchStates(rig)
    const rows = await rig.rows()
    const held = new Map<number, Held>(
      rows.map(({ id, values }) => [
        id,
        {
          label: String(values['label']),
          hidden: values['hidden'] === true,
          comment: values['comment'] === null ? '' : String(values['comment']),
        },
      ]),
    )
    const { users } = await rig.call('lookup.users', { search: '' })
    const { equipment } = await rig.call('lookup.equipment', {})
    const world: World = {
      rig,
      throws,
      originals: (await originals(rig)).map(({ id }) => id),
      users: users.map(({ id }) => id),
      equipment: equipment[0]!.id,
      imeis: 0,
      late: false,
    }

    for (let left = throws.whole(15, 40); left > 0; left--) {
      const [name, , act] = pick(throws.next() * weights)
      trace.push(`${rig.clock.now()} ${name}`)
      await act(world)
      await rig.clock.advance(throws.whole(0, 2_000))
    }

    trace.push(`${rig.clock.now()} the end`)
    await settleAll(world)
    trace.push(...watchedSteps(rig).map((step) => JSON.stringify(step)))
    trace.push(...rig.wire.sent.map((request) => JSON.stringify(request)))
    trace.push(...rig.panel.ledger.entries().map((entry) => JSON.stringify(entry)))
    return { trace: trace.join('\n'), broken: brokenPromises(rig, held, world.late) }
  } catch (error) {
    const told = error instanceof Error ? (error.stack ?? error.message) : String(error)
    trace.push(...watchedSteps(rig).map((step) => JSON.stringify(step)))
    return {
      trace: trace.join('\n'),
      broken: [told, JSON.stringify(rig.failures), JSON.stringify(await rig.status()), ...openOperations(rig)],
    }
  } finally {
    await rig.end()
  }
}

function pick(at: number): (typeof actions)[number] {
  let left = at
  for (const action of actions) {
    left -= action[1]
    if (left < 0) return action
  }
  return actions[0]!
}

/** Nothing fails any more, and the person settles whatever needs one. */
async function settleAll({ rig, throws }: World): Promise<void> {
  rig.panel.faults.clear()
  rig.wire.cut = false
  await rig.call('connection.workOffline', { on: false })
  await rig.call('connection.retry', {})
  await rig.call('outbox.pause', { paused: false })
  for (let rounds = 0; rounds < 30; rounds++) {
    await rig.send()
    // Long enough for a request that never ended to be looked up.
    await rig.clock.advance(300_000)
    await resolveConflicts(rig, throws)
    // What the panel refuses, and what breaks a rule, is given up in the end.
    const refused = [...(await rig.operations(['rejected'])), ...(await rig.operations(['draft']))].filter(
      ({ problem }) => problem,
    )
    await rig.call('outbox.discard', { operations: refused.map(({ id }) => id) })
    const { queue } = await rig.status()
    if (Object.values(queue).every((waiting) => waiting === 0)) return
  }
}

function openOperations(rig: SimRig): string[] {
  return rig
    .journal(`SELECT * FROM operation WHERE state NOT IN ('done', 'discarded') LIMIT 20`)
    .map((operation) => JSON.stringify(operation))
}
