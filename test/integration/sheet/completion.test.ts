import { expect, test } from 'vitest'
import { lookAtNew } from '../../support/looked-at.ts'
import { trackerWith, userWith } from '../../support/panel-rows.ts'

const looked = () =>
  lookAtNew({
    trackers: [
      trackerWith({ id: 101, label: 'Depot North', comment: 'Spare key' }),
      trackerWith({ id: 102, label: 'depot north', comment: 'spare KEY' }),
      trackerWith({ id: 103, label: 'Depot North', comment: '100% full' }),
      trackerWith({ id: 104, label: 'Truck 1' }),
      trackerWith({ id: 105, label: 'Truck 12' }),
      trackerWith({ id: 106, label: 'Ärmel' }),
      trackerWith({ id: 107, label: 'ärmel' }),
    ],
    users: [userWith({ id: 7, login: 'ann@acme.example' })],
  })

test('a text is completed to the only value that begins so, as it is written most often', () => {
  const { view } = looked()
  expect(view.completion('trackers', 'label', 'd')).toEqual({ value: 'Depot North', more: false })
  expect(view.completion('trackers', 'label', 'DEPOT n')).toEqual({ value: 'Depot North', more: false })
  expect(view.completion('trackers', 'label', 'är')).toEqual({ value: 'Ärmel', more: false })
  expect(view.completion('trackers', 'label', 'north')).toEqual({ value: null, more: false })
  expect(view.completion('trackers', 'comment', '1_')).toEqual({ value: null, more: false })
})

test('what one row alone holds completes nothing: a name that counts on is no other row’s', () => {
  const { view } = looked()
  expect(view.completion('trackers', 'label', 'Truck 12')).toEqual({ value: null, more: false })
  expect(view.completion('users', 'login', 'ann')).toEqual({ value: null, more: false })
})

test('of several that begin so none is taken, and a longer text may be the beginning of one', () => {
  const { view, type } = looked()
  expect(view.completion('trackers', 'label', 'Truck')).toEqual({ value: null, more: true })
  type(106, 'label', 'Depot South')
  type(107, 'label', 'Depot South')
  expect(view.completion('trackers', 'label', 'Depot ')).toEqual({ value: null, more: true })
  expect(view.completion('trackers', 'label', 'Depot S')).toEqual({ value: 'Depot South', more: false })
})

test('it goes by what is staged, and by what the panel holds no more', () => {
  const { view, type } = looked()
  for (const id of [101, 102, 103]) type(id, 'label', 'Yard')
  expect(view.completion('trackers', 'label', 'dep')).toEqual({ value: null, more: false })
  expect(view.completion('trackers', 'label', 'y')).toEqual({ value: 'Yard', more: false })
})

test('a number is no beginning of a text', () => {
  expect(looked().view.completion('trackers', 'panelId', '1')).toEqual({ value: null, more: false })
})
