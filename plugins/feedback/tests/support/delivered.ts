import { randomInt, randomUUID } from 'node:crypto'
import db from '@adonisjs/lucid/services/db'
import app from '@adonisjs/core/services/app'
import { ModuleRegistry } from '@karkhana/kernel'
import {
  KERNEL_JOBS,
  loadJobs,
  runEnvelope,
  runEvents,
  type Workshop,
} from '@karkhana/kernel/testing'
import type {} from '@karkhana/jobcards/contracts'
import type { ApiClient } from '@japa/api-client'
import Survey from '../../models/survey.ts'

/** A customer with a vehicle, made over the API as a program does. */
export async function customerWithVehicle(
  client: ApiClient,
  workshop: Workshop,
  name = 'Raj Kumar'
) {
  const token = await workshop.token()
  const email = `${randomUUID()}@example.com`
  const contact = await client
    .post('/api/v1/contacts')
    .bearerToken(token)
    .json({ kind: 'customer', name, email, phone: `+9198${randomInt(10_000_000, 99_999_999)}` })
  const vehicle = await client
    .post('/api/v1/vehicles')
    .bearerToken(token)
    .json({
      contactId: contact.body().data.id,
      registration: `MH12AB${randomInt(1000, 9999)}`,
      make: 'Ather',
      model: '450X',
      fuel: 'ev',
    })
  return { email, contactId: contact.body().data.id, vehicleId: vehicle.body().data.id }
}

/** What a job card says when the keys are handed over, some hours ago. */
export async function deliver(
  workshop: Workshop,
  customer: { contactId: string; vehicleId: string },
  technicianId: string | null = null
): Promise<string> {
  const scope = await workshop.scope()
  const jobId = randomUUID()
  await scope.work((unit) =>
    unit.emit(
      'jobcards.job_delivered@1',
      {
        jobId,
        number: 'PUN-J26-00001',
        ticketId: null,
        contactId: customer.contactId,
        vehicleId: customer.vehicleId,
        branchId: scope.branch.id,
        technicianId,
        deliveredAt: scope.now().minus({ hours: 5 }).toISO()!,
      },
      { record: jobId }
    )
  )
  return jobId
}

/** Handles what happened and runs what was queued for the organisation, as workers do. */
export async function work(workshop: Workshop): Promise<void> {
  const scope = await workshop.scope()
  await runEvents(scope)
  const registry = await app.container.make(ModuleRegistry)
  const jobs = await loadJobs(registry, KERNEL_JOBS)
  const { rows } = await db.rawQuery(
    `delete from pgboss.job where data ->> 'organisationId' = ? and data ->> 'job' like 'feedback.%'
      returning id, data`,
    [workshop.organisationId]
  )
  for (const { id, data } of rows) await runEnvelope(jobs, data, { id, attempt: 1 })
}

/** The surveys of the organisation, oldest first. */
export async function surveysOf(workshop: Workshop): Promise<Survey[]> {
  const scope = await workshop.scope()
  return scope.read(() => Survey.query().orderBy('askedAt').orderBy('id'))
}
