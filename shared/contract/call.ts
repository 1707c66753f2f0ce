import type { z } from 'zod'

/** One call of the window to the core: what it sends and what comes back, both parsed on both sides. */
export interface CallShape<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  readonly input: Input
  readonly output: Output
}

/** Declares a call of the contract. */
export function call<Input extends z.ZodType, Output extends z.ZodType>(
  input: Input,
  output: Output,
): CallShape<Input, Output> {
  return { input, output }
}
