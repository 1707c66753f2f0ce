import type { PlanRecord } from '../records.ts'

/** Whether a plan allows tasks. No source names the feature; here it is that plans with routes have tasks, too. */
export function allowsTasks(plan: PlanRecord | undefined): boolean {
  return plan?.features.includes('routing') ?? false
}
