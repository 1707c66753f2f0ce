import type { EntityName } from '../../shared/entities/entity.ts'
import { bundleReader } from './bundle-reader.ts'
import type { RowReader } from './row-reader.ts'
import { checkpointReader, routeReader } from './task-readers.ts'
import { trackerReader } from './tracker-reader.ts'
import { userReader } from './user-reader.ts'

/** How the rows of every entity are read: an entity without a reader does not compile. */
export const rowReaders = {
  tracker: trackerReader,
  user: userReader,
  bundle: bundleReader,
  route: routeReader,
  checkpoint: checkpointReader,
} satisfies { readonly [Name in EntityName]: RowReader }

/** The reader of an entity, for code that treats all alike. */
export function readerOf(entity: EntityName): RowReader {
  return rowReaders[entity]
}
