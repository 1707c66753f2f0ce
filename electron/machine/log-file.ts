import { appendFileSync, chmodSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Clock, Log } from '../ports.ts'

/** Bytes after which a log file is put aside; one old one is kept, so a log never takes more than twice this. */
const limit = 2 * 1024 * 1024
/** Characters of one entry; a longer one is written without its details. */
const entryMost = 64 * 1024

/** Makes a value fit to be written: errors as their text and causes, and what is secret taken out, at any depth. */
export type Redact = (value: unknown) => unknown

/**
 * A log in a file, one JSON object a line, times in UTC. Everything goes through `redact` first. It is written at once,
 * since the last lines before a crash are the ones that matter; a log that cannot be written stops nothing. Nobody else
 * may read it.
 */
export function logFile(path: string, clock: Clock, redact: Redact): Log {
  closeToOthers(path)

  function lineOf(time: string, level: string, message: string, details: Record<string, unknown> | undefined): string {
    const entry = JSON.stringify(redact({ time, level, message, ...details }))
    if (entry.length <= entryMost) return `${entry}\n`
    const start = JSON.stringify(redact(message)).slice(1, entryMost / 2)
    return `${JSON.stringify({ time, level, message: start, cut: entry.length })}\n`
  }

  function write(level: string, message: string, details: Record<string, unknown> | undefined): void {
    const time = new Date(clock.now()).toISOString()
    const line = lineOf(time, level, message, details)
    try {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
      // Others write to it, too: main and the core do.
      if (sizeOf(path) + Buffer.byteLength(line) > limit) renameSync(path, `${path}.old`)
      appendFileSync(path, line, { mode: 0o600 })
    } catch {
      // A full disk is told of where something that matters could not be written.
    }
  }

  return {
    info: (message, details) => write('info', message, details),
    warn: (message, details) => write('warn', message, details),
    error: (message, details) => write('error', message, details),
  }
}

/** A folder that was made by an earlier version, or by hand, may be open to others, and with it what it holds. */
function closeToOthers(path: string): void {
  for (const [name, mode] of [
    [dirname(path), 0o700],
    [path, 0o600],
    [`${path}.old`, 0o600],
  ] as const) {
    try {
      chmodSync(name, mode)
    } catch {
      // It is not there yet, or the disk keeps no modes.
    }
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}
