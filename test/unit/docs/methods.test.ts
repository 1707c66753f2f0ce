import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { methods } from '../../../electron/demo-panel/methods/table.ts'
import { userMethods } from '../../../electron/demo-panel/user-methods.ts'
import { en } from '../../../shared/locales/en/index.ts'
import { kindNames, kindOf, type KindName } from '../../../shared/operations/catalogue.ts'
import { vendorFolder, vendorPage } from '../../integration/demo-panel/vendor-folder.ts'
import { both } from '../../support/both-ways.ts'

const page = readFileSync('docs/methods.md', 'utf8')

interface Row {
  readonly method: string
  /** Where it is in the window. */
  readonly home: string
  readonly permission: string
  readonly batch: string
  readonly lost: string
  readonly inverse: string
  readonly test: string
  /** The kind that sends it; null where nothing is changed by it. */
  readonly kind: KindName | null
}

const code = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, text]) => text!)

function rowsOf(section: string): Row[] {
  return section
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => {
      const [, method, home, permission, batch, lost, inverse, tests] = line.split('|').map((cell) => cell.trim())
      const named = code(home!).at(-1)
      const kind = kindNames.find((name) => name === named) ?? null
      return {
        ...{ method: code(method!)[0]!, home: home!, permission: code(permission!).join(', ') },
        ...{ batch: batch!, lost: lost!, inverse: inverse!, test: code(tests!)[0]!, kind },
      }
    })
}

const atUserApi = page.indexOf('At the User API:')
const [panelRows, userRows] = [rowsOf(page.slice(0, atUserApi)), rowsOf(page.slice(atUserApi))]
const rows = [...panelRows, ...userRows]

test('every method that the program asks for has a row, in the words of the panel', () => {
  const files = readdirSync('electron', { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !name.startsWith('demo-panel'),
  )
  const asked = new Set(
    files.flatMap((name) =>
      [
        ...readFileSync(join('electron', name), 'utf8').matchAll(
          /'((?:account|dealer|subpaas|tariff|equipment|user|tracker|task|tag)\/[a-z_/]+)'/g,
        ),
      ].map(([, path]) => path!),
    ),
  )
  expect(asked.size).toBeGreaterThan(40)
  expect(rows.map(({ method }) => method)).toEqual(expect.arrayContaining([...asked]))
})

test('the demo panel has every method of the page', () => {
  for (const { method } of panelRows) {
    expect(methods.has(method) || userMethods.has(method), method).toBe(true)
  }
  for (const { method } of userRows) expect(userMethods.has(method), method).toBe(true)
})

test('no row is open: each says where it is, and names a test that there is', () => {
  for (const { method, home, lost, test: file } of rows) {
    expect(home.length, method).toBeGreaterThan(5)
    expect(lost, method).toMatch(/^(looked up|a person says|asked again)$/)
    expect(existsSync(file), `${method}: ${file}`).toBe(true)
  }
})

test('each kind of operation has a row, and what stands there is what it declares', () => {
  expect(rows.flatMap(({ kind }) => kind ?? [])).toEqual(
    expect.arrayContaining(kindNames.filter((name) => name !== 'checkpoint.move')),
  )
  const methodsOf = (kind: KindName) => rows.filter((row) => row.kind === kind).map(({ method }) => method)
  // A stop is moved by an edit of its place, and has no row of its own.
  for (const name of kindNames.filter((one) => one !== 'checkpoint.move')) {
    expect(kindOf(name).methods.toSorted(), name).toEqual(methodsOf(name).toSorted())
  }
  for (const { method, kind, permission, batch, lost, inverse } of rows) {
    if (kind === null) {
      expect([batch, lost, inverse], method).toEqual(['–', 'asked again', '–'])
      continue
    }
    const { needs, batchMost, unseen } = kindOf(kind)
    const words = needs.map(({ category, operation }) => `${category}: ${operation}`).join(', ')
    expect({ permission, batch, lost, inverse }, method).toEqual({
      permission: words,
      batch: String(batchMost),
      lost: unseen ? 'a person says' : 'looked up',
      inverse: both[kind].inverse ? 'yes' : 'no',
    })
  }
})

test('what is read needs what the demo panel wants of it', () => {
  for (const { method, kind, permission } of panelRows) {
    const needs = methods.get(method)?.needs
    if (kind !== null || needs === undefined) continue
    const words = typeof needs === 'string' ? '' : needs.map((one) => `${one.category}: ${one.operation}`).join(', ')
    expect(permission, method).toBe(words)
  }
})

test('what is said to stand in the window stands there, word for word', () => {
  const texts = new Set<string>()
  const walk = (value: unknown): void => {
    if (typeof value === 'string') texts.add(value)
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(walk)
  }
  walk(en)
  for (const { method, home } of rows) {
    for (const [, words] of home.matchAll(/_([^_]+)_/g)) {
      const isThere = texts.has(words!) || (words!.endsWith('…') && texts.has(words!.slice(0, -1)))
      expect(isThere, `${method}: ${words}`).toBe(true)
    }
  }
})

describe.skipIf(vendorFolder === undefined)('of the vendor’s pages', () => {
  test('each method of trackers and of checkpoints has a row', () => {
    const headings = [...vendorPage('panel-tracker.md').matchAll(/^### (.+)$/gm)]
    const trackers = headings.map(([, name]) => `tracker/${name!.replaceAll('\\', '')}`)
    const tasks = [...vendorPage('task-checkpoint.txt').matchAll(/v2\/(task\/checkpoint\/[a-z]+)'/g)]
    const checkpoints = new Set(tasks.map(([, path]) => path!))
    expect(trackers.length).toBeGreaterThan(20)
    expect(checkpoints.size).toBe(6)
    expect(rows.map(({ method }) => method)).toEqual(expect.arrayContaining([...trackers, ...checkpoints]))
  })
})
