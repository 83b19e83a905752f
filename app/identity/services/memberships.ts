import Membership from '../models/membership.ts'
import Organisation from '../models/organisation.ts'

/** The organisations a person may open, by name. */
export async function organisationsOf(userId: string) {
  const rows = await Membership.query()
    .where('user_id', userId)
    .where('active', true)
    .select('organisation_id', 'role')
  if (rows.length === 0) return []
  const organisations = await Organisation.query()
    .whereIn(
      'id',
      rows.map((row) => row.organisationId)
    )
    .orderBy('name')
  return organisations.map((organisation) => ({
    id: organisation.id,
    name: organisation.name,
    role: rows.find((row) => row.organisationId === organisation.id)!.role as string,
  }))
}
