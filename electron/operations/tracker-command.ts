import type { ParamsOf } from '../../shared/operations/catalogue.ts'
import type { Executor } from './executor.ts'

type Params = ParamsOf<'tracker.command'>

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
  readBack: (operations) => Promise.resolve(new Map(operations.map(({ id }) => [id, { effect: null }]))),
  inverse: () => ({ none: { code: 'no-inverse' } }),
  apply: () => undefined,
}
