import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { killTrials } from '../../damage/kills.ts'
import { makeTemplate, type ProfileTemplate } from '../../damage/profile-template.ts'
import type { Shown } from '../../damage/shown.ts'
import { damageTrial, shownOf } from '../../damage/trial.ts'

// `npm run damage` does the same at length: 500 damages and 200 kills.

/** Damages that once broke a promise: the log and the mark lost, an address that was another, a backup spoilt itself. */
const onceBroken = [296, 307, 402, 454]
const fresh = Array.from({ length: 20 }, (_, index) => 10_001 + index)

let template: ProfileTemplate
let whole: Shown

beforeAll(async () => {
  template = await makeTemplate()
  whole = await shownOf(template.afterCrash, template.profile)
})
afterAll(() => template.remove())

test('a profile that was lived in shows all that it holds, and tells of nothing', () => {
  expect(whole).toMatchObject({ broken: [], notices: [] })
  expect(whole.operations.size).toBeGreaterThan(150)
})

describe('a damaged profile opens at every start, and shows no fewer operations without a notice', () => {
  test.for([...onceBroken, ...fresh])('seed %d', async (seed) => {
    const { broken, damaged } = await damageTrial(template, whole, seed)
    expect(broken, damaged.join('; ')).toEqual([])
  })
})

test('a program that is killed while it opens, salvages or migrates loses nothing', async () => {
  expect(await killTrials(template, { kills: 8, seed: 1 })).toEqual([])
})
