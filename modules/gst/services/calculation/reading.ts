import { MoneyError } from '@karkhana/kernel/money'
import { UnreadableValueError } from '../../errors.ts'

/**
 * Reads a value of the input and tells where it stands when it cannot be read.
 *
 * @throws UnreadableValueError in place of any {@link MoneyError}
 */
export function at<T>(field: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof MoneyError)) throw error
    throw new UnreadableValueError(error.message, field, error.next)
  }
}
