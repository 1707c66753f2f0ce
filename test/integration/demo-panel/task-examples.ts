/** An example of a call of the User API, and of what it answers. */
export interface TaskExample {
  readonly path: string
  readonly parameters: Record<string, unknown>
  /** The fields that its documented answer has, and those of the object or of the first row in it. */
  readonly answer: readonly string[]
  readonly within?: { readonly field: string; readonly fields: readonly string[] }
  /** This panel does not have the method: 111. */
  readonly notHere?: true
}

/** The ids of this panel that stand for the examples' own. */
export interface ExampleIds {
  readonly tracker: number
  readonly tags: readonly [number, number]
  /** A route with two checkpoints, as `route/create` made it. */
  readonly route: number
  readonly checkpoints: readonly [number, number]
}

const company1 = (tags: readonly number[]) => ({
  label: 'Company1',
  description: '5 boxes',
  location: { lat: 52.520008, lng: 13.404954, radius: 100, address: 'Alexanderplatz 1, Berlin' },
  from: '2026-12-01 10:00:00',
  to: '2026-12-01 12:00:00',
  max_delay: 0,
  min_stay_duration: 10,
  min_arrival_duration: 0,
  external_id: '10100',
  tags,
})
const company2 = {
  label: 'Company2',
  description: '',
  location: { lat: 52.516266, lng: 13.377775, radius: 100 },
  from: '2026-12-01 11:00:00',
  to: '2026-12-01 14:00:00',
  max_delay: 15,
  min_stay_duration: 10,
  min_arrival_duration: 0,
  external_id: '10101',
}
const company3 = {
  label: 'Company3',
  description: '',
  location: { lat: 52.53, lng: 13.39, radius: 150 },
  from: '2026-12-01 13:00:00',
  to: '2026-12-01 16:00:00',
  external_id: '10102',
}
const shop = (tags: readonly number[]) => ({
  order: 1,
  label: 'Shop 1',
  description: '',
  location: { lat: 52.51, lng: 13.4, radius: 150 },
  from: '2026-12-01 11:00:00',
  to: '2026-12-01 11:30:00',
  max_delay: 5,
  min_stay_duration: 0,
  min_arrival_duration: 0,
  tags,
})

/** A route as it is made first of all; the other examples are of what came of it. */
export const routeExample = ({ tracker, tags }: Pick<ExampleIds, 'tracker' | 'tags'>): TaskExample => ({
  path: 'task/route/create',
  parameters: {
    route: {
      tracker_id: tracker,
      label: 'Products delivery',
      description: '',
      external_id: 'FB-2026-1127-01',
      tags: [tags[1]],
    },
    checkpoints: [company1(tags), company2],
    create_form: false,
  },
  answer: ['success', 'result', 'external_id_counts'],
  within: {
    field: 'result',
    fields: [
      ...[
        'id',
        'user_id',
        'tracker_id',
        'label',
        'description',
        'creation_date',
        'from',
        'to',
        'external_id',
        'status',
      ],
      ...['status_change_date', 'origin', 'tags', 'checkpoint_ids', 'type'],
    ],
  },
})

const checkpointFields = [
  ...['id', 'parent_id', 'order', 'type', 'tracker_id', 'user_id', 'label', 'description', 'location', 'creation_date'],
  ...['from', 'to', 'external_id', 'status', 'status_change_date', 'max_delay', 'min_stay_duration'],
  ...['min_arrival_duration', 'stay_duration', 'origin', 'tags'],
]

/** The examples of each call, after the one that makes the route. */
export function taskExamples({ tracker, tags, route, checkpoints: [first, second] }: ExampleIds): TaskExample[] {
  return [
    {
      path: 'task/read',
      parameters: { task_id: route },
      answer: ['success', 'value', 'checkpoints'],
      within: { field: 'checkpoints', fields: checkpointFields },
    },
    {
      path: 'task/checkpoint/create',
      parameters: { checkpoint: { parent_id: route, ...shop(tags), external_id: '456' }, create_form: false },
      answer: ['success', 'id', 'external_id_counts'],
      within: { field: 'external_id_counts', fields: ['external_id', 'count'] },
    },
    {
      path: 'task/checkpoint/update',
      parameters: {
        checkpoint: {
          id: second,
          parent_id: route,
          ...shop(tags),
          order: 0,
          label: 'Shop 1 (rear)',
          to: '2026-12-01 11:45:00',
        },
      },
      answer: ['success'],
    },
    {
      path: 'task/checkpoint/list',
      parameters: { checkpoint_ids: [first, second] },
      answer: ['success', 'list', 'count'],
      within: { field: 'list', fields: checkpointFields },
    },
    // The second stop moved first, one new, one removed: it is left out.
    {
      path: 'task/route/update',
      parameters: {
        route: {
          id: route,
          label: 'Products delivery',
          description: '',
          external_id: 'FB-2026-1127-01',
          tags: [tags[1]],
          checkpoint_ids: [second],
        },
        checkpoints: [{ id: second, ...company2 }, company3],
        create_form: false,
      },
      answer: ['success', 'result'],
    },
    { path: 'task/checkpoint/delete', parameters: { checkpoint_id: second }, answer: ['success'] },
    {
      path: 'task/list',
      parameters: {
        statuses: ['unassigned', 'assigned'],
        trackers: [tracker],
        from: '2026-11-01 00:00:00',
        to: '2026-12-31 00:00:00',
        sort: ['from=asc'],
        offset: 0,
        limit: 10_000,
      },
      answer: ['success', 'list', 'count'],
    },
    {
      path: 'tag/list',
      parameters: {},
      answer: ['success', 'list', 'count'],
      within: { field: 'list', fields: ['id', 'avatar_file_name', 'name', 'color'] },
    },
    {
      path: 'user/get_info',
      parameters: {},
      answer: ['success', 'paas_id', 'paas_settings', 'user_info', 'tariff_restrictions', 'premium_gis', 'features'],
      within: {
        field: 'user_info',
        fields: [
          ...['id', 'login', 'title', 'phone', 'creation_date', 'balance', 'bonus', 'locale', 'demo', 'verified'],
          ...['legal_type', 'default_geocoder', 'route_provider', 'time_zone', 'measurement_system', 'date_format'],
          'hour_mode',
        ],
      },
    },
    {
      path: 'task/route/points/optimize',
      parameters: {
        start_point: { lat: 38.81476676765485, lng: -77.1608018875122, departure: '2026-12-01 08:00:00' },
        route_points: [
          {
            location: { lat: 38.81673961922754, lng: -77.15569496154785 },
            from: '2026-12-01 00:00:00',
            to: '2026-12-01 23:59:00',
          },
          {
            location: { lat: 38.82767290746902, lng: -77.1445369720459 },
            from: '2026-12-01 00:00:00',
            to: '2026-12-01 23:59:00',
          },
          {
            location: { lat: 38.834760258479704, lng: -77.14093208312988 },
            from: '2026-12-01 00:00:00',
            to: '2026-12-01 23:59:00',
          },
        ],
      },
      answer: ['success', 'result'],
    },
    {
      path: 'geocoder/search_address',
      parameters: {
        q: '750 Avenue E, San Francisco, CA 94130, USA',
        lang: 'en',
        with_details: true,
        bounds: { nw: { lat: 37.9, lng: -122.4 }, se: { lat: 37.8, lng: -122.3 } },
      },
      answer: ['success', 'locations'],
      notHere: true,
    },
  ]
}
