import { afterAll, expect, test } from 'vitest'
import { createSeedPool } from './seed-pool.ts'
import type { StoryName } from './story-names.ts'

/**
 * Every seed that ever failed, and what it showed. A seed lives through the same only as long as the simulation is the
 * same: what it showed has a test of its own, too, where one could be written.
 */
const failedOnce: readonly [seed: number, showed: string, story: StoryName][] = [
  [
    15,
    'a tracker that we moved got another id of ours where the cache was lost before the move was known',
    'sending on time',
  ],
  [89, 'the same, for two trackers', 'sending on time'],
  [124, 'the same, where the move was looked up before the pull saw the tracker', 'sending on time'],
  [231, 'the same, after a second power cut', 'sending on time'],
  [
    109,
    'settings that were sent again at once were carried out once more, minutes later, by the request before',
    'sending on time',
  ],
  [
    113,
    'what somebody else wrote over before it was looked up cannot be told from what never was; the model did',
    'sending on time',
  ],
  [
    589,
    'a file may name a moved tracker as it was called in between, while the cache is lost; the panel refuses it',
    'sending on time',
  ],
  [
    2351,
    'a conflict typed over with what breaks a rule stays one until it is mended or discarded; nobody did',
    'sending on time',
  ],
  [
    3966,
    'where the answer is lost, a clone that the user had before cannot be told from one that we made',
    'sending on time',
  ],
  [
    38,
    'what waited behind a move was read under the dead id before the cache knew of the new one, and refused',
    'sending on time',
  ],
  [
    1229,
    'a file may name a moved tracker by its present id while the cache is lost; it is then a tracker of its own',
    'sending on time',
  ],
  [
    4116,
    'a move of somebody else to the same user cannot be told from one of ours whose answer was lost',
    'sending on time',
  ],
  [
    1773,
    'a clone was deleted while its making was unknown, which then looked undone and was sent again',
    'sending on time',
  ],
  [
    6336,
    'a look-up that had failed was told of long after, and stopped a connection that had been tried since',
    'sending on time',
  ],
  [7341, 'what was struck before the end may stop everything after it, and nobody tried again', 'sending on time'],
  [
    101_906,
    'on a panel that takes 3 s over every read, the third counts from its answer on; the model had it too old',
    'sending to the panel',
  ],
  [8, 'an undo was used up and took nothing back where the cache was lost', 'staging on time'],
  [73, 'a value put back was taken for what the panel holds, where a recalled edit stood before it', 'staging on time'],
  [
    201,
    'a value that the panel holds was typed over a recalled edit, and the cell went on showing another',
    'staging on time',
  ],
  [
    2488,
    'a pull may bring a moved tracker before the move is looked up; edited there, it is one of its own',
    'staging on time',
  ],
  [2783, 'a step of nothing but what stands there already is none; the model had it taken back', 'staging on time'],
  [10, 'an action reverted on a row that was named twice was staged twice by its undo', 'staging on time'],
  [2035, 'what somebody else wrote before ours was read back was taken for what the panel had made of ours', 'staging'],
  [
    38,
    'an edit taken off a tracker that we had deleted cannot be staged there again; the model expected it',
    'staging',
  ],
  [78, 'a pull after a permission was given back left out what the account might not read before', 'networks'],
  [
    101_905,
    'the third slow read of a tracker, whose answer came while the computer slept, counted as made on waking',
    'networks',
  ],
  [
    36,
    'the power was cut while a release that had been cut off was taken back, and the model waited for a core that was gone',
    'bulk at once',
  ],
  [
    300_021,
    'a read that is tried again after an empty answer is one read; the model had the tries among the slow reads in a row',
    'bundles',
  ],
  [
    300_823,
    'what was so already was written once more, taken for done while the panel still worked on it, and then wrote over later edits',
    'bulk',
  ],
  [
    19,
    'a stop that we made stood in the sheet alone, where its route had not been pulled since the cache was lost',
    'routes',
  ],
  [
    40,
    'a stop that we made was not known by the panel’s id where the cache was lost, and so its deletion was taken for done',
    'routes',
  ],
  [70_011, 'requests that had been written down by one commit left together, above the rate', 'bulk'],
  [
    5057,
    'a driver without tasks stopped all new routes, and not that one alone: its stops counted as many that were refused',
    'new routes',
  ],
  [
    245,
    'an edit that was still under way was taken for done, since what stood there before may be made of what it sets',
    'moved stops',
  ],
]

const pool = createSeedPool()
afterAll(() => pool.end())
/** All of them are begun at once, and lived through beside each other. */
const runs = new Map(failedOnce.map((life) => [life, pool.live(life[0], life[2])]))

test.for(failedOnce)('seed %i, which showed: %s', async (life) => {
  expect((await runs.get(life))?.broken).toEqual([])
})
