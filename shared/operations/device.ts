import { z } from 'zod'
import { laneOfRow } from '../entities/entity.ts'
import type { Tracker } from '../model/tracker.ts'

/**
 * The parameters of a kind that acts on a device: once, however many of the trackers that show it were chosen, for an
 * original and its clones share it.
 */
export const deviceParams = {
  /** The device behind the tracker, which all its clones share. */
  source: z.int(),
  /** Our ids of further trackers of the device for which it was asked: it is done once for all of them. */
  also: z.array(z.int()).default([]),
}

/** The device behind a tracker; a tracker whose device the panel does not name shares it with no other. */
export function deviceOf({ id, sourceId }: Pick<Tracker, 'id' | 'sourceId'>): string {
  return sourceId === 0 ? laneOfRow({ entity: 'tracker', id }) : `source:${sourceId}`
}

/** The lanes of the trackers that an operation on a device was asked for, and of the device. */
export function deviceLanes({ tracker, also, source }: { tracker: number; also: readonly number[]; source: number }) {
  return [...[tracker, ...also].map((id) => laneOfRow({ entity: 'tracker', id })), `source:${source}`]
}

/** Of trackers that share a device, the one by which an operation on it is called: the original, or else the first. */
export function spokesman<Row extends Pick<Tracker, 'clone'>>(trackers: readonly Row[]): Row | undefined {
  return trackers.find(({ clone }) => !clone) ?? trackers[0]
}

/** How a kind that edits what belongs to the device, and not to a tracker alone, takes it from a row. */
export const ofDevice = {
  per: deviceOf,
  shares: ({ sourceId, clone }: Readonly<Record<string, unknown>>) =>
    typeof sourceId === 'number' && sourceId > 0 ? { lane: `source:${sourceId}`, follows: clone === true } : null,
}
