/** English texts: connection. */
export const connection = {} as const
