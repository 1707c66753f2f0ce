import { computed, type ComputedRef, ref, type Ref, shallowRef, type ShallowRef } from 'vue'
import type { CallOutput } from '../../../shared/contract.ts'
import type { FileReading, ImportProgress } from '../../../shared/contract/imports.ts'
import { type Problem, problemOf } from '../../../shared/problem.ts'
import { call } from '../../bridge.ts'
import { base64Of } from './source-file.ts'

/** Bytes that are handed over at a time. */
const chunkSize = 512 * 1024

/** A file as the core has read it: its columns, its first rows, and what they are taken for. */
export type ReadFile = CallOutput<'imports.read'>

/** A file by its name; `id` is null until the core has taken it. */
export interface ChosenFile {
  readonly name: string
  readonly size: number
  readonly id: string | null
}

/** The file that a person chose: handed over to the core, which reads it. */
export interface FileInHand {
  readonly file: Readonly<ShallowRef<ChosenFile | null>>
  /** The core's id of it; null until it has been taken. */
  readonly id: ComputedRef<string | null>
  /** Bytes handed over, while that goes on. */
  readonly handedOver: Readonly<Ref<number | null>>
  readonly reading: Readonly<Ref<boolean>>
  /** How far reading has come; null while it takes no longer than a second. */
  readonly progress: ShallowRef<ImportProgress | null>
  /** Why the file could not be taken or read. */
  readonly problem: Readonly<ShallowRef<Problem | null>>
  readonly table: Readonly<ShallowRef<ReadFile | null>>
  /** The file on disk; null while there is none in hand. */
  source(): File | null
  /** Takes a file in place of the one before. */
  open(chosen: File): Promise<void>
  /** Hands the same file over once more, to a core that has none, which reads it in the same way. */
  handOverAgain(): void
  /** Reads the file in hand, as the person says or as is guessed. */
  read(how: Partial<FileReading>): Promise<void>
  /** Lets go of it. */
  clear(): void
}

/** No file in hand yet. `begun` is told that one is being read, `done` what came of it, and whether its columns are as before. */
export function createFileInHand(told: { begun(): void; done(table: ReadFile, isAlike: boolean): void }): FileInHand {
  const file = shallowRef<ChosenFile | null>(null)
  const id = computed(() => file.value?.id ?? null)
  const handedOver = ref<number | null>(null)
  const reading = ref(false)
  const progress = shallowRef<ImportProgress | null>(null)
  const problem = shallowRef<Problem | null>(null)
  const table = shallowRef<ReadFile | null>(null)
  let source: File | null = null
  /** Answers to questions about an earlier file are thrown away. */
  let question = 0

  /** The core forgets unused files by itself: nothing depends on this call. */
  function forget(unused: string): void {
    call('imports.forget', { file: unused }).catch(() => undefined)
  }

  async function handOver(chosen: File, how: Partial<FileReading>): Promise<void> {
    const asked = (question += 1)
    const { name, size } = chosen
    file.value = { name, size, id: null }
    handedOver.value = 0
    let begun: string | null = null
    try {
      const { file: taken } = await call('imports.begin', { name: name.slice(-300), size })
      begun = taken
      for (let from = 0; from < size && asked === question; from += chunkSize) {
        const to = Math.min(size, from + chunkSize)
        await call('imports.chunk', { file: taken, data: await base64Of(chosen, from, to) })
        if (asked === question) handedOver.value = to
      }
      if (asked !== question) return
      file.value = { name, size, id: taken }
      begun = handedOver.value = null
      await read(how)
    } catch (error) {
      if (asked === question) problem.value = problemOf(error)
    } finally {
      if (asked === question) handedOver.value = null
      // One that was not handed over whole is of no use.
      if (begun) forget(begun)
    }
  }

  async function read(how: Partial<FileReading>): Promise<void> {
    if (!id.value) return
    const asked = (question += 1)
    reading.value = true
    told.begun()
    try {
      const answer = await call('imports.read', { file: id.value, reading: how })
      if (asked !== question) return
      const isAlike = answer.columns.length === table.value?.columns.length
      table.value = answer
      problem.value = null
      told.done(answer, isAlike)
    } catch (error) {
      if (asked === question) problem.value = problemOf(error)
    } finally {
      if (asked === question) {
        reading.value = false
        progress.value = null
      }
    }
  }

  function clear(): void {
    question += 1
    if (id.value) forget(id.value)
    file.value = table.value = problem.value = progress.value = handedOver.value = source = null
    reading.value = false
  }

  return {
    file,
    id,
    handedOver,
    reading,
    progress,
    problem,
    table,
    source: () => source,
    open(chosen) {
      clear()
      source = chosen
      return handOver(chosen, {})
    },
    handOverAgain() {
      if (source) void handOver(source, table.value?.reading ?? {})
    },
    read,
    clear,
  }
}
