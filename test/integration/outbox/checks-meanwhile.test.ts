import { expect, test } from 'vitest'
import { dice } from '../../../electron/demo-panel/dice.ts'
import { ProblemError } from '../../../shared/problem.ts'
import { simRig, type SimRig } from '../../support/core-rig.ts'
import { otherClient } from '../../support/other-client.ts'

// Checks are taken while people stage, others change the panel, and sendings run.

interface Edit {
  readonly row: number
  readonly set: { readonly label: string }
  readonly base: { readonly label: string }
  readonly baseFrom?: object
}

const draftsOf = (rig: SimRig) =>
  rig.journal<{ params: string }>(`SELECT id, params, broken FROM operation WHERE state = 'draft' ORDER BY id`)
const written = (rig: SimRig) => rig.panel.ledger.entries().filter(({ session }) => session !== 0).length

/** What a check has to say of drafts, by what the panel holds; null where some go by what others are still to make. */
function expectedOf(rig: SimRig, held: (row: number) => string | undefined) {
  const drafts = draftsOf(rig).map(({ params }) => JSON.parse(params) as Edit)
  if (drafts.some(({ baseFrom = {} }) => Object.keys(baseFrom).length > 0)) return null
  const sum = { operations: drafts.length, already: 0, conflict: 0, gone: 0 }
  for (const { row, set, base } of drafts) {
    const label = held(row)
    if (label === undefined) sum.gone += 1
    else if (label === set.label) sum.already += 1
    else if (label !== base.label) sum.conflict += 1
  }
  return sum
}

test.for([1, 2, 3, 4, 5, 6])(
  'a check writes nothing, stages nothing, and tells what the panel holds, amid other work: seed %d',
  async (seed) => {
    const rig = await simRig({ seed, panel: { trackers: 60 } })
    const throws = dice(seed)
    const rows = (await rig.sound()).filter(({ values }) => !values['clone']).slice(0, 6)
    const panelIds = new Map(rows.map(({ id, values }) => [id, Number(values['panelId'])]))
    const ask = otherClient(rig.panel)
    const gone = new Set<number>()
    let verified = 0
    let stopped = 0

    const sets = async () =>
      (await rig.call('outbox.changeSets', { settled: false })).changeSets.flatMap(({ id, counts }) =>
        counts.draft ? id : [],
      )
    const check = async () => rig.call('outbox.check', { changeSets: await sets() })
    const value = () => `Value ${throws.whole(1, 4)}`
    function otherHands(): void {
      const { id } = throws.pick(rows)
      if (gone.has(id)) return
      const isGoing = gone.size < 2 && throws.chance(0.1)
      if (isGoing) gone.add(id)
      rig.panel.edit({ tracker_id: panelIds.get(id)!, ...(isGoing ? { gone: true } : { label: value() }) })
    }
    function held(row: number): string | undefined {
      if (gone.has(row)) return undefined
      const { value: tracker } = ask('tracker/read', { tracker_id: panelIds.get(row)! }) as { value: { label: string } }
      return tracker.label
    }

    const happenings: Readonly<Record<string, () => Promise<unknown>>> = {
      stage: () => rig.label(throws.pick(rows).id, value()),
      other: () => Promise.resolve(otherHands()),
      async send() {
        await rig.send()
        await rig.clock.advance(throws.whole(0, 1_500))
      },
      async conflicts() {
        const conflicts = (await rig.operations(['conflict', 'rejected'])).map(({ id }) => id)
        await rig.call('outbox.discard', { operations: conflicts })
      },
      async quietCheck() {
        await rig.settled()
        const [staged, before] = [draftsOf(rig), written(rig)]
        const expected = expectedOf(rig, held)
        const told = await check()
        expect(draftsOf(rig)).toEqual(staged)
        expect(written(rig)).toBe(before)
        if (!expected) return
        verified += 1
        const of = (code: string) =>
          told.found.reduce((sum, { problem, operations }) => sum + (problem.code === code ? operations : 0), 0)
        const { operations, already } = told
        expect({ operations, already, conflict: of('conflict'), gone: of('entity-gone') }).toEqual(expected)
      },
      async checkMeanwhile() {
        const changeSets = await sets()
        const staged = draftsOf(rig)
        const running = rig.call('outbox.check', { changeSets }).catch((error: unknown) => {
          if (!(error instanceof ProblemError) || error.problem.code !== 'stopped') throw error
          stopped += 1
        })
        for (let left = throws.whole(0, 3); left > 0; left--) otherHands()
        if (throws.chance(0.3)) await rig.send()
        else expect(draftsOf(rig)).toEqual(staged)
        await running
      },
    }
    const names = ['stage', 'stage', 'stage', 'other', 'other', 'send', 'conflicts', 'quietCheck', 'checkMeanwhile']
    for (let left = 60; left > 0; left--) await happenings[throws.pick(names)]!()

    await rig.settled()
    // Whatever was written was a request that the journal knows of.
    const [{ sent } = { sent: 0 }] = rig.journal<{ sent: number }>('SELECT count(*) AS sent FROM attempt')
    expect(written(rig)).toBeLessThanOrEqual(sent)
    expect(verified).toBeGreaterThan(0)
    expect(stopped).toBeLessThan(60)
  },
)
