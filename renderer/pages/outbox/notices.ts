import type { Plan } from '../../../shared/contract/outbox.ts'
import type { Risk } from '../../../shared/operations/kind.ts'
import { actWords, counted, fieldWords, permissionWords } from '../../operations/words.ts'
import { i18n } from '../../i18n.ts'
import { number } from '../../wording.ts'

/** Something to know before sending. `behind`: the panel would refuse it; `later`: it goes, but not at once. */
export interface Notice {
  readonly weight: 'grave' | 'behind' | 'conflict' | 'later'
  readonly text: string
}

/** Risks that are told of, the gravest first. */
const told: readonly Risk[] = ['irreversible', 'costs-money', 'reaches-device', 'unbinds-rules', 'tells-driver']

/** How many operations of a plan are of this risk. */
function operationsAtRisk({ kinds }: Plan, risk: Risk): number {
  return kinds.reduce((sum, kind) => (kind.risk === risk ? sum + kind.atRisk : sum), 0)
}

/** Risks of which a person is asked before it goes; those that are typed lose or cost something for good. */
const asked = ['irreversible', 'costs-money', 'reaches-device', 'unbinds-rules', 'tells-driver'] as const
const typed: readonly Risk[] = ['irreversible', 'costs-money']

/** What has to be answered before a plan is carried out. */
export interface GraveQuestion {
  readonly title: string
  /** What will happen, a sentence each, the gravest first. */
  readonly points: readonly string[]
  /** The count that has to be typed; null where the answer is enough. */
  readonly typed: string | null
}

/** The question that a plan asks for, naming how many changes of it are grave; null where none is. */
export function questionOf(plan: Plan): GraveQuestion | null {
  const risks = asked.filter((risk) => operationsAtRisk(plan, risk) > 0)
  const [first, ...more] = risks
  if (!first) return null
  const count = risks.reduce((sum, risk) => sum + operationsAtRisk(plan, risk), 0)
  const others = plan.operations - count
  const points = risks.flatMap((risk) => riskWords(plan, risk))
  if (others > 0) points.push(counted('outbox.confirm.grave.others', others))
  return {
    title: counted(`outbox.confirm.grave.${more.length > 0 ? 'several' : first}`, count),
    points,
    typed: risks.some((risk) => typed.includes(risk)) ? String(count) : null,
  }
}

/** What the kinds of one risk do, in words. */
function riskWords({ kinds }: Plan, risk: Risk): string[] {
  return kinds
    .filter((entry) => entry.risk === risk && entry.atRisk > 0)
    .map(({ kind, atRisk, requestsAtRisk }) => {
      const named = { act: actWords(kind, atRisk), n: number(requestsAtRisk) }
      return i18n.global.t(`outbox.plan.risks.${risk}`, named, requestsAtRisk)
    })
}

/** What a person should know before a plan is carried out, apart from the rules that drafts break. */
export function noticesOf(plan: Plan): Notice[] {
  const notices: Notice[] = []
  for (const risk of told) for (const text of riskWords(plan, risk)) notices.push({ weight: 'grave', text })
  for (const { permission, operations } of plan.missingPermissions) {
    const named = { n: number(operations), permission: permissionWords(permission) }
    notices.push({ weight: 'behind', text: i18n.global.t('outbox.plan.notices.permission', named, operations) })
  }
  if (plan.changedSince > 0)
    notices.push({ weight: 'conflict', text: counted('outbox.plan.notices.changedSince', plan.changedSince) })
  if (plan.unseen > 0) notices.push({ weight: 'conflict', text: counted('outbox.plan.notices.unseen', plan.unseen) })
  for (const { field, operations, examples } of plan.inBetween) {
    const named = { n: number(operations), field: fieldWords(field), names: examples.join(', ') }
    const more = operations > examples.length ? 'examples' : 'all'
    notices.push({ weight: 'later', text: i18n.global.t(`outbox.plan.notices.inBetween.${more}`, named, operations) })
  }
  if (plan.wholes.requests > 0) {
    const named = { n: number(plan.wholes.requests), changes: number(plan.wholes.operations) }
    const text = i18n.global.t('outbox.plan.notices.wholes', named, plan.wholes.requests)
    notices.push({ weight: 'later', text })
  }
  if (plan.waitingForOthers > 0)
    notices.push({ weight: 'later', text: counted('outbox.plan.notices.waiting', plan.waitingForOthers) })
  return notices
}
