import type { Equipment } from '../../shared/model/bundle.ts'
import type { Dealer } from '../../shared/model/dealer.ts'
import { missingPermissions } from '../../shared/model/permissions.ts'
import type { Tariff } from '../../shared/model/tariff.ts'
import type { User } from '../../shared/model/user.ts'
import type { BillingTerms } from '../../shared/model/billing.ts'
import { freeDaysOf, bundleOf, equipmentOf, listAnswer, subDealerOf, tariffOf, trackerOf, userOf } from './answers.ts'
import type { PanelBundle, PanelTracker } from './answers.ts'
import { invalidParametersOf, isTooMuch, PanelFailure } from './failure.ts'
import type { TrackerRead } from './comments-shown.ts'
import type { Panel, Reading } from './panel.ts'
import { panelUserOf, type PanelUser } from './whole-user.ts'

export type { PanelBundle, PanelTracker } from './answers.ts'
export type { PanelUser } from './whole-user.ts'

/** Rows of a page. No maximum is documented; larger pages than this were not seen in use. */
export const pageSize = 1000

/** How many rows of a list this panel gives at once, as far as is known. */
export function pageSizeOf(panel: Panel): number {
  return panel.sizes.of('list', pageSize)
}

/** One page of a list. */
export interface Page<Row> {
  readonly list: Row[]
  /** How many rows there are in all; where the panel does not say, at least as many as have been seen. */
  readonly count: number
  /** Rows of this page without an id, which nothing can be done with. They are left out of `list`. */
  readonly skipped: number
}

/** Which part of a list: from a row on, as many as the panel gives at once, or `limit` where that is less. */
interface PageOptions extends Reading {
  readonly offset: number
  readonly limit?: number
}

/** Which trackers. */
interface TrackerFilter {
  readonly userId?: number
  readonly filter?: string
  readonly clonesFilter?: 'only' | 'exclude'
}

/** Sources disagree about the name of this filter's value: the interface's own first. (panel-api.md, section 5) */
const onlyClones = ['include_clones_only', 'only_include_clones'] as const

/** A page of trackers, by id. */
export async function listTrackers(
  panel: Panel,
  { userId, filter, clonesFilter, ...page }: TrackerFilter & PageOptions,
): Promise<Page<PanelTracker>> {
  const list = async (clones?: string) => {
    const filters = { user_id: userId, filter, clones_filter: clones }
    const read = await readPage(panel, 'tracker/list', trackerOf, page, filters)
    return { ...read, list: withComments(panel, 'tracker/list', read.list) }
  }
  if (clonesFilter !== 'only') return list(clonesFilter === 'exclude' ? 'exclude_clones' : undefined)
  return list(onlyClones[0]).catch((error: unknown) => {
    if (error instanceof PanelFailure && error.code === 7) return list(onlyClones[1])
    throw error
  })
}

/** Every tracker that a filter lets through. */
export function listAllTrackers(
  panel: Panel,
  filter: TrackerFilter = {},
  signal?: AbortSignal,
): Promise<PanelTracker[]> {
  return listAll(panel, (page) => listTrackers(panel, { ...filter, ...page, signal }))
}

/** One tracker; null where the panel does not know it. */
export async function readTracker(panel: Panel, panelId: number, reading: Reading = {}): Promise<PanelTracker | null> {
  const read = await readOne(panel, 'tracker/read', { tracker_id: panelId }, trackerOf, reading)
  return read && (withComments(panel, 'tracker/read', [read])[0] ?? null)
}

/** Trackers as they were read; a comment that is missing is empty where the panel is known to show comments. */
function withComments(panel: Panel, way: TrackerRead, rows: PanelTracker[]): PanelTracker[] {
  const { commentsShown } = panel
  if (rows.some(({ comment }) => comment !== undefined)) commentsShown.note(way)
  // What stands in lists is what a tracker is documented to be, and reading one shows no less of it.
  if (!commentsShown.by(way) && !(way === 'tracker/read' && commentsShown.by('tracker/list'))) return rows
  return rows.map((row) => (row.comment === undefined ? { ...row, comment: '' } : row))
}

/** A page of users, by id. */
export function listUsers(panel: Panel, { filter, ...page }: { filter?: string } & PageOptions): Promise<Page<User>> {
  return readPage(panel, 'user/list', userOf, page, { filter })
}

/** All users, as one picture. */
export function listAllUsers(panel: Panel, signal?: AbortSignal): Promise<User[]> {
  return listAll(panel, (page) => listUsers(panel, { ...page, signal }))
}

/** One user, with all that is written along when it is changed; null where the panel does not know it. */
export function readUser(panel: Panel, id: number, reading: Reading = {}): Promise<PanelUser | null> {
  return readAnswer(panel, 'user/read', { user_id: id }, panelUserOf, reading)
}

/**
 * The dealer that is signed in, who stands first, and a page of those below it, by id. Who may not ask for these, or cannot have
 * any, has none. (panel-openapi.json, subpaas/list)
 */
export async function listDealers(panel: Panel, { offset, ...reading }: PageOptions): Promise<Page<Dealer>> {
  const below = await listSubDealers(panel, { offset: Math.max(0, offset - 1), ...reading })
  if (offset > 0) return { ...below, count: below.count + 1 }
  const { id = null, title = '' } = panel.signedIn?.dealer ?? {}
  return id === null ? below : { ...below, list: [{ id, title }, ...below.list], count: below.count + 1 }
}

async function listSubDealers(panel: Panel, page: PageOptions): Promise<Page<Dealer>> {
  const none = { list: [], count: 0, skipped: 0 }
  const needs = [{ category: 'subpaas', operation: 'read' }]
  if (missingPermissions(panel.signedIn?.permissions ?? {}, needs).length > 0) return none
  try {
    return await readPage(panel, 'subpaas/list', subDealerOf, page, {}, 'subpaas_id')
  } catch (error) {
    if (error instanceof PanelFailure && error.next === 'refused') return none
    throw error
  }
}

/** A page of plans, by id. */
export function listTariffs(panel: Panel, page: PageOptions): Promise<Page<Tariff>> {
  return readPage(panel, 'tariff/list', tariffOf, page)
}

/** By what bills are estimated; what the account may not ask, or the panel does not have, is null. */
export async function readBillingTerms(panel: Panel, signal?: AbortSignal): Promise<BillingTerms> {
  const defaults = await panel.read('tariff/defaults/read', {}, { signal }).catch((error: unknown) => {
    if (error instanceof PanelFailure && error.next === 'refused') return null
    throw error
  })
  return { currency: panel.signedIn?.dealer.currency || null, freeDays: freeDaysOf(defaults) }
}

/** All device types that bundles can be of; a panel may not have them. */
export async function listEquipment(panel: Panel, signal?: AbortSignal): Promise<Page<Equipment>> {
  return pageOf(panel, await panel.read('equipment/list', {}, { signal }), equipmentOf, 0)
}

/** A page of bundles, by id; a panel may not have them. */
export function listBundles(
  panel: Panel,
  { filter, ...page }: { filter?: string } & PageOptions,
): Promise<Page<PanelBundle>> {
  return readPage(panel, 'tracker/bundle/list', bundleOf, page, { filter })
}

/** Every bundle; a panel may not have them. */
export function listAllBundles(panel: Panel, signal?: AbortSignal): Promise<PanelBundle[]> {
  return listAll(panel, (page) => listBundles(panel, { ...page, signal }))
}

/** The bundle of an IMEI; null where there is none. */
export function readBundle(panel: Panel, imei: string, signal?: AbortSignal): Promise<PanelBundle | null> {
  return readOne(panel, 'tracker/bundle/read', { imei }, bundleOf, { signal })
}

const mostListings = 3

/**
 * All pages of a list, as one picture. Rows that come and go while it is paged through shift the others past the
 * offset; so a list whose count does not hold, or does not come out, is read again. Where it never stands still, that
 * is a failure to wait for: a row missing from it is taken as proof.
 */
async function listAll<Row>(panel: Panel, pageAt: (page: PageOptions) => Promise<Page<Row>>): Promise<Row[]> {
  for (let listing = 0; listing < mostListings; listing++) {
    const rows: Row[] = []
    const counts = new Set<number>()
    let offset = 0
    for (;;) {
      const page = await pageAt({ offset })
      const length = page.list.length + page.skipped
      rows.push(...page.list)
      offset += length
      counts.add(page.count)
      if (length === 0 || offset >= page.count) break
    }
    if (counts.size === 1 && counts.has(offset)) return rows
  }
  throw new PanelFailure({
    problem: { code: 'panel-busy', values: { host: panel.host }, again: true },
    effect: 'none',
    next: 'wait',
  })
}

async function readPage<Row>(
  panel: Panel,
  path: string,
  rowOf: (value: unknown) => Row | null,
  { offset, limit: wanted = pageSize, ...reading }: PageOptions,
  filters: Readonly<Record<string, unknown>> = {},
  orderBy = 'id',
): Promise<Page<Row>> {
  for (;;) {
    const limit = Math.min(wanted, pageSizeOf(panel))
    try {
      // In a fixed order, lest paging pass over rows or see them twice. What is undefined is left out of the JSON.
      const json = await panel.read(path, { ...filters, order_by: orderBy, ascending: true, offset, limit }, reading)
      return pageOf(panel, json, rowOf, offset, limit)
    } catch (error) {
      if (!(error instanceof PanelFailure) || !isAboutLimit(error) || limit === 1) throw error
      panel.sizes.tooMany('list', limit)
    }
  }
}

/** Whether a list was refused for the number of rows that was asked for. */
function isAboutLimit(failure: PanelFailure): boolean {
  return isTooMuch(failure) || invalidParametersOf(failure).includes('limit')
}

/** An answer that lacks what was asked for says nothing of anything: it is asked for again later. */
function incomplete(panel: Panel): PanelFailure {
  return new PanelFailure({
    problem: { code: 'not-a-panel', values: { host: panel.host }, again: true },
    effect: 'none',
    next: 'wait',
  })
}

function pageOf<Row>(
  panel: Panel,
  json: unknown,
  rowOf: (value: unknown) => Row | null,
  offset: number,
  limit = Infinity,
): Page<Row> {
  const answer = listAnswer.safeParse(json)
  // A list that is missing although there is something to list would look as if everything had been deleted.
  if (!answer.success || (!answer.data.list && answer.data.count !== 0)) throw incomplete(panel)
  const rows = answer.data.list ?? []
  const list = rows.map(rowOf).filter((row) => row !== null)
  const seen = offset + rows.length
  return {
    list,
    count: answer.data.count ?? (rows.length < limit ? seen : seen + 1),
    skipped: rows.length - list.length,
  }
}

function readOne<Row>(
  panel: Panel,
  path: string,
  body: object,
  rowOf: (value: unknown) => Row | null,
  reading: Reading,
): Promise<Row | null> {
  return readAnswer(panel, path, body, ({ value }) => rowOf(value), reading)
}

/** The same, of an answer that tells of the row in more than its `value`. */
async function readAnswer<Row>(
  panel: Panel,
  path: string,
  body: object,
  rowOf: (answer: Readonly<Record<string, unknown>>) => Row | null,
  reading: Reading,
): Promise<Row | null> {
  try {
    const row = rowOf(await panel.read(path, body, reading))
    if (row === null) throw incomplete(panel)
    return row
  } catch (error) {
    if (error instanceof PanelFailure && error.code === 201) return null
    throw error
  }
}
