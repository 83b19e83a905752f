import { GoogleDriver } from '@adonisjs/ally/drivers/google'
import type { GoogleDriverConfig } from '@adonisjs/ally/types'
import type { HttpContext } from '@adonisjs/core/http'

/**
 * The authorization-code protocol with Google. On top of the driver of @adonisjs/ally: PKCE (RFC 7636), so that a
 * code that leaks is worth nothing, and a state that must be there (RFC 6749, 10.12); the driver takes a callback
 * without any for one of its own.
 */
export class GoogleSignIn extends GoogleDriver {
  codeVerifierCookieName = 'google_oauth_verifier'

  constructor(ctx: HttpContext, config: GoogleDriverConfig) {
    super(ctx, config)
    // Again: the parent did it before the cookie of the verifier had its name.
    this.loadState()
  }

  stateMisMatch(): boolean {
    return !this.stateCookieValue || super.stateMisMatch()
  }
}
