import { expect, test } from 'vitest'
import { z } from 'zod'
import { trackerSettingsExecutor } from '../../../electron/operations/tracker-settings.ts'
import { addExecutor } from '../../../electron/operations/executors.ts'
import type { Executor } from '../../../electron/operations/executor.ts'
import { addKind } from '../../../shared/operations/catalogue.ts'
import { kind } from '../../../shared/operations/kind.ts'
import { simRig, type SimRig } from '../../support/core-rig.ts'
import { stageOneClone } from '../../support/import-file.ts'

// No kind of a real panel takes another's result yet, as a checkpoint will take its route's. So here is one that
// labels a clone which is still to be made: it needs the id that making it gives.
const labelMade = kind({
  name: 'test.labelMade',
  entity: 'tracker',
  methods: ['tracker/settings/update'],
  version: 1,
  params: z.object({ made: z.int(), label: z.string() }),
  needs: [],
  risk: 'plain',
  idempotence: 'same-again',
  lanes: ({ made }) => [`made:${made}`],
  after: ({ made }) => [made],
  batchMost: 1,
  batchKey: () => null,
  describe: ({ label }) => ({ changes: [{ field: 'label', from: null, to: label }] }),
  check: () => null,
})
const cloneResult = z.object({ clone: z.int() })

addKind(labelMade)
addExecutor(labelMade.name, {
  ...(trackerSettingsExecutor as Executor<unknown>),
  reads: () => null,
  request([operation], around) {
    const { made, label } = labelMade.params.parse(operation?.params)
    const { clone } = cloneResult.parse(around.result(made))
    return {
      path: 'tracker/settings/update',
      body: { tracker_id: clone, label, deleted: false, comment: '' },
    }
  },
  apply: () => undefined,
})

/** Stages the label of what an operation is still to make, behind the core's back: no page offers it. */
function stageLabel(rig: SimRig, made: number): void {
  const params = JSON.stringify({ made, label: 'Made to measure' })
  rig.tamper(`INSERT INTO operation (change_set, kind, version, params, subject, state, staged_at)
    SELECT change_set, 'test.labelMade', 1, '${params}', 'Made', 'draft', 0 FROM operation WHERE id = ${made};
    INSERT INTO lane VALUES ('made:${made}', last_insert_rowid());
    INSERT INTO dependency (operation, needs) VALUES (last_insert_rowid(), ${made});`)
}

/** Stages a clone; answers the operation that is to make it. */
async function stagedClone(rig: SimRig): Promise<number> {
  await stageOneClone(rig)
  const [operation] = await rig.operations(['draft'])
  return operation!.id
}

const labels = (rig: SimRig) =>
  rig.panel.ledger.entries().filter((entry) => entry.effect === 'tracker.settings' && entry.label === 'Made to measure')

test('an operation that takes the id of what another makes waits for it, over a restart too, and takes the real one', async () => {
  const rig = await simRig()
  const made = await stagedClone(rig)
  stageLabel(rig, made)
  await rig.call('connection.workOffline', { on: true })
  await rig.send()
  await rig.restart()
  expect(labels(rig)).toHaveLength(0)
  await rig.call('connection.workOffline', { on: false })
  await rig.settled()
  const [clone] = rig.panel.ledger.entries().filter((entry) => entry.effect === 'tracker.clone')
  expect(labels(rig)).toMatchObject([{ tracker: clone && 'clone' in clone ? clone.clone : null }])
})

test('what needs a refused operation is held, and nothing else is', async () => {
  const rig = await simRig()
  const made = await stagedClone(rig)
  stageLabel(rig, made)
  rig.panel.faults.add({ path: 'tracker/clone', strike: { do: 'refuse', code: 252 } })
  const other = (await rig.sound()).at(-1)
  await rig.label(other!.id, 'Goes all the same')
  await rig.send()
  await rig.until(async () => (await rig.operations(['rejected'])).length === 1)
  await rig.clock.advance(60_000)
  expect((await rig.operations(['ready'])).map(({ kind }) => kind)).toEqual(['test.labelMade'])
  expect((await rig.status()).sending.running).toBe(false)
  expect((await rig.rows()).find(({ id }) => id === other!.id)?.values['label']).toBe('Goes all the same')
})

/** The operation that labels what another makes. */
async function dependent(rig: SimRig) {
  return (await rig.operations()).find(({ kind }) => kind === 'test.labelMade')!
}

async function plan(rig: SimRig) {
  const { changeSets } = await rig.call('outbox.changeSets', { settled: false })
  return rig.call('outbox.plan', { changeSets: changeSets.map(({ id }) => id) })
}

test('what needs a refused operation says so, and goes once that one has been mended and sent', async () => {
  const rig = await simRig()
  const made = await stagedClone(rig)
  stageLabel(rig, made)
  rig.panel.faults.add({ path: 'tracker/clone', strike: { do: 'refuse', code: 252 } })
  await rig.send()
  await rig.until(async () => (await rig.operations(['rejected'])).length === 1)
  expect(await dependent(rig)).toMatchObject({
    state: 'ready',
    problem: { code: 'needs-refused', values: { operation: made } },
    missingNeed: { operation: made, state: 'rejected' },
  })
  rig.panel.faults.clear()
  await rig.call('outbox.mend', { operations: [made] })
  expect(await dependent(rig)).toMatchObject({ problem: { code: 'needs-staged' } })
  await rig.send()
  await rig.settled()
  expect(labels(rig)).toHaveLength(1)
  expect(await dependent(rig)).toMatchObject({ state: 'done', problem: null, missingNeed: null })
})

test('a draft whose need was discarded does not go, and the plan does not count it as one that does', async () => {
  const rig = await simRig()
  const made = await stagedClone(rig)
  stageLabel(rig, made)
  await rig.label((await rig.sound()).at(-1)!.id, 'Goes all the same')
  expect(await plan(rig)).toMatchObject({ operations: 3, missingNeeds: [] })
  await rig.call('outbox.discard', { operations: [made] })
  expect(await plan(rig)).toMatchObject({
    operations: 1,
    refused: [],
    missingNeeds: [{ operations: 1, examples: ['Made'], problem: { code: 'needs-discarded' } }],
  })
  const { changeSets } = await rig.call('outbox.changeSets', { settled: false })
  const sent = await rig.call('outbox.send', { changeSets: changeSets.map(({ id }) => id) })
  expect(sent).toEqual({ released: 1, keptBack: 1 })
  await rig.settled()
  expect(await dependent(rig)).toMatchObject({ state: 'draft', problem: { code: 'needs-discarded' } })
  await rig.call('outbox.discard', { operations: [(await dependent(rig)).id] })
  expect((await rig.status()).queue.broken).toBe(0)
})

test('a draft that needs another which stays behind stays with it, and so does what needs that one', async () => {
  const rig = await simRig()
  const made = await stagedClone(rig)
  stageLabel(rig, made)
  stageLabel(rig, made + 1)
  rig.tamper(`UPDATE operation SET params = '{' WHERE id = ${made}`)
  expect(await plan(rig)).toMatchObject({
    operations: 0,
    unreadable: [{ operations: 1, problem: { code: 'kept-no-json' } }],
    missingNeeds: [
      { operations: 1, problem: { code: 'needs-unreadable' } },
      { operations: 1, problem: { code: 'needs-waiting' } },
    ],
  })
  await rig.send()
  await rig.clock.advance(60_000)
  expect((await rig.operations()).map(({ state }) => state)).toEqual(['draft', 'draft', 'draft'])
})

const needsStaged = (made: number) => [
  { operations: 1, problem: { code: 'needs-staged', values: { operation: made } } },
]

test('a draft whose need breaks a rule, and so stays a draft, stays with it', async () => {
  const rig = await simRig()
  const made = await stagedClone(rig)
  stageLabel(rig, made)
  rig.tamper(`UPDATE operation SET broken = '{"code":"deletion-staged"}' WHERE id = ${made}`)
  expect(await plan(rig)).toMatchObject({
    operations: 0,
    refused: [{ operations: 1, problem: { code: 'deletion-staged' } }],
    missingNeeds: needsStaged(made),
  })
  const { changeSets } = await rig.call('outbox.changeSets', { settled: false })
  const sent = await rig.call('outbox.send', { changeSets: changeSets.map(({ id }) => id) })
  expect(sent).toEqual({ released: 0, keptBack: 2 })
})

test('a draft whose need stands in a change set that is not sent stays until that one goes with it', async () => {
  const rig = await simRig()
  const made = await stagedClone(rig)
  await rig.label((await rig.sound()).at(-1)!.id, 'Goes all the same')
  stageLabel(rig, made)
  const label = (await rig.operations()).find(({ kind }) => kind === 'tracker.settings')!
  rig.tamper(`UPDATE operation SET change_set = ${label.changeSet} WHERE kind = 'test.labelMade'`)
  const changeSets = [label.changeSet]
  expect(await rig.call('outbox.plan', { changeSets })).toMatchObject({
    operations: 1,
    missingNeeds: needsStaged(made),
  })
  expect(await rig.call('outbox.send', { changeSets })).toEqual({ released: 1, keptBack: 1 })
  await rig.settled()
  expect(await dependent(rig)).toMatchObject({ state: 'draft' })
  await rig.send()
  await rig.settled()
  expect(labels(rig)).toHaveLength(1)
})
