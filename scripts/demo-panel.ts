import { parseArgs } from 'node:util'
import { demoLogin, demoPassword } from '../electron/demo-panel/account.ts'
import { createDemoPanel } from '../electron/demo-panel/demo-panel.ts'
import { ledgerFile } from '../electron/demo-panel/ledger-file.ts'
import { serveDemoPanel } from '../electron/demo-panel/serve.ts'
import { machineClock } from '../electron/machine/clock.ts'

const usage = `Serves Fleetbook's demo panel on this machine.

  npm run demo-panel -- [options]

  --port 8787        where it listens, on 127.0.0.1
  --trackers 12000   how many trackers it has, from 1 to 100000
  --seed 1           the same seed makes the same data
  --login ${demoLogin}      who may sign in
  --password …       with which password
  --rate 10          requests a second; 0 for no limit
  --state FILE       keeps what was done in this file, and goes on from it
  --control          adds /demo/…, by which tests tell it what to do
  --help             shows this`

/** A whole number from the command line, or the end of it. */
function whole(name: string, value: string): number {
  if (/^\d{1,9}$/.test(value)) return Number(value)
  console.error(`--${name} wants a whole number, not "${value}".`)
  process.exit(2)
}

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8787' },
    trackers: { type: 'string', default: '12000' },
    seed: { type: 'string', default: '1' },
    login: { type: 'string', default: demoLogin },
    password: { type: 'string', default: demoPassword },
    rate: { type: 'string', default: '10' },
    state: { type: 'string' },
    control: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

if (values.help) {
  console.log(usage)
  process.exit()
}

const rate = whole('rate', values.rate)
const panel = createDemoPanel({
  seed: whole('seed', values.seed),
  trackers: whole('trackers', values.trackers),
  clock: machineClock,
  login: values.login,
  password: values.password,
  rate: rate === 0 ? null : { perSecond: rate, burst: rate },
  ...(values.state === undefined ? {} : { ledger: ledgerFile(values.state) }),
})
const served = await serveDemoPanel({
  panel,
  clock: machineClock,
  port: whole('port', values.port),
  control: values.control,
})

console.log(`The demo panel is at   ${served.baseUrl}
Login                  ${values.login}
Password               ${values.password}

In Fleetbook: Connection, "Add a panel", your own address, and enter these three. Ctrl+C stops it.`)

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void served.close())
