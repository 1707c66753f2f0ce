import { isBegun } from '../operations/task.ts'
import { fail } from '../problem.ts'
import { importKind, type Finding } from './import-kind.ts'
import { driverOf, driverProblem, tagFindings, tagsField, tagsIn } from './task-fields.ts'

/** What is said of routes as a whole, one a row: who drives each, what it is called and its numbers. Stops stay as they are. */
export const routeDetailsImport = importKind({
  name: 'routeDetails',
  operation: 'route.update',
  fields: {
    route: {
      type: 'route',
      required: true,
      example: '7115375',
      constant: false,
      headings: ['route id'],
      // Our own file of routes says of each how many stops it has.
      amid: { headings: ['id'], alongside: ['stops'] },
    },
    label: {
      type: 'name',
      required: false,
      cell: 'label',
      example: 'Tour 1',
      constant: false,
      headings: ['label', 'route', 'route label', 'route name', 'name', 'маршрут', 'ruta', 'itinéraire'],
    },
    driver: {
      type: 'driver',
      required: false,
      cell: 'tracker',
      emptied: true,
      example: 'Van 1',
      constant: true,
      headings: ['tracker', 'driver', 'vehicle', 'assigned to', 'трекер', 'rastreador', 'traceur'],
    },
    externalId: {
      type: 'external-id',
      required: false,
      cell: 'externalId',
      emptied: true,
      example: 'R-1207',
      constant: false,
      headings: ['external id', 'reference', 'referencia'],
    },
    description: {
      type: 'text',
      required: false,
      cell: 'description',
      emptied: true,
      example: 'Ring the bell',
      constant: false,
      headings: ['description', 'instructions', 'описание', 'descripción'],
    },
    tags: tagsField,
  },
  options: { emptying: false },
  duplicates: [],
  staged: { field: 'route', code: 'row-staged', lane: ({ row }) => `route:${row}` },
  subject: ({ route }) => route.name,
  // Each row is about a route that there is, or is refused.
  judge: () => [],
  params: () => fail('unexpected'),
  finds: {
    by: ['route'],
    row: ({ route }) => (route ? { row: route } : null),
    set: ({ driver, externalId, tags }, { held }) => ({
      ...tagsIn(tags, held),
      ...(externalId && { externalId: externalId.text }),
      ...(driver && { tracker: driverOf(driver, { id: Number(held['userId']) })?.panelId }),
    }),
    judge({ driver, tags }, { row: { held, leaves }, set }) {
      const refuse = (field: string, problem: Finding['problem']): Finding => ({ field, problem, verdict: 'refused' })
      const user = { id: Number(held['userId']) }
      const problem = driver && driverProblem(driver, user)
      const wrong = [...(problem ? [refuse('driver', problem)] : []), ...tagFindings(tags, user)]
      if (wrong.length > 0) return wrong
      if (Object.keys(set).length === 0) return []
      if (leaves) return [refuse('route', { code: 'route-leaves' })]
      return isBegun(held['status']) ? [refuse('route', { code: 'route-begun' })] : []
    },
  },
})
