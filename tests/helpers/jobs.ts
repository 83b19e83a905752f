import type { Program } from './program.ts'
import { COMPLAINT, LINES, ODOMETER, rajKumar } from './repair.ts'

/** A ticket of Raj Kumar without a vehicle. Returns its id. */
export async function raiseTicket(program: Program, complaint: string): Promise<string> {
  const contact = await program.create('/contacts', { kind: 'customer', name: 'Raj Kumar' })
  const fields = { contactId: contact.id, complaint, priority: 'P3' }
  return (await program.create('/tickets', fields)).id
}

/** Raj Kumar's scooter with a ticket and a job card. Returns the paths of both and the number of the card. */
export async function openJob(program: Program) {
  const contact = await program.create('/contacts', { kind: 'customer', ...rajKumar() })
  const vehicle = await program.create('/vehicles', {
    contactId: contact.id,
    registration: 'MH12AB1234',
    make: 'Ather',
    model: '450X',
    fuel: 'ev',
  })
  const [member] = (await program.get('/settings/members')) as unknown as { id: string }[]
  const ticket = await program.create('/tickets', {
    contactId: contact.id,
    vehicleId: vehicle.id,
    complaint: COMPLAINT,
    priority: 'P3',
    assigneeId: member.id,
  })
  const job = await program.create('/jobcards', { ticketId: ticket.id, odometerIn: ODOMETER })
  return {
    id: job.id,
    job: `/jobcards/${job.id}`,
    ticket: `/tickets/${ticket.id}`,
    number: job.number,
  }
}

/** A job card whose work is done, approved and not yet invoiced. Returns its id. */
export async function readyJob(program: Program): Promise<string> {
  const { id, job } = await openJob(program)
  const { version } = await program.act(`${job}/transitions`, { transition: 'diagnose' })
  await program.change(`${job}/lines`, { version, lines: jobLines('done') })
  await program.act(`${job}/transitions`, { transition: 'estimate' })
  await program.create(`${job}/approvals`, { approvedBy: 'Raj Kumar', channel: 'phone' })
  await program.act(`${job}/transitions`, { transition: 'start' })
  await program.act(`${job}/transitions`, { transition: 'finish' })
  return id
}

/** The lines of the repair as a job card takes them. */
export function jobLines(state: 'open' | 'done') {
  return LINES.map((line) => ({
    ...line,
    kind: line.hsn.startsWith('99') ? ('labour' as const) : ('part' as const),
    state,
  }))
}
