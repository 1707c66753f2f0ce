import type { Sign } from '../../../shared/operations/states.ts'
import type { Outcome } from '../../stores/history.ts'

/** The sign that the outcome of an attempt is shown by. */
export const signOfOutcome: Readonly<Record<Outcome, Sign>> = {
  'under-way': 'sending',
  done: 'done',
  partly: 'refused',
  refused: 'refused',
  waiting: 'waiting',
  unknown: 'unknown',
}

/** JSON text laid out for reading; what is no JSON stays as it is. */
export function laidOut(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}

/** How long an answer took, exactly: below ten seconds in milliseconds, then in seconds. */
export function tookParts(milliseconds: number): { unit: 'ms' | 's'; value: number } {
  return milliseconds < 10_000
    ? { unit: 'ms', value: Math.round(milliseconds) }
    : { unit: 's', value: Math.round(milliseconds / 100) / 10 }
}
