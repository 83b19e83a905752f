import { AccessToken, DbAccessTokensProvider } from '@adonisjs/auth/access_tokens'
import type { AccessTokenDbColumns } from '@adonisjs/auth/types/access_tokens'
import type { Secret } from '@adonisjs/core/helpers'
import type { LucidModel } from '@adonisjs/lucid/types/model'

/** The last use is noted to the minute: writing it with every request would cost each of them a commit. */
const NOTED_EVERY_MS = 60_000

/** Access tokens whose use is noted after the secret has been checked, and at most once a minute. */
export class AccessTokens<Model extends LucidModel> extends DbAccessTokensProvider<Model> {
  async verify(value: Secret<string>): Promise<AccessToken | null> {
    const decoded = AccessToken.decode(this.prefix, value.release())
    if (!decoded) return null
    const db = await this.getDb()
    const row = (await db
      .query()
      .from(this.table)
      .where({ id: decoded.identifier, type: this.type })
      .first()) as AccessTokenDbColumns | null
    if (!row) return null
    const token = this.dbRowToAccessToken(row)
    if (!token.verify(decoded.secret) || token.isExpired()) return null

    const now = new Date()
    if (now.getTime() - (token.lastUsedAt?.getTime() ?? 0) >= NOTED_EVERY_MS) {
      await db.from(this.table).where({ id: row.id }).update({ last_used_at: now })
    }
    return token
  }
}
