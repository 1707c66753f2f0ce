import { expect, test } from 'vitest'
import { guardQuitting } from '../../../electron/desktop/quitting.ts'

function program({ isSending, quits }: { isSending: boolean; quits: boolean }) {
  const counted = { asked: 0, prevented: 0 }
  const quitting = guardQuitting(
    () => isSending,
    () => {
      counted.asked += 1
      return quits
    },
  )
  const begins = () => quitting.begins({ preventDefault: () => void (counted.prevented += 1) })
  return { counted, quitting, begins }
}

test('nobody is asked while nothing is being sent', () => {
  const { counted, begins } = program({ isSending: false, quits: false })
  begins()
  begins()
  expect(counted).toEqual({ asked: 0, prevented: 0 })
})

test('who wants to stay is asked again the next time', () => {
  const { counted, begins } = program({ isSending: true, quits: false })
  begins()
  begins()
  expect(counted).toEqual({ asked: 2, prevented: 2 })
})

test('who wants to quit is asked once, though the window closes first and the program quits after it', () => {
  const { counted, begins } = program({ isSending: true, quits: true })
  begins()
  begins()
  expect(counted).toEqual({ asked: 1, prevented: 0 })
})

test('where the system ends nobody is asked', () => {
  const { counted, quitting, begins } = program({ isSending: true, quits: false })
  quitting.forced()
  begins()
  expect(counted).toEqual({ asked: 0, prevented: 0 })
})
