import type { Keychain } from '../ports.ts'
import type { SecretAnswer, SecretQuestion, SecretStore } from './main-messages.ts'

type Act = { readonly act: 'get' | 'delete' } | { readonly act: 'set'; readonly secret: string }

/** The keychains of main, as the core asks for them. */
export interface SecretsOfMain {
  /** A keychain at the other end; every method rejects where that one did. */
  keychain(store: SecretStore): Keychain
  /** Hands over an answer of main. */
  answered(answer: SecretAnswer): void
}

/**
 * Asks main for secrets. Main has the keychain, since macOS gives an entry to the program that made it alone, and a
 * child process is another program to it; and what main remembers outlives a core that has to be started anew.
 */
export function secretsOfMain(ask: (question: SecretQuestion) => void): SecretsOfMain {
  const waiting = new Map<number, (answer: SecretAnswer) => void>()
  let last = 0

  function asked(store: SecretStore, account: string, act: Act): Promise<string | null> {
    last += 1
    const number = last
    return new Promise((resolve, reject) => {
      waiting.set(number, (answer) => (answer.ok ? resolve(answer.secret) : reject(new Error(answer.why))))
      ask({ ask: 'secret', number, store, account, ...act })
    })
  }

  return {
    keychain: (store) => ({
      get: (account) => asked(store, account, { act: 'get' }),
      async set(account, secret) {
        await asked(store, account, { act: 'set', secret })
      },
      async delete(account) {
        await asked(store, account, { act: 'delete' })
      },
    }),
    answered(answer) {
      waiting.get(answer.number)?.(answer)
      waiting.delete(answer.number)
    },
  }
}

/** Carries out what the core asks of a keychain; never rejects. */
export async function answerSecret(
  question: SecretQuestion,
  keychains: Readonly<Record<SecretStore, Keychain>>,
): Promise<SecretAnswer> {
  const keychain = keychains[question.store]
  const { number, account } = question
  try {
    switch (question.act) {
      case 'get':
        return { answer: 'secret', number, ok: true, secret: await keychain.get(account) }
      case 'set':
        await keychain.set(account, question.secret)
        return { answer: 'secret', number, ok: true, secret: null }
      case 'delete':
        await keychain.delete(account)
        return { answer: 'secret', number, ok: true, secret: null }
    }
  } catch (error) {
    return { answer: 'secret', number, ok: false, why: String(error) }
  }
}
