import { defineConfig } from '@adonisjs/ally'
import type { InferSocialProviders } from '@adonisjs/ally/types'
import type { HttpContext } from '@adonisjs/core/http'
import { GoogleSignIn } from '@karkhana/kernel/google'
import app from '@adonisjs/core/services/app'
import env from '../start/env.ts'

/** Accounts elsewhere that people may sign in with. Without keys there is no such button and no such route. */
const allyConfig = defineConfig({
  google: (ctx: HttpContext) =>
    new GoogleSignIn(ctx, {
      clientId: env.get('GOOGLE_CLIENT_ID', ''),
      clientSecret: env.get('GOOGLE_CLIENT_SECRET', ''),
      callbackUrl: new URL('/login/google/callback', env.get('APP_URL')).href,
      ...(app.inProduction ? {} : elsewhere()),
    }),
})

export default allyConfig

/** The endpoints of a server that stands in for Google, for tests. */
function elsewhere() {
  return {
    authorizeUrl: env.get('GOOGLE_AUTHORIZE_URL'),
    accessTokenUrl: env.get('GOOGLE_TOKEN_URL'),
    userInfoUrl: env.get('GOOGLE_USER_URL'),
  }
}

declare module '@adonisjs/ally/types' {
  interface SocialProviders extends InferSocialProviders<typeof allyConfig> {}
}
