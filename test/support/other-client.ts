import { demoLogin, demoPassword } from '../../electron/demo-panel/account.ts'
import type { DemoPanel } from '../../electron/demo-panel/demo-panel.ts'

/** Somebody else who uses the same panel; throws where they are refused. */
export function otherClient(panel: DemoPanel): (path: string, body: object) => Record<string, unknown> {
  const ask = (path: string, body: object, hash = '') => {
    const outcome = panel.handle({
      method: 'POST',
      path: `/v2/panel/${path}`,
      headers: { 'content-type': 'application/json', authorization: `NVX ${hash}` },
      body: JSON.stringify(body),
    })
    if (outcome.outcome === 'drop' || outcome.status !== 200) throw new Error(`${path} was refused`)
    return JSON.parse(outcome.body) as Record<string, unknown>
  }
  const { hash } = ask('account/auth', { login: demoLogin, password: demoPassword })
  return (path, body) => ask(path, body, String(hash))
}
