import type { Plan } from '../../../shared/contract/outbox.ts'
import type { Risk } from '../../../shared/operations/kind.ts'
import { actWords, counted, permissionWords } from './words.ts'
import { i18n } from '../../i18n.ts'
import { number } from '../../wording.ts'

/** Something to know before sending. `behind`: the panel would refuse it; `later`: it goes, but not at once. */
export interface Notice {
  readonly weight: 'grave' | 'behind' | 'conflict' | 'later'
  readonly text: string
}

/** Risks that are told of, the gravest first. */
const told: readonly Risk[] = ['irreversible', 'costs-money', 'reaches-device', 'unbinds-rules']

/** How many operations of a plan are of this risk. */
export function operationsAtRisk({ kinds }: Plan, risk: Risk): number {
  return kinds.reduce((sum, kind) => (kind.risk === risk ? sum + kind.operations : sum), 0)
}

/** What a person should know before a plan is carried out, beside the rules that drafts break. */
export function noticesOf(plan: Plan): Notice[] {
  const notices: Notice[] = []
  for (const risk of told)
    for (const { kind, operations } of plan.kinds.filter((entry) => entry.risk === risk))
      notices.push({
        weight: 'grave',
        text: i18n.global.t(`outbox.plan.risks.${risk}`, { act: actWords(kind, operations) }),
      })
  for (const { permission, operations } of plan.missingPermissions) {
    const named = { n: number(operations), permission: permissionWords(permission) }
    notices.push({ weight: 'behind', text: i18n.global.t('outbox.plan.notices.permission', named, operations) })
  }
  if (plan.changedSince > 0)
    notices.push({ weight: 'conflict', text: counted('outbox.plan.notices.changedSince', plan.changedSince) })
  if (plan.waitingForOthers > 0)
    notices.push({ weight: 'later', text: counted('outbox.plan.notices.waiting', plan.waitingForOthers) })
  return notices
}
