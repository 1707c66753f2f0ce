import { ref, type Ref, shallowRef, type ShallowRef } from 'vue'
import type { CallOutput } from '../../../shared/contract.ts'
import { type Problem, problemOf } from '../../../shared/problem.ts'
import { call } from '../../bridge.ts'
import { troubleOf } from './source-file.ts'

/** What becomes of the rows of the file in hand. */
export interface Staging {
  readonly staging: Readonly<Ref<boolean>>
  readonly problem: Readonly<ShallowRef<Problem | null>>
  /** Why what was read is not what is on the disk any more, as was found when it was to be staged. */
  readonly sourceProblem: Readonly<ShallowRef<Problem | null>>
  readonly staged: Readonly<ShallowRef<CallOutput<'imports.stage'> | null>>
  readonly includeDoubtful: Ref<boolean>
  /**
   * Stages what is ready, and the doubtful rows if they are to be included; a person who has been told that the file on
   * disk is another one by now stages what was read of it by asking again.
   */
  stage(): Promise<void>
  /** It is read or mapped otherwise: what has been staged of it does not count. */
  renew(): void
  clear(): void
}

/** Nothing staged yet, of the file with this id. `outdated` is told that the rows have to be checked anew. */
export function createStaging(
  file: Readonly<Ref<string | null>>,
  source: () => File | null,
  outdated: () => void,
): Staging {
  const staging = ref(false)
  const problem = shallowRef<Problem | null>(null)
  const sourceProblem = shallowRef<Problem | null>(null)
  const staged: ShallowRef<CallOutput<'imports.stage'> | null> = shallowRef(null)
  const includeDoubtful = ref(false)

  /** Whether the file on disk is still the one that was read; asked until a person has been told that it is not. */
  async function isSound(id: string): Promise<boolean> {
    const onDisk = source()
    if (!onDisk || sourceProblem.value) return true
    const trouble = await troubleOf(onDisk)
    if (id === file.value) sourceProblem.value = trouble
    return trouble === null
  }

  async function stageNow(id: string): Promise<void> {
    problem.value = null
    try {
      if (!(await isSound(id)) || id !== file.value) return
      const answer = await call('imports.stage', { file: id, includeDoubtful: includeDoubtful.value })
      if (id !== file.value) return
      staged.value = answer
      sourceProblem.value = null
    } catch (error) {
      if (id !== file.value) return
      problem.value = problemOf(error)
      if (problem.value.code === 'nothing-to-stage') outdated()
    }
  }

  return {
    staging,
    problem,
    sourceProblem,
    staged,
    includeDoubtful,
    async stage() {
      if (!file.value || staging.value) return
      staging.value = true
      await stageNow(file.value)
      staging.value = false
    },
    renew() {
      staged.value = null
    },
    clear() {
      staged.value = problem.value = sourceProblem.value = null
      staging.value = includeDoubtful.value = false
    },
  }
}
