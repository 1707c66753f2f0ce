import type { RouteDetails, TaskDetails, TaskStatus } from './effects.ts'

/** A task of a user: a single one, or a checkpoint of a route. */
export interface TaskRecord {
  readonly id: number
  readonly userId: number
  /** When it was made, as times are here: the user's own. */
  readonly created: string
  readonly origin: 'manual' | 'scheduled' | 'imported'
  details: TaskDetails
  /** A checkpoint's is that of its route. */
  trackerId: number | null
  /** The route whose checkpoint it is; null of a single task. */
  routeId: number | null
  status: TaskStatus
  statusChanged: string
  arrival: string | null
  /** Seconds. */
  stay: number
}

/** A route: its checkpoints in the order in which they are to be visited, and never none. */
export interface RouteRecord {
  readonly id: number
  readonly userId: number
  readonly created: string
  readonly origin: 'manual' | 'scheduled' | 'imported'
  details: RouteDetails
  trackerId: number | null
  checkpoints: readonly TaskRecord[]
}

/** A word by which a user sorts things. */
export interface TagRecord {
  readonly id: number
  readonly userId: number
  readonly name: string
  /** Red, green and blue in hexadecimal digits. */
  readonly color: string
  readonly avatar?: string
}

/** What users have of tasks when a panel is made. */
export interface TaskData {
  readonly tags: readonly TagRecord[]
  readonly tasks: readonly TaskRecord[]
  readonly routes: readonly RouteRecord[]
  /** Users whose trackers have no tasks, whatever their plans. */
  readonly without: ReadonlySet<number>
}
