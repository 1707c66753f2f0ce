import type { CoreOptions } from '../../electron/core.ts'
import { actions, type Actions } from './actions.ts'
import { activationActions } from './activation-actions.ts'
import { bulkActions, slowBulkActions } from './bulk-actions.ts'
import { bundleActions, exchangeInTheEnd } from './bundle-actions.ts'
import { clockActions } from './clock-actions.ts'
import { endpointActions } from './endpoint-actions.ts'
import { longActions } from './long-actions.ts'
import { networkActions } from './network-actions.ts'
import { ownRowActions } from './own-row-actions.ts'
import { readingActions } from './reading-actions.ts'
import {
  chooseRoutes,
  movedStopActions,
  newRouteActions,
  routeActions,
  routesInTheEnd,
  singleTaskActions,
} from './route-actions.ts'
import type { StoryName } from './story-names.ts'
import { userActions } from './user-actions.ts'
import type { World } from './world.ts'

/** A kind of life that a seed can lead: what can happen in it, and what the core is told. */
export interface Story {
  readonly actions: Actions
  readonly core: Partial<CoreOptions>
  /** Whether the clock may be another after the power was cut. */
  readonly clockJumps: boolean
  /** What is done before anything can happen. */
  readonly beginning?: (world: World) => Promise<void>
  /** What is tried once all else is settled; answers what was promised of it and not kept. */
  readonly ending?: (world: World) => Promise<string[]>
}

const long = { rowsAtOnce: 4 }

/**
 * Every kind of life. What can happen in one is never changed once seeds of it have failed, which would no longer be the
 * same: where more can happen, the story goes on under a new name, and the old one is kept for its seeds.
 */
export const stories = {
  /** All ways of changing something at the panel, a few cells at a time, and at the User API beside it. */
  sending: {
    actions: [...actions, ...clockActions, ...readingActions, ...endpointActions],
    core: {},
    clockJumps: true,
  },
  /** The same, and a second entity that is edited: bundles and their SIM cards, which they exchange. */
  bundles: {
    actions: [...actions, ...bundleActions, ...clockActions, ...readingActions],
    core: {},
    clockJumps: true,
    ending: exchangeInTheEnd,
  },
  /** The same, and rows that the panel does not have yet. */
  'own rows': {
    actions: [...actions, ...ownRowActions, ...clockActions, ...readingActions],
    core: {},
    clockJumps: true,
  },
  /** The same as of trackers, and those that are activated once more, or removed for good. */
  activations: {
    actions: [...actions, ...activationActions, ...clockActions, ...readingActions],
    core: {},
    clockJumps: true,
  },
  /** Trackers, and users who are edited as wholes, and made with passwords. */
  users: {
    actions: [...actions, ...userActions, ...clockActions, ...readingActions],
    core: {},
    clockJumps: true,
  },
  /** Routes of users and their stops, which change at the User API, in turns; those that are to be made, and moved; tasks. */
  'single tasks': {
    actions: [...singleTaskActions, ...clockActions.slice(0, 3), ...readingActions],
    core: {},
    clockJumps: true,
    beginning: chooseRoutes,
    ending: routesInTheEnd,
  },
  /** As it was while no single task became a stop. */
  'moved stops': {
    actions: [...movedStopActions, ...clockActions.slice(0, 3), ...readingActions],
    core: {},
    clockJumps: true,
    beginning: chooseRoutes,
    ending: routesInTheEnd,
  },
  /** As it was while no stop was moved. */
  'new routes': {
    actions: [...newRouteActions, ...clockActions.slice(0, 3), ...readingActions],
    core: {},
    clockJumps: true,
    beginning: chooseRoutes,
    ending: routesInTheEnd,
  },
  /** As it was while no route was made. */
  routes: {
    actions: [...routeActions, ...clockActions.slice(0, 3), ...readingActions],
    core: {},
    clockJumps: true,
    beginning: chooseRoutes,
    ending: routesInTheEnd,
  },
  /** As it was while the panel was all that there was. */
  'sending to the panel': { actions: [...actions, ...clockActions, ...readingActions], core: {}, clockJumps: true },
  /** The same, and steps so long that they are staged in parts. */
  staging: { actions: [...actions, ...longActions, ...clockActions, ...readingActions], core: long, clockJumps: true },
  /** The first once more, among networks and panels that get in the way. */
  networks: {
    actions: [...actions, ...networkActions, ...clockActions, ...readingActions],
    core: {},
    clockJumps: true,
  },
  /** The same, while pulls begin by themselves, every five minutes, and make way for what is sent. */
  pulls: {
    actions: [...actions, ...networkActions, ...clockActions, ...readingActions],
    core: { pullEvery: 5 },
    clockJumps: true,
  },
  /** All that is done to many operations at once, in parts of three, now and then while others are being sent. */
  bulk: {
    actions: [...actions, ...longActions, ...bulkActions, ...slowBulkActions, ...clockActions, ...readingActions],
    core: { rowsAtOnce: 3 },
    clockJumps: true,
  },
  /** As it was while all parts of a step took no time together. */
  'bulk at once': {
    actions: [...actions, ...longActions, ...bulkActions, ...clockActions, ...readingActions],
    core: { rowsAtOnce: 3 },
    clockJumps: true,
  },
  /** As they were while every clock was right. */
  'sending on time': { actions, core: {}, clockJumps: false },
  'staging on time': { actions: [...actions, ...longActions], core: long, clockJumps: false },
} as const satisfies Record<StoryName, Story>
