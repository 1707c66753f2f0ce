import type { Ask } from '../../../../../shared/actions/action.ts'
import type { RowsToConfirm } from '../../../../../shared/actions/confirmation.ts'
import type { Problem } from '../../../../../shared/problem.ts'

/** What every form is given in addition to the value, which is its model. */
export interface FormProps {
  ask: Ask
  /** What has been said so far to all that is asked, by name. */
  given: Readonly<Record<string, unknown>>
  label: string
  /** Our ids of the first of the rows to which it is to be done. */
  firstRows?: () => Promise<readonly number[]>
  /** The rows to which it is to be done, where a person confirms that. */
  about?: RowsToConfirm
  /** Where the texts of the choices stand, by their names. */
  choicesAt: string
  /** What is wrong with the value. */
  problem: Problem | null
  /** What is doubtful about the value, where nothing is wrong with it. */
  doubt?: Problem | null
  /** What has to be chosen, where nothing has been. */
  missing?: string | null
}

/** What the forms of several values can be told. */
export interface FormsHandle {
  /** Gives the first form the focus at which something is wrong. */
  focusWrong(): void
}
