import type { CallOutput } from '../../shared/contract.ts'
import type { FieldSource, ImportMapping } from '../../shared/contract/imports.ts'
import type { SheetRow } from '../../shared/contract/sheets.ts'
import type { Rig } from './core-rig.ts'

/** What a file is to be taken for, where its headings are not to say. */
export interface FileOptions {
  readonly kind?: ImportMapping['kind']
  readonly fields?: Readonly<Record<string, FieldSource>>
  readonly options?: Readonly<Record<string, boolean>>
  readonly includeDoubtful?: boolean
}

/** What came of a file, call by call. */
export interface Imported {
  readonly read: CallOutput<'imports.read'>
  readonly check: CallOutput<'imports.check'>
  readonly staged: CallOutput<'imports.stage'>
}

/** Takes a file through the calls that a window makes until it is checked: hands it over in chunks, and reads it. */
export async function checkFile(
  rig: Pick<Rig, 'call'>,
  name: string,
  text: string,
  options: FileOptions = {},
): Promise<Omit<Imported, 'staged'> & { readonly file: string }> {
  const bytes = Buffer.from(text)
  const { file } = await rig.call('imports.begin', { name, size: bytes.length })
  for (let from = 0; from < bytes.length; from += 50_000) {
    await rig.call('imports.chunk', { file, data: bytes.subarray(from, from + 50_000).toString('base64') })
  }
  const read = await rig.call('imports.read', { file, reading: {} })
  const suggested = options.kind ? read.mappings[options.kind] : read.suggested
  if (!suggested) throw new Error('The file suggests nothing')
  const mapping = {
    kind: suggested.kind,
    fields: { ...suggested.fields, ...options.fields },
    options: { ...suggested.options, ...options.options },
  }
  return { file, read, check: await rig.call('imports.check', { file, mapping }) }
}

/** The same, and stages it. */
export async function importFile(
  rig: Pick<Rig, 'call'>,
  name: string,
  text: string,
  options: FileOptions = {},
): Promise<Imported> {
  const { file, read, check } = await checkFile(rig, name, text, options)
  const staged = await rig.call('imports.stage', { file, includeDoubtful: options.includeDoubtful ?? false })
  return { read, check, staged }
}

/** Originals that may be cloned. */
export async function originals(rig: Rig): Promise<SheetRow[]> {
  return (await rig.sound()).filter(({ values }) => !values['clone'])
}

/** A user who has neither one of these trackers nor a clone of one. */
export async function stranger(rig: Rig, trackers: readonly SheetRow[]): Promise<number> {
  const sources = new Set(trackers.map(({ values }) => values['sourceId']))
  const rows = await rig.rows()
  const holders = new Set(
    rows.filter(({ values }) => sources.has(values['sourceId'] ?? null)).map(({ values }) => values['userId']),
  )
  const { users } = await rig.call('lookup.users', { search: '' })
  const found = users.find(({ id }) => !holders.has(id))
  if (!found) throw new Error('Everybody has one of these trackers')
  return found.id
}

/** Stages a clone, with a label of its own, of the first tracker that there is. */
export async function stageOneClone(rig: Rig): Promise<void> {
  const [original] = await originals(rig)
  const user = await stranger(rig, [original!])
  await importFile(rig, 'one.csv', `tracker id,user id,label\n${original!.id},${user},Copy\n`)
}

/** A file of clones without labels, all for one user. */
export function clonesCsv(trackers: readonly number[], user: number): string {
  return ['tracker id,user id', ...trackers.map((id) => `${id},${user}`)].join('\n')
}
