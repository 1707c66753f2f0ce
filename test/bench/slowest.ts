import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { slowMessages } from '../../electron/bridge/slow-log.ts'
import { logPath } from '../../electron/real-ports.ts'

const entry = z.object({ message: z.enum(slowMessages), name: z.string(), milliseconds: z.number() })

/** The longest that each name took, by what is said of it in the log. */
const longest = new Map(slowMessages.map((message) => [message, new Map<string, number>()]))

/** Takes what was slow from the log of a data folder, before the folder goes. */
export function gatherSlow(data: string): void {
  for (const path of [`${logPath(data)}.old`, logPath(data)]) {
    if (!existsSync(path)) continue
    for (const line of readFileSync(path, 'utf8').split('\n')) {
      const told = line === '' ? undefined : entry.safeParse(JSON.parse(line)).data
      if (!told) continue
      const names = longest.get(told.message)
      names?.set(told.name, Math.max(told.milliseconds, names.get(told.name) ?? 0))
    }
  }
}

/** The ten slowest of each sort that were gathered, in lines. */
export function slowest(): string[] {
  return [...longest].flatMap(([message, names]) => {
    const ten = [...names].sort(([, one], [, other]) => other - one).slice(0, 10)
    const lines = ten.map(([name, milliseconds]) => `${String(milliseconds).padStart(8)} ms  ${name.slice(0, 140)}`)
    return ['', `${message}:`, ...(lines.length > 0 ? lines : ['  never'])]
  })
}
