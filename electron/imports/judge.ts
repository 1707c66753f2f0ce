import type { FieldSource, ImportMapping } from '../../shared/contract/imports.ts'
import { importOf } from '../../shared/imports/catalogue.ts'
import type {
  Finding,
  ImportFacts,
  ImportField,
  ImportKind,
  KnownBundle,
  KnownUser,
  ValuesOf,
} from '../../shared/imports/import-kind.ts'
import type { Equipment } from '../../shared/model/bundle.ts'
import type { PasswordPolicy } from '../../shared/rules/password.ts'
import { momentAt } from '../../shared/rules/moment.ts'
import { equipmentByName, rulesOf, type Known, type Naming } from './field-types.ts'
import type { FileRow, FileTable } from './read-rows.ts'
import type { Questions } from './reader-calls.ts'
import { saysOfRow, type FoundRow } from './found-row.ts'
import { plainHeading } from './suggest.ts'

/** What rows are judged with. */
export interface JudgeMeans {
  /** Looks up in bulk, for some rows at a time. */
  readonly questions: Questions
  readonly equipment: readonly Equipment[]
  /** Milliseconds since 1970, UTC. */
  readonly now: number
  /** How passwords of users have to be. */
  readonly passwordPolicy: PasswordPolicy
}

/** What is known where nothing is asked. */
const nothingKnown: Awaited<ReturnType<Questions['known']>> = {
  ...{ trackers: [], usersById: [], usersByLogin: [], bundles: [] },
  ...{ trackersByName: [], stops: [], stopsByExternalId: [], routesByName: [], tagsByName: [] },
}

/** Values by field, as far as they could be read. */
export type RowValues = Record<string, unknown>

export interface JudgedRow {
  readonly values: RowValues
  readonly findings: Finding[]
  /** The row that it is about, where there is one, and what the file says otherwise of its cells. */
  readonly found: FoundRow | null
}

/** Reads and judges rows of one table under one mapping. */
export interface Judge {
  /** The rows, resolved: first all questions to the core, then all answers. */
  resolve(rows: readonly FileRow[]): Promise<JudgedRow[]>
  /** What the kind itself says of rows whose fields are in order. */
  weigh(rows: readonly JudgedRow[]): Promise<void>
}

/** The fields of a kind of import, by their names. */
export function fieldsOf(kind: ImportKind): [string, ImportField][] {
  return Object.entries(kind.fields)
}

/** By what the cells of a field name things. What a person chose for all rows is an id. */
function namingOf(
  { naming }: ImportField,
  source: FieldSource | undefined,
  { headings }: Pick<FileTable, 'headings'>,
): Naming {
  if (source?.from === 'constant') return 'id'
  if (!naming || source?.from !== 'column') return 'either'
  const heading = plainHeading(headings[source.column] ?? '')
  if (naming.id.includes(heading)) return 'id'
  return naming.name.includes(heading) ? 'name' : 'either'
}

export function createJudge(
  table: Pick<FileTable, 'headings'>,
  mapping: ImportMapping,
  { questions, equipment, now, passwordPolicy }: JudgeMeans,
): Judge {
  const kind = importOf(mapping.kind)
  const fields = fieldsOf(kind).map(([key, field]) => {
    const source = mapping.fields[key] ?? ({ from: 'nothing' } as const)
    return {
      ...field,
      key,
      source,
      rules: rulesOf(field.type),
      naming: namingOf(field, source, table),
      /** Tidied once: it is the same for every row. */
      constant: source.from === 'constant' ? rulesOf(field.type).tidy(source.value) : '',
    }
  })
  const saidOf = saysOfRow(kind, fields, mapping.options)
  const named = equipmentByName(equipment)
  // Users are few, and named again and again; trackers are all different.
  const usersById = new Map<number, KnownUser>()
  const usersByLogin = new Map<string, KnownUser>()

  /** Looks up what some rows name. */
  async function lookUp(texts: readonly string[][]): Promise<Known> {
    const wanted = {
      trackers: new Set<number>(),
      userIds: new Set<number>(),
      logins: new Set<string>(),
      bundleIds: new Set<number>(),
      imeis: new Set<string>(),
      trackerNames: new Set<string>(),
      stopIds: new Set<number>(),
      externalIds: new Set<string>(),
      routeNames: new Set<string>(),
      tagNames: new Set<string>(),
    }
    fields.forEach(({ rules, source }, at) => {
      if (!rules.want || source.from === 'nothing') return
      const some = source.from === 'constant' ? texts.slice(0, 1) : texts
      for (const row of some) if (row[at] !== '') rules.want(row[at]!, wanted)
    })
    const asked = {
      trackers: [...wanted.trackers],
      userIds: [...wanted.userIds].filter((id) => !usersById.has(id)),
      logins: [...wanted.logins].filter((login) => !usersByLogin.has(login)),
      bundleIds: [...wanted.bundleIds],
      imeis: [...wanted.imeis],
      trackerNames: [...wanted.trackerNames],
      stopIds: [...wanted.stopIds],
      externalIds: [...wanted.externalIds],
      routeNames: [...wanted.routeNames],
      tagNames: [...wanted.tagNames],
    }
    const isAsked = Object.values(asked).some(({ length }) => length > 0)
    const found = isAsked ? await questions.known(asked) : nothingKnown
    for (const user of found.usersById) usersById.set(user.id, user)
    for (const [login, user] of found.usersByLogin) usersByLogin.set(login, user)
    const trackers = new Map(found.trackers.map((tracker) => [tracker.panelId, tracker]))
    const bundlesById = new Map(
      found.bundles.flatMap((bundle) => (bundle.panelId === null ? [] : [[bundle.panelId, bundle] as const])),
    )
    const bundlesByImei = new Map(found.bundles.map((bundle) => [bundle.imei, bundle]))
    return {
      ...{ trackers, usersById, usersByLogin, bundlesById, bundlesByImei, equipment: named, passwordPolicy },
      trackersByName: new Map(found.trackersByName),
      stops: new Map(found.stops),
      stopsByExternalId: new Map(found.stopsByExternalId),
      routesByName: new Map(found.routesByName),
      tagsByName: new Map(found.tagsByName),
    }
  }

  /** What the kind may ask about some rows. */
  async function factsOf(rows: readonly RowValues[]): Promise<ImportFacts> {
    const sources = new Set<number>()
    const imeis: string[] = []
    const iccids: string[] = []
    for (const { key, type } of fields) {
      if (type !== 'tracker' && type !== 'imei' && type !== 'iccid') continue
      for (const values of rows) {
        const value = values[key]
        if (value === undefined || value === '') continue
        if (type === 'imei') imeis.push(value as string)
        else if (type === 'iccid') iccids.push(value as string)
        else {
          const { tracker } = value as { tracker: { sourceId: number } | null }
          if (tracker) sources.add(tracker.sourceId)
        }
      }
    }
    const isAsked = sources.size + imeis.length + iccids.length > 0
    const told = isAsked
      ? await questions.facts({ sources: [...sources], imeis, iccids })
      : { owners: [], bundles: [], withSims: [] }
    const owners = new Set(told.owners)
    const bundles = new Set(told.bundles)
    const withSims = new Map(told.withSims.map((bundle): [string, KnownBundle] => [bundle.iccid, bundle]))
    return {
      owns: (sourceId, userId) => owners.has(`${sourceId}:${userId}`),
      hasBundle: (imei) => bundles.has(imei),
      bundleWith: (iccid) => withSims.get(iccid),
      clockIn: (zone) => momentAt(zone, now),
    }
  }

  return {
    async resolve(rows) {
      const texts = rows.map(({ cells, guarded }) =>
        fields.map(({ source, rules, constant }) => {
          if (source.from !== 'column') return constant
          return rules.tidy((rules.verbatim && guarded?.get(source.column)) || (cells[source.column] ?? ''))
        }),
      )
      const known = await lookUp(texts)
      return rows.map(({ trouble, damaged }, at) => {
        const values: RowValues = {}
        const findings: Finding[] = []
        if (trouble) findings.push({ field: '', ...trouble })
        fields.forEach(({ key, required, clears, source, rules, naming }, column) => {
          const text = texts[at]![column]!
          if (damaged && source.from === 'column' && damaged.includes(source.column)) {
            findings.push({ field: key, problem: { code: 'text-damaged' }, verdict: 'refused' })
          } else if (text !== '') {
            const resolved = rules.resolve(text, known, naming)
            if ('value' in resolved) values[key] = resolved.value
            else findings.push({ field: key, problem: resolved.problem, verdict: 'refused' })
          } else if (clears) {
            values[key] = ''
          } else if (required) {
            findings.push({ field: key, problem: { code: 'value-missing' }, verdict: 'refused' })
          }
        })
        const found = kind.finds?.row(values as never, mapping.options) ?? null
        if (found && 'finding' in found) findings.push(found.finding)
        if (!found || !('row' in found)) {
          // Whoever names a row that cannot be found has meant no new one.
          const isMissed = findings.some(({ field }) => kind.finds?.by.includes(field))
          const left = isMissed ? findings.filter(({ problem }) => problem.code !== 'value-missing') : findings
          return { values, findings: left, found: null }
        }
        return { ...saidOf(found.row, { values, findings, texts: texts[at]! }), values }
      })
    },
    async weigh(rows) {
      const facts = await factsOf(rows.map(({ values }) => values))
      for (const { values, findings, found } of rows) {
        const said = values as ValuesOf<ImportKind['fields']>
        const more = found ? kind.finds?.judge(said, found, facts) : kind.judge(said, facts, mapping.options)
        findings.push(...(more ?? []))
      }
    },
  }
}
