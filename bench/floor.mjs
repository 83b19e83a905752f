/**
 * The bare floor under a list page: node:http and pg, one hand-written query, no tenancy, no sign-in. What Karkhana
 * adds on top is measured against it in the same run.
 */
import http from 'node:http'
import pg from 'pg'

/**
 * Serves the 50 newest tickets of one organisation as JSON.
 * @param {{ connectionString: string, organisationId: string }} options
 */
export async function startFloor({ connectionString, organisationId }) {
  const pool = new pg.Pool({ connectionString, max: 12 })
  const server = http.createServer(async (request, response) => {
    try {
      const { rows } = await pool.query(
        `select t.id, t.number, t.complaint, t.priority, t.status, t.created_at, t.resolution_due_at,
                c.name as contact_name, v.registration
           from tickets_tickets t
           join contacts_contacts c on c.organisation_id = t.organisation_id and c.id = t.contact_id
           left join vehicles_vehicles v on v.organisation_id = t.organisation_id and v.id = t.vehicle_id
          where t.organisation_id = $1
          order by t.created_at desc, t.id desc
          limit 50`,
        [organisationId]
      )
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ data: rows }))
    } catch (error) {
      response.statusCode = 500
      response.end(String(error))
    }
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await pool.end()
    },
  }
}
