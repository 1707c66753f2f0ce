import { z } from 'zod'
import type { Readers } from '../../electron/ports.ts'

/** What stands on the line to a reader, as far as it is counted. */
const message = z.object({ is: z.string(), id: z.int(), name: z.string().optional() })

/** How much was under way at once, at most. */
export interface Counted {
  /** Questions of the core that were not yet answered, and those of the reader. */
  readonly core: number
  readonly reader: number
}

/** Readers, with everything that goes to and fro counted. */
export function countedReaders(readers: Readers): { readers: Readers; counted(): Counted } {
  const most = { core: 0, reader: 0 }
  const open = { core: new Set<number>(), reader: new Set<number>() }

  function count(by: 'core' | 'reader', said: unknown): void {
    const { is, id } = message.parse(said)
    if (is !== 'ask') return void open[by === 'core' ? 'reader' : 'core'].delete(id)
    open[by].add(id)
    most[by] = Math.max(most[by], open[by].size)
  }

  return {
    counted: () => ({ ...most }),
    readers: {
      start() {
        const reader = readers.start()
        return {
          ...reader,
          post(said) {
            count('core', said)
            reader.post(said)
          },
          listen: ({ message: hear, ended }) =>
            reader.listen({
              message(said) {
                count('reader', said)
                hear(said)
              },
              ended,
            }),
        }
      },
    },
  }
}
