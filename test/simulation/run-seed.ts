import { dice } from '../../electron/demo-panel/dice.ts'
import { simRig, type SimRig } from '../support/core-rig.ts'
import { originals } from '../support/import-file.ts'
import { createNotes } from '../support/notes.ts'
import { dealersPlan } from '../../electron/demo-panel/dealer.ts'
import { giveUpUnseen, openSets, resolveConflicts, type Actions } from './actions.ts'
import { stagingAreaOf, expectStagingArea } from './staging-area.ts'
import { brokenAtEndpoints } from './endpoints.ts'
import { brokenPromises, watchedSteps, watchStates, type Beginning } from './model.ts'
import { stories, type Story } from './stories.ts'
import type { StoryName } from './story-names.ts'
import { survive, untilTakenBack } from './survive.ts'
import type { World } from './world.ts'
import type { Held } from './written-over.ts'
import { heldOfUsers } from './user-actions.ts'

/** What a seed came to. */
export interface SeedRun {
  /** Everything that happened, in order: the same seed gives the same, byte for byte. */
  readonly trace: string
  /** Promises that were not kept; none, it is hoped. */
  readonly broken: readonly string[]
}

/** Lives through one seed: a person at work, other people, a panel and a wire that fail, power cuts, and a good end. */
export async function runSeed(seed: number, story: StoryName = 'sending'): Promise<SeedRun> {
  const { actions, core, clockJumps, beginning: begin, ending }: Story = stories[story]
  const throws = dice(seed)
  const notes = createNotes()
  const rate = { perSecond: 10, burst: 4 }
  const panel = { seed: 11, trackers: 120, rate, userMethods: notes.methods }
  const rig = await simRig({ seed, panel, core, byHand: true, readsOften: true })
  const trace: string[] = []
  const note = (what: string) => void trace.push(`${rig.clock.now()} ${what}`)
  try {
    watchStates(rig)
    const begun = beginning(rig)
    const { users } = await rig.call('lookup.users', { search: '' })
    const { equipment } = await rig.call('lookup.equipment', {})
    const world: World = {
      rig,
      throws,
      clockJumps,
      note,
      originals: (await originals(rig)).map(({ id }) => id),
      users: users.map(({ id }) => id),
      plans: rig.cached<{ id: number }>('SELECT id FROM tariff ORDER BY id').map(({ id }) => id),
      equipment: equipment[0]!.id,
      imeis: 0,
      commands: 0,
    }
    await begin?.(world)

    for (let left = throws.whole(20, 55); left > 0; left--) {
      const [name, , act] = pick(actions, throws.next())
      note(name)
      await survive(world, () => act(world))
      await untilTakenBack(world)
      const stagingArea = stagingAreaOf(rig)
      await survive(world, () => rig.clock.advance(throws.whole(0, throws.pick([0, 50, 400, 2_000]))))
      expectStagingArea(stagingArea, stagingAreaOf(rig), 'What is staged stays as it is, whatever happens meanwhile')
    }

    note('the end')
    rig.cutPowerAfter(Infinity)
    const from = rig.clock.now()
    await settleAll(world)
    const quiet = { from, to: rig.clock.now() }
    const unkept = (await ending?.(world)) ?? []
    trace.push(...events(rig))
    const broken = [...unkept, ...brokenPromises(rig, begun, quiet), ...brokenAtEndpoints(rig, notes)]
    return { trace: trace.join('\n'), broken }
  } catch (error) {
    const told = error instanceof Error ? (error.stack ?? error.message) : String(error)
    trace.push(...events(rig))
    return { trace: trace.join('\n'), broken: [told, JSON.stringify(rig.failures), ...openOperations(rig)] }
  } finally {
    // Where a promise is broken, a power cut may still be to come.
    rig.cutPowerAfter(Infinity)
    await rig.end()
  }
}

/** One of the actions, by a throw from 0 to 1: as often as its weight says. */
function pick(actions: Actions, thrown: number): Actions[number] {
  let left = thrown * actions.reduce((sum, [, weight]) => sum + weight, 0)
  for (const action of actions) {
    left -= action[1]
    if (left < 0) return action
  }
  return actions[0]!
}

/** What the panel holds, and our ids, before anything is done. */
function beginning(rig: SimRig): Beginning {
  const rows = rig.cached<{
    id: number
    source: number
    label: string
    hidden: number
    comment: string
    plan: number
    owner: number
    blocked: number
    clone: number
  }>(
    'SELECT id, source_id AS source, label, hidden, comment, tariff_id AS plan, user_id AS owner, blocked, clone FROM tracker',
  )
  const bundles = rig.cached<{ id: number; iccid: string; imei: string }>('SELECT id, iccid, imei FROM bundle')
  const originals = rows.filter(({ clone }) => clone === 0)
  const ids = new Map(originals.map(({ id, source }) => [source, id]))
  const clones = rows.filter(({ clone }) => clone !== 0)
  return {
    facts: [
      ...clones.map(({ source, owner }) => `clone of ${ids.get(source)} for ${owner}`),
      ...heldOfUsers({ rig }).map(([id]) => `${id} defaultPlan ${dealersPlan}`),
    ],
    held: new Map([
      ...rows.map(({ id, label, hidden, comment, plan, owner, blocked }): [number, Held] => [
        id,
        { label, hidden: hidden !== 0, comment, plan, owner, blocked: blocked !== 0 },
      ]),
      ...bundles.map(({ id, iccid }): [number, Held] => [id, { iccid }]),
      ...heldOfUsers({ rig }),
    ]),
    imeis: new Map(bundles.map(({ id, imei }) => [id, imei])),
    ids,
  }
}

/** Nothing fails any more, and the person settles whatever needs one. */
async function settleAll(world: World): Promise<void> {
  const { rig } = world
  rig.panel.faults.clear()
  rig.wire.cut = false
  rig.wire.untrusted = false
  // What it takes at once stays as it is; what was withdrawn is given back, and nobody has to say so.
  rig.panel.habits = { ...rig.panel.habits, withdrawn: [] }
  await rig.call('connection.workOffline', { on: false })
  await rig.call('outbox.pause', { paused: false })
  for (let rounds = 0; rounds < 30; rounds++) {
    await rig.send()
    const held = await rig.operations(['held'])
    await rig.call('outbox.hold', { operations: held.map(({ id }) => id), held: false })
    // Long enough for a request that never ended to be looked up.
    await rig.clock.advance(300_000)
    await resolveConflicts(world)
    await giveUpUnseen(world)
    // What the panel refuses, and what breaks a rule, is given up in the end, also where a conflict was typed over so.
    const refused = (await rig.operations(['rejected', 'draft', 'conflict'])).filter(({ problem }) => problem)
    const needing = (await rig.operations(['ready'])).filter(({ problem }) => problem?.code.startsWith('needs-'))
    await rig.call('outbox.discard', { operations: [...refused, ...needing].map(({ id }) => id) })
    await discardWhatStays(world)
    const { queue } = await rig.status()
    if (Object.values(queue).every((waiting) => waiting === 0)) break
  }
  // What a pull does not see is taken away only when a second one agrees.
  for (let pulls = 0; pulls < 2; pulls++) {
    await rig.online()
    await rig.call('pull.start', {})
    await rig.online()
  }
}

/** Where nothing would go any more, gives up the drafts that stay: each for a reason that the plan says. */
async function discardWhatStays(world: World): Promise<void> {
  const { rig } = world
  const drafts = await rig.operations(['draft'])
  if (drafts.length === 0) return
  const plan = await rig.call('outbox.plan', { changeSets: await openSets(world) })
  const groups = [...plan.refused, ...plan.unreadable, ...plan.missingNeeds]
  const explained = groups.reduce((sum, { operations }) => sum + operations, 0)
  if (plan.operations === 0 && explained === drafts.length) {
    await rig.call('outbox.discard', { operations: drafts.map(({ id }) => id) })
  }
}

/** Everything that the journal, the wire and the panel saw. */
function events(rig: SimRig): string[] {
  const all: readonly unknown[] = [...watchedSteps(rig), ...rig.wire.sent, ...rig.panel.ledger.entries()]
  return all.map((event) => JSON.stringify(event))
}

function openOperations(rig: SimRig): string[] {
  return rig
    .journal(`SELECT * FROM operation WHERE state NOT IN ('done', 'discarded') LIMIT 20`)
    .map((operation) => JSON.stringify(operation))
}
