import { readFile } from 'node:fs/promises'
import vine from '@vinejs/vine'
import { RuleError } from '../errors.ts'
import type { KnownHead } from './verify.ts'

const output = vine.create({
  organisations: vine.array(
    vine.object({
      organisationId: vine.string().uuid(),
      head: vine
        .object({
          sequence: vine.number().withoutDecimals().positive(),
          hash: vine.string().regex(/^[0-9a-f]{64}$/),
        })
        .nullable(),
    })
  ),
})

/**
 * The heads in a file that `audit:verify --json` printed earlier, by organisation.
 * @throws RuleError naming `heads`
 */
export async function readKnownHeads(file: string): Promise<Map<string, KnownHead>> {
  try {
    const { organisations } = await output.validate(JSON.parse(await readFile(file, 'utf8')))
    return new Map(
      organisations.flatMap(({ organisationId, head }) => (head ? [[organisationId, head]] : []))
    )
  } catch (error) {
    throw new RuleError('E_HEADS_UNREADABLE', `${file} holds no heads to compare with.`, {
      field: 'heads',
      next: 'Name a file that audit:verify --json wrote.',
      cause: error,
    })
  }
}
