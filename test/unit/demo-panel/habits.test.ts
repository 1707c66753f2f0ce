import { expect, test } from 'vitest'
import { OpenPanel } from './open-panel.ts'

test('a panel leaves out of its lists, or of a single tracker, what it is told to', () => {
  const open = new OpenPanel({ trackers: 50, habits: { listsOmit: ['comment'] } })
  const { id } = open.originals()[0]!
  open.panel.edit({ tracker_id: id, comment: 'theirs' })
  expect(open.trackers().some((row) => 'comment' in row)).toBe(false)
  expect(open.tracker(id).comment).toBe('theirs')

  open.panel.habits = { readsOmit: ['comment', 'deleted'] }
  expect(open.trackers().find((row) => row.id === id)?.comment).toBe('theirs')
  const { body } = open.ask('tracker/read', { tracker_id: id })
  expect(body['value']).toMatchObject({ id, label: expect.any(String) as string })
  expect(body['value']).not.toHaveProperty('comment')
  expect(body['value']).not.toHaveProperty('deleted')
})

test('a panel that trims keeps labels and comments without blanks at their ends', () => {
  const open = new OpenPanel({ trackers: 50, habits: { trims: true } })
  const { id } = open.originals()[0]!
  open.ask('tracker/settings/update', { tracker_id: id, label: ' Van 7 ', deleted: false, comment: 'new tyres\n' })
  expect(open.tracker(id)).toMatchObject({ label: 'Van 7', comment: 'new tyres' })
})
