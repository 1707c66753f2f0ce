import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { idText, namedAmong, type Referent } from '../../../shared/rules/reference.ts'

const plan = (id: number, name: string): Referent => ({ id, name, otherNames: [] })
const user = (id: number, name: string, ...otherNames: string[]): Referent => ({ id, name, otherNames })

test('whoever is handed over twice, found by the id and by the name, is one and the same', () => {
  const named = namedAmong('user', [user(5, 'garage@example.org'), user(5, 'garage@example.org', 'Garage')])
  expect(named('garage@example.org')).toEqual({ id: 5 })
  expect(named('#5')).toEqual({ id: 5 })
})

describe('a plan', () => {
  const named = namedAmong('plan', [
    plan(7, 'Basic'),
    plan(8, 'Premium'),
    plan(9, 'premium'),
    plan(12, '7'),
    plan(13, 'X'),
    plan(14, 'X'),
  ])

  test.each([
    ['Basic', 7],
    ['  basic ', 7],
    ['BASIC', 7],
    ['8', 8],
    ['#7', 7],
    [' #12', 12],
    // Letter by letter goes before upper and lower case alike.
    ['Premium', 8],
    ['premium', 9],
  ])('“%s” is %i', (text, id) => {
    expect(named(text)).toEqual({ id })
  })

  test.each(['', ' ', 'Gold', '99', '#99', '#', '07', '7.0', '-7', 'Basic 7'])('“%s” is none that is known', (text) => {
    expect(named(text)).toMatchObject({ problem: { code: 'plan-unknown', values: { value: text } } })
  })

  test('that several bear the name of is not guessed, and all of them are named', () => {
    expect(named('x')).toEqual({
      problem: { code: 'plan-ambiguous', values: { value: 'x', candidates: 'X (#13), X (#14)' } },
    })
    expect(named('PREMIUM')).toMatchObject({ problem: { values: { candidates: 'Premium (#8), premium (#9)' } } })
    // A number that is the id of one and the name of another.
    expect(named('7')).toMatchObject({ problem: { values: { candidates: 'Basic (#7), 7 (#12)' } } })
  })

  test('of many candidates only some are named', () => {
    const many = namedAmong(
      'plan',
      Array.from({ length: 9 }, (_, index) => plan(index + 1, 'Same')),
    )
    expect(many('same')).toMatchObject({
      problem: { values: { candidates: 'Same (#1), Same (#2), Same (#3), Same (#4), Same (#5), …' } },
    })
  })
})

describe('a user', () => {
  const named = namedAmong('user', [
    user(1, 'ann@acme.eu', 'Ann Lee', 'Lee Ann', 'Acme Ltd'),
    user(2, 'bob@acme.eu', 'Bob Lee', 'Lee Bob', 'Acme Ltd'),
    user(3, '2', 'Carla Diaz'),
    user(4, 'carla diaz'),
  ])

  test.each([
    ['Ann@Acme.EU', 1],
    ['mailto:bob@acme.eu', 2],
    ['Ann Lee <ann@acme.eu>', 1],
    ['ann lee', 1],
    ['Lee Bob', 2],
    // A login goes before what somebody else is called.
    ['Carla Diaz', 4],
  ])('“%s” is %i', (text, id) => {
    expect(named(text)).toEqual({ id })
  })

  test('of a firm with several users is not guessed', () => {
    expect(named('acme ltd')).toEqual({
      problem: {
        code: 'owner-ambiguous',
        values: { value: 'acme ltd', candidates: 'ann@acme.eu (#1), bob@acme.eu (#2)' },
      },
    })
    expect(named('2')).toMatchObject({ problem: { code: 'owner-ambiguous' } })
  })
})

describe('whatever things are called', () => {
  const name = fc.constantFrom('A', 'a', 'B', 'b', 'Ab', 'aB', '1', '2', '3', '10', '#1', '#2', ' a ', 'Ä', 'ä', '')
  const referents = fc.uniqueArray(
    fc.record({ id: fc.integer({ min: 1, max: 12 }), name, otherNames: fc.array(name, { maxLength: 2 }) }),
    {
      selector: ({ id }) => id,
      maxLength: 6,
    },
  )
  const text = fc.oneof(
    name,
    fc.integer({ min: 1, max: 12 }).map(String),
    fc.integer({ min: 1, max: 12 }).map((id) => `#${id}`),
    fc.constantFrom('  A', 'b ', 'nobody'),
  )
  const bare = (one: string) => one.trim().toLowerCase()

  test('an id with its sign is that very one', () => {
    fc.assert(
      fc.property(referents, (all) => {
        for (const { id } of all) expect(namedAmong('plan', all)(idText(id))).toEqual({ id })
      }),
    )
  })

  test('what is answered bears the name or the id, and where several do, and none letter by letter, none is', () => {
    fc.assert(
      fc.property(referents, text, (all, asked) => {
        const answer = namedAmong('plan', all)(asked)
        const signed = /^#([1-9]\d*)$/.exec(asked.trim())
        const byId = all.filter(({ id }) => String(id) === (signed?.[1] ?? asked.trim()))
        const byName = bare(asked) === '' ? [] : all.filter((one) => bare(one.name) === bare(asked))
        const byOther =
          bare(asked) === '' ? [] : all.filter((one) => one.otherNames.some((other) => bare(other) === bare(asked)))
        const first = signed ? byId : [...new Set([...byId, ...byName])]
        const fitting = signed || first.length > 0 ? first : byOther
        const exact = fitting.filter((one) => one.name === asked)
        const meant = fitting.length === 1 ? fitting : byId.length === 0 && exact.length === 1 ? exact : []
        if (meant.length === 1) return void expect(answer).toEqual({ id: meant[0]!.id })
        expect(answer).toMatchObject({ problem: { code: fitting.length === 0 ? 'plan-unknown' : 'plan-ambiguous' } })
        const { candidates = '' } = 'problem' in answer ? (answer.problem.values ?? {}) : {}
        for (const { id } of fitting.slice(0, 5)) expect(String(candidates)).toContain(idText(id))
      }),
      { numRuns: 2000 },
    )
  })

  test('what a cell shows, where nothing else is called so, is read back as what it was', () => {
    fc.assert(
      fc.property(referents, (all) => {
        for (const one of all) {
          const alike = all.filter(
            (other) => bare(other.name) === bare(one.name) || String(other.id) === bare(one.name),
          )
          if (bare(one.name) === '' || one.name.startsWith('#') || alike.length > 1) continue
          expect(namedAmong('plan', all)(one.name)).toEqual({ id: one.id })
        }
      }),
    )
  })
})
