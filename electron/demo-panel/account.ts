import type { Permissions } from '../../shared/model/permissions.ts'
import { demoDealerId } from './dealer.ts'

/** Who may sign in to a demo panel, and what the session may do. */
export interface DemoAccount {
  readonly login: string
  readonly password: string
  readonly permissions: Permissions
  /** What a wrong password answers: no source says, 12 and 102 are both plausible. (panel-api.md, section 3) */
  readonly wrongPasswordCode: 12 | 102
  /** A dealer who is blocked may not sign in. */
  readonly blocked: boolean
}

/** The dealer's id, as on hosted panels. */
export const demoLogin = String(demoDealerId)
/** No secret: it is printed by `npm run demo-panel`. Keeps the panel's own policy for passwords. */
export const demoPassword = 'Demo-panel-2410!'

/** Every permission that is published, and `tracker_bundles: create`, which bundle/import wants and the list forgets. */
export const everyPermission: Permissions = {
  base: ['get_dealer_info'],
  service_settings: ['read', 'update'],
  notification_settings: ['read', 'update'],
  trackers: ['corrupt', 'create', 'delete', 'global', 'read', 'report', 'update'],
  users: ['corrupt', 'create', 'delete', 'global', 'read', 'update'],
  user_sessions: ['create'],
  tariffs: ['create', 'read', 'update'],
  transactions: ['create', 'read', 'update'],
  activation_code: ['create', 'read', 'update'],
  password: ['update'],
  email_gateways: ['create', 'delete', 'read', 'send_email', 'update'],
  subpaas: ['create', 'delete', 'read', 'update'],
  tracker_bundles: ['create', 'read', 'update'],
  accounting: ['generate'],
  sms: ['create'],
  paas_payments: ['create', 'send_email'],
  paas_tariff: ['read'],
}
