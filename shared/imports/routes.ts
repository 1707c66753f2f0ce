import { checkCoordinates, coordinatesText } from '../rules/coordinates.ts'
import { isBegun, stopKey, windowProblem } from '../operations/task.ts'
import type { Problem } from '../problem.ts'
import type { CellValue } from '../sheets/cell-value.ts'
import { textOf } from '../sheets/column-edit.ts'
import { tagIdsIn } from '../rules/tags.ts'
import { usualRadius } from '../rules/task.ts'
import { importKind, type Finding, type ImportFacts, type KnownRow } from './import-kind.ts'
import {
  driverOf,
  driverProblem,
  routesMeant,
  sameDays,
  tagFindings,
  tagsField,
  tagsIn,
  tagsMeant,
  type StopValues,
} from './task-fields.ts'

const minutes = { type: 'minutes', required: false, example: '0', constant: true, usual: '0' } as const

const refuse = (field: string, problem: Problem): Finding => ({ field, problem, verdict: 'refused' })
const doubt = (field: string, problem: Problem): Finding => ({ field, problem, verdict: 'doubt' })

/**
 * Stops of routes, one a row: those of one user that name the same route are a route, in the order of the file or of
 * their numbers. Who drives a new one is said by the first of them; where there is a route of that name on the day, they
 * come into that. A row that names a stop that there is, by the panel's id or an external one, edits it.
 * (user-tasks-openapi.json, /task/route/create)
 */
export const routesImport = importKind({
  name: 'routes',
  operation: 'checkpoint.create',
  fields: {
    stop: {
      type: 'checkpoint',
      required: false,
      example: '',
      constant: false,
      headings: ['checkpoint id', 'stop id'],
      // An id of whichever list is no stop's; our own file of stops has that of the route, too.
      amid: { headings: ['id'], alongside: ['route id'] },
    },
    user: {
      type: 'user',
      required: true,
      cell: 'owner',
      example: 'anna@example.com',
      constant: true,
      headings: [
        'user',
        'user id',
        'user login',
        'login',
        'account',
        'customer',
        'пользователь',
        'usuario',
        'utilisateur',
      ],
      naming: { id: ['user id'], name: ['user login', 'login'] },
    },
    route: {
      type: 'route-name',
      required: true,
      cell: 'route',
      example: 'Tour 1',
      constant: false,
      headings: ['route', 'route label', 'route name', 'tour', 'trip', 'маршрут', 'ruta', 'itinéraire'],
    },
    place: {
      type: 'place',
      required: false,
      cell: 'position',
      example: '1',
      constant: false,
      headings: ['stop', 'stop number', 'position', 'sequence', 'seq'],
    },
    label: {
      type: 'name',
      cell: 'label',
      required: true,
      example: 'Warehouse',
      constant: false,
      headings: ['label', 'name', 'stop name', 'checkpoint', 'title', 'название', 'nombre', 'nom'],
    },
    address: {
      type: 'text',
      cell: 'address',
      emptied: true,
      required: false,
      example: 'Alexanderplatz 1, Berlin',
      constant: false,
      headings: ['address', 'street', 'адрес', 'dirección', 'direccion', 'adresse'],
    },
    coordinates: {
      type: 'coordinates',
      cell: 'coordinates',
      required: false,
      example: '52.520008, 13.404954',
      constant: false,
      headings: ['coordinates', 'coords', 'lat lng', 'map link', 'координаты', 'coordenadas'],
    },
    lat: {
      type: 'degrees',
      required: false,
      example: '',
      constant: false,
      headings: ['lat', 'latitude', 'north', 'широта', 'latitud'],
    },
    lng: {
      type: 'degrees',
      required: false,
      example: '',
      constant: false,
      headings: ['lng', 'lon', 'long', 'longitude', 'east', 'долгота', 'longitud'],
    },
    radius: {
      type: 'metres',
      cell: 'radius',
      required: false,
      example: String(usualRadius),
      constant: true,
      usual: String(usualRadius),
      headings: ['radius', 'radius m', 'радиус', 'radio', 'rayon'],
    },
    from: {
      type: 'moment',
      cell: 'windowFrom',
      required: true,
      example: '2026-12-01 10:00',
      constant: true,
      headings: ['from', 'window from', 'start', 'begin', 'earliest', 'time from', 'с', 'desde', 'début'],
    },
    to: {
      type: 'moment',
      cell: 'windowTo',
      required: true,
      example: '2026-12-01 12:00',
      constant: true,
      headings: ['to', 'window to', 'end', 'until', 'latest', 'time to', 'до', 'hasta', 'fin'],
    },
    driver: {
      type: 'driver',
      cell: 'tracker',
      required: false,
      example: 'Van 1',
      constant: false,
      headings: ['tracker', 'driver', 'vehicle', 'assigned to', 'трекер', 'rastreador', 'traceur'],
    },
    maxDelay: { ...minutes, cell: 'maxDelay', headings: ['delay min', 'delay', 'max delay'] },
    minStay: {
      ...minutes,
      cell: 'minStay',
      headings: ['stay min', 'stay', 'min stay', 'min stay duration', 'service time'],
    },
    minArrival: { ...minutes, cell: 'minArrival', headings: ['arrival min', 'min arrival', 'min arrival duration'] },
    externalId: {
      type: 'external-id',
      cell: 'externalId',
      emptied: true,
      required: false,
      example: '10100',
      constant: false,
      headings: ['external id', 'order number', 'reference', 'номер заказа', 'referencia'],
    },
    description: {
      type: 'text',
      cell: 'description',
      emptied: true,
      required: false,
      example: '5 boxes',
      constant: false,
      headings: ['description', 'instructions', 'описание', 'descripción'],
    },
    tags: tagsField,
  },
  options: { otherDays: false, emptying: false },
  duplicates: [
    {
      field: 'externalId',
      key: ({ user, externalId }) => (externalId ? `external:${user.id}:${externalId.text}` : null),
    },
  ],
  staged: { field: 'route', code: 'row-staged', lane: ({ token }) => `stop:${token}` },
  subject: ({ label }) => label,
  judge(values, facts, { otherDays }): Finding[] {
    const { user, route, label, from, to, driver, externalId } = values
    const [found, ...others] = routesMeant(values, otherDays)
    if (others.length > 0) return [refuse('route', { code: 'route-ambiguous', values: { value: route.text } })]
    const findings = [...placeFindings(values), ...windowFindings(from, to, user.timeZone ?? '', facts)]
    if (found?.leaves) findings.push(refuse('route', { code: 'route-leaves' }))
    const problem = driver && driverProblem(driver, user)
    if (problem) findings.push(refuse('driver', problem))
    findings.push(...tagFindings(values.tags, user))
    if (found && driver && !problem && driverOf(driver, user)?.panelId !== found.held['trackerId']) {
      findings.push(doubt('driver', { code: 'cell-stays', values: { value: textOf(found.held['tracker'] ?? null) } }))
    }
    const key = stopKey({ label, coordinates: coordinatesOf(values), windowFrom: from, windowTo: to })
    const isNumbered = externalId !== undefined
    const alike =
      found?.stops.filter((stop) => (isNumbered ? stop.externalId === externalId.text : stop.key === key)) ?? []
    if (alike.some(({ made }) => made)) {
      findings.push(refuse(isNumbered ? 'externalId' : 'label', { code: 'row-staged', values: { value: label } }))
    } else if (alike.length > 0) findings.push(doubt('label', { code: 'stop-alike', values: { value: label } }))
    const elsewhere = externalId?.rows.find(({ userId }) => userId === user.id)
    if (elsewhere) {
      const there = String(elsewhere.held['route'])
      findings.push(
        doubt('externalId', { code: 'external-id-elsewhere', values: { value: externalId!.text, route: there } }),
      )
    }
    return findings
  },
  params(values, { otherDays }) {
    const { user, route, place, label, address = '', radius, from, to, externalId } = values
    const { maxDelay, minStay, minArrival, description = '' } = values
    const [known] = routesMeant(values, otherDays)
    const driver = driverOf(values.driver, user)
    const tags = values.tags && tagsMeant(values.tags, user)
    const trackerId = known ? (known.held['trackerId'] as number | null) : (driver?.panelId ?? null)
    return {
      ...{
        row: null,
        token: '-',
        behind: null,
        replaces: null,
        was: [],
        ownTags: true,
        user: user.id,
        route: known?.id ?? 0,
        assigned: trackerId !== null,
      },
      ...{
        tagIds: tagIdsIn(tags?.ids ?? ''),
        custom: '',
        label,
        description,
        address,
        coordinates: coordinatesOf(values),
      },
      ...{ externalId: externalId?.text ?? '' },
      ...{ radius: radius ?? usualRadius, windowFrom: from, windowTo: to },
      ...{ maxDelay: maxDelay ?? 0, minStay: minStay ?? 0, minArrival: minArrival ?? 0 },
      shown: {
        ...{
          routeId: known?.panelId ?? null,
          route: known?.name ?? route.text,
          position: place ?? 0,
          tags: tags?.names ?? '',
        },
        ...{ timeZone: textOf(known?.held['timeZone'] ?? user.timeZone ?? null) },
        ...{ trackerId, tracker: known ? textOf(known.held['tracker'] ?? null) : (driver?.label ?? '') },
      },
    }
  },
  whole: {
    operation: 'route.create',
    field: 'route',
    key: ({ user, route }) => `${user.id}:${route.text}`,
    subject: ({ route }) => route.text,
    // (panel-additions.md, C5)
    windows: {
      from: 'from',
      to: 'to',
      of: ({ label: name, from, to, place = null }) => ({ name, from, to, place }),
    },
    joins(values, { otherDays }) {
      const [found] = routesMeant(values, otherDays)
      if (!found) return null
      const { id, panelId, stops } = found
      const joined = { isThere: panelId !== null, parts: stops.length, place: values.place ?? null }
      return {
        entity: 'route',
        id,
        ...joined,
        windows: stops.map(({ id, name, from, to }) => ({ id, name, from, to })),
      }
    },
    params: ({ user, route, driver }) => ({
      ...{ row: null, token: '-', user: user.id, label: route.text, description: '', externalId: '' },
      ...{ tracker: driverOf(driver, user)?.panelId ?? '', tagIds: [] },
      shown: { timeZone: user.timeZone ?? '', tags: '', stops: 0, windowFrom: '', windowTo: '' },
    }),
  },
  finds: {
    by: ['stop', 'externalId'],
    row({ stop, user, route, from, to, externalId }, { otherDays }) {
      if (stop) return { row: stop }
      if (!externalId) return null
      const could = externalId.rows.filter(
        ({ userId, held }) =>
          (!user || userId === user.id) &&
          (!route ||
            route.text.toLowerCase() === String(held['route']).toLowerCase() ||
            route.text === `#${String(held['routeId'])}`) &&
          (otherDays || sameDays({ from, to }, held)),
      )
      const [row, ...others] = could
      if (!row) return null
      const problem = {
        code: 'external-id-ambiguous',
        values: { value: externalId.text, stops: could.length },
      } as const
      return others.length > 0 ? { finding: refuse('externalId', problem) } : { row }
    },
    set: ({ coordinates, lat, lng, externalId, tags }, { held }) => ({
      ...tagsIn(tags, held),
      ...(externalId && { externalId: externalId.text }),
      ...(coordinates === undefined &&
        lat !== undefined &&
        lng !== undefined && { coordinates: coordinatesText({ lat, lng }) }),
    }),
    judge(values, { row, set }, facts) {
      const { user, route, driver, place } = values
      const findings = [...(values.lat === undefined ? [] : placeFindings(values)), ...leavingFindings(row, set)]
      const { held } = row
      findings.push(...tagFindings(values.tags, { id: Number(held['userId']) }))
      const stays = (field: string, value: CellValue = null) =>
        findings.push(doubt(field, { code: 'cell-stays', values: { value: textOf(value) } }))
      if (user && user.id !== held['userId']) stays('user', held['owner'] ?? held['userId'])
      if (route && !route.rows.some(({ id }) => id === held['routeRow'])) stays('route', held['route'])
      if (place !== undefined && place !== held['position']) stays('place', held['position'])
      if (driver && !driver.some(({ panelId }) => panelId === held['trackerId'])) stays('driver', held['tracker'])
      if (Object.keys(set).length === 0) return findings
      const { windowFrom: from, windowTo: to, timeZone } = { ...held, ...row.staged, ...set } as Record<string, unknown>
      return [...findings, ...windowFindings(from, to, timeZone, facts)]
    },
  },
})

/** What is wrong with where a stop is: at the cell that says it. */
function placeFindings({ coordinates, lat, lng }: Partial<StopValues>): Finding[] {
  if (coordinates !== undefined) return []
  if (lat === undefined && lng === undefined) return [refuse('coordinates', { code: 'value-missing' })]
  if (lat === undefined || lng === undefined)
    return [refuse(lat === undefined ? 'lat' : 'lng', { code: 'value-missing' })]
  const problem = checkCoordinates(coordinatesText({ lat, lng }))
  return problem ? [refuse(Math.abs(lat) > 90 ? 'lat' : 'lng', problem)] : []
}

const coordinatesOf = ({ coordinates, lat, lng }: Partial<StopValues>): string =>
  coordinates ?? coordinatesText({ lat: lat ?? NaN, lng: lng ?? NaN })

/** What the panel would refuse of a window: at the time that is wrong. */
function windowFindings(from: unknown, to: unknown, zone: unknown, { clockIn }: ImportFacts): Finding[] {
  const problem = windowProblem({ from, to, zone }, clockIn)
  if (!problem) return []
  return [refuse(problem.code === 'moment-skipped' && problem.values?.['value'] === from ? 'from' : 'to', problem)]
}

/** What speaks against any change of a stop. */
function leavingFindings({ held, leaves }: KnownRow, set: object): Finding[] {
  if (Object.keys(set).length === 0) return []
  if (held['routeRow'] === null) return [refuse('', { code: 'task-single' })]
  if (leaves) return [refuse('', { code: 'stop-leaves' })]
  return isBegun(held['status']) ? [refuse('', { code: 'stop-begun' })] : []
}
