import type { KnownBundle, KnownTracker, KnownUser } from '../../shared/imports/import-kind.ts'
import { ProblemError } from '../../shared/problem.ts'
import type { Log, Reader, Readers } from '../ports.ts'
import { joinLine, type Answering, type Asking, type Line } from './line.ts'
import type { ImportLookups } from './needs.ts'
import { questions, readerCalls } from './reader-calls.ts'

/** What was told of how far the reader has come. */
export type ReaderProgress = Parameters<Answering<typeof questions>['progress']>[0]

/** The core's end of the line to its reader, who is there while there is something to read. */
export interface ReaderLine {
  /** Begins a reader where there is none: it takes a tenth of a second until it can be asked anything. */
  ready(): void
  /** The same, and asks it. */
  readonly ask: Asking<typeof readerCalls>
  /** What is being made of a file is wanted no more. */
  stop(file: string): void
  forget(file: string): void
  /** Lets the reader go, and with it all that it holds; whatever was asked of it fails. */
  end(): Promise<void>
}

/** What the reader asks, answered from the cache and the journal: only what it needs of each row goes over the line. */
function answersFrom(lookups: ImportLookups): Omit<Answering<typeof questions>, 'progress'> {
  const user = ({ id, login, timeZone }: KnownUser) => ({ id, login, ...(timeZone !== undefined && { timeZone }) })
  const tracker = ({ id, panelId, label, clone, corrupted, userId, sourceId }: KnownTracker) => ({
    ...{ id, panelId, label, clone, corrupted, userId, sourceId },
  })
  const bundle = ({ id, panelId, imei, iccid, orderId, equipId }: KnownBundle) => ({
    ...{ id, panelId, imei, iccid, orderId, equipId },
  })
  const some = <Key, Value>(keys: readonly Key[], look: (keys: readonly Key[]) => ReadonlyMap<Key, Value>) =>
    keys.length > 0 ? look(keys) : new Map<Key, Value>()
  return {
    known: ({
      trackers,
      userIds,
      logins,
      bundleIds,
      imeis,
      trackerNames,
      stopIds,
      externalIds,
      routeNames,
      tagNames,
    }) => ({
      trackers: [...some(trackers, lookups.trackersByPanelIds).values()].map(tracker),
      trackersByName: [...some(trackerNames, lookups.trackersByNames)].map(
        ([name, named]) => [name, named.map(tracker)] as const,
      ),
      stops: [...some(stopIds, lookups.stopsByPanelIds)],
      stopsByExternalId: [...some(externalIds, lookups.stopsByExternalIds)],
      routesByName: [...some(routeNames, lookups.routesByNames)],
      tagsByName: [...some(tagNames, lookups.tagsByNames)],
      usersById: [...some(userIds, lookups.usersByIds).values()].map(user),
      usersByLogin: [...some(logins, lookups.usersByLogins)].map(([login, found]) => [login, user(found)] as const),
      bundles: [
        ...some(bundleIds, lookups.bundlesByPanelIds).values(),
        // What the panel has goes before what is staged under the same IMEI.
        ...some(imeis, lookups.bundlesInMaking).values(),
        ...some(imeis, lookups.bundlesByImeis).values(),
      ].map(bundle),
    }),
    facts: ({ sources, imeis, iccids }) => ({
      owners: sources.length > 0 ? [...lookups.ownersOf(sources)] : [],
      bundles: [...some(imeis, lookups.bundlesByImeis).keys()],
      withSims: [...some(iccids, lookups.bundlesBySims).values()].map(bundle),
    }),
    openLanes: ({ lanes, kind }) => ({ open: [...lookups.openLanes(lanes, kind)] }),
  }
}

export function createReaderLine(options: {
  readers: Readers
  log: Log
  lookups: ImportLookups
  onProgress: (progress: ReaderProgress) => void
  /** The reader has ended by itself; the files that it held are gone. */
  onLost: () => void
}): ReaderLine {
  const { readers, log, onProgress, onLost } = options
  const answers: Answering<typeof questions> = {
    ...answersFrom(options.lookups),
    progress(progress) {
      onProgress(progress)
      return {}
    },
  }
  let current: { readonly reader: Reader; readonly line: Line<typeof readerCalls> } | null = null

  function begin() {
    const reader = readers.start()
    const line = joinLine({ post: (message) => reader.post(message), mine: questions, answers, theirs: readerCalls })
    const begun = { reader, line }
    reader.listen({
      message: (message) => line.receive(message),
      ended(reason, cause) {
        if (current !== begun) return
        log.error('The reader of files ended', { reason, error: String(cause) })
        line.cut(new ProblemError({ code: reason === 'memory' ? 'file-memory' : 'reader-ended' }, { cause }))
        onLost()
        current = null
      },
    })
    return begun
  }

  const ready = () => (current ??= begin())

  return {
    ready: () => void ready(),
    get ask() {
      return ready().line.ask
    },
    // Nobody waits for these, and where the reader is gone there is nothing left to stop.
    stop: (file) => void current?.line.ask.stop({ file }).catch(() => undefined),
    forget: (file) => void current?.line.ask.forget({ file }).catch(() => undefined),
    async end() {
      const ending = current
      current = null
      ending?.line.cut(new ProblemError({ code: 'file-stopped' }))
      await ending?.reader.end()
    },
  }
}
