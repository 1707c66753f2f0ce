import type { EntityName } from '../../shared/entities/entity.ts'
import { bundleReader } from './bundle-reader.ts'
import type { RowReader } from './row-reader.ts'
import { trackerReader } from './tracker-reader.ts'
import { userReader } from './user-reader.ts'

/** How the rows of every entity are read: an entity without a reader does not compile. */
export const rowReaders: { readonly [Name in EntityName]: RowReader } = {
  tracker: trackerReader,
  user: userReader,
  bundle: bundleReader,
}
