import { useI18n } from 'vue-i18n'
import { problemOf } from '../../../shared/problem.ts'
import { useConfirm } from '../../components/confirm.ts'
import { useProfiles } from '../../stores/profiles.ts'
import { problemWords } from '../../wording.ts'

/** The refusals of a removal that a person may override, by typing the name. */
const losses: readonly string[] = ['profile-has-changes', 'changes-unreadable']

/**
 * Removes a panel from this computer once a person has confirmed it, and once more, by its name, where what is staged
 * is or may be lost with it. `confirmed` runs between; what the core refuses is thrown.
 */
export function useRemoval(): (
  panel: { id: string; name: string },
  confirmed: (remove: () => Promise<void>) => Promise<void>,
) => Promise<void> {
  const { t } = useI18n()
  const ask = useConfirm()
  const profiles = useProfiles()

  async function remove({ id, name }: { id: string; name: string }): Promise<void> {
    try {
      await profiles.remove(id, false)
    } catch (error) {
      const refusal = problemOf(error)
      if (!losses.includes(refusal.code)) throw error
      const agreed = await ask({
        title: t('connection.remove.lossTitle', { name }),
        text: problemWords(refusal),
        confirm: t('connection.remove.lossConfirm'),
        danger: true,
        typed: name,
      })
      if (agreed) await profiles.remove(id, true)
    }
  }

  return async (panel, confirmed) => {
    const agreed = await ask({
      title: t('connection.remove.title', { name: panel.name }),
      text: t('connection.remove.text'),
      confirm: t('connection.remove.confirm'),
      danger: true,
    })
    if (agreed) await confirmed(() => remove(panel))
  }
}
