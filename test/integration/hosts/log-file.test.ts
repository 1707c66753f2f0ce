import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { machineClock } from '../../../electron/machine/clock.ts'
import { logFile } from '../../../electron/machine/log-file.ts'
import { redact } from '../../../electron/panel/redact.ts'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'fleetbook-log-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const path = () => join(folder, 'logs', 'fleetbook.log')

it('writes one line of JSON an entry, with its time in UTC and an error down to its cause', () => {
  const log = logFile(path(), { ...machineClock, now: () => 0 }, redact)
  log.warn('The panel did not answer', {
    error: new Error('outer', { cause: new Error('connect ECONNREFUSED') }),
  })
  const entry = JSON.parse(readFileSync(path(), 'utf8')) as Record<string, unknown>
  expect(entry).toMatchObject({
    time: '1970-01-01T00:00:00.000Z',
    level: 'warn',
    message: 'The panel did not answer',
  })
  expect(JSON.stringify(entry)).toContain('connect ECONNREFUSED')
})

it('writes no secret, wherever in an entry it stands', () => {
  const log = logFile(path(), machineClock, redact)
  log.info('sent {"login":"acme","password":"open sesame"}', {
    headers: { Authorization: 'NVX open sesame' },
    error: new Error('no answer to hash=open-sesame'),
  })
  expect(readFileSync(path(), 'utf8')).not.toMatch(/sesame/)
})

it('keeps one old file and never grows beyond its limit', () => {
  const log = logFile(path(), machineClock, redact)
  const line = 'ж'.repeat(50_000)
  for (let count = 0; count < 60; count += 1) log.info(line)
  expect(statSync(path()).size).toBeLessThanOrEqual(2 * 1024 * 1024)
  expect(statSync(`${path()}.old`).size).toBeLessThanOrEqual(2 * 1024 * 1024)
  log.info('the last')
  expect(readFileSync(path(), 'utf8')).toContain('the last')
})

it('cuts an entry that would take the place of all others, and says how long it was', () => {
  const log = logFile(path(), machineClock, redact)
  log.info('before')
  log.error('x'.repeat(5_000_000), { answer: 'y'.repeat(5_000_000) })
  log.info(`hash=open-sesame ${'z'.repeat(100_000)}`)
  const lines = readFileSync(path(), 'utf8').trimEnd().split('\n')
  expect(lines).toHaveLength(3)
  expect(lines[0]).toContain('before')
  expect((JSON.parse(lines[1]!) as { cut: number }).cut).toBeGreaterThan(10_000_000)
  expect(lines.join('').length).toBeLessThan(200_000)
  expect(lines[2]).not.toMatch(/sesame/)
})

it.runIf(process.platform !== 'win32').each(['new', 'there already'])('lets nobody else read it: %s', (how) => {
  if (how !== 'new') {
    mkdirSync(join(folder, 'logs'), { mode: 0o755 })
    for (const name of [path(), `${path()}.old`]) writeFileSync(name, '', { mode: 0o644 })
  }
  logFile(path(), machineClock, redact).info('begun')
  const names = how === 'new' ? [path()] : [path(), `${path()}.old`]
  const modes = [join(folder, 'logs'), ...names].map((name) => (statSync(name).mode & 0o777).toString(8))
  expect(modes).toEqual(['700', ...names.map(() => '600')])
})

it('stops nothing where it cannot write', () => {
  const log = logFile(join('/dev/null', 'fleetbook.log'), machineClock, redact)
  expect(() => log.error('lost')).not.toThrow()
})
