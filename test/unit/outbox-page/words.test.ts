import { describe, expect, test } from 'vitest'
import { i18n } from '../../../renderer/i18n.ts'
import { noticesOf, questionOf } from '../../../renderer/pages/outbox/notices.ts'
import {
  actWords,
  alreadyWords,
  contentsOf,
  differenceOf,
  fullTitleOf,
  kindWords,
  permissionWords,
  placeOf,
  stateWords,
  titleOf,
  waitsKey,
  waitsWords,
} from '../../../renderer/operations/words.ts'
import type { ChangeSet, OperationRow, Plan } from '../../../shared/contract/outbox.ts'
import { kindNames, kindOf } from '../../../shared/operations/catalogue.ts'
import { operationStates, type OperationState } from '../../../shared/operations/states.ts'

const set: ChangeSet = {
  id: 1,
  origin: 'sheet',
  title: '',
  name: '',
  comment: '',
  createdAt: 0,
  releasedAt: null,
  counts: {},
  broken: 0,
  already: 0,
  readable: true,
  unfinished: false,
  kinds: { 'tracker.settings': 30 },
}

const plain = { problem: null, waitsFor: null, already: false, readable: true, missingNeed: null } as const

describe('kinds in words', () => {
  test.each(kindNames)('%s has words for one and for many', (kind) => {
    for (const words of [kindWords, actWords]) {
      expect(words(kind, 1)).not.toContain(kind)
      expect(words(kind, 1)).not.toBe(words(kind, 1001))
      expect(words(kind, 1001)).toContain('1,001')
      expect(words(kind, 1001)).not.toContain('unknown')
    }
  })

  test('a kind of a later version keeps its name in sight', () => {
    expect(actWords('tracker.teleport', 2)).toContain('tracker.teleport')
    expect(kindWords('tracker.teleport', 2)).toBe('2 changes of an unknown kind')
  })

  test('every kind of which the panel shows nothing says what a person can do', () => {
    for (const kind of kindNames.filter((name) => kindOf(name).unseen))
      expect(i18n.global.te(`outbox.unknown.unseen.${kind}`), kind).toBe(true)
  })

  test('every permission that a kind needs has words', () => {
    for (const { category, operation } of kindNames.flatMap((name) => kindOf(name).needs))
      expect(permissionWords(`${category}: ${operation}`)).toMatch(/^“.+”$/)
    expect(permissionWords('paas: dance')).toBe('paas: dance')
  })
})

describe('a change set', () => {
  test('of a file is called by it, one of edits by what it holds, and a named one by its name', () => {
    expect(titleOf({ ...set, origin: 'import', title: 'clones.csv' })).toBe('clones.csv')
    expect(titleOf(set)).toBe('30 tracker edits')
    expect(titleOf({ ...set, kinds: { 'tracker.settings': 12, 'tracker.tariff': 3 } })).toBe(
      '12 tracker edits and 3 changes of plan',
    )
    expect(titleOf({ ...set, kinds: { 'tracker.settings': 1, 'tracker.tariff': 1, 'tracker.clone': 4 } })).toBe(
      '1 tracker edit, 1 change of plan and 4 more',
    )
    expect(titleOf({ ...set, origin: 'undo' })).toBe('Undo of what was sent')
    expect(titleOf({ ...set, name: 'Winter tyres' })).toBe('Winter tyres')
  })

  test('of kinds that none here knows says so', () => {
    expect(titleOf({ ...set, kinds: { 'tracker.teleport': 2 } })).toBe('2 changes of an unknown kind')
  })

  test('is told from others of the same contents by when it was begun', () => {
    const now = Date.UTC(2026, 10, 20, 12)
    const told = (at: number) => fullTitleOf({ ...set, createdAt: at }, now)
    expect(told(now - 60_000)).toMatch(/^30 tracker edits, today \d\d:\d\d/)
    expect(told(now - 24 * 3_600_000)).toMatch(/^30 tracker edits, yesterday \d\d:\d\d/)
    expect(told(Date.UTC(2026, 9, 3, 12))).toMatch(/^30 tracker edits, 3 Oct 2026, /)
    expect(fullTitleOf({ ...set, name: 'Winter tyres' }, now)).toBe('Winter tyres')
  })

  test('tells what it holds', () => {
    expect(contentsOf({ ...set, kinds: { 'tracker.settings': 1, 'tracker.clone': 1001 } })).toBe(
      '1\u00a0tracker\u00a0edit · 1,001\u00a0clones',
    )
  })
})

describe('a difference', () => {
  test('of an edit has an old and a new value, empty ones among them', () => {
    const [part] = differenceOf({ kind: 'tracker.settings', changes: [{ field: 'label', from: '', to: 'Truck' }] })
    expect(part).toMatchObject({ name: 'Label', hasOld: true, from: undefined, to: 'Truck', hasTheirs: false })
  })

  test('of what is made has no old value', () => {
    const [part] = differenceOf({ kind: 'tracker.clone', changes: [{ field: 'owner', from: null, to: 'a@acme.eu' }] })
    expect(part).toMatchObject({ hasOld: false, phrase: 'outbox.phrases.tracker.clone.owner', to: 'a@acme.eu' })
  })

  test('of a conflict has the third value, though it be empty', () => {
    const change = { field: 'hidden', from: false, to: true, theirs: null }
    const [part] = differenceOf({ kind: 'tracker.settings', changes: [change] })
    expect(part).toMatchObject({ from: 'no', to: 'yes', hasTheirs: true, theirs: undefined })
  })

  test('leaves an identifier as it is', () => {
    const [part] = differenceOf({ kind: 'later', changes: [{ field: 'userId', from: null, to: 1234567 }] })
    expect(part?.to).toBe('1234567')
  })
})

test('every state has words, and a draft that breaks a rule its own', () => {
  const words = operationStates.map((state) => stateWords({ ...plain, state }))
  expect(new Set(words).size).toBe(operationStates.length)
  expect(words.filter((word) => word.includes('.'))).toEqual([])
  expect(stateWords({ ...plain, state: 'draft', problem: { code: 'label-long' } })).toBe('Breaks a rule')
  expect(stateWords({ ...plain, state: 'draft', readable: false, problem: { code: 'kept-newer' } })).toBe(
    'Cannot be read',
  )
  const missingNeed = { operation: 1, changeSet: 1, state: 'rejected' as const }
  expect(stateWords({ ...plain, state: 'ready', missingNeed })).toBe('Waits for another')
})

describe('what a released operation waits behind', () => {
  const holder = { operation: 7, changeSet: 1, kind: 'tracker.move', subject: 'Truck' }
  const cases: readonly [OperationState, words: string, sentence: RegExp][] = [
    ['rejected', 'Has to wait', /^Waits behind \{name\}, which was refused: mend or discard that first\.$/],
    ['conflict', 'Has to wait', /in conflict: settle that first\.$/],
    ['unknown', 'Has to wait', /whether that took effect is not known yet\.$/],
    ['held', 'Has to wait', /held back: let that go, or discard it\.$/],
    ['ready', 'To be sent', /^Goes by itself after \{name\}\.$/],
    ['sending', 'To be sent', /^Goes by itself after/],
    ['waiting', 'To be sent', /^Goes by itself after/],
  ]
  test.each(cases)('one that is %s', (state, words, sentence) => {
    const waitsFor = { ...holder, state }
    expect(stateWords({ ...plain, state: 'ready', waitsFor })).toBe(words)
    expect(i18n.global.t(waitsKey(waitsFor), { name: '{name}' })).toMatch(sentence)
    expect(waitsWords(waitsFor)).toContain('Move tracker · Truck')
  })
})

test('what was so already is not said to be sent, and by whom it may have been', () => {
  expect(stateWords({ ...plain, state: 'done', already: true })).toBe('Was so already')
  expect(alreadyWords({ kind: 'tracker.tariff', attempts: 1 })).toMatch(/somebody else has done it\./)
  expect(alreadyWords({ kind: 'tracker.tariff', attempts: 2 })).toMatch(/or our own request whose answer was lost/)
})

describe('what to know before sending', () => {
  const plan: Plan = {
    operations: 3,
    requests: 3,
    reads: 0,
    duration: 300,
    quick: null,
    unseen: 0,
    wholes: { requests: 0, operations: 0 },
    inBetween: [],
    kinds: [],
    missingPermissions: [],
    refused: [],
    unreadable: [],
    missingNeeds: [],
    warned: [],
    changedSince: 0,
    waitingForOthers: 0,
    bills: null,
    checked: null,
  }

  test('nothing, where nothing stands in the way', () => {
    const kinds: Plan['kinds'] = [
      { kind: 'tracker.clone', operations: 3, atRisk: 3, rows: 3, requests: 1, requestsAtRisk: 1, risk: 'plain' },
    ]
    expect(noticesOf({ ...plan, kinds })).toEqual([])
  })

  test('grave kinds are asked about, those that lose or cost something by their count', () => {
    const entry = (kind: string, operations: number, risk: Plan['kinds'][number]['risk']) => ({
      ...{ kind, operations, risk, atRisk: operations, rows: operations, requests: operations },
      requestsAtRisk: operations,
    })
    const command = entry('tracker.command', 2, 'reaches-device')
    const money = entry('tracker.tariff', 30, 'costs-money')
    const deletion = entry('tracker.deleteClone', 1200, 'irreversible')
    expect(questionOf({ ...plan, operations: 3, kinds: [entry('tracker.move', 3, 'unbinds-rules')] })).toMatchObject({
      title: 'Send 3 changes that unbind rules?',
      typed: null,
    })
    expect(questionOf({ ...plan, operations: 2, kinds: [command] })).toMatchObject({
      title: 'Send 2 changes to devices?',
      typed: null,
    })
    expect(questionOf({ ...plan, operations: 35, kinds: [money] })).toMatchObject({
      title: 'Send 30 changes that cost money?',
      points: [
        expect.stringMatching(/^Change 30 plans: costs money/) as string,
        expect.stringMatching(/^5 other changes go with it\.$/) as string,
      ],
      typed: '30',
    })
    expect(questionOf({ ...plan, operations: 1232, kinds: [command, money, deletion] })).toMatchObject({
      title: 'Send these 1,232 changes?',
      points: expect.arrayContaining([
        expect.stringContaining('Delete 1,200 clones: cannot be undone.') as string,
      ]) as string[],
      typed: '1232',
    })
  })

  test('the gravest first, by name', () => {
    const notices = noticesOf({
      ...plan,
      kinds: [
        {
          kind: 'tracker.deleteClone',
          operations: 12,
          atRisk: 12,
          rows: 12,
          requests: 1,
          requestsAtRisk: 1,
          risk: 'irreversible',
        },
      ],
      missingPermissions: [{ permission: 'trackers: delete', kind: 'tracker.deleteClone', operations: 1 }],
      changedSince: 2,
      inBetween: [{ field: 'iccid', operations: 4, examples: ['350000000000006', '350000000000014'] }],
      waitingForOthers: 1,
    })
    expect(notices.map(({ weight }) => weight)).toEqual(['grave', 'behind', 'conflict', 'later', 'later'])
    expect(notices[0]?.text).toBe('Delete 12 clones: cannot be undone.')
    expect(notices[1]?.text).toContain('“delete trackers”: the panel would refuse 1 change.')
    expect(notices[3]?.text).toMatch(/^ICCID: 4 rows are without one .*such as 350000000000006, 350000000000014\./)
  })
})

test('an edit is found in the sheet at the cell that breaks its rule, an action at its row, and a bundle nowhere', () => {
  const change = (field: string, to: string) => ({ field, from: null, to })
  const subject = { name: 'Truck', panelId: 1, row: 5 }
  const place = (operation: Partial<OperationRow>) => placeOf({ subject, changes: [], ...operation } as OperationRow)
  const edit = { kind: 'tracker.settings', changes: [change('comment', 'fine'), change('label', 'a < b')] }
  expect(place(edit)).toEqual({ sheet: 'trackers', row: 5, field: 'label' })
  expect(place({ ...edit, changes: [change('comment', 'fine')] })).toEqual({
    sheet: 'trackers',
    row: 5,
    field: 'comment',
  })
  expect(place({ kind: 'tracker.tariff', changes: [change('plan', 'Basic')] })).toEqual({
    sheet: 'trackers',
    row: 5,
    field: 'plan',
  })
  expect(place({ kind: 'tracker.clone', changes: [change('label', 'Copy')] })).toEqual({
    sheet: 'trackers',
    row: 5,
    field: null,
  })
  expect(place({ kind: 'tracker.deleteClone' })).toEqual({ sheet: 'trackers', row: 5, field: null })
  expect(place({ ...edit, subject: { ...subject, row: null } })).toBeNull()
})
