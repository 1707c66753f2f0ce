/** English texts: imports. */
export const imports = {} as const
