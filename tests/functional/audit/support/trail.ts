import { randomUUID } from 'node:crypto'
import { makeWorkshop, type Workshop } from '@karkhana/kernel/testing'
import { sealOrganisation } from '../../../../app/audit/seal.ts'
import { asOwner } from './owner.ts'

/** Writes `times` rows to the audit trail of a workshop, one transaction each. */
export async function write(workshop: Workshop, times: number) {
  const scope = await workshop.scope()
  for (let step = 0; step < times; step++) {
    await scope.work((unit) => unit.rows('update branches set name = ?', [randomUUID()]))
  }
}

/** A workshop with three seals of four rows or more, and another one beside it. */
export async function sealedWorkshop() {
  const [workshop, other] = [await makeWorkshop(), await makeWorkshop()]
  for (let seal = 0; seal < 3; seal++) {
    for (const each of [workshop, other]) {
      await write(each, 4)
      await sealOrganisation(each.organisationId)
    }
  }
  return { workshop, other, id: workshop.organisationId }
}

/** Ids of the rows of a seal, in order. */
export async function rowsOf(organisationId: string, seal: number): Promise<string[]> {
  const { rows } = await asOwner(organisationId, (ask) =>
    ask('select id::text as id from audit_log where seal = $1 order by id', [seal])
  )
  return rows.map(({ id }: { id: string }) => id)
}
