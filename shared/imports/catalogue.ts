export const importNames = ['clones', 'bundles'] as const
export type ImportName = (typeof importNames)[number]
