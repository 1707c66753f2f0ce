import { describe, expect, test } from 'vitest'
import type { ImportMapping } from '../../../shared/contract/imports.ts'
import type { SheetRow } from '../../../shared/contract/sheets.ts'
import { luhn } from '../../../shared/rules/imei.ts'
import { httpRig, simRig, type Rig } from '../../support/core-rig.ts'

/** Hands a file over as the window does, and reads it. */
async function open(rig: Rig, name: string, contents: string | Uint8Array) {
  const bytes = Buffer.from(contents)
  const { file } = await rig.call('imports.begin', { name, size: bytes.length })
  for (let from = 0; from < bytes.length; from += 512 * 1024) {
    const data = bytes.subarray(from, from + 512 * 1024).toString('base64')
    await rig.call('imports.chunk', { file, data })
  }
  return { file, read: await rig.call('imports.read', { file, reading: {} }) }
}

async function stage(rig: Rig, name: string, contents: string, change: Partial<ImportMapping['fields']> = {}) {
  const { file, read } = await open(rig, name, contents)
  const mapping = read.suggested!
  const fields = { ...mapping.fields, ...change } as ImportMapping['fields']
  const check = await rig.call('imports.check', { file, mapping: { ...mapping, fields } })
  return { file, check, ...(await rig.call('imports.stage', { file, includeDoubtful: false })) }
}

/** Originals in good order, and a user who owns none of them and no clone of them. */
async function cloneable(rig: Rig, count: number): Promise<{ trackers: SheetRow[]; login: string }> {
  const rows = await rig.sound()
  const { users } = await rig.call('lookup.users', { search: '' })
  for (const { login, id } of users) {
    const sources = new Set(
      rows.filter(({ values }) => values['userId'] === id).map(({ values }) => values['sourceId']),
    )
    const free = rows.filter(({ values }) => !values['clone'] && !sources.has(values['sourceId'] ?? null))
    if (free.length >= count) return { trackers: free.slice(0, count), login }
  }
  throw new Error('The demo panel has no such user')
}

/** Well-formed IMEIs that nobody has. */
function imeis(count: number): string[] {
  return Array.from({ length: count }, (_, i) => {
    const start = String(99_000_000_000_000 + i)
    return start + [...'0123456789'].find((digit) => luhn(start + digit))
  })
}

const equipment = async (rig: Rig) =>
  ({ from: 'constant', value: String((await rig.call('lookup.equipment', {})).equipment[0]!.id) }) as const

function effects(rig: Rig, name: string) {
  return rig.panel.ledger.entries().filter(({ effect }) => effect === name)
}

describe('an imported file', () => {
  test('of clones is staged, survives a crash, and takes effect once', async () => {
    const rig = await httpRig()
    const { trackers, login } = await cloneable(rig, 40)
    const ids = trackers.map(({ values }) => String(values['panelId'] ?? ''))
    const contents = `tracker_id;user\r\n${ids.map((id) => `${id};${login.toUpperCase()}`).join('\r\n')}\r\n`
    const staged = await stage(rig, 'clones.csv', contents)
    expect(staged).toMatchObject({ staged: 40, left: 0, check: { ready: 40, refused: 0, requests: 1 } })

    await rig.crash()
    await rig.online()
    expect(await rig.operations(['draft'])).toHaveLength(40)
    await rig.send()
    await rig.settled()
    expect(effects(rig, 'tracker.clone')).toHaveLength(40)

    const { file, read } = await open(rig, 'clones.csv', contents)
    const check = await rig.call('imports.check', { file, mapping: read.suggested! })
    expect(check).toMatchObject({ ready: 0, refused: 40, groups: [{ problem: { code: 'clone-exists' }, rows: 40 }] })
  })

  test('of IMEIs becomes bundles of the equipment that was chosen for all', async () => {
    const rig = await httpRig()
    const all = imeis(20)
    const staged = await stage(rig, 'imeis.txt', all.join('\n'), { equipment: await equipment(rig) })
    expect(staged).toMatchObject({ staged: 20, check: { requests: 1 } })
    await rig.send()
    await rig.settled()
    expect(effects(rig, 'bundle.import')).toHaveLength(20)
    await rig.until(async () => (await rig.rows({ sheet: 'bundles', search: all[7]! })).length === 1)
  })

  test('is not staged twice: what is in the outbox already is refused, row by row', async () => {
    const rig = await simRig()
    const all = imeis(3)
    await stage(rig, 'first.txt', all.slice(0, 2).join('\n'), { equipment: await equipment(rig) })
    const second = await stage(rig, 'second.txt', all.join('\n'), { equipment: await equipment(rig) })
    expect(second).toMatchObject({
      staged: 1,
      left: 2,
      check: { groups: [{ problem: { code: 'bundle-staged' }, rows: 2 }] },
    })
    await expect(stage(rig, 'third.txt', all.join('\n'), { equipment: await equipment(rig) })).rejects.toMatchObject({
      problem: { code: 'nothing-to-stage' },
    })
    expect(await rig.operations(['draft'])).toHaveLength(3)
  })

  test('of 50,000 rows is staged whole, each row under its number', async () => {
    const rig = await httpRig()
    const staged = await stage(rig, 'many.txt', imeis(50_000).join('\n'), { equipment: await equipment(rig) })
    expect(staged).toMatchObject({ staged: 50_000, left: 0, check: { requests: 100 } })
    expect(rig.journal('SELECT max(file_row) AS last, count(*) AS count FROM operation')).toEqual([
      { last: 50_000, count: 50_000 },
    ])
  })

  test('is mapped as the last one with the same headings was, also after a restart', async () => {
    const rig = await httpRig()
    const contents = (imei: string) => `Serial no;Kind\n${imei};x\n`
    const [first, second] = imeis(2)
    const chosen = { imei: { from: 'column', column: 0 }, equipment: await equipment(rig) } as const
    const one = await open(rig, 'one.csv', contents(first!))
    expect(one.read.remembered).toBe(false)
    const mapping = { ...one.read.mappings.bundles, fields: { ...one.read.mappings.bundles.fields, ...chosen } }
    await rig.call('imports.check', { file: one.file, mapping })
    await rig.call('imports.stage', { file: one.file, includeDoubtful: false })
    await rig.restart()
    expect((await open(rig, 'two.csv', contents(second!))).read).toMatchObject({ remembered: true, suggested: mapping })
  })

  test('is not mapped by what a newer version remembers, which is kept beside', async () => {
    const rig = await simRig()
    const { trackers, login } = await cloneable(rig, 2)
    const [first, second] = trackers.map(({ id }) => `Tracker,User\n${id},${login}\n`)
    await stage(rig, 'one.csv', first!)
    rig.tamper(`UPDATE setting SET version = 9, value = '{"from":2030}' WHERE name LIKE 'mapping:%'`)
    expect((await open(rig, 'two.csv', second!)).read).toMatchObject({
      remembered: false,
      suggested: { kind: 'clones' },
    })
    await stage(rig, 'two.csv', second!)
    expect(rig.journal(`SELECT value, version FROM setting WHERE name LIKE 'mapping:%unread%'`)).toEqual([
      { value: '{"from":2030}', version: 9 },
    ])
  })
})

test('no bad file takes away what is staged', async () => {
  const rig = await simRig()
  const { trackers } = await cloneable(rig, 1)
  await rig.label(trackers[0]!.id, 'Kept')
  await stage(rig, 'good.txt', imeis(2).join('\n'), { equipment: await equipment(rig) })

  await expect(rig.call('imports.begin', { name: 'huge.csv', size: 65 * 1024 * 1024 })).rejects.toMatchObject({
    problem: { code: 'file-large' },
  })
  const bad: [string, string | Uint8Array][] = [
    ['file-empty', ''],
    ['file-empty', '\n;;\n'],
    ['file-binary', Buffer.from([0x50, 0x4b, 3, 4, 0, 0])],
    ['file-binary', Buffer.alloc(2000, 7)],
  ]
  for (const [code, contents] of bad) {
    await expect(open(rig, 'bad.csv', contents)).rejects.toMatchObject({ problem: { code } })
  }
  for (const contents of ['colour,size\nred,large\n', 'id,user\n"1,x\n2,"y\n', 'imei\n8.65E+14\n']) {
    const { file, read } = await open(rig, 'bad.csv', contents)
    const check = await rig.call('imports.check', { file, mapping: read.suggested ?? read.mappings.clones })
    expect(check.ready).toBe(0)
    await expect(rig.call('imports.stage', { file, includeDoubtful: true })).rejects.toMatchObject({
      problem: { code: 'nothing-to-stage' },
    })
  }
  expect((await rig.operations(['draft'])).map(({ kind }) => kind).sort()).toEqual([
    'bundle.import',
    'bundle.import',
    'tracker.settings',
  ])
})
