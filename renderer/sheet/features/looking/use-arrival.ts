import { onMounted, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRoute, useRouter } from 'vue-router'
import type { Notice } from '../../model/notice.ts'
import { placeIn } from '../../../place-in-address.ts'
import type { Looking } from './use-looking.ts'

/** Goes to the cell that the address names, also where it comes to name another one. */
export function useArrival(looking: Looking, notice: Notice): void {
  const { t } = useI18n()
  const route = useRoute()
  const router = useRouter()

  /** The page of this sheet: while it is left, the address is another one's already. */
  const { path } = route

  async function arrive(): Promise<void> {
    const place = placeIn(route.query)
    if (!place || route.path !== path) return
    void router.replace({ query: {} })
    if (!(await looking.goTo(place))) notice.say(t('sheet.notice.rowGone'))
  }

  onMounted(arrive)
  watch(() => route.query, arrive)
}
