import { defineStore } from 'pinia'
import { computed, markRaw, ref, shallowRef, watch } from 'vue'
import type { CallOutput } from '../../shared/contract.ts'
import type {
  FieldSource,
  FileReading,
  ImportMapping,
  ImportProgress,
  ImportRow,
} from '../../shared/contract/imports.ts'
import { importNames, type ImportName } from '../../shared/imports/catalogue.ts'
import { type Problem, type ProblemCode, problemOf } from '../../shared/problem.ts'
import { call, onEvent, onRestart } from '../bridge.ts'
import { base64Of, troubleOf } from './source-file.ts'
import { useStatus } from './status.ts'
import { throttled } from './throttled.ts'
import { windowedRows } from './windowedRows.ts'

/** Bytes that are handed over at a time. */
const chunkSize = 512 * 1024
/** Milliseconds between two checks while a pull brings rows that may change their outcome. */
const pause = 1000

export type RowFilter = 'all' | ImportRow['verdict']
/** Rows of which one thing is said. */
export interface GroupFilter {
  readonly field: string
  readonly code: ProblemCode
}

/**
 * The file that is being imported: handed over, read, mapped, checked and staged by the core, which holds it; here is
 * what the page shows of it. It outlives the page, so one may leave and come back.
 */
export const useImports = defineStore('imports', () => {
  /** The file in hand; `id` is null until the core has taken it. */
  const file = shallowRef<{ readonly name: string; readonly size: number; readonly id: string | null } | null>(null)
  /** Bytes handed over, while that goes on. */
  const handedOver = ref<number | null>(null)
  const reading = ref(false)
  const checking = ref(false)
  const staging = ref(false)
  /** Why the file could not be taken or read. */
  const fileProblem = shallowRef<Problem | null>(null)
  const checkProblem = shallowRef<Problem | null>(null)
  const stageProblem = shallowRef<Problem | null>(null)
  /** Why what was read is not what is on the disk any more, as was found when it was to be staged. */
  const sourceProblem = shallowRef<Problem | null>(null)
  /** How far reading or checking has come; null while it takes no longer than a second. */
  const progress = shallowRef<ImportProgress | null>(null)
  /** The file on disk. */
  let source: File | null = null

  const table = shallowRef<CallOutput<'imports.read'> | null>(null)
  const mapping = shallowRef<ImportMapping | null>(null)
  const check = shallowRef<CallOutput<'imports.check'> | null>(null)
  /** The kind that `check` is of: a moment behind that of `mapping`. */
  const checkedKind = ref<ImportName>(importNames[0])
  /** Whether the person has had a hand in the mapping. */
  let touched = false
  const staged = shallowRef<CallOutput<'imports.stage'> | null>(null)
  const includeDoubtful = ref(false)
  /** Logins of users that were chosen, by id: a mapping holds the id alone. */
  const filter = ref<RowFilter>('all')
  const group = shallowRef<GroupFilter | null>(null)

  /** Answers to questions about an earlier file are thrown away. */
  let question = 0

  const rows = windowedRows<ImportRow>(async (from, count) => {
    const id = file.value?.id
    if (!id || !check.value) return { count: 0, rows: [] }
    return call('imports.rows', {
      file: id,
      only: filter.value,
      ...(group.value ? { group: group.value } : {}),
      from,
      count: Math.min(count, 500),
    })
  })
  watch([filter, group], () => rows.restart())

  const toStage = computed(() =>
    check.value ? check.value.ready + (includeDoubtful.value ? check.value.doubtful : 0) : 0,
  )
  const requests = computed(() =>
    includeDoubtful.value ? (check.value?.requestsWithDoubtful ?? 0) : (check.value?.requests ?? 0),
  )
  /** Rows that would not be staged. */
  const leftOut = computed(() =>
    check.value ? check.value.refused + (includeDoubtful.value ? 0 : check.value.doubtful) : 0,
  )
  const busy = computed(() => handedOver.value !== null || reading.value)

  function clear(): void {
    question += 1
    const id = file.value?.id
    // The core forgets unused files by itself: nothing depends on this call.
    if (id) call('imports.forget', { file: id }).catch(() => undefined)
    file.value = table.value = mapping.value = check.value = staged.value = group.value = null
    fileProblem.value = checkProblem.value = stageProblem.value = sourceProblem.value = handedOver.value = null
    progress.value = source = null
    reading.value = staging.value = includeDoubtful.value = false
    filter.value = 'all'
    touched = false
  }

  /** Has the core get ready for a file; where it cannot, that is told when one comes. */
  function expect(): void {
    if (!file.value) call('imports.expect', {}).catch(() => undefined)
  }

  /** Takes a file in place of the one before. */
  function open(chosen: File): Promise<void> {
    clear()
    source = chosen
    return handOver(chosen, {})
  }

  /** Hands a file over to the core, and has it read. */
  async function handOver(chosen: File, how: Partial<FileReading>): Promise<void> {
    const asked = (question += 1)
    const { name, size } = chosen
    file.value = { name, size, id: null }
    handedOver.value = 0
    let begun: string | null = null
    try {
      const { file: id } = await call('imports.begin', { name: name.slice(-300), size })
      begun = id
      for (let from = 0; from < size && asked === question; from += chunkSize) {
        const to = Math.min(size, from + chunkSize)
        await call('imports.chunk', { file: id, data: await base64Of(chosen, from, to) })
        if (asked === question) handedOver.value = to
      }
      if (asked !== question) return
      file.value = { name, size, id }
      begun = handedOver.value = null
      await read(how)
    } catch (error) {
      if (asked === question) fileProblem.value = problemOf(error)
    } finally {
      if (asked === question) handedOver.value = null
      // One that was not handed over whole is of no use.
      if (begun) call('imports.forget', { file: begun }).catch(() => undefined)
    }
  }

  /** Reads the file in hand, as the person says or as is guessed. */
  async function read(how: Partial<FileReading>): Promise<void> {
    const id = file.value?.id
    if (!id) return
    const asked = (question += 1)
    reading.value = true
    staged.value = null
    try {
      const answer = await call('imports.read', { file: id, reading: how })
      if (asked !== question) return
      const isAlike = answer.columns.length === table.value?.columns.length
      table.value = answer
      fileProblem.value = null
      // What the person chose stays, as long as the columns are the same.
      if (touched && isAlike && mapping.value) map(mapping.value)
      else map(answer.suggested ?? answer.mappings.clones)
    } catch (error) {
      if (asked === question) fileProblem.value = problemOf(error)
    } finally {
      if (asked === question) {
        reading.value = false
        progress.value = null
      }
    }
  }

  /** Reads it anew with one thing otherwise. */
  function reread(change: Partial<FileReading>): Promise<void> {
    return read({ ...table.value?.reading, ...change })
  }

  function map(next: ImportMapping): void {
    mapping.value = next
    staged.value = null
    group.value = null
    filter.value = 'all'
    void checkAll()
  }

  function touch(next: ImportMapping): void {
    touched = true
    map(next)
  }

  function chooseKind(kind: ImportName): void {
    const next = table.value?.mappings[kind]
    if (next && kind !== mapping.value?.kind) touch(next)
  }

  function fill(field: string, source: FieldSource): void {
    if (mapping.value) touch({ ...mapping.value, fields: { ...mapping.value.fields, [field]: source } })
  }

  function choose(option: string, on: boolean): void {
    if (mapping.value) touch({ ...mapping.value, options: { ...mapping.value.options, [option]: on } })
  }

  /** Stops what goes on with the file: handing over and reading for good, checking until it is asked for anew. */
  function stop(): void {
    if (!table.value) return clear()
    again = false
    stopAtCore()
  }

  /** Where it cannot be stopped it has ended, or ends soon. */
  function stopAtCore(): void {
    if (file.value?.id) call('imports.stop', { file: file.value.id }).catch(() => undefined)
  }

  let again = false
  /** The mapping that rows are being checked under. */
  let underCheck: ImportMapping | null = null
  /** Checks every row under the present mapping; one check at a time, and the last mapping always has its turn. */
  async function checkAll(): Promise<void> {
    again = true
    if (checking.value) {
      // Nobody waits for what a mapping would have come to that is not wanted any more.
      if (underCheck !== mapping.value) stopAtCore()
      return
    }
    checking.value = true
    while (again) {
      again = false
      const id = file.value?.id
      const asked = mapping.value
      if (!id || !asked) break
      underCheck = asked
      try {
        const answer = await call('imports.check', { file: id, mapping: asked })
        if (asked !== mapping.value || id !== file.value?.id) continue
        check.value = answer
        checkedKind.value = asked.kind
        checkProblem.value = null
        if (group.value && !answer.groups.some(isGroup(group.value))) group.value = null
        rows.restart()
      } catch (error) {
        if (asked !== mapping.value) continue
        checkProblem.value = problemOf(error)
        // What is in sight is of the mapping before.
        if (checkProblem.value.code === 'file-stopped') check.value = null
      } finally {
        progress.value = null
      }
    }
    checking.value = false
  }

  /**
   * Stages what is ready, and the doubtful rows if they are to be included; a person who has been told that the file on
   * disk is another one by now stages what was read of it by asking again.
   */
  async function stage(): Promise<void> {
    const id = file.value?.id
    if (!id || staging.value) return
    staging.value = true
    stageProblem.value = null
    try {
      if (source && !sourceProblem.value) {
        const trouble = await troubleOf(source)
        if (id !== file.value?.id) return
        if (trouble) {
          sourceProblem.value = trouble
          return
        }
      }
      const answer = await call('imports.stage', { file: id, includeDoubtful: includeDoubtful.value })
      if (id !== file.value?.id) return
      staged.value = answer
      sourceProblem.value = null
    } catch (error) {
      if (id !== file.value?.id) return
      stageProblem.value = problemOf(error)
      if (stageProblem.value.code === 'nothing-to-stage') void checkAll()
    } finally {
      staging.value = false
    }
  }

  /** The rows that stay behind, as a file. Throws the core's problem. */
  function exportLeft(): Promise<CallOutput<'imports.exportRefused'>> {
    return call('imports.exportRefused', { file: file.value?.id ?? '', doubtful: !includeDoubtful.value })
  }

  const soon = throttled(checkAll, pause)
  onEvent((told) => {
    // A tracker that was not known may be by now. What has been staged is not judged again.
    if (told.event === 'rows' && check.value && !staged.value && !staging.value) soon()
    const isOurs = told.event === 'import' && told.progress.file === file.value?.id
    if (isOurs && (told.progress.doing === 'reading' ? reading.value : checking.value)) progress.value = told.progress
  })
  watch(() => useStatus().profile?.id, clear)
  // Another core has no file in hand: it is given this one, which is read, mapped and checked as it was.
  onRestart(() => {
    if (source && !staged.value) void handOver(source, table.value?.reading ?? {})
  })

  return {
    file,
    handedOver,
    reading,
    checking,
    staging,
    busy,
    fileProblem,
    checkProblem,
    stageProblem,
    sourceProblem,
    progress,
    table,
    mapping,
    check,
    checkedKind,
    staged,
    includeDoubtful,
    filter,
    group,
    rows: markRaw(rows),
    toStage,
    requests,
    leftOut,
    expect,
    open,
    close: clear,
    stop,
    checkAgain: checkAll,
    reread,
    chooseKind,
    fill,
    choose,
    stage,
    exportLeft,
  }
})

/** Whether a group of the check is the one that rows are filtered by. */
export function isGroup(filter: GroupFilter): (group: { field: string; problem: Problem }) => boolean {
  return ({ field, problem }) => field === filter.field && problem.code === filter.code
}
