import { z } from 'zod'
import type { DemoPanel } from './demo-panel.ts'
import { fault } from './faults.ts'
import { habits } from './habits.ts'
import { demoEdit } from './other-hands.ts'

/** What a control request comes to. */
interface ControlAnswer {
  readonly status: number
  readonly body: unknown
}

/**
 * Tells a panel over HTTP, outside its API and its rate limit, what tests tell it in process:
 * `POST /demo/faults` adds a fault, `DELETE` clears them, `GET` lists those that are left; `GET /demo/ledger` and
 * `GET /demo/stats` show what was done; `POST /demo/sessions/expire` ends every session; `POST /demo/edit` has
 * somebody else change a tracker or a bundle, or get on with a task; `POST /demo/habits` makes it differ from the
 * documented panel. Null where the request is none of these.
 */
export function control(panel: DemoPanel, method: string, path: string, body: string): ControlAnswer | null {
  switch (`${method} ${path}`) {
    case 'GET /demo/faults':
      return { status: 200, body: panel.faults.left() }
    case 'POST /demo/faults':
      return told(fault, body, (input) => panel.faults.add(input))
    case 'DELETE /demo/faults':
      panel.faults.clear()
      return { status: 200, body: {} }
    case 'GET /demo/ledger':
      return { status: 200, body: panel.ledger.entries() }
    case 'GET /demo/stats':
      return { status: 200, body: panel.stats() }
    case 'POST /demo/sessions/expire':
      panel.expireSessions()
      return { status: 200, body: {} }
    case 'POST /demo/habits':
      return told(habits, body, (input) => void (panel.habits = input))
    case 'POST /demo/edit':
      return told(demoEdit, body, (input) => panel.edit(input))
    default:
      return null
  }
}

function told<Schema extends z.ZodType>(
  schema: Schema,
  body: string,
  act: (input: z.output<Schema>) => void,
): ControlAnswer {
  try {
    act(schema.parse(JSON.parse(body)))
    return { status: 200, body: {} }
  } catch (error) {
    if (error instanceof z.ZodError) return { status: 400, body: { error: z.prettifyError(error) } }
    if (error instanceof SyntaxError || error instanceof RangeError)
      return { status: 400, body: { error: error.message } }
    throw error
  }
}
