import { expect, test } from 'vitest'
import { lookAtNew } from '../../support/looked-at.ts'
import { trackerWith, userWith } from '../../support/panel-rows.ts'

const pulled = {
  trackers: [
    trackerWith({ id: 101, label: 'Truck 7', deviceId: '350000000000017' }),
    trackerWith({ id: 102, label: 'Van 101' }),
    trackerWith({ id: 103, label: 'Old truck', comment: 'by the gate' }),
    trackerWith({ id: 1017, label: 'ДОМ', comment: 'key 101' }),
  ],
  users: [userWith({ id: 7, login: 'truck@acme.example' })],
}
const find = (text: string, most = 5) =>
  lookAtNew(pulled)
    .view.find(text, most)
    .map(({ sheet, name }) => `${sheet}: ${name}`)

test('a row is found by the panel’s id before all whose name begins so, and those before what else holds it', () => {
  expect(find('101')).toEqual(['trackers: Truck 7', 'trackers: Van 101', 'trackers: ДОМ'])
  expect(find('truck')).toEqual(['trackers: Truck 7', 'trackers: Old truck', 'users: truck@acme.example'])
  expect(find('дом')).toEqual(['trackers: ДОМ'])
})

test('of each sheet come so many at most, and nothing is found by nothing', () => {
  expect(find('truck', 1)).toEqual(['trackers: Truck 7', 'users: truck@acme.example'])
  expect(find('  ')).toEqual([])
  expect(find('100%')).toEqual([])
})

test('what it was found by is told where neither name nor id says it', () => {
  const { view } = lookAtNew(pulled)
  expect(view.find('gate', 5)).toMatchObject([
    { name: 'Old truck', matched: { field: 'comment', value: 'by the gate' } },
  ])
  expect(view.find('350000000000017', 5)).toMatchObject([
    { name: 'Truck 7', panelId: 101, matched: { field: 'deviceId', value: '350000000000017' } },
  ])
  expect(view.find('Truck 7', 5)).toMatchObject([{ matched: null }])
})

test('a staged name is found, and that of before no more', () => {
  const { view, type } = lookAtNew(pulled)
  type(103, 'label', 'Crane')
  expect(view.find('crane', 5)).toMatchObject([{ id: 103, name: 'Crane', matched: null }])
  expect(view.find('old truck', 5)).toEqual([])
})
