import { coordinatesText } from '../rules/coordinates.ts'
import { usualRadius } from '../rules/task.ts'
import { importKind, type Finding, type KnownTracker, type KnownUser } from './import-kind.ts'

const minutes = { type: 'minutes', required: false, example: '0', constant: true, usual: '0' } as const

/** The tracker of this user that is called so; undefined where there is none, or no single one. */
function driverOf(named: readonly KnownTracker[] | undefined, user: KnownUser): KnownTracker | undefined {
  const mine = named?.filter(({ userId }) => userId === user.id) ?? []
  return mine.length === 1 ? mine[0] : undefined
}

/**
 * Stops of new routes, one a row: those of one user that name the same route are a route, in the order of the file or of
 * their numbers. Who drives it is said by the first of them. (user-tasks-openapi.json, /task/route/create)
 */
export const routesImport = importKind({
  name: 'routes',
  operation: 'checkpoint.create',
  fields: {
    user: {
      type: 'user',
      required: true,
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
      type: 'name',
      required: true,
      example: 'Tour 1',
      constant: false,
      headings: ['route', 'route label', 'route name', 'tour', 'trip', 'маршрут', 'ruta', 'itinéraire'],
    },
    place: {
      type: 'place',
      required: false,
      example: '1',
      constant: false,
      headings: ['stop', 'stop number', 'position', 'sequence', 'seq'],
    },
    label: {
      type: 'name',
      required: true,
      example: 'Warehouse',
      constant: false,
      headings: ['label', 'name', 'stop name', 'checkpoint', 'title', 'название', 'nombre', 'nom'],
    },
    address: {
      type: 'text',
      required: false,
      example: 'Alexanderplatz 1, Berlin',
      constant: false,
      headings: ['address', 'street', 'адрес', 'dirección', 'direccion', 'adresse'],
    },
    coordinates: {
      type: 'coordinates',
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
      required: false,
      example: String(usualRadius),
      constant: true,
      usual: String(usualRadius),
      headings: ['radius', 'radius m', 'радиус', 'radio', 'rayon'],
    },
    from: {
      type: 'moment',
      required: true,
      example: '2026-12-01 10:00',
      constant: true,
      headings: ['from', 'window from', 'start', 'begin', 'earliest', 'time from', 'с', 'desde', 'début'],
    },
    to: {
      type: 'moment',
      required: true,
      example: '2026-12-01 12:00',
      constant: true,
      headings: ['to', 'window to', 'end', 'until', 'latest', 'time to', 'до', 'hasta', 'fin'],
    },
    driver: {
      type: 'driver',
      required: false,
      example: 'Van 1',
      constant: false,
      headings: ['tracker', 'driver', 'vehicle', 'assigned to', 'трекер', 'rastreador', 'traceur'],
    },
    maxDelay: { ...minutes, headings: ['delay min', 'delay', 'max delay'] },
    minStay: { ...minutes, headings: ['stay min', 'stay', 'min stay', 'min stay duration', 'service time'] },
    minArrival: { ...minutes, headings: ['arrival min', 'min arrival', 'min arrival duration'] },
    externalId: {
      type: 'text',
      required: false,
      example: '10100',
      constant: false,
      headings: ['external id', 'order number', 'reference', 'номер заказа', 'referencia'],
    },
    description: {
      type: 'text',
      required: false,
      example: '5 boxes',
      constant: false,
      headings: ['description', 'instructions', 'описание', 'descripción'],
    },
  },
  options: {},
  duplicates: [
    { field: 'externalId', key: ({ user, externalId }) => (externalId ? `external:${user.id}:${externalId}` : null) },
  ],
  // Nothing tells a stop that is staged already from another one that is alike.
  staged: { field: 'route', code: 'row-staged', lane: ({ token }) => `stop:${token}` },
  subject: ({ label }) => label,
  judge({ user, coordinates, lat, lng, driver }): Finding[] {
    const refuse = (field: string, problem: Finding['problem']): Finding[] => [{ field, problem, verdict: 'refused' }]
    if (coordinates === undefined && (lat === undefined || lng === undefined)) {
      return refuse('coordinates', { code: 'value-missing' })
    }
    if (!driver || driverOf(driver, user)) return []
    const isSeveral = driver.filter(({ userId }) => userId === user.id).length > 1
    return refuse('driver', { code: isSeveral ? 'driver-ambiguous' : 'driver-unknown' })
  },
  params(values) {
    const { user, route, place, label, address = '', lat, lng, radius, from, to, externalId = '' } = values
    const { maxDelay, minStay, minArrival, description = '' } = values
    const driver = driverOf(values.driver, user)
    const coordinates = values.coordinates ?? coordinatesText({ lat: lat ?? NaN, lng: lng ?? NaN })
    return {
      ...{
        row: null,
        token: '-',
        behind: null,
        replaces: null,
        was: null,
        ownTags: true,
        user: user.id,
        route: 0,
        assigned: driver !== undefined,
      },
      ...{ tagIds: [], custom: '', label, description, address, coordinates, externalId },
      ...{ radius: radius ?? usualRadius, windowFrom: from, windowTo: to },
      ...{ maxDelay: maxDelay ?? 0, minStay: minStay ?? 0, minArrival: minArrival ?? 0 },
      shown: {
        ...{ routeId: null, route, position: place ?? 0, tags: '', timeZone: user.timeZone ?? '' },
        ...{ trackerId: driver?.panelId ?? null, tracker: driver?.label ?? '' },
      },
    }
  },
  whole: {
    operation: 'route.create',
    key: ({ user, route }) => `${user.id}:${route}`,
    subject: ({ route }) => route,
    params: ({ user, route, driver }) => ({
      ...{ row: null, token: '-', user: user.id, label: route, description: '', externalId: '' },
      ...{ tracker: driverOf(driver, user)?.panelId ?? '', tagIds: [] },
      shown: { timeZone: user.timeZone ?? '', tags: '', stops: 0, windowFrom: '', windowTo: '' },
    }),
  },
})
