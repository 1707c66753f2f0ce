import type { CellValue } from '../../../shared/contract/looking.ts'
import { fail } from '../../../shared/problem.ts'
import type { SheetName } from '../../../shared/sheets/catalogue.ts'

/** A condition in SQL, and the values for its question marks. */
export interface Piece {
  readonly sql: string
  readonly bound: readonly (string | number)[]
}

/** A column of a sheet, as its table has it. */
export interface SourceColumn {
  /** Holds what is shown. */
  readonly value: string
  /** By what it is sorted and compared: of a text, the column that holds it folded. */
  readonly key: string
  readonly holds: 'text' | 'number' | 'flag'
}

/** Where the rows of a sheet come from. */
export interface Source {
  readonly table: string
  /** Copies of rows, with what is staged in place of what was pulled. */
  readonly copies: string
  /** Rows that the panel does not have yet, as they are shown; null where none can be made. */
  readonly made: string | null
  /** The rows as they are shown: each copy in place of its row, and those that are to be made. */
  readonly shown: string
  /** The ids of the rows for which anything is open. */
  readonly open: string
  readonly columns: Readonly<Record<string, SourceColumn>>
  /** The columns into which the search looks, folded. */
  readonly search: readonly string[]
}

/** A text that is folded for sorting and comparing. */
const text = (value: string): SourceColumn => ({ value, key: `${value}_folded`, holds: 'text' })
/** A text that has no case, such as an IMEI or a date. */
const plain = (value: string): SourceColumn => ({ value, key: value, holds: 'text' })
const number = (value: string): SourceColumn => ({ value, key: value, holds: 'number' })
const flag = (value: string): SourceColumn => ({ value, key: value, holds: 'flag' })

/** A table, and what is laid over it; see staged-overlay.ts. */
const overlay = (table: string, made: string | null = null) => ({
  ...{ table, made },
  copies: `staged_${table}`,
  shown: `shown_${table}`,
  open: `open_${table}`,
})

export const sources: Readonly<Record<SheetName, Source>> = {
  trackers: {
    ...overlay('tracker'),
    columns: {
      panelId: number('panel_id'),
      label: text('label'),
      modelName: text('model_name'),
      deviceId: plain('device_id'),
      owner: text('owner'),
      plan: text('plan'),
      connection: text('connection'),
      comment: text('comment'),
      phone: plain('phone'),
      lastConnection: plain('last_connection'),
      clone: flag('clone'),
      hidden: flag('hidden'),
      blocked: flag('blocked'),
      corrupted: flag('corrupted'),
      created: plain('created'),
      tariffEnd: plain('tariff_end'),
      sourceId: number('source_id'),
      groupId: number('group_id'),
      userId: number('user_id'),
      dealer: text('dealer'),
      dealerId: number('dealer_id'),
      model: text('model'),
    },
    search: ['search', 'owner_folded'],
  },
  users: {
    ...overlay('user', 'made_user'),
    columns: {
      id: number('panel_id'),
      login: text('login'),
      lastName: text('last_name'),
      firstName: text('first_name'),
      middleName: text('middle_name'),
      legalName: text('legal_name'),
      tin: plain('tin'),
      iec: plain('iec'),
      legalType: text('legal_type'),
      trackersCount: number('trackers_count'),
      phone: plain('phone'),
      country: text('country'),
      region: text('region'),
      city: text('city'),
      street: text('street'),
      postIndex: plain('post_index'),
      activated: flag('activated'),
      verified: flag('verified'),
      balance: number('balance'),
      bonus: number('bonus'),
      created: plain('created'),
      comment: text('comment'),
      dealer: text('dealer'),
      password: plain('password'),
      dealerId: number('dealer_id'),
    },
    search: ['search'],
  },
  bundles: {
    ...overlay('bundle', 'made_bundle'),
    columns: {
      id: number('panel_id'),
      imei: plain('imei'),
      iccid: plain('iccid'),
      equipment: text('device'),
      modelCode: text('model_code'),
      assigned: plain('assigned'),
      orderId: number('order_id'),
      factoryPreset: flag('factory_preset'),
    },
    search: ['search'],
  },
  routes: {
    ...overlay('route', 'made_route'),
    columns: {
      id: number('panel_id'),
      label: text('label'),
      owner: text('owner'),
      tracker: text('tracker'),
      status: plain('status'),
      stops: number('stops'),
      windowFrom: plain('window_from'),
      windowTo: plain('window_to'),
      timeZone: plain('time_zone'),
      tags: text('tags'),
      externalId: plain('external_id'),
      description: text('description'),
      origin: plain('origin'),
      created: plain('created'),
      statusChanged: plain('status_changed'),
      userId: number('user_id'),
      trackerId: number('tracker_id'),
    },
    search: ['search'],
  },
  checkpoints: {
    ...overlay('checkpoint', 'made_checkpoint'),
    columns: {
      id: number('panel_id'),
      route: text('route'),
      position: number('position'),
      label: text('label'),
      address: text('address'),
      windowFrom: plain('window_from'),
      windowTo: plain('window_to'),
      status: plain('status'),
      owner: text('owner'),
      tracker: text('tracker'),
      arrived: plain('arrived'),
      coordinates: plain('coordinates'),
      radius: number('radius'),
      maxDelay: number('max_delay'),
      minStay: number('min_stay'),
      minArrival: number('min_arrival'),
      timeZone: plain('time_zone'),
      tags: text('tags'),
      externalId: plain('external_id'),
      description: text('description'),
      created: plain('created'),
      routeId: number('route_id'),
      /** Where it stands among all: route by route, in their order. */
      place: { value: 'position', key: 'route_row', holds: 'number' },
      userId: number('user_id'),
    },
    search: ['search'],
  },
}

/** The column behind a field. `bad-call` where the sheet has none of this name. */
export function columnOf(sheet: SheetName, field: string): SourceColumn {
  const { columns } = sources[sheet]
  return (Object.hasOwn(columns, field) && columns[field]) || fail('bad-call', { field })
}

/** Whether a column is empty. */
export function isEmpty({ key, holds }: SourceColumn): Piece {
  return { sql: holds === 'text' ? `(${key} IS NULL OR ${key} = '')` : `${key} IS NULL`, bound: [] }
}

/** What a column holds, as a cell shows it. */
export function cellOf({ holds }: SourceColumn, stored: unknown): CellValue {
  if (stored === null || stored === undefined || stored === '') return null
  if (holds === 'flag') return stored !== 0
  return typeof stored === 'number' || typeof stored === 'string' ? stored : fail('unexpected')
}
