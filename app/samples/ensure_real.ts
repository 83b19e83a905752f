import type { Unit } from '../tenancy/unit.ts'
import { SampleRecordError } from './errors.ts'

/**
 * Before a record enters papers and books that count.
 * @throws SampleRecordError when it is a sample
 */
export async function ensureReal(unit: Unit, table: string, id: string): Promise<void> {
  const [sample] = await unit.rows(
    'select 1 from sample_records where organisation_id = ? and table_name = ? and record_id = ?',
    [unit.scope.organisationId, table, id]
  )
  if (sample) throw new SampleRecordError()
}
