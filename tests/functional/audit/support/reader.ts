import type { ApiClient } from '@japa/api-client'
import type { Workshop } from '@karkhana/kernel/testing'
import type { AuditEntry } from '../../../../app/audit/views.ts'

/** What the owner of a workshop reads of its audit trail through the API. */
export async function readAudit(
  client: ApiClient,
  workshop: Workshop,
  query: Record<string, string> = {}
): Promise<{ entries: AuditEntry[]; nextCursor: string | null }> {
  const response = await client
    .get(`/api/v1/settings/audit?${new URLSearchParams(query)}`)
    .bearerToken(await workshop.token())
  if (response.status() !== 200) throw new Error(response.text())
  const { data, nextCursor } = response.body()
  return { entries: data, nextCursor }
}
