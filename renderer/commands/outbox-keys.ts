import { type BindingGroup, byChord, chordOf, type Key } from './chords.ts'

/** The keys of the outbox, wherever on its page the focus is. */
export const outboxKeys: BindingGroup<'send'> = {
  name: 'outbox',
  bindings: [{ name: 'send', keys: { 'Ctrl+Enter': 'send' } }],
}

const commands = byChord([outboxKeys])

/** Whether a key sends what is chosen. */
export const isSendKey = (key: Key): boolean => commands.get(chordOf(key)) === 'send'
