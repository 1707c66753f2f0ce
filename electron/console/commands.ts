import { z } from 'zod'
import { longestCommand, mostRemembered } from '../../shared/contract/consoles.ts'
import { readOr, type Versioned } from '../../shared/versioned.ts'
import type { Journal } from '../store/journal.ts'

const kept: Versioned<string[]> = {
  version: 1,
  shape: z.array(z.string().max(longestCommand)).max(mostRemembered),
}
const name = 'console commands'

/** Commands that were sent, kept with the profile: oldest first, each once. */
export interface Commands {
  list(): string[]
  remember(command: string): void
}

export function createCommands(journal: Journal): Commands {
  function list(): string[] {
    return readOr(journal.kept(name, kept), [])
  }
  return {
    list,
    remember(command) {
      const others = list().filter((one) => one !== command)
      journal.keep(name, kept, [...others, command].slice(-mostRemembered))
    },
  }
}
