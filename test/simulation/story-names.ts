/** The stories by name, apart from what happens in them: whoever only names one does not load the whole core. */
export const storyNames = [
  'sending',
  'staging',
  'networks',
  'pulls',
  'bulk',
  'bundles',
  'own rows',
  'activations',
  'users',
  'single tasks',
  'moved stops',
  'new routes',
  'routes',
  'bulk at once',
  'sending to the panel',
  'sending on time',
  'staging on time',
] as const
export type StoryName = (typeof storyNames)[number]

/** Those that new seeds are lived through of. */
export const newStories = [
  'sending',
  'staging',
  'networks',
  'pulls',
  'bulk',
  'bundles',
  'own rows',
  'activations',
  'users',
  'single tasks',
] as const satisfies readonly StoryName[]
