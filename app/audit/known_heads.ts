import { readFile } from 'node:fs/promises'
import vine from '@vinejs/vine'
import { KarkhanaError } from '../errors.ts'
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
 * @throws E_HEADS_UNREADABLE
 */
export async function readKnownHeads(file: string): Promise<Map<string, KnownHead>> {
  try {
    const { organisations } = await output.validate(JSON.parse(await readFile(file, 'utf8')))
    return new Map(
      organisations.flatMap(({ organisationId, head }) => (head ? [[organisationId, head]] : []))
    )
  } catch (error) {
    throw new KarkhanaError('E_HEADS_UNREADABLE', 422, `${file} holds no heads to compare with.`, {
      next: 'Name a file that audit:verify --json wrote.',
      cause: error,
    })
  }
}
