import { describe, expect, test } from 'vitest'
import { readerThreads } from '../../../electron/machine/reader-thread.ts'
import type { ImportMapping } from '../../../shared/contract/imports.ts'
import { countedReaders } from '../../support/counted-readers.ts'
import {} from '../../support/import-file.ts'
import { freshImeis } from '../../support/imeis.ts'
import { fleet, importsOver } from '../../unit/imports/fleet.ts'

const entry = new URL('../../../electron/file-reader.ts', import.meta.url)

const bundles: ImportMapping = {
  kind: 'bundles',
  fields: {
    imei: { from: 'column', column: 0 },
    equipment: { from: 'constant', value: '10' },
    factoryPreset: { from: 'constant', value: 'no' },
  },
  options: {},
}

describe('a reader that is a thread', () => {
  test('makes the same of a file as one in this thread', async () => {
    const lines = ['imei,note', '356307042441021,a', '356307042441013,"two\nlines"', '12345,', '356307042441021,again']
    const contents = `${lines.join('\n')}\n`
    const outcomes = await Promise.all(
      [importsOver(fleet()), importsOver(fleet(), readerThreads(entry))].map(async (imports) => {
        const file = await imports.hand('some.csv', contents)
        const read = await imports.read({ file, reading: {} })
        const check = await imports.check({ file, mapping: bundles })
        const rows = await imports.rows({ file, only: 'all', from: 0, count: 10 })
        const left = await imports.exportRefused({ file, doubtful: true })
        const staged = await imports.stage({ file, includeDoubtful: false })
        await imports.close()
        return { read, check, rows, left, staged }
      }),
    )
    expect(outcomes[0]).toMatchObject({ check: { ready: 1, refused: 3 }, staged: { staged: 1 } })
    expect(outcomes[1]).toEqual(outcomes[0])
  })

  test('runs out of memory alone: the file is told of, and the next one is read', async () => {
    const imports = importsOver(fleet(), readerThreads(entry, 16))
    const many = freshImeis(200_000).join('\n')
    const file = await imports.hand('many.txt', many)
    await imports.read({ file, reading: {} })
    await expect(imports.check({ file, mapping: bundles })).rejects.toMatchObject({ problem: { code: 'file-memory' } })
    await expect(imports.check({ file, mapping: bundles })).rejects.toMatchObject({ problem: { code: 'file-unknown' } })
    const next = await imports.hand('few.txt', freshImeis(3).join('\n'))
    expect(await imports.read({ file: next, reading: {} })).toMatchObject({ rows: 3 })
    await imports.close()
  })

  test('that breaks is told of', async () => {
    const imports = importsOver(fleet(), readerThreads(new URL('data:text/javascript,throw new Error("broken")')))
    await expect(imports.hand('few.txt', '1\n')).rejects.toMatchObject({ problem: { code: 'reader-ended' } })
  })

  test('is stopped at once in the middle of a file, and goes on with the next mapping; rows come piece by piece', async () => {
    const made = fleet()
    let [staged, largest] = [0, 0]
    made.stage = async ({ operations }) => {
      for await (const some of operations) {
        staged += some.length
        largest = Math.max(largest, some.length)
      }
      return { changeSet: 1, staged }
    }
    const imports = importsOver(made, readerThreads(entry))
    const file = await imports.hand('many.txt', freshImeis(100_000).join('\n'))
    await imports.read({ file, reading: {} })
    const check = expect(imports.check({ file, mapping: bundles })).rejects.toMatchObject({
      problem: { code: 'file-stopped' },
    })
    imports.stop({ file })
    await check
    expect(await imports.check({ file, mapping: bundles })).toMatchObject({ ready: 100_000 })
    expect(await imports.stage({ file, includeDoubtful: false })).toMatchObject({ staged: 100_000, left: 0 })
    expect(largest).toBe(1000)
    await imports.close()
  })

  test('goes through a million rows of 64 MB without more than a few pieces of them under way', async () => {
    const { readers, counted } = countedReaders(readerThreads(entry, 512))
    const imports = importsOver(fleet(), readers)
    const rest = `,2,${'n'.repeat(53)}\n`
    const text = Array.from({ length: 999_999 }, (_, row) => `${row + 100_000_000}${rest}`).join('')
    expect(text.length).toBeGreaterThan(62 * 1024 * 1024)
    const file = await imports.hand('million.csv', `tracker,user,note\n${text}`)
    const { suggested, ...read } = await imports.read({ file, reading: {} })
    expect(read).toMatchObject({ rows: 999_999 })
    // Something is to be said of every row.
    expect(await imports.check({ file, mapping: suggested! })).toMatchObject({ doubtful: 999_999 })
    // Two pieces are judged at a time, and how far it has come is told once at a time.
    expect(counted().core).toBe(1)
    expect(counted().reader).toBeLessThanOrEqual(3)
    await imports.close()
  })
})
