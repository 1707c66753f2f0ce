import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLimiter, createLimiters } from '../../../electron/panel/limiter.ts'
import { createHandClock, fixedRandom } from './hand-clock.ts'

/** The most that fall into any one second. */
function mostInASecond(times: readonly number[]): number {
  return Math.max(0, ...times.map((from) => times.filter((time) => time >= from && time < from + 1000).length))
}

describe('the limiter', () => {
  it('lets one request pass each 1000/N ms, and reaches 98 % of the rate', async () => {
    const clock = createHandClock()
    const limiter = createLimiter({ clock, random: fixedRandom(), perSecond: 10 })
    const times: number[] = []
    for (let i = 0; i < 1000; i++) void limiter.take().then(() => times.push(clock.now()))
    await clock.run()
    expect(times).toHaveLength(1000)
    expect(times[0]).toBe(0)
    expect(times.slice(1).every((time, i) => time - (times[i] ?? 0) >= 100)).toBe(true)
    expect(1000 / (clock.now() / 1000)).toBeGreaterThan(9.8)
  })

  it('never lets more than N pass in any second, in the order of asking, however they come and timers oversleep', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 25 }),
        fc.array(fc.record({ wait: fc.integer({ min: 0, max: 1500 }), ask: fc.integer({ min: 1, max: 30 }) }), {
          minLength: 1,
          maxLength: 6,
        }),
        fc.oneof(fc.constant([0]), fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1 })),
        async (perSecond, bursts, lateness) => {
          let i = 0
          const clock = createHandClock({ late: () => lateness[i++ % lateness.length] ?? 0 })
          const limiter = createLimiter({ clock, random: fixedRandom(), perSecond })
          const passed: { at: number; who: number }[] = []
          let who = 0
          for (const { wait, ask } of bursts) {
            await clock.advance(wait)
            for (let k = 0; k < ask; k++) {
              const me = who++
              void limiter.take().then(() => passed.push({ at: clock.now(), who: me }))
            }
          }
          await clock.run()
          expect(passed.map((pass) => pass.who)).toEqual([...Array(who).keys()])
          expect(mostInASecond(passed.map(({ at }) => at))).toBeLessThanOrEqual(perSecond)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('waits for nothing where the rate has no limit', async () => {
    const clock = createHandClock()
    const limiter = createLimiter({ clock, random: fixedRandom(), perSecond: Infinity })
    for (let i = 0; i < 100; i++) await limiter.take()
    expect(clock.now()).toBe(0)
    expect(limiter.rate).toBe(Infinity)
  })

  it('pauses everybody after a 429, for longer each time, and goes on at half the rate', async () => {
    const clock = createHandClock()
    const limiter = createLimiter({ clock, random: fixedRandom(), perSecond: 10 })
    const full = limiter.rate
    await limiter.take()
    limiter.tooMany()
    // A second one that was under way at the same time is the same strike.
    limiter.tooMany()
    expect(limiter.rate).toBeCloseTo(full / 2)
    const times: number[] = []
    for (let i = 0; i < 2; i++) void limiter.take().then(() => times.push(clock.now()))
    await clock.advance(999)
    expect(times).toEqual([])
    await clock.run()
    expect(times[0]).toBe(1000)
    expect((times[1] ?? 0) - 1000).toBeGreaterThanOrEqual(200)

    const before = clock.now()
    limiter.tooMany()
    await Promise.all([limiter.take(), clock.run()])
    expect(clock.now() - before).toBe(2000)
  })

  it('never pauses longer than a minute, and forgets its strikes once requests pass again', async () => {
    const clock = createHandClock()
    const limiter = createLimiter({ clock, random: fixedRandom(0.99), perSecond: 10 })
    const pauses: number[] = []
    for (let i = 0; i < 12; i++) {
      const before = clock.now()
      limiter.tooMany()
      await Promise.all([limiter.take(), clock.run()])
      pauses.push(clock.now() - before)
    }
    expect(Math.max(...pauses)).toBe(60_000)
    for (let i = 0; i < 100; i++) limiter.fine()
    expect(limiter.rate).toBeGreaterThan(9.8)
    const before = clock.now()
    limiter.tooMany()
    await Promise.all([limiter.take(), clock.run()])
    expect(clock.now() - before).toBeLessThanOrEqual(1250)
  })

  it('holds back those who wait already when a 429 comes', async () => {
    const clock = createHandClock()
    const limiter = createLimiter({ clock, random: fixedRandom(), perSecond: 10 })
    await limiter.take()
    let passedAt: number | undefined
    void limiter.take().then(() => (passedAt = clock.now()))
    await clock.advance(50)
    limiter.tooMany()
    await clock.run()
    expect(passedAt).toBe(1050)
  })

  it.for([-40_000_000, 40_000_000])(
    'keeps to the rate and to its pauses where the clock is set by %i ms',
    async (by) => {
      const clock = createHandClock()
      const limiter = createLimiter({ clock, random: fixedRandom(), perSecond: 10 })
      const took = async (work: () => void) => {
        const began = clock.monotonic()
        work()
        await Promise.all([limiter.take(), clock.run()])
        return clock.monotonic() - began
      }
      await limiter.take()
      expect(await took(() => clock.set(by))).toBeCloseTo(100.5)
      limiter.tooMany()
      expect(await took(() => clock.set(by))).toBe(1000)
    },
  )

  it('lets those in a hurry go first, at the full rate, and the others wait so much longer', async () => {
    const clock = createHandClock()
    const limiter = createLimiter({ clock, random: fixedRandom(), perSecond: 10 })
    await limiter.take()
    limiter.tooMany()
    limiter.tooMany()
    await clock.advance(1000)
    const passed: [string, number][] = []
    const ask = (who: string, inHurry = false) =>
      void limiter.take(undefined, inHurry).then(() => passed.push([who, Math.round(clock.now() / 10) * 10 - 1000]))
    ask('first')
    ask('second')
    ask('third')
    await clock.advance(50)
    ask('hurried', true)
    await clock.run()
    // Half of the rate is left after a 429: 200 ms a turn, on the whole.
    expect(passed).toEqual([
      ['first', 0],
      ['hurried', 100],
      ['second', 400],
      ['third', 600],
    ])
  })

  it('lets go at once of those who give up, wherever they stand in the queue, and costs the others no turn', async () => {
    const clock = createHandClock()
    const limiter = createLimiter({ clock, random: fixedRandom(), perSecond: 10 })
    const giveUp = new AbortController()
    await limiter.take()
    const first = limiter.take(giveUp.signal)
    const second = limiter.take(giveUp.signal)
    const third = limiter.take().then(() => clock.now())
    await clock.advance(10)
    giveUp.abort(new Error('given up'))
    await expect(first).rejects.toThrow('given up')
    await expect(second).rejects.toThrow('given up')
    expect(clock.now()).toBe(10)
    await clock.run()
    expect(await third).toBeCloseTo(100.5)
    await expect(limiter.take(giveUp.signal)).rejects.toThrow('given up')
  })
})

describe('the limiters of a program', () => {
  it('are shared by whoever speaks to the same dealer at the same host', () => {
    const limiters = createLimiters({ clock: createHandClock(), random: fixedRandom(), perSecond: 10 })
    const limiter = limiters.of('https://api.eu.navixy.com/v2', 20410)
    expect(limiters.of('https://api.eu.navixy.com', '20410')).toBe(limiter)
    expect(limiters.of('https://api.us.navixy.com/v2', 20410)).not.toBe(limiter)
    expect(limiters.of('https://api.eu.navixy.com/v2', 20411)).not.toBe(limiter)
  })

  it('are forgotten where two hundred others were wanted since', () => {
    const limiters = createLimiters({ clock: createHandClock(), random: fixedRandom(), perSecond: 10 })
    const of = (dealer: number) => limiters.of('https://api.eu.navixy.com/v2', dealer)
    const [first, second] = [of(1), of(2)]
    for (let dealer = 3; dealer <= 200; dealer++) of(dealer)
    expect(of(1)).toBe(first)
    of(201)
    expect(of(1)).toBe(first)
    expect(of(2)).not.toBe(second)
  })
})
