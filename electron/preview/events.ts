import type { ServerResponse } from 'node:http'
import type { Core } from '../core.ts'

/** Milliseconds between signs of life, so that neither side keeps a dead connection. */
const heartbeat = 15_000
/** Bytes that may wait for a page that does not read; it reads everything anew when it comes back. */
const patience = 8 * 1024 * 1024

/** Streams what the core says to every page that has joined, as server-sent events. */
export function streamEvents(core: Core): {
  join(response: ServerResponse): void
  close(): void
} {
  const pages = new Set<ServerResponse>()
  const stopListening = core.listen((event) => tell(`data: ${JSON.stringify(event)}\n\n`))
  const beat = setInterval(() => tell(': still here\n\n'), heartbeat)

  function tell(text: string): void {
    for (const page of pages) {
      page.write(text)
      if (page.writableLength > patience) page.destroy()
    }
  }

  return {
    join(response) {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
      response.write('retry: 1000\n\n')
      pages.add(response)
      response.once('close', () => pages.delete(response))
    },
    close() {
      clearInterval(beat)
      stopListening()
    },
  }
}
