import { readonly, ref, type Ref, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { problemOf } from '../../../shared/problem.ts'
import { useConfirm } from '../../components/confirm.ts'

/** Speaking to a panel without encryption, which a person has to confirm by the name of its host. */
export function usePlainHttp(address: () => readonly unknown[]): {
  confirmed: Readonly<Ref<boolean>>
  /** Tries; where the core wants plain http confirmed by the host's name, asks for that and tries once more. */
  confirming(attempt: () => Promise<void>): Promise<void>
} {
  const { t } = useI18n()
  const ask = useConfirm()
  const confirmed = ref(false)
  // The person confirmed one host, not whatever is typed next.
  watch(address, () => (confirmed.value = false))

  return {
    confirmed: readonly(confirmed),
    async confirming(attempt) {
      try {
        await attempt()
      } catch (error) {
        const failed = problemOf(error)
        const host = failed.values?.['host']
        if (failed.code !== 'plain-http' || confirmed.value || typeof host !== 'string') throw error
        const agreed = await ask({
          title: t('connection.plainHttp.title'),
          text: t('connection.plainHttp.text', { host }),
          confirm: t('connection.plainHttp.confirm'),
          danger: true,
          typed: host,
        })
        if (!agreed) throw error
        confirmed.value = true
        await attempt()
      }
    },
  }
}
