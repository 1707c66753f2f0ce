import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkMoment, momentAt, readMoment, timesIn } from '../../../shared/rules/moment.ts'

describe('a day with a time is read in the usual notations', () => {
  test.each([
    ['2026-12-01 10:00', '2026-12-01 10:00:00'],
    ['2026-12-01T10:00:05', '2026-12-01 10:00:05'],
    ['2026/12/1 9:05', '2026-12-01 09:05:00'],
    ['1.12.2026 10:00', '2026-12-01 10:00:00'],
    ['01.12.2026, 10.00', '2026-12-01 10:00:00'],
    ['31/12/2026 10:00', '2026-12-31 10:00:00'],
    ['12/31/2026 11:59 PM', '2026-12-31 23:59:00'],
    ['5/5/2026 12:00 am', '2026-05-05 00:00:00'],
    ['12/31/2026 12:30 p.m.', '2026-12-31 12:30:00'],
    [' 2026-12-01  10:00 ', '2026-12-01 10:00:00'],
  ])('%s', (text, moment) => {
    expect(checkMoment(text)).toBeNull()
    expect(readMoment(text)).toBe(moment)
  })
})

test.each([
  ['tomorrow', 'moment-unreadable'],
  ['2026-12-01', 'moment-unreadable'],
  ['10:00', 'moment-unreadable'],
  ['46000.5', 'moment-unreadable'],
  ['2026-12-01 10:00Z', 'moment-unreadable'],
  ['03/04/2026 10:00', 'moment-ambiguous'],
  ['2026-02-29 10:00', 'moment-impossible'],
  ['2026-12-01 24:00', 'moment-impossible'],
  ['12/31/2026 13:00 pm', 'moment-impossible'],
  ['', 'moment-unreadable'],
])('%s says no moment, and stays as it was typed', (text, code) => {
  expect(checkMoment(text)).toMatchObject({ code })
  expect(readMoment(text)).toBe(text)
})

test('every moment reads back as itself', () => {
  const moments = fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  fc.assert(
    fc.property(moments, (date) => {
      const moment = date.toISOString().slice(0, 19).replace('T', ' ')
      expect(readMoment(moment)).toBe(moment)
      const [, y, mo, d, time] = /^(\d+)-(\d+)-(\d+) (.*)$/.exec(moment)!
      expect(readMoment(`${d}.${mo}.${y} ${time}`)).toBe(moment)
    }),
  )
})

test('an hour over which clocks are put forward does not come, one to which they are put back comes twice', () => {
  expect(timesIn('Europe/Berlin', '2027-03-28 02:30:00')).toBe(0)
  expect(timesIn('Europe/Berlin', '2027-03-28 01:59:59')).toBe(1)
  expect(timesIn('Europe/Berlin', '2027-03-28 03:00:00')).toBe(1)
  expect(timesIn('Europe/Berlin', '2026-10-25 02:30:00')).toBe(2)
  expect(timesIn('Europe/Berlin', '2026-10-25 03:00:00')).toBe(1)
  expect(timesIn('America/New_York', '2027-03-14 02:00:00')).toBe(0)
  expect(timesIn('America/New_York', '2026-11-01 01:30:00')).toBe(2)
  expect(timesIn('Australia/Lord_Howe', '2026-10-04 02:15:00')).toBe(0)
  expect(timesIn('Asia/Kolkata', '2026-10-25 02:30:00')).toBe(1)
  expect(timesIn('Nowhere/AtAll', '2027-03-28 02:30:00')).toBe(1)
})

test('how often a moment comes is as often as the clocks of its zone show it', () => {
  const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Casablanca', 'Asia/Tehran', 'UTC']
  const quarter = 15 * 60_000
  // The days on which clocks are changed, and those around them, and any.
  const days = [
    '2026-03-08',
    '2026-03-29',
    '2026-04-05',
    '2026-10-04',
    '2026-10-25',
    '2026-11-01',
    '2026-02-15',
    '2026-03-22',
  ]
  const moment = fc
    .tuple(fc.constantFrom(...days), fc.integer({ min: -3, max: 3 }), fc.nat(95))
    .map(([day, around, quarters]) => Date.parse(`${day}T00:00:00Z`) + around * 86_400_000 + quarters * quarter)
  fc.assert(
    fc.property(fc.constantFrom(...zones), moment, (zone, asUtc) => {
      const text = new Date(asUtc).toISOString().slice(0, 19).replace('T', ' ')
      let times = 0
      for (let at = asUtc - 96 * quarter; at <= asUtc + 96 * quarter; at += quarter) {
        if (momentAt(zone, at) === text) times += 1
      }
      expect(timesIn(zone, text)).toBe(times)
    }),
  )
})
