import { useI18n } from 'vue-i18n'
import type { ChangeSet } from '../../../shared/contract/outbox.ts'
import { useAction } from '../../components/action.ts'
import { announce } from '../../announce.ts'
import { download } from '../../components/download.ts'
import { useSeparator } from '../../stores/separator.ts'

/** Hands out what was refused of a change set, and why, as one file. */
export function useRefusedDownload() {
  const { t } = useI18n()
  const act = useAction()

  async function downloadRefused({ id }: Pick<ChangeSet, 'id'>): Promise<void> {
    const file = await act('outbox.exportRefused', { changeSet: id, separator: useSeparator().name })
    if (!file) return
    download(file)
    announce(t('outbox.announced.downloaded', { name: file.name }))
  }

  return { downloadRefused }
}
