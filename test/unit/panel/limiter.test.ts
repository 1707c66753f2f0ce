import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLimiters, type Limiter } from '../../../electron/panel/limiter.ts'
import type { Clock, Random } from '../../../electron/ports.ts'
import { createHandClock, fixedRandom } from './hand-clock.ts'

/** The limiter of one scope by itself. */
function createLimiter(options: { clock: Clock; random: Random; perSecond: number }): Limiter {
  return createLimiters(options).of('https://api.eu.navixy.com/v2', 20410)(['dealer'])
}

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

  it('lets none leave closer to another, however long each takes after its turn, and loses nothing of the rate', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1 }), async (works) => {
        const clock = createHandClock()
        const limiter = createLimiter({ clock, random: fixedRandom(), perSecond: 10 })
        const left: number[] = []
        const leave = async (after: number, isWritten: boolean) => {
          await (isWritten ? limiter.turn() : limiter.take())
          if (isWritten) await clock.sleep(after).then(() => limiter.leave())
          left.push(clock.now())
        }
        // Every fifth is something that leaves at once, such as a read.
        for (let i = 0; i < 200; i++) void leave(works[i % works.length] ?? 0, i % 5 > 0)
        await clock.run()
        expect(left).toHaveLength(200)
        expect(left.slice(1).every((time, i) => time - (left[i] ?? 0) > 100)).toBe(true)
        expect(left.at(-1)).toBeLessThan(199 * 100.5 + 400 + 100.5)
      }),
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
    limiter.tooMany('principal')
    // A second one that was under way at the same time is the same strike.
    limiter.tooMany('principal')
    expect(limiter.rate).toBeCloseTo(full / 2)
    const times: number[] = []
    for (let i = 0; i < 2; i++) void limiter.take().then(() => times.push(clock.now()))
    await clock.advance(999)
    expect(times).toEqual([])
    await clock.run()
    expect(times[0]).toBe(1000)
    expect((times[1] ?? 0) - 1000).toBeGreaterThanOrEqual(200)

    const before = clock.now()
    limiter.tooMany('principal')
    await Promise.all([limiter.take(), clock.run()])
    expect(clock.now() - before).toBe(2000)
  })

  it('never pauses longer than a minute, and forgets its strikes once requests pass again', async () => {
    const clock = createHandClock()
    const limiter = createLimiter({ clock, random: fixedRandom(0.99), perSecond: 10 })
    const pauses: number[] = []
    for (let i = 0; i < 12; i++) {
      const before = clock.now()
      limiter.tooMany('principal')
      await Promise.all([limiter.take(), clock.run()])
      pauses.push(clock.now() - before)
    }
    expect(Math.max(...pauses)).toBe(60_000)
    for (let i = 0; i < 100; i++) limiter.fine()
    expect(limiter.rate).toBeGreaterThan(9.8)
    const before = clock.now()
    limiter.tooMany('principal')
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
    limiter.tooMany('principal')
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
      limiter.tooMany('principal')
      expect(await took(() => clock.set(by))).toBe(1000)
    },
  )

  it('lets those in a hurry go first, at the full rate, and the others wait so much longer', async () => {
    const clock = createHandClock()
    const limiter = createLimiter({ clock, random: fixedRandom(), perSecond: 10 })
    await limiter.take()
    limiter.tooMany('principal')
    limiter.tooMany('principal')
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

describe('the limits of a program', () => {
  const europe = 'https://api.eu.navixy.com/v2'
  const limits = (perSecond = 10) => {
    const clock = createHandClock()
    const limiters = createLimiters({ clock, random: fixedRandom(), perSecond })
    /** When requests pass that are all asked for at once. */
    const passing = async (...asked: readonly Limiter[]) => {
      const times: number[] = []
      for (const [at, limiter] of asked.entries()) void limiter.take().then(() => (times[at] = Math.round(clock.now())))
      await clock.run()
      return times
    }
    return { clock, limiters, passing }
  }

  it('are shared by whoever speaks to the same dealer at the same host', async () => {
    const { limiters, passing } = limits()
    const of = (url: string, dealer: number | string) => limiters.of(url, dealer)(['dealer'])
    const asked = [of(europe, 20410), of('https://api.eu.navixy.com', '20410')]
    const others = [of('https://api.us.navixy.com/v2', 20410), of(europe, 20411)]
    expect(await passing(...asked, ...others)).toEqual([0, 100, 0, 0])
  })

  it('are forgotten where two hundred others were wanted since', async () => {
    const { limiters, passing } = limits()
    const of = (dealer: number) => limiters.of(europe, dealer)(['dealer'])
    const [first, second] = [of(1), of(2)]
    for (let dealer = 3; dealer <= 200; dealer++) of(dealer)
    expect(await passing(first, of(1))).toEqual([0, 100])
    of(201)
    expect(await passing(second, of(2))).toEqual([100, 100])
  })

  it('take a turn in every scope at once: 10 a second for a dealer, 50 for a user, 50 for the address of all', async () => {
    const { limiters, passing, clock } = limits()
    const of = limiters.of(europe, 20410)
    const dealer = of(['dealer', 'address'])
    const user = (id: number) => of([`user ${id}`, 'address'])
    const asked = Array.from({ length: 300 }, (_, index) => (index % 6 === 0 ? dealer : user(index % 2)))
    const times = await passing(...asked)
    const sorted = [...times].sort((a, b) => a - b)
    expect(mostInASecond(sorted)).toBeLessThanOrEqual(50)
    expect(mostInASecond(times.filter((_, index) => asked[index] === dealer))).toBeLessThanOrEqual(10)
    // Nobody is held up by the others’ limits, only by the one that all share.
    expect(times.filter((_, index) => asked[index] !== dealer).at(-1)).toBeLessThan(6_500)
    expect(clock.now()).toBeLessThan(6_500)
  })

  it('hold the address to fifty a second, however many users there are', async () => {
    const { limiters, passing } = limits()
    const of = limiters.of(europe, 20410)
    const asked = Array.from({ length: 200 }, (_, index) => of([`user ${index}`, 'address']))
    const times = await passing(...asked)
    expect(mostInASecond(times)).toBeLessThanOrEqual(50)
    expect(times.at(-1)).toBeLessThan(4_100)
  })

  it('lower the scope alone of which an API says that it is asked too much', () => {
    const { limiters } = limits()
    const of = limiters.of(europe, 20410)
    const [dealer, user, other] = [of(['dealer', 'address']), of(['user 1', 'address']), of(['user 2', 'address'])]
    user.tooMany('principal')
    expect(Math.round(user.rate)).toBe(25)
    expect([dealer, other].map(({ rate }) => Math.round(rate))).toEqual([10, 50])
  })

  it('lower the scope of the address, too, where something before the API says so', async () => {
    const { limiters, passing, clock } = limits()
    const of = limiters.of(europe, 20410)
    const [dealer, user, other] = [of(['dealer', 'address']), of(['user 1', 'address']), of(['user 2', 'address'])]
    user.tooMany('address')
    expect([dealer, user, other].map(({ rate }) => Math.round(rate))).toEqual([10, 25, 25])
    expect(await passing(dealer)).toEqual([1000])
    for (let times = 0; times < 50; times++) user.fine()
    expect([user, other].map(({ rate }) => Math.round(rate))).toEqual([50, 50])
    expect(clock.now()).toBe(1000)
  })
})
