import { ProblemError, type Problem, type ProblemCode } from '../../../shared/problem.ts'

/*
 * The file on disk that a person chose. A browser refuses to read on in one that was written to after that, by its size
 * and the time of its last change, and says no more than that it cannot be read, or is not there.
 */

/** The base64 of some bytes. Throws `file-changed`, `file-shorter` or `file-gone` where it is not the file that was chosen. */
export async function base64Of(file: File, from: number, to: number): Promise<string> {
  let base64: string
  try {
    base64 = await read(file.slice(from, to))
  } catch (error) {
    throw new ProblemError({ code: await whatBefell(file, error) }, { cause: error })
  }
  // Fewer bytes than were asked for are no error to every browser.
  if (base64.length !== Math.ceil((to - from) / 3) * 4) throw new ProblemError({ code: 'file-shorter' })
  return base64
}

/** Why a file is not the one any more that was chosen; null where it is, as far as a browser can tell. */
export async function troubleOf(file: File): Promise<Problem | null> {
  try {
    await base64Of(file, 0, 1)
    await base64Of(file, file.size - 1, file.size)
    return null
  } catch (error) {
    return error instanceof ProblemError ? error.problem : { code: 'file-changed' }
  }
}

function read(bytes: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve((reader.result as string).replace(/^[^,]*,/, ''))
    reader.onerror = () => reject(reader.error ?? new Error('unreadable'))
    reader.readAsDataURL(bytes)
  })
}

async function whatBefell(file: File, error: unknown): Promise<ProblemCode> {
  if ((error as Error).name === 'NotFoundError') return 'file-gone'
  // One that was cut off and has its old date can still be read at its beginning.
  const begins = await read(file.slice(0, 1)).catch(() => null)
  return begins ? 'file-shorter' : 'file-changed'
}
