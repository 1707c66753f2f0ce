/**
 * What lives as long as the core and holds something of what was done, by name: how many entries, or bytes, each has at
 * present. All of it is limited; a test over an hour of use sees to that.
 */
export type Weight = Readonly<Record<string, number>>
