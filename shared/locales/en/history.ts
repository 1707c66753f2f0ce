/** English texts: history. */
export const history = {} as const
