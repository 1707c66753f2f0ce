import { isQuestion } from '../../shared/contract/questions.ts'
import type { CallAnswer } from '../../shared/contract.ts'
import type { Weight } from '../weight.ts'

/** Answers to changes that are kept at most, and the characters that they may have together. */
const answersMost = 200
const charactersMost = 4 * 1024 * 1024

/** What has been answered, so that a call which a browser repeats is carried out once. */
export interface KeptAnswers {
  /**
   * The answer to the call of this id: that of before, where it is still going on or has changed something, else what
   * `carryOut` makes.
   */
  once(id: string, name: string, carryOut: () => Promise<CallAnswer>): Promise<CallAnswer>
  weigh(): Weight
}

interface Kept {
  readonly answer: Promise<CallAnswer>
  /** 0 while it is not known. */
  characters: number
}

/**
 * Keeps answers by the ids of their calls. A question is forgotten once it is answered. An answer to a change is kept
 * until two hundred later ones have come, or later ones that are too large together; those are a few words each, and
 * the last is always kept, so a repeat, which a browser makes at once, is never carried out a second time.
 */
export function keptAnswers(): KeptAnswers {
  const kept = new Map<string, Kept>()
  let characters = 0

  function forget(id: string): void {
    characters -= kept.get(id)?.characters ?? 0
    kept.delete(id)
  }

  function settled(id: string, name: string, entry: Kept, answer: CallAnswer): void {
    if (kept.get(id) !== entry) return
    if (isQuestion(name)) return forget(id)
    entry.characters = JSON.stringify(answer).length
    characters += entry.characters
    for (const [oldest] of kept) {
      if (kept.size <= answersMost && characters <= charactersMost) break
      if (oldest !== id) forget(oldest)
    }
  }

  return {
    weigh: () => ({ answers: kept.size, 'characters of answers': characters }),
    once(id, name, carryOut) {
      const before = kept.get(id)
      if (before) return before.answer
      const entry: Kept = { answer: carryOut(), characters: 0 }
      kept.set(id, entry)
      void entry.answer.then((answer) => settled(id, name, entry, answer))
      return entry.answer
    },
  }
}
