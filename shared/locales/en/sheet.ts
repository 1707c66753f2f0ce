/** English texts: sheet. */
export const sheet = {} as const
