import { beforeEach, describe, expect, test } from 'vitest'
import { OpenPanel } from './open-panel.ts'
import { errors, named, planners, stop, type OpenUser } from './open-user.ts'

let open: OpenPanel
let user: OpenUser

beforeEach(() => {
  open = new OpenPanel()
  user = planners(open)[0]!
})

describe('what is sent', () => {
  const place = { lat: 52.5, lng: 13.4, radius: 100 }

  test.each<[string, Record<string, unknown>, string]>([
    ['no label', { label: undefined }, 'label'],
    ['an empty label', { label: '' }, 'label'],
    ['a blank label', { label: ' \t' }, 'label'],
    ['a label of 201 characters', { label: 'x'.repeat(201) }, 'label'],
    ['no description', { description: undefined }, 'description'],
    ['a description of 1,025 characters', { description: 'x'.repeat(1025) }, 'description'],
    ['an empty external id', { external_id: '' }, 'external_id'],
    ['an external id of 101 characters', { external_id: 'x'.repeat(101) }, 'external_id'],
    ['no location', { location: null }, 'location'],
    ['a radius of 0', { location: { ...place, radius: 0 } }, 'location.radius'],
    ['a radius of 300,001', { location: { ...place, radius: 300_001 } }, 'location.radius'],
    ['a latitude of 91', { location: { ...place, lat: 91 } }, 'location.lat'],
    ['no longitude', { location: { ...place, lng: undefined } }, 'location.lng'],
    ['a delay below 0', { max_delay: -1 }, 'max_delay'],
    ['a delay above 512,000', { max_delay: 512_001 }, 'max_delay'],
    ['a stay above 512,000', { min_stay_duration: 512_001 }, 'min_stay_duration'],
    ['an arrival above 512,000', { min_arrival_duration: 512_001 }, 'min_arrival_duration'],
    ['half a minute', { max_delay: 0.5 }, 'max_delay'],
  ])('is refused with %s', (_what, fields, parameter) => {
    const { code, body } = user.ask('task/create', { task: stop(fields) })
    expect([code, errors(body)]).toEqual([7, [`task.${parameter}`]])
    const checkpoint = user.ask('task/checkpoint/create', {
      checkpoint: stop({ parent_id: user.make().id, ...fields }),
    })
    expect(errors(checkpoint.body)).toEqual([`checkpoint.${parameter}`])
    const route = user.ask('task/route/create', { route: named(), checkpoints: [stop(), stop(fields)] })
    expect(errors(route.body)).toEqual([`checkpoints.1.${parameter}`])
  })

  test.each<[string, Record<string, unknown>]>([
    ['a label of 200 characters', { label: 'x'.repeat(200) }],
    ['a description of 1,024', { description: 'x'.repeat(1024) }],
    ['an external id of 100', { external_id: 'x'.repeat(100) }],
    ['a radius of 1', { location: { ...place, radius: 1 } }],
    ['a radius of 300,000', { location: { ...place, radius: 300_000 } }],
    ['delays of 512,000', { max_delay: 512_000, min_stay_duration: 512_000, min_arrival_duration: 512_000 }],
    ['one moment from and to', { from: '2026-12-04 12:00:00' }],
    ['a from that is over', { from: '2026-01-01 00:00:00' }],
    ['null for what need not be said', { external_id: null, tags: null, max_delay: null, tracker_id: null }],
  ])('is taken with %s', (_what, fields) => {
    expect(user.ask('task/create', { task: stop(fields) }).code).toBe(0)
  })

  test.each<[string, Record<string, unknown>, string]>([
    ['no to', { to: undefined }, 'task.to'],
    ['a to that is no moment', { to: '2026-12-04' }, 'task.to'],
    ['a to of a day that there is not', { to: '2026-11-31 10:00:00' }, 'task.to'],
    ['a to that is over', { from: '2026-01-01 00:00:00', to: '2026-11-20 11:59:59' }, 'task.to'],
    ['no from', { from: null }, 'task.from'],
    ['a from after to', { from: '2026-12-04 12:00:01' }, 'task.from'],
  ])('is refused for %s before anything else', (_what, times, parameter) => {
    const fields = { ...times, label: '' }
    const task = user.ask('task/create', { task: stop(fields) })
    const checkpoint = user.ask('task/checkpoint/create', { checkpoint: stop(fields) })
    const route = user.ask('task/route/create', { route: named(), checkpoints: [stop(), stop(fields)] })
    for (const { code, body } of [task, checkpoint, route]) expect([code, errors(body)]).toEqual([7, [parameter]])
  })

  test('is over by the user’s own clocks', () => {
    const all = planners(open)
    const shanghai = all.find((planner) => planner.timeZone() === 'Asia/Shanghai')!
    const london = all.find((planner) => planner.timeZone() === 'Europe/London')!
    // It is 12:00 in London, and 20:00 in Shanghai.
    const until = (to: string) => ({ task: stop({ from: '2026-11-20 00:00:00', to }) })
    expect(london.ask('task/create', until('2026-11-20 12:00:00')).code).toBe(0)
    expect(london.ask('task/create', until('2026-11-20 11:59:59')).code).toBe(7)
    expect(shanghai.ask('task/create', until('2026-11-20 20:00:00')).code).toBe(0)
    expect(shanghai.ask('task/create', until('2026-11-20 19:59:59')).code).toBe(7)
    const { id } = shanghai.done('task/create', until('2026-11-20 21:00:00')) as { id: number }
    expect(shanghai.task(id).creation_date).toBe('2026-11-20 20:00:00')
  })

  test('may come as a form, with JSON in it', () => {
    const form = (fields: Record<string, unknown>) =>
      new URLSearchParams(
        Object.entries({ hash: user.hash, ...fields }).map(([name, value]) => [
          name,
          typeof value === 'string' ? value : JSON.stringify(value),
        ]),
      ).toString()
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const { stops } = user.make()
    const sent = [
      ['task/route/create', { route: named(), checkpoints: [stop(), stop()], create_form: false }],
      ['task/checkpoint/update', { checkpoint: { ...user.task(stops[0]!), label: 'Z' } }],
      ['task/checkpoint/list', { checkpoint_ids: stops }],
    ] as const
    for (const [path, fields] of sent) {
      const outcome = open.panel.handle({ method: 'POST', path: `/v2/${path}`, headers, body: form(fields) })
      expect(outcome).toMatchObject({ outcome: 'answer', status: 200 })
    }
    expect(user.task(stops[0]!).label).toBe('Z')
  })
})
