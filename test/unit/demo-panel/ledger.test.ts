import fc from 'fast-check'
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { OtherPanelError } from '../../../electron/demo-panel/demo-panel.ts'
import { ledgerFile } from '../../../electron/demo-panel/ledger-file.ts'
import { memoryLedger } from '../../../electron/demo-panel/ledger.ts'
import { OpenPanel } from './open-panel.ts'
import { named, planners, stop } from './open-user.ts'

function everything(open: OpenPanel): unknown {
  return [open.ask('tracker/list').body, open.ask('user/list').body, open.ask('tracker/bundle/list').body]
}

describe('the ledger', () => {
  test('has one entry for every effect, numbered, with time, session, request and method', () => {
    const open = new OpenPanel()
    const [a, b] = open.originals()
    const user_id = open.stranger(a!, b!)
    open.clock.pass(5000)
    const made = open.ask('tracker/batch_clone', { tracker_ids: [a!.id, b!.id], user_id }).body['list'] as number[]
    open.ask('tracker/settings/update', { tracker_id: a!.id, label: 'x', deleted: true })
    const entries = open.panel.ledger.entries().slice(1)
    expect(entries.map(({ number }) => number)).toEqual([2, 3, 4])
    expect(entries[0]!.request).toBe(entries[1]!.request)
    expect(entries[2]!.request).toBeGreaterThan(entries[1]!.request)
    expect(entries[0]).toMatchObject({ time: open.clock.time, session: 1, path: 'tracker/batch_clone' })
    expect(open.done()).toEqual([
      { effect: 'tracker.clone', tracker: a!.id, user: user_id, label: a!.label, clone: made[0] },
      { effect: 'tracker.clone', tracker: b!.id, user: user_id, label: b!.label, clone: made[1] },
      { effect: 'tracker.settings', tracker: a!.id, label: 'x', hidden: true },
    ])
  })

  test('knows neither hash nor password', () => {
    const open = new OpenPanel()
    open.ask('tracker/settings/update', { tracker_id: open.trackers()[0]!.id, label: 'x', deleted: true })
    const text = JSON.stringify(open.panel.ledger.entries())
    expect(text).not.toContain(open.hash)
    expect(text).not.toContain('Demo-panel')
  })

  test('is kept before the effect: what cannot be written down is not done', () => {
    const kept = memoryLedger()
    let full = false
    const open = new OpenPanel({
      ledger: {
        entries: () => kept.entries(),
        append(...entries) {
          if (full) throw new Error('disk full')
          kept.append(...entries)
        },
      },
    })
    const before = everything(open)
    full = true
    const { id } = open.trackers({ limit: 1 })[0]!
    expect(() => open.ask('tracker/settings/update', { tracker_id: id, label: 'x', deleted: true })).toThrow(
      'disk full',
    )
    expect(everything(open)).toEqual(before)
  })

  test('of another seed, size or version is refused', () => {
    const { ledger } = new OpenPanel({ seed: 1, trackers: 50 }).panel
    expect(() => new OpenPanel({ seed: 2, trackers: 50, ledger })).toThrow(OtherPanelError)
    expect(() => new OpenPanel({ seed: 1, trackers: 51, ledger })).toThrow(OtherPanelError)
    const first = ledger.entries()[0]!
    const older = memoryLedger([{ ...first, ...(first.effect === 'panel.made' ? { version: 0 } : {}) }])
    expect(() => new OpenPanel({ seed: 1, trackers: 50, ledger: older })).toThrow(OtherPanelError)
  })
})

/** Asks something that may be right or wrong, out of numbers that stand for what there is. */
const kinds = [
  'settings',
  'clone',
  'batch',
  'delete',
  'batchDelete',
  'import',
  'move',
  'plan',
  'block',
  'command',
  'edit',
  'pause',
] as const
type Step = {
  what: (typeof kinds)[number]
  a: number
  b: number
}

function take(open: OpenPanel, { what, a, b }: Step): void {
  const trackers = open.trackers()
  const users = open.users()
  const tracker = trackers[a % trackers.length]!
  const user = users[b % users.length]!.id
  const clones = trackers.filter(({ clone }) => clone)
  const clone = clones[b % clones.length] ?? tracker
  switch (what) {
    case 'settings':
      return void open.ask('tracker/settings/update', {
        tracker_id: tracker.id,
        label: `L${b % 3}`,
        deleted: b % 2 === 0,
        ...(b % 5 ? { comment: `C${b}` } : {}),
      })
    case 'clone':
      return void open.ask('tracker/clone', { tracker_id: tracker.id, user_id: user, label: `K${b}` })
    case 'batch':
      return void open.ask('tracker/batch_clone', {
        tracker_ids: trackers
          .slice(a % 40, (a % 40) + 5)
          .filter((t) => !t.clone)
          .map(({ id }) => id),
        user_id: user,
        ignore_existing: a % 2 === 0,
      })
    case 'delete':
      return void open.ask('tracker/delete_clone', { tracker_id: clone.id })
    case 'batchDelete':
      return void open.ask('tracker/batch_delete_clones', {
        trackers: [clone.id, tracker.id, (clones[a % clones.length] ?? tracker).id],
      })
    case 'import':
      return void open.ask('tracker/bundle/import', {
        imeis: [`${a % 30}`, `x${b % 30}`],
        equip_id: 13785,
        factory_preset: a % 2 === 0,
      })
    case 'move': {
      // An id may have been left behind by an earlier move.
      const left = open.panel.ledger
        .entries()
        .flatMap((entry) => (entry.effect === 'tracker.move' ? [entry.tracker] : []))
      const tracker_id = a % 3 === 0 ? (left[b % left.length] ?? tracker.id) : tracker.id
      return void open.ask('tracker/move', { tracker_id, user_id: user })
    }
    case 'plan':
      return void open.ask('tracker/tariff/change', {
        tracker_id: tracker.id,
        tariff_id: [12163, 13457, 15843][b % 3],
        repay: a % 2 === 0,
        charge: b % 2 === 0,
      })
    case 'block':
      return void open.ask('tracker/source/update', { tracker_id: tracker.id, blocked: b % 2 === 0 })
    case 'command':
      return void open.ask('tracker/raw_command/send', { device_id: tracker.source.device_id, command: `C${b % 2}` })
    case 'edit':
      return open.panel.edit({
        tracker_id: tracker.id,
        comment: `O${b}`,
        ...(b % 4 === 0 ? { tariff_id: 12163 + (b % 8) } : {}),
        ...(b % 5 === 0 && !tracker.clone ? { user_id: open.stranger(tracker) } : {}),
        gone: a % 7 === 0 && !tracker.clone,
      })
    case 'pause':
      return open.clock.pass(a * 3_600)
  }
}

const steps = fc.array(
  fc.record({
    what: fc.constantFrom(...kinds),
    a: fc.nat(5000),
    b: fc.nat(5000),
  }) satisfies fc.Arbitrary<Step>,
  { maxLength: 40 },
)

describe('a panel that starts again from its ledger', () => {
  test('holds what it held, and goes on as it would have', () => {
    fc.assert(
      fc.property(steps, steps, (before, after) => {
        const open = new OpenPanel({ trackers: 60 })
        for (const step of before) take(open, step)
        const entries = structuredClone(open.panel.ledger.entries())
        const again = new OpenPanel({ trackers: 60, ledger: memoryLedger(entries) }, open.clock)
        expect(everything(again)).toEqual(everything(open))
        for (const step of after) {
          take(open, step)
          // They share the clock.
          if (step.what !== 'pause') take(again, step)
        }
        expect(everything(again)).toEqual(everything(open))
        expect(again.done()).toEqual(open.done())
      }),
      { numRuns: 40 },
    )
  })

  test('has forgotten the sessions', () => {
    const open = new OpenPanel({ trackers: 60 })
    const again = new OpenPanel({ trackers: 60, ledger: open.panel.ledger }, open.clock)
    again.clock.pass(1)
    again.signIn()
    expect(again.ask('tracker/list', {}, 'f'.repeat(32)).code).toBe(4)
  })
})

describe('a ledger in a file', () => {
  let folder: string

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'demo-panel-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const path = () => join(folder, 'deeper', 'ledger.jsonl')
  const edit = (open: OpenPanel, label: string) =>
    open.ask('tracker/settings/update', { tracker_id: open.trackers({ limit: 1 })[0]!.id, label, deleted: false })

  test('brings the panel back', () => {
    const file = ledgerFile(path())
    const open = new OpenPanel({ ledger: file })
    edit(open, 'Грузовик "1"\u2028')
    edit(open, 'שתיים')
    file.close()
    const reopened = ledgerFile(path())
    const again = new OpenPanel({ ledger: reopened })
    expect(everything(again)).toEqual(everything(open))
    edit(again, 'three')
    reopened.close()
    const third = ledgerFile(path())
    expect(third.entries().map(({ number }) => number)).toEqual([1, 2, 3, 4])
    third.close()
  })

  test('keeps moves, plans with their money, and commands', () => {
    const file = ledgerFile(path())
    const open = new OpenPanel({ ledger: file })
    const tracker = open.originals().find(({ deleted, source }) => !deleted && source.tariff_id === 13460)!
    const device = { device_id: tracker.source.device_id, command: '=1+1\r\n"ü"' }
    open.ask('tracker/tariff/change', { tracker_id: tracker.id, tariff_id: 12163, repay: true, charge: true })
    open.ask('tracker/move', { tracker_id: tracker.id, user_id: open.stranger(tracker) })
    open.ask('tracker/raw_command/send', device)
    open.ask('tracker/raw_command/send', device)
    file.close()
    const reopened = ledgerFile(path())
    const again = new OpenPanel({ ledger: reopened })
    expect(again.done()).toMatchObject([
      { effect: 'tracker.tariff', charged: 12.55 },
      { effect: 'tracker.move', tracker: tracker.id },
      { effect: 'tracker.command', command: device.command },
      { effect: 'tracker.command', again: 4 },
    ])
    expect(again.done()).toEqual(open.done())
    expect(everything(again)).toEqual(everything(open))
    reopened.close()
  })

  test('keeps tasks, checkpoints and routes, and what drivers do', () => {
    const file = ledgerFile(path())
    const open = new OpenPanel({ ledger: file })
    const user = planners(open)[0]!
    const fields = { 131312: { type: 'text', value: '"ü"' } }
    const { id, stops } = user.make(3, { tracker_id: user.drivers()[0], external_id: 'R-1' })
    user.done('task/checkpoint/update', { checkpoint: stop({ id: stops[0], order: 2, fields, tags: user.tags() }) })
    user.done('task/checkpoint/transmute', { checkpoint_id: stops[1] })
    user.done('task/route/update', { route: named({ id, label: 'Other' }) })
    user.done('task/route/delete', { route_id: user.make(2).id })
    user.done('task/assign', { task_id: stops[1] })
    open.panel.edit({ task_id: stops[2]!, status: 'arrived' })
    file.close()
    const reopened = ledgerFile(path())
    const again = new OpenPanel({ ledger: reopened })
    const same = planners(again)[0]!
    expect([same.routes(), same.tasks(), same.checkpoints(id)]).toEqual([
      user.routes(),
      user.tasks(),
      user.checkpoints(id),
    ])
    expect(again.done()).toEqual(open.done())
    reopened.close()
  })

  test('loses nothing but the line that a crash cut short', () => {
    const file = ledgerFile(path())
    const open = new OpenPanel({ ledger: file })
    edit(open, 'whole ü')
    file.close()
    appendFileSync(path(), '[{"number":3,"label":"ü')
    const reopened = ledgerFile(path())
    const again = new OpenPanel({ ledger: reopened })
    expect(again.trackers({ limit: 1 })[0]!.label).toBe('whole ü')
    edit(again, 'next')
    reopened.close()
    expect(readFileSync(path(), 'utf8').trim().split('\n')).toHaveLength(3)
    const third = ledgerFile(path())
    expect(third.entries()).toHaveLength(3)
    third.close()
  })

  test('that is damaged is not guessed at', () => {
    const file = ledgerFile(path())
    file.close()
    writeFileSync(path(), '[{"number":1,"effect":"tracker.fly"}]\n')
    expect(() => ledgerFile(path())).toThrow()
  })
})
