import type { DriverDefinition, ServiceCall, TextNews } from '../../drivers/declaration.ts'
import { loadDriver, moduleOf } from '../../drivers/offers.ts'
import { insideScope } from '../../drivers/ready.ts'
import { NotFoundError } from '../../errors.ts'
import { absoluteUrl } from '../../http/absolute_url.ts'
import { isActive } from '../../modules/gate.ts'
import { systemScope } from '../../tenancy/open_scope.ts'
import { inOneLine } from '../bounces.ts'
import { applyNews } from './apply_news.ts'
import { openSignedToken, signedToken } from './signed_token.ts'

/** News that one call may bring; a service that has more calls again. */
const MOST = 500

const purposeOf = (driverId: string) => `news of ${driverId}`

/** The address at which a service tells of texts; `null` of a driver that hears nothing. */
export function newsAddressOf(organisationId: string, driver: DriverDefinition): string | null {
  if (!driver.hear) return null
  const token = signedToken(purposeOf(driver.id), organisationId)
  return absoluteUrl(`/api/inbound/drivers/${driver.id}/${token}`)
}

/**
 * Has a driver read a call of its service, and notes what became of the texts that went through it.
 * @returns what the service wants to read back
 * @throws NotFoundError of an address that this deployment did not make, or while the module of the driver is off;
 * NewsTooEarlyError, and what the driver throws
 */
export async function hearDriver(
  driverId: string,
  token: string,
  call: ServiceCall
): Promise<string> {
  const organisationId = openSignedToken(purposeOf(driverId), token)
  const driver = organisationId ? await loadDriver(driverId) : null
  if (!organisationId || !driver?.hear) throw new NotFoundError('page')
  const scope = await systemScope(organisationId, 'kernel.message_news')
  if (!isActive(scope, moduleOf(driverId))) throw new NotFoundError('page')
  const { news, answer = '' } = await driver.hear(await insideScope(scope), call)
  for (const told of news.slice(0, MOST)) {
    await applyNews(organisationId, { driverId, providerId: told.id }, newsOf(told))
  }
  return answer
}

const newsOf = ({ state, reason, gone = false }: TextNews) => ({
  event: state === 'failed' ? ('bounced' as const) : state,
  hard: state === 'failed' && gone,
  reason: reason ? inOneLine(reason) : null,
})
