import { z } from 'zod'
import { laneOfRow } from '../entities/entity.ts'

type Values = Readonly<Record<string, unknown>>

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
function deviceOf({ id, sourceId }: Values): string {
  return sourceId === 0 ? laneOfRow({ entity: 'tracker', id: Number(id) }) : `source:${String(sourceId)}`
}

/** The lanes of the trackers that an operation on a device was asked for, and of the device. */
export function deviceLanes({ tracker, also, source }: { tracker: number; also: readonly number[]; source: number }) {
  return [...[tracker, ...also].map((id) => laneOfRow({ entity: 'tracker', id })), `source:${source}`]
}

/** Trackers that share a device share an operation on it, which is called by the original, where that is among them. */
export const perDevice = { of: deviceOf, leads: ({ clone }: Values) => clone !== true }

/** How a kind that edits what belongs to the device, and not to a tracker alone, takes it from a row. */
export const ofDevice = {
  per: perDevice,
  shares: ({ sourceId, clone }: Values) =>
    typeof sourceId === 'number' && sourceId > 0 ? { lane: `source:${sourceId}`, follows: clone === true } : null,
}
