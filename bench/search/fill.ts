import type { Client } from 'pg'
import {
  CITIES,
  COMPLAINTS,
  FIRMS,
  FIRST,
  FIRST_HINDI,
  LAST,
  LAST_HINDI,
  MODELS,
  PARTS,
  PLATES,
} from './names.ts'

/** Records of each table among a thousand of an organisation. */
const SHARES = { contacts: 200, vehicles: 200, tickets: 150, jobs: 250, invoices: 180, items: 20 }

/** Where an organisation works, and who for it. */
export interface Filled {
  organisationId: string
  branchIds: string[]
  memberIds: string[]
}

const pick = (from: string) => `(${from})[1 + floor(random() * array_length(${from}, 1))::int]`

/**
 * Writes `records` records of an organisation as they would be after three years, as the superuser of the bench's
 * database and without triggers: what writing costs is measured apart.
 */
export async function fill(
  client: Client,
  { organisationId, branchIds, memberIds }: Filled,
  records: number
): Promise<void> {
  const of = (name: keyof typeof SHARES) => Math.ceil((records * SHARES[name]) / 1000)
  const lists: Record<string, readonly string[]> = {
    first: FIRST,
    last: LAST,
    first_hi: FIRST_HINDI,
    last_hi: LAST_HINDI,
    city: CITIES,
    firm: FIRMS,
    model: MODELS,
    plate: PLATES,
    complaint: COMPLAINTS,
    part: PARTS,
    branch: branchIds,
    member: memberIds,
  }
  const sql = (text: string) =>
    text
      .replaceAll('$org', `'${organisationId}'::uuid`)
      .replace(/\$pick\((\w+)\)/g, (_, name: string) =>
        pick(
          `array[${lists[name].map((value) => `'${value.replaceAll("'", "''")}'`).join(',')}]::text[]`
        )
      )
  const run = (text: string) => client.query(sql(text))
  await client.query('begin')
  await client.query('set local session_replication_role = replica')
  await client.query('create temp table c (n int primary key, id uuid, name text) on commit drop')
  await client.query(
    'create temp table v (n int primary key, id uuid, contact_id uuid, contact_name text, registration text) on commit drop'
  )
  await run(`insert into c select n, uuidv7(-random() * interval '1000 days'),
      case when random() < 0.15 then $pick(first_hi) || ' ' || $pick(last_hi)
           else $pick(first) || ' ' || $pick(last) end from generate_series(1, ${of('contacts')}) n`)
  await run(`insert into contacts_contacts (organisation_id, id, kind, name, company, phone, email, city, state_code, created_at)
    select $org, id, 'customer', name,
           case when random() < 0.2 then $pick(last) || ' ' || $pick(firm) end,
           '+91' || (6 + floor(random() * 4))::text || lpad(floor(random() * 1000000000)::bigint::text, 9, '0'),
           case when random() < 0.3 then 'c' || n || '@example.com' end, $pick(city), '27',
           uuid_extract_timestamp(id) from c`)
  await run(`insert into v select g.n, uuidv7(-random() * interval '1000 days'), c.id, c.name,
           $pick(plate) || chr(65 + (g.n / 10000) % 26) || chr(65 + (g.n / 260000) % 26) || lpad((g.n % 10000)::text, 4, '0')
      from generate_series(1, ${of('vehicles')}) g(n)
      join c on c.n = 1 + (g.n * 7919::bigint) % ${of('contacts')}`)
  await client.query('analyze c')
  await client.query('analyze v')
  await run(`insert into vehicles_vehicles (organisation_id, id, contact_id, registration, vin, make, model, fuel, created_at)
    select $org, id, contact_id, registration,
           'MA' || upper(substr(md5(id::text), 1, 15)), split_part(model, ' ', 1),
           substr(model, strpos(model, ' ') + 1), 'petrol', uuid_extract_timestamp(id)
      from (select v.*, $pick(model) as model from v) v`)
  await run(`insert into tickets_tickets (organisation_id, id, number, branch_id, contact_id, vehicle_id, complaint, source,
           priority, status, assignee_id, response_target_minutes, resolution_target_minutes, response_due_at,
           resolution_due_at, created_at)
    select $org, uuidv7(g.at - now()), 'PUN-T' || to_char(g.at, 'YY') || '-' || lpad(g.n::text, 6, '0'),
           $pick(branch)::uuid, v.contact_id, v.id, $pick(complaint), 'counter', 'P3', 'open', $pick(member)::uuid,
           120, 1080, g.at, g.at, g.at
      from (select n, now() - ((${of('tickets')} - n)::float / ${of('tickets')}) * interval '1000 days' as at
              from generate_series(1, ${of('tickets')}) n) g
      join v on v.n = 1 + (g.n * 104729::bigint) % ${of('vehicles')}`)
  await run(`insert into jobcards_jobs (organisation_id, id, number, branch_id, contact_id, vehicle_id, technician_id, status,
           complaint, created_at)
    select $org, uuidv7(g.at - now()), 'PUN-J' || to_char(g.at, 'YY') || '-' || lpad(g.n::text, 6, '0'),
           $pick(branch)::uuid, v.contact_id, v.id, $pick(member)::uuid, 'delivered', $pick(complaint), g.at
      from (select n, now() - ((${of('jobs')} - n)::float / ${of('jobs')}) * interval '1000 days' as at
              from generate_series(1, ${of('jobs')}) n) g
      join v on v.n = 1 + (g.n * 15485863::bigint) % ${of('vehicles')}`)
  await run(`insert into invoicing_invoices (organisation_id, id, number, status, document_type, branch_id, contact_id,
           vehicle_id, date, place_of_supply, place_of_supply_reason, supply_nature, state_tax_name, price_mode, supplier,
           buyer, taxable, non_taxable, cgst, sgst, igst, round_off, total, balance, issued_at, created_at)
    select $org, uuidv7(g.at - now()), 'PUN/' || to_char(g.at, 'YY') || '/' || lpad(g.n::text, 6, '0'), 'issued',
           'tax_invoice', $pick(branch)::uuid, v.contact_id, v.id, g.at::date, '27', 'bench', 'intra', 'SGST', 'exclusive',
           '{}', jsonb_build_object('name', v.contact_name), 118000, 0, 0, 0, 0, 0,
           118000, 118000, g.at, g.at
      from (select n, now() - ((${of('invoices')} - n)::float / ${of('invoices')}) * interval '1000 days' as at
              from generate_series(1, ${of('invoices')}) n) g
      join v on v.n = 1 + (g.n * 32452843::bigint) % ${of('vehicles')}`)
  await run(`insert into catalog_items (organisation_id, id, kind, code, name, hsn, unit, unit_price, treatment)
    select $org, uuidv7(), 'part', upper(substr(md5(n::text), 1, 3)) || '-' || lpad(n::text, 6, '0'),
           $pick(part) || ' ' || $pick(model), '8708', 'NOS', 500 + floor(random() * 5000), 'taxable'
      from generate_series(1, ${of('items')}) n`)
  await client.query('commit')
}
