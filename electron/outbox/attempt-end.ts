import type { Problem } from '../../shared/problem.ts'
import type { PanelFailure } from '../panel/failure.ts'
import type { Panel, PanelAnswer } from '../panel/panel.ts'
import type { AttemptOutcome } from '../store/attempts.ts'
import type { Journal } from '../store/journal.ts'

/** Writes down how an attempt ended, without secrets. */
export type EndAttempt = (
  attempt: number,
  how: {
    readonly outcome: AttemptOutcome
    readonly answer?: PanelAnswer
    readonly failure?: PanelFailure
    readonly problem: Problem | null
  },
) => void

export function createEndAttempt(journal: Journal, panel: Panel): EndAttempt {
  return (attempt, { outcome, answer, failure, problem }) =>
    journal.endAttempt(attempt, {
      outcome,
      took: answer?.took ?? failure?.took ?? null,
      httpStatus: answer?.httpStatus ?? failure?.httpStatus ?? null,
      answer: panel.hide(answer?.json ?? failure?.answer ?? null),
      problem,
    })
}
