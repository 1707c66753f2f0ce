import { z } from 'zod'
import type { ParamsOf } from '../../shared/operations/catalogue.ts'
import type { Executor } from './executor.ts'

type Params = ParamsOf<'tracker.command'>

const refusedParameters = z.object({ errors: z.array(z.object({ parameter: z.string(), error: z.string() })) })

/** `tracker/raw_command/send`: the panel shows nothing of it, so where the answer is lost only a person can tell. */
export const trackerCommandExecutor: Executor<Params> = {
  reads: () => null,

  request: ([operation]) => ({
    path: 'tracker/raw_command/send',
    body: {
      device_id: operation?.params.device,
      command: operation?.params.command,
      type: operation?.params.form,
      reliable: operation?.params.reliable,
    },
  }),

  outcomes: (operations) => new Map(operations.map(({ id }) => [id, { done: null }])),
  narrow: () => Promise.resolve(null),
  refusal(_, { answer, problem }) {
    const [wrong] = refusedParameters.safeParse(answer).data?.errors ?? []
    if (!wrong) return problem
    const isNotHex = wrong.parameter === 'command' && /hex/iu.test(wrong.error)
    return { ...problem, ...(isNotHex && { code: 'command-not-hex' }), panelWords: wrong.error }
  },
  readBack: (operations) => Promise.resolve(new Map(operations.map(({ id }) => [id, { effect: null }]))),
  inverse: () => ({ none: { code: 'no-inverse' } }),
  apply: () => undefined,
}
