/** English texts: outbox. */
export const outbox = {} as const
