import { ref, type Ref, shallowRef, type ShallowRef, watch } from 'vue'
import type { CallOutput } from '../../../shared/contract.ts'
import type { ImportMapping, ImportProgress, ImportRow } from '../../../shared/contract/imports.ts'
import { importNames, type ImportName } from '../../../shared/imports/catalogue.ts'
import { type Problem, type ProblemCode, problemOf } from '../../../shared/problem.ts'
import { call } from '../../bridge.ts'
import { type WindowedRows, windowedRows } from '../windowedRows.ts'

/** Rows of a file by what was found of them. */
export type RowFilter = 'all' | ImportRow['verdict']

/** Rows of which one thing is said. */
export interface GroupFilter {
  readonly field: string
  readonly code: ProblemCode
}

/** Whether a group of the check is the one that rows are filtered by. */
export function isGroup(filter: GroupFilter): (group: { field: string; problem: Problem }) => boolean {
  return ({ field, problem }) => field === filter.field && problem.code === filter.code
}

/** What every row of the file in hand comes to under a mapping. */
export interface Checking {
  readonly checking: Readonly<Ref<boolean>>
  /** How far it has come; null while it takes no longer than a second. */
  readonly progress: ShallowRef<ImportProgress | null>
  readonly problem: Readonly<ShallowRef<Problem | null>>
  readonly check: Readonly<ShallowRef<CallOutput<'imports.check'> | null>>
  /** The kind that `check` is of: a moment behind that of the mapping. */
  readonly checkedKind: Readonly<Ref<ImportName>>
  readonly filter: Ref<RowFilter>
  readonly group: ShallowRef<GroupFilter | null>
  readonly rows: WindowedRows<ImportRow>
  /** Checks every row under the present mapping; one check at a time, and the last mapping always has its turn. */
  checkAll(): Promise<void>
  /** Shows all rows again. */
  showAll(): void
  /** Ends the check that goes on, if any, until it is asked for anew. */
  stop(): void
  /** Forgets what was found. */
  clear(): void
}

/** Nothing checked yet, of the file with this id under this mapping. */
export function createChecking(
  file: Readonly<Ref<string | null>>,
  mapping: Readonly<Ref<ImportMapping | null>>,
): Checking {
  const checking = ref(false)
  const progress = shallowRef<ImportProgress | null>(null)
  const problem = shallowRef<Problem | null>(null)
  const check: ShallowRef<CallOutput<'imports.check'> | null> = shallowRef(null)
  const checkedKind = ref<ImportName>(importNames[0])
  const filter = ref<RowFilter>('all')
  const group: ShallowRef<GroupFilter | null> = shallowRef(null)
  /** Whether a mapping waits for its turn. */
  let again = false
  /** The mapping that rows are being checked under. */
  let underCheck: ImportMapping | null = null

  const rows = windowedRows<ImportRow>(async (from, count) => {
    if (!file.value || !check.value) return { count: 0, rows: [] }
    return call('imports.rows', {
      file: file.value,
      only: filter.value,
      ...(group.value ? { group: group.value } : {}),
      from,
      count: Math.min(count, 500),
    })
  })
  watch([filter, group], () => rows.restart())

  /** Where it cannot be stopped it has ended, or ends soon. */
  function stopAtCore(): void {
    if (file.value) call('imports.stop', { file: file.value }).catch(() => undefined)
  }

  function showAll(): void {
    group.value = null
    filter.value = 'all'
  }

  async function checkOnce(id: string, asked: ImportMapping): Promise<void> {
    underCheck = asked
    try {
      const answer = await call('imports.check', { file: id, mapping: asked })
      if (asked !== mapping.value || id !== file.value) return
      check.value = answer
      checkedKind.value = asked.kind
      problem.value = null
      if (group.value && !answer.groups.some(isGroup(group.value))) group.value = null
      rows.restart()
    } catch (error) {
      if (asked !== mapping.value) return
      problem.value = problemOf(error)
      // What is in sight is of the mapping before.
      if (problem.value.code === 'file-stopped') check.value = null
    } finally {
      progress.value = null
    }
  }

  return {
    checking,
    progress,
    problem,
    check,
    checkedKind,
    filter,
    group,
    rows,
    async checkAll() {
      again = true
      if (checking.value) {
        // Nobody waits for what a mapping would have come to that is not wanted any more.
        if (underCheck !== mapping.value) stopAtCore()
        return
      }
      checking.value = true
      while (again && file.value && mapping.value) {
        again = false
        await checkOnce(file.value, mapping.value)
      }
      checking.value = false
    },
    showAll,
    stop() {
      again = false
      stopAtCore()
    },
    clear() {
      check.value = problem.value = progress.value = null
      showAll()
    },
  }
}
