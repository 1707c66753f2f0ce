import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { ImportMapping } from '../../../shared/contract/imports.ts'
import { userWith } from '../../support/panel-rows.ts'
import { fleet, importsOver, tracker, type Fleet } from './fleet.ts'

/** Small files as people have them, each with one trouble that some program or habit makes. */
const folder = join(import.meta.dirname, '../../fixtures/import')

const login = 'admin.13@example.net'

/** The trackers and users that the files name. */
function caseFleet(): Fleet {
  const made = fleet()
  const owners = new Map([[1100036, 183396]])
  for (const id of [1100036, 1100143, 1100348, 1100358, 1100581, 1100642, 1100524]) {
    made.trackers.push(tracker(id, { userId: owners.get(id) ?? 183002 }))
  }
  made.users.push(
    userWith({ id: 13, login }),
    userWith({ id: 183396, login: 'one@example.net' }),
    userWith({ id: 183002, login: 'two@example.net' }),
  )
  made.devices.push({ id: 12, modelName: 'GT06', modelCode: 'concoxgt06', vendor: 'Concox', name: 'Concox GT06' })
  return made
}

interface Outcome {
  readonly kind: ImportMapping['kind']
  readonly read: Awaited<ReturnType<ReturnType<typeof importsOver>['read']>>
  /** One line a row: its number, how it stands, what it comes to, and what is wrong. */
  readonly rows: readonly string[]
}

/** What comes of a file as it suggests itself; fields that nothing fills are filled as `fields` says. */
async function outcomeOf(name: string, fields: ImportMapping['fields'] = {}): Promise<Outcome> {
  const imports = importsOver(caseFleet())
  const file = await imports.hand(name, new Uint8Array(readFileSync(join(folder, name))))
  const read = await imports.read({ file, reading: {} })
  const mapping = read.suggested ?? read.mappings.clones
  await imports.check({ file, mapping: { ...mapping, fields: { ...mapping.fields, ...fields } } })
  const { rows } = await imports.rows({ file, only: 'all', from: 0, count: 500 })
  return {
    kind: mapping.kind,
    read,
    rows: rows.map(({ row, verdict, values, problems }) =>
      [
        row,
        verdict,
        ...Object.values(values).filter((value) => value !== '' && value !== 'no'),
        ...Object.entries(problems).map(([field, { code }]) => `${field}: ${code}`),
      ].join(' | '),
    ),
  }
}

const device = 'Concox GT06'
const truck = (id: number) => `${id} · Truck ${id}`

describe('a file as people have them', () => {
  test.each<[name: string, kind: ImportMapping['kind'], rows: string[]]>([
    [
      'c01-imei-point-zero.csv',
      'bundles',
      [`2 | ready | 356938035643809 | ${device}`, `3 | ready | 490154203237518 | ${device}`],
    ],
    ['c02-imei-zero-lost.csv', 'bundles', [`2 | refused | 12345678901237 | ${device} | imei: imei-zero-lost`]],
    [
      'c04-imei-invisible.csv',
      'bundles',
      ['356938035643809', '490154203237518', '352099001761481'].map(
        (imei, at) => `${at + 2} | ready | ${imei} | ${device}`,
      ),
    ],
    [
      'c05-imei-printed.csv',
      'bundles',
      ['356938035643809', '490154203237518'].map((imei, at) => `${at + 2} | ready | ${imei} | ${device}`),
    ],
    [
      'c08-heading-trailing-comma.csv',
      'clones',
      [`2 | ready | ${truck(1100036)} | ${login} | One`, `3 | ready | ${truck(1100143)} | ${login} | Two`],
    ],
    [
      'c09-rows-trailing-comma.csv',
      'clones',
      [`2 | ready | ${truck(1100036)} | ${login} | One`, `3 | ready | ${truck(1100143)} | ${login} | Two`],
    ],
    [
      'c11-one-cut-character.csv',
      'clones',
      [
        ...[1100036, 1100143, 1100348, 1100358, 1100581, 1100642].map(
          (id, at) => `${at + 2} | ready | ${truck(id)} | ${login} | Грузовик ${at + 1}`,
        ),
        `8 | refused | ${truck(1100524)} | ${login} | Автобус длинн\ufffd | label: text-damaged`,
      ],
    ],
    [
      'c12-one-nul.csv',
      'clones',
      [
        `2 | ready | ${truck(1100036)} | ${login} | One`,
        `3 | refused | ${truck(1100143)} | ${login} | Tw\0o | label: text-damaged`,
        `4 | ready | ${truck(1100348)} | ${login} | Three`,
      ],
    ],
    [
      'c14-headings-with-digits.csv',
      'clones',
      [`2 | ready | ${truck(1100036)} | ${login} | One`, `3 | ready | ${truck(1100143)} | ${login} | Two`],
    ],
    [
      'c17-apostrophes.csv',
      'clones',
      [
        `2 | ready | ${truck(1100036)} | ${login} | -Bar`,
        `3 | ready | ${truck(1100143)} | ${login} | '=x`,
        `4 | ready | ${truck(1100348)} | ${login} | '70s van`,
      ],
    ],
    [
      'c18-constant-formula.csv',
      'bundles',
      ['356938035643809', '490154203237518', '352099001761481'].map(
        (imei, at) => `${at + 2} | ready | ${imei} | ${device}`,
      ),
    ],
    [
      'c21-other-digits.csv',
      'bundles',
      [`2 | refused | ３５６９３８０３５６４３８０９ | ${device} | imei: digits-other`],
    ],
    ['c23-mark-before-quote.csv', 'bundles', [`2 | ready | 356938035643809 | ${device}`]],
    [
      'c25-double-returns.csv',
      'clones',
      [`2 | ready | ${truck(1100036)} | ${login} | One`, `3 | ready | ${truck(1100143)} | ${login} | Two`],
    ],
    [
      'c28-mail-forms.csv',
      'clones',
      [1100036, 1100143, 1100348].map((id, at) => `${at + 2} | ready | ${truck(id)} | ${login}`),
    ],
  ])('comes to what it means: %s', async (name, kind, rows) => {
    const outcome = await outcomeOf(name)
    expect(outcome.rows).toEqual(rows)
    expect(outcome.kind).toBe(kind)
  })

  test('a separator within quotes is none: c06-quoted-commas.csv', async () => {
    const user = { from: 'constant', value: '13' } as const
    const { read, rows } = await outcomeOf('c06-quoted-commas.csv', { user, label: { from: 'column', column: 1 } })
    expect(read.reading).toEqual({ encoding: 'utf-8', delimiter: ';', heading: false })
    expect(read.columns).toHaveLength(2)
    expect(rows).toEqual(
      [1100036, 1100143, 1100348].map(
        (id, at) =>
          `${at + 1} | ready | ${truck(id)} | ${login} | Lorry ${at + 1}, ${['north', 'south', 'east'][at]}, yard`,
      ),
    )
  })

  test('a mark of the file is none of its first heading: c23-mark-before-quote.csv', async () => {
    const { read } = await outcomeOf('c23-mark-before-quote.csv')
    expect(read.columns.map(({ name }) => name)).toEqual(['IMEI', 'Model'])
  })

  test('returns that were doubled are none of the last cells: c25-double-returns.csv', async () => {
    const { read } = await outcomeOf('c25-double-returns.csv')
    expect(read.preview.map((cells) => cells.at(-1))).toEqual(['One', 'Two'])
  })

  test('today’s owner is not whom to clone to, and is asked for: c15-inventory-export.csv', async () => {
    const { read } = await outcomeOf('c15-inventory-export.csv')
    expect(read.suggested).toMatchObject({
      kind: 'clones',
      fields: { tracker: { from: 'column', column: 5 }, user: { from: 'nothing' } },
    })
    const chosen = await outcomeOf('c15-inventory-export.csv', { user: { from: 'constant', value: '13' } })
    expect(chosen.rows).toEqual([
      `2 | ready | ${truck(1100036)} | ${login} | Lorry, 1`,
      `3 | ready | ${truck(1100143)} | ${login} | Lorry 2`,
    ])
  })

  test('the rows with characters that were lost are named as soon as it is read', async () => {
    const { read } = await outcomeOf('c11-one-cut-character.csv')
    expect(read.reading.encoding).toBe('utf-8')
    expect(read.problems).toEqual([{ row: 8, problem: { code: 'text-damaged' } }])
  })
})

describe('a user who is named by digits', () => {
  async function saidOf(heading: string) {
    const made = caseFleet()
    made.users.push(userWith({ id: 77, login: '183002' }))
    const imports = importsOver(made)
    const file = await imports.hand('users.csv', `Tracker ID;${heading}\n1100036;183002\n`)
    const { suggested } = await imports.read({ file, reading: {} })
    await imports.check({ file, mapping: suggested! })
    return (await imports.rows({ file, only: 'all', from: 0, count: 1 })).rows[0]!
  }

  test('is asked for with both candidates where it is one user’s id and another’s login', async () => {
    expect(await saidOf('User')).toMatchObject({
      verdict: 'refused',
      problems: {
        user: { code: 'user-ambiguous', values: { value: '183002', byId: 'two@example.net', byLogin: 77 } },
      },
    })
  })

  test('is by his id the one who was chosen for all rows', async () => {
    const made = caseFleet()
    made.users.push(userWith({ id: 77, login: '183002' }))
    const imports = importsOver(made)
    const file = await imports.hand('trackers.csv', 'Tracker ID;Login\n1100036;x\n')
    const { mappings } = await imports.read({ file, reading: {} })
    const fields = { ...mappings.clones.fields, user: { from: 'constant', value: '183002' } as const }
    await imports.check({ file, mapping: { ...mappings.clones, fields } })
    const { rows } = await imports.rows({ file, only: 'all', from: 0, count: 1 })
    expect(rows).toMatchObject([{ verdict: 'ready', values: { user: 'two@example.net' } }])
  })

  test.each([
    ['User ID', 'two@example.net'],
    ['Login', '183002'],
    ['E-mail', '183002'],
  ])('is the one whom the heading means: %s', async (heading, user) => {
    expect(await saidOf(heading)).toMatchObject({ verdict: 'ready', values: { user } })
  })
})

test('a cell that nothing is taken from does not hold back its row, whatever was lost in it', async () => {
  const imports = importsOver(caseFleet())
  const file = await imports.hand('notes.csv', `tracker;user;note\n1100036;${login};caf\ufffd\n`)
  const { suggested, problems } = await imports.read({ file, reading: {} })
  expect(problems).toEqual([{ row: 2, problem: { code: 'text-damaged' } }])
  expect(await imports.check({ file, mapping: suggested! })).toMatchObject({ ready: 1, refused: 0 })
})
