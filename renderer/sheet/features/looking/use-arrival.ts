import { onMounted } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRoute, useRouter } from 'vue-router'
import type { Notice } from '../../model/notice.ts'
import { placeIn } from '../../../place-in-address.ts'
import type { Looking } from './use-looking.ts'

/** Goes to the cell that the address names, once. */
export function useArrival(looking: Looking, notice: Notice): void {
  const { t } = useI18n()
  const route = useRoute()
  const router = useRouter()

  onMounted(async () => {
    const place = placeIn(route.query)
    if (!place) return
    void router.replace({ query: {} })
    if (!(await looking.goTo(place))) notice.say(t('sheet.notice.rowGone'))
  })
}
