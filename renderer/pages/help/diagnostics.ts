import type { ComposerTranslation } from 'vue-i18n'
import type { ProgramState } from '../../../shared/contract/settings.ts'
import { size } from '../../wording.ts'

/** What is copied for support, a line each. Nothing of it is secret. */
export function diagnosticsOf(t: ComposerTranslation, state: ProgramState, host: 'desktop' | 'preview'): string {
  const line = (name: string, values: Record<string, string> = {}) => t(`help.diagnostics.lines.${name}`, values)
  const { kind, works } = state.keychain
  return [
    line('version', { version: state.version, host: t(`help.diagnostics.${host}`) }),
    line('system', { system: state.system }),
    line('runtime', { runtime: state.runtime }),
    line('keychain', { kind, works: t(`help.diagnostics.lines.works.${works}`) }),
    line('data', { size: size(state.dataSize) }),
    line('log', { log: state.log }),
    line('errors'),
    ...(state.lastErrors.length === 0 ? [line('none')] : state.lastErrors),
  ].join('\n')
}
