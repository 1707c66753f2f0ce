import { z } from 'zod'
import { unknownTerms, billingTerms, type BillingTerms } from '../../shared/model/billing.ts'
import { together, type Sqlite } from './database.ts'
import { mirrors } from './mirror.ts'
import { whileUnchanged } from './unchanged.ts'

/** The scope of all that is pulled: where nobody can tell what an outcome has changed. */
export const everything = 'everything'

/** What a cache knows of itself: how far it has come, and what has to be pulled again. */
export interface CacheNotes {
  /** The last outcome of the journal that has been applied here. */
  applied(): number
  /** Applies outcomes up to `sequence` in one transaction; `work` makes their changes. */
  apply(sequence: number, work: () => void): void
  /** Forgets which outcomes have been applied, because the journal that numbered them is gone: it begins again at `sequence`. */
  beginOutcomesAt(sequence: number): void
  /** The journal whose outcomes have been applied here; null where that was never said. */
  journal(): string | null
  setJournal(id: string): void
  /** When the last complete pull ended: milliseconds since 1970, UTC. */
  pulledAt(): number | null
  setPulledAt(at: number): void
  /** By what bills are estimated, as the last pull found it. */
  billingTerms(): BillingTerms
  setBillingTerms(terms: BillingTerms): void
  /** What was found out about this panel, such as that it shows something: known for as long as the cache is kept. */
  isKnown(finding: string): boolean
  know(finding: string): void
  /**
   * Scopes that our own outcomes changed in ways that only a pull can tell: the rows of a sheet (`bundles`), those of one
   * owner (`trackers-of:17`), or {@link everything}.
   */
  stale(): readonly string[]
  markStale(scope: string, outcome: number): void
  /** Where nothing after that outcome has marked it again. */
  clearStale(scope: string, outcome: number): void
}

const wholeNumber = z.coerce.number().catch(0)
const keptTerms = z
  .string()
  .transform((text, problem) => {
    try {
      return JSON.parse(text) as unknown
    } catch {
      problem.addIssue('no JSON')
      return z.NEVER
    }
  })
  .pipe(billingTerms)

/** The notes of an open cache. */
export function cacheNotes(database: Sqlite): CacheNotes {
  const readMeta = database.prepare<[string], { value: string }>('SELECT value FROM meta WHERE name = ?')
  const writeMeta = database.prepare(
    'INSERT INTO meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  )
  // Every status, every page and every outcome asks for one of them.
  const known = whileUnchanged([database], () => new Map<string, number | null>())
  const meta = (name: 'applied' | 'pulledAt') => {
    let value = known().get(name)
    if (value === undefined) {
      const row = readMeta.get(name)
      value = row ? wholeNumber.parse(row.value) : null
      known().set(name, value)
    }
    return value
  }

  const selectStale = database.prepare<[], { scope: string }>('SELECT scope FROM stale ORDER BY outcome, scope')
  const writeStale = database.prepare(
    'INSERT INTO stale VALUES (?, ?) ON CONFLICT (scope) DO UPDATE SET outcome = excluded.outcome',
  )
  const dropStale = database.prepare('DELETE FROM stale WHERE scope = ? AND outcome <= ?')

  return {
    applied: () => meta('applied') ?? 0,
    apply(sequence, work) {
      together(database, () => {
        work()
        writeMeta.run('applied', String(sequence))
      })
    },
    beginOutcomesAt(sequence) {
      together(database, () => {
        for (const { table } of Object.values(mirrors))
          database.exec(`UPDATE ${table} SET outcome = 0 WHERE outcome > 0`)
        database.exec('DELETE FROM gone; UPDATE stale SET outcome = 0')
        writeMeta.run('applied', String(sequence))
      })
    },
    journal: () => readMeta.get('journal')?.value ?? null,
    setJournal: (id) => void writeMeta.run('journal', id),
    pulledAt: () => meta('pulledAt'),
    setPulledAt: (at) => void writeMeta.run('pulledAt', String(at)),
    billingTerms: () => {
      const kept = keptTerms.safeParse(readMeta.get('billing')?.value)
      return kept.success ? kept.data : unknownTerms
    },
    setBillingTerms: (terms) => void writeMeta.run('billing', JSON.stringify(terms)),
    isKnown: (finding) => readMeta.get(`known: ${finding}`) !== undefined,
    know: (finding) => void writeMeta.run(`known: ${finding}`, '1'),
    stale: whileUnchanged([database], () => selectStale.all().map((row) => row.scope)),
    markStale: (scope, outcome) => void writeStale.run(scope, outcome),
    clearStale: (scope, outcome) => void dropStale.run(scope, outcome),
  }
}
