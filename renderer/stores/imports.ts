import { defineStore } from 'pinia'
import { computed, markRaw, shallowRef, watch } from 'vue'
import type { CallOutput } from '../../shared/contract.ts'
import type { FieldSource, FileReading, ImportMapping } from '../../shared/contract/imports.ts'
import type { ImportName } from '../../shared/imports/catalogue.ts'
import { call, onEvent, onRestart } from '../bridge.ts'
import { createChecking } from './imports/checking.ts'
import { createFileInHand } from './imports/file-in-hand.ts'
import { createStaging } from './imports/staging.ts'
import { useStatus } from './status.ts'
import { throttled } from './throttled.ts'

export { isGroup, type GroupFilter, type RowFilter } from './imports/checking.ts'

/** Milliseconds between two checks while a pull brings rows that may change their outcome. */
const pause = 1000

/**
 * The file that is being imported: handed over, read, mapped, checked and staged by the core, which holds it; here is
 * what the page shows of it. It outlives the page, so one may leave and come back.
 */
export const useImports = defineStore('imports', () => {
  const mapping = shallowRef<ImportMapping | null>(null)
  /** Whether the person has had a hand in the mapping. */
  let touched = false

  const inHand = createFileInHand({
    begun: () => staging.renew(),
    done(table, isAlike) {
      // What the person chose stays, as long as the columns are the same.
      if (touched && isAlike && mapping.value) map(mapping.value)
      else map(table.suggested ?? table.mappings.clones)
    },
  })
  const checks = createChecking(inHand.id, mapping)
  const staging = createStaging(inHand.id, inHand.source, () => void checks.checkAll())
  const { check } = checks
  const { includeDoubtful } = staging

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
  const busy = computed(() => inHand.handedOver.value !== null || inHand.reading.value)

  /** What was done with the file before. */
  function forget(): void {
    mapping.value = null
    touched = false
    checks.clear()
    staging.clear()
  }

  function clear(): void {
    inHand.clear()
    forget()
  }

  /** Has the core get ready for a file; where it cannot, that is told when one comes. */
  function expect(): void {
    if (!inHand.file.value) call('imports.expect', {}).catch(() => undefined)
  }

  /** Takes a file in place of the one before. */
  function open(chosen: File): Promise<void> {
    forget()
    return inHand.open(chosen)
  }

  /** Reads it anew with one thing otherwise. */
  function reread(change: Partial<FileReading>): Promise<void> {
    return inHand.read({ ...inHand.table.value?.reading, ...change })
  }

  function map(next: ImportMapping): void {
    mapping.value = next
    staging.renew()
    checks.showAll()
    void checks.checkAll()
  }

  function touch(next: ImportMapping): void {
    touched = true
    map(next)
  }

  function chooseKind(kind: ImportName): void {
    const next = inHand.table.value?.mappings[kind]
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
    if (inHand.table.value) checks.stop()
    else clear()
  }

  /** The rows that stay behind, as a file. Throws the core's problem. */
  function exportLeft(): Promise<CallOutput<'imports.exportRefused'>> {
    return call('imports.exportRefused', { file: inHand.id.value ?? '', doubtful: !includeDoubtful.value })
  }

  const soon = throttled(checks.checkAll, pause)
  onEvent((told) => {
    // A tracker that was not known may be by now. What has been staged is not judged again.
    if (told.event === 'rows' && check.value && !staging.staged.value && !staging.staging.value) soon()
    if (told.event !== 'import' || told.progress.file !== inHand.id.value) return
    const { progress } = told
    if (progress.doing === 'reading' && inHand.reading.value) inHand.progress.value = progress
    if (progress.doing !== 'reading' && checks.checking.value) checks.progress.value = progress
  })
  watch(() => useStatus().profile?.id, clear)
  // Another core has no file in hand: it is given this one, which is read, mapped and checked as it was.
  onRestart(() => {
    if (!staging.staged.value) inHand.handOverAgain()
  })

  return {
    file: inHand.file,
    handedOver: inHand.handedOver,
    reading: inHand.reading,
    fileProblem: inHand.problem,
    table: inHand.table,
    checking: checks.checking,
    checkProblem: checks.problem,
    check,
    checkedKind: checks.checkedKind,
    filter: checks.filter,
    group: checks.group,
    rows: markRaw(checks.rows),
    staging: staging.staging,
    stageProblem: staging.problem,
    sourceProblem: staging.sourceProblem,
    staged: staging.staged,
    includeDoubtful,
    mapping,
    /** How far reading or checking has come. */
    progress: computed(() => inHand.progress.value ?? checks.progress.value),
    busy,
    toStage,
    requests,
    leftOut,
    expect,
    open,
    close: clear,
    stop,
    checkAgain: checks.checkAll,
    reread,
    chooseKind,
    fill,
    choose,
    stage: staging.stage,
    exportLeft,
  }
})
