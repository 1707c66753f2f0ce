import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { keptFile } from '../../../electron/imports/needs.ts'
import { keptStep } from '../../../electron/store/undo-steps.ts'
import { keptSizes } from '../../../electron/panel/sizes.ts'
import { keptTemplates } from '../../../shared/contract/commands.ts'
import { keptMapping } from '../../../shared/contract/imports.ts'
import { keptLook, keptView } from '../../../shared/contract/looking.ts'
import { keptPermissions } from '../../../shared/model/permissions.ts'
import { keptPolicy } from '../../../shared/rules/password.ts'
import { addKind, kindNames, kinds, readParams } from '../../../shared/operations/catalogue.ts'
import { kind } from '../../../shared/operations/kind.ts'
import { readVersioned, type Versioned } from '../../../shared/versioned.ts'

const folder = join(import.meta.dirname, '../../fixtures/payloads')

/** Everything that is kept as JSON, by the name of its fixtures. */
const formats: Readonly<Record<string, Versioned<unknown>>> = {
  ...Object.fromEntries(
    kindNames.map((name) => {
      const { version, params, upgrade } = { upgrade: undefined, ...kinds[name] }
      return [name, { version, shape: params, upgrade }]
    }),
  ),
  step: keptStep,
  view: keptView,
  look: keptLook,
  mapping: keptMapping,
  templates: keptTemplates,
  file: keptFile,
  permissions: keptPermissions,
  policy: keptPolicy,
  sizes: keptSizes,
}
const versions = Object.entries(formats).flatMap(([name, { version }]) =>
  Array.from({ length: version }, (_, index) => [name, index + 1] as const),
)
const fixture = z.object({ kept: z.unknown(), reads: z.unknown() })
const read = (name: string, version: number) =>
  fixture.parse(JSON.parse(readFileSync(join(folder, `${name}.v${version}.json`), 'utf8')))

test.for(versions)('%s of version %d, as it was kept, is read in the present version', ([name, version]) => {
  expect(existsSync(join(folder, `${name}.v${version}.json`)), 'every version has its fixture').toBe(true)
  const { kept, reads } = read(name, version)
  expect(readVersioned(formats[name]!, version, JSON.stringify(kept))).toEqual({ value: reads })
})

test('every fixture is of a version that there is', () => {
  expect(readdirSync(folder).sort()).toEqual(versions.map(([name, version]) => `${name}.v${version}.json`).sort())
})

/** The same with a field that nobody knows in each of its objects, one at a time; not where any name may stand. */
function* withFurther(value: unknown, open: (place: string) => boolean, place = ''): Generator<unknown> {
  if (typeof value !== 'object' || value === null) return
  if (!Array.isArray(value) && !open(place)) yield { ...value, further: 1 }
  for (const [name, inner] of Object.entries(value)) {
    for (const changed of withFurther(inner, open, name)) {
      yield Array.isArray(value)
        ? value.map((each: unknown, index) => (String(index) === name ? changed : each))
        : { ...value, [name]: changed }
    }
  }
}
/** Records, whose names are data. */
const records: ReadonlySet<string> = new Set(['baseFrom', 'fields', 'options', 'unresolved', 'values'])

test.for(Object.keys(formats).filter((name) => name !== 'permissions' && name !== 'sizes'))(
  '%s with a field that this version does not know is not read without it',
  (name) => {
    const { version } = formats[name]!
    const changed = [...withFurther(read(name, version).kept, (place) => records.has(place) || place === 'after')]
    expect(changed.length).toBeGreaterThan(0)
    for (const kept of changed) {
      expect(readVersioned(formats[name]!, version, JSON.stringify(kept)), JSON.stringify(kept)).toMatchObject({
        unreadable: { code: 'kept-misfit' },
      })
    }
  },
)

test('what a newer version kept, what is no JSON, and what does not fit say which it is', () => {
  const { kept } = read('view', 1)
  const text = JSON.stringify(kept)
  expect(readVersioned(keptView, 2, text)).toEqual({ unreadable: { code: 'kept-newer', values: { version: 2 } } })
  expect(readVersioned(keptView, 0, text)).toMatchObject({ unreadable: { code: 'kept-misfit' } })
  expect(readVersioned(keptView, 1, text.slice(1))).toEqual({ unreadable: { code: 'kept-no-json' } })
  expect(readVersioned(keptView, 1, '{}')).toMatchObject({ unreadable: { code: 'kept-misfit' } })
  expect(readParams('tracker.paint', 1, '{}')).toEqual({
    unreadable: { code: 'kind-unknown', values: { kind: 'tracker.paint' } },
  })
})

// Every real kind is at its first version yet. This one has been changed twice: a colour that was a text became a list,
// and then got a name of its own.
addKind(
  kind({
    name: 'test.paint',
    entity: 'tracker',
    methods: ['tracker/paint'],
    version: 3,
    params: z.object({ tracker: z.int(), coats: z.array(z.string()) }),
    upgrade: {
      1: (kept) => {
        const { tracker, colour } = z.object({ tracker: z.int(), colour: z.string() }).parse(kept)
        return { tracker, colours: [colour] }
      },
      2: (kept) => {
        const { colours, ...rest } = z.looseObject({ colours: z.array(z.string()) }).parse(kept)
        return { ...rest, coats: colours }
      },
    },
    needs: [],
    risk: 'plain',
    idempotence: 'same-again',
    lanes: ({ tracker }) => [`tracker:${tracker}`],
    batchMost: 1,
    batchKey: () => null,
    describe: () => ({ changes: [] }),
    check: () => null,
  }),
)

test('parameters of each earlier version become those of the present one, step by step', () => {
  const present = { value: { tracker: 1, coats: ['green'] } }
  expect(readParams('test.paint', 1, '{"tracker":1,"colour":"green"}')).toEqual(present)
  expect(readParams('test.paint', 2, '{"tracker":1,"colours":["green"]}')).toEqual(present)
  expect(readParams('test.paint', 3, '{"tracker":1,"coats":["green"]}')).toEqual(present)
  expect(readParams('test.paint', 1, '{"tracker":1}')).toEqual({ unreadable: { code: 'kept-misfit' } })
  expect(readParams('test.paint', 2, '{"tracker":1,"colours":[],"gloss":1}')).toMatchObject({
    unreadable: { code: 'kept-misfit', values: { place: 'gloss' } },
  })
  expect(readParams('test.paint', 4, '{}')).toEqual({ unreadable: { code: 'kept-newer', values: { version: 4 } } })
})
