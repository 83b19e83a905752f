import db from '@adonisjs/lucid/services/db'

/** A login of the demo data, offered on the sign-in page outside production. */
export interface DemoLogin {
  email: string
  password: string
  label: string
}

/** Password of every demo account; the demo exists outside production only. */
export const DEMO_PASSWORD = 'workshop-demo'
/** Domain of the addresses of all demo accounts; nothing is ever sent there. */
export const DEMO_DOMAIN = 'demo.karkhana.local'

/** The demo accounts of this database, by organisation and role, then those of partners. */
export async function demoLogins(): Promise<DemoLogin[]> {
  return [...(await memberLogins()), ...(await partnerLogins())]
}

async function partnerLogins(): Promise<DemoLogin[]> {
  const rows = (await db
    .from('users as u')
    .join('partner_members as m', 'm.user_id', 'u.id')
    .join('partners as p', 'p.id', 'm.partner_id')
    .where('u.email', 'like', `%@${DEMO_DOMAIN}`)
    .where('m.active', true)
    .select('u.email', 'm.role', 'p.name as partner')
    .orderBy('p.name')
    .orderBy('m.role')
    .limit(10)) as { email: string; role: string; partner: string }[]
  return rows.map(({ email, role, partner }) => ({
    email,
    password: DEMO_PASSWORD,
    label: `${partner} · partner, ${role}`,
  }))
}

async function memberLogins(): Promise<DemoLogin[]> {
  const rows = (await db
    .from('users as u')
    .join('memberships as m', 'm.user_id', 'u.id')
    .join('organisations as o', 'o.id', 'm.organisation_id')
    .where('u.email', 'like', `%@${DEMO_DOMAIN}`)
    .where('m.active', true)
    .select('u.email', 'u.name', 'm.role', 'o.name as organisation', 'o.created_at')
    .orderBy('o.created_at')
    .orderByRaw(
      "array_position(array['owner','admin','manager','accountant','technician'], m.role), u.email"
    )
    .limit(20)) as { email: string; role: string; organisation: string }[]
  return rows.map((row) => ({
    email: row.email,
    password: DEMO_PASSWORD,
    label: `${row.organisation} · ${row.role}`,
  }))
}
