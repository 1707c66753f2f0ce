/** English texts: problems. */
export const problems = {} as const
