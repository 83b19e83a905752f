import db from '@adonisjs/lucid/services/db'

/** An organisation that a person may open. */
export interface OwnOrganisation {
  id: string
  name: string
  /** As shown to people: "Manager", or the name of the organisation's own role. */
  role: string
  /** Built-in role, or `custom`. */
  kind: string
  suspended: boolean
}

/** The organisations a person may open, by name, in one round trip. */
export async function organisationsOf(userId: string): Promise<OwnOrganisation[]> {
  const { rows } = await db.rawQuery(
    `select id, name, role_name as role, role as kind, suspended from kernel_organisations_of(?)`,
    [userId]
  )
  return rows as OwnOrganisation[]
}
