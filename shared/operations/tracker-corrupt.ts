import { z } from 'zod'
import type { Problem } from '../problem.ts'
import { deviceLanes, deviceParams } from './device.ts'
import { kind } from './kind.ts'

/** So many clones are named that stand in the way. */
const mostNamed = 5

/** A clone, as a person knows it. */
interface KnownClone {
  readonly id: unknown
  /** Empty where it is not known. */
  readonly label: unknown
  readonly owner: unknown
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Why a tracker is not removed while others have clones of it, and which: most share its label, so their users are named. */
export function hasClones(clones: readonly KnownClone[]): Problem {
  const named = clones.slice(0, mostNamed).map(({ id, label, owner }) => {
    const name = text(label) ? `“${text(label)}”` : `#${String(id)}`
    return text(owner) ? `${name} (${text(owner)})` : name
  })
  const names = [...named, ...(clones.length > mostNamed ? ['…'] : [])].join(', ')
  return { code: 'tracker-has-clones', values: { count: clones.length, names } }
}

/**
 * Removes a tracker for good, which the vendor calls “Cancel activation”: it is marked as deleted, its device's id and
 * phone are spoilt, and nothing brings it back. Sent twice it is refused with 252. (panel-tracker.md, corrupt)
 */
export const trackerCorruptKind = kind({
  name: 'tracker.corrupt',
  entity: 'tracker',
  methods: ['tracker/corrupt'],
  version: 1,
  params: z.object({
    /** Our id of the tracker, which is no clone. */
    tracker: z.int(),
    /** Beside the device: our ids of its clones, where these go, too. */
    ...deviceParams,
    /** Whether clones that others have of it are removed; without that, it is refused while there are any. */
    clones: z.boolean(),
  }),
  needs: [{ category: 'trackers', operation: 'corrupt' }],
  risk: 'irreversible',
  idempotence: 'refused',
  lanes: deviceLanes,
  precludes: { lane: 'tracker', kinds: 'all', code: 'removal-staged' },
  ownOnly: 'tracker-foreign',
  // Codes 219, 252 and 253.
  foretell: {
    from: ['clone', 'corrupted'],
    others: [
      {
        ...{ entity: 'tracker', by: 'sourceId', fields: ['clone', 'panelId', 'label', 'ownerName'] },
        of: ({ source, clones }) => (clones ? null : source || null),
      },
    ],
    why(_, { clone, corrupted }, { others: [ofDevice = []] }) {
      if (clone === true) return { code: 'removal-of-clone' }
      if (corrupted === true) return { code: 'tracker-corrupted' }
      const clones = ofDevice.filter((other) => other['clone'] === true)
      if (clones.length === 0) return null
      return hasClones(clones.map(({ panelId, label, ownerName }) => ({ id: panelId, label, owner: ownerName })))
    },
  },
  remedies: { 'tracker-has-clones': { remedies: ['corrupt-clones-too'], meets: 'row' } },
  batchMost: 1,
  batchKey: () => null,
  describe: ({ tracker, also, clones }) => ({
    row: tracker,
    also,
    changes: [{ field: 'withClones', from: null, to: clones }],
  }),
  check: () => null,
})
