import { z } from 'zod'
import { demoLogin, demoPassword } from '../../electron/demo-panel/account.ts'
import { tellDemoPanel } from './tell-demo-panel.ts'

const answers = {
  auth: z.object({ hash: z.string() }),
  users: z.object({
    list: z.array(
      z.object({ id: z.int(), login: z.string(), legal_name: z.string().default(''), trackers_count: z.int() }),
    ),
  }),
  plans: z.object({
    list: z.array(z.object({ id: z.int(), name: z.string(), type: z.string(), price: z.number() })),
  }),
  bundles: z.object({ list: z.array(z.object({ id: z.int(), iccid: z.string().nullish() })) }),
  trackers: z.object({
    list: z.array(
      z.object({
        id: z.int(),
        clone: z.boolean(),
        deleted: z.boolean(),
        user_id: z.int(),
        source: z.object({
          id: z.int(),
          tariff_id: z.int(),
          blocked: z.boolean(),
          creation_date: z.string(),
          tariff_end_date: z.string().default(''),
          corrupted: z.boolean().default(false),
        }),
      }),
    ),
  }),
}

/** A tracker as the panel holds it. */
export type HeldTracker = z.infer<typeof answers.trackers>['list'][number]

/** What the demo panel of a data folder holds, asked as another client would: its trackers are by id. */
export async function panelHolds(data: string) {
  const ask = async (path: string, body: object) => tellDemoPanel(data, `/v2/panel/${path}`, body)
  const { hash } = answers.auth.parse(await ask('account/auth', { login: demoLogin, password: demoPassword }))
  const trackers = answers.trackers.parse(await ask('tracker/list', { hash })).list
  return {
    users: answers.users.parse(await ask('user/list', { hash })).list,
    plans: answers.plans.parse(await ask('tariff/list', { hash })).list,
    bundles: answers.bundles.parse(await ask('tracker/bundle/list', { hash })).list,
    trackers: trackers.sort((one, other) => one.id - other.id),
  }
}
