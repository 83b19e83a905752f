import app from '@adonisjs/core/services/app'
import { ModuleRegistry } from '../modules/registry.ts'
import { LiveLoop } from './loop.ts'
import { LiveStreams } from './streams.ts'

/** The streams of this node, and what tells them. */
export interface LiveServer {
  streams: LiveStreams
  loop: LiveLoop
}

let server: Promise<LiveServer> | undefined

/** Made when the first window asks for a stream. */
export function liveServer(): Promise<LiveServer> {
  server ??= makeServer()
  return server
}

async function makeServer(): Promise<LiveServer> {
  const registry = await app.container.make(ModuleRegistry)
  const logger = await app.container.make('logger')
  const streams = new LiveStreams(registry)
  const loop = new LiveLoop(streams, registry, process.env.DATABASE_APP_URL!, logger)
  // Open streams would hold the web server back from closing.
  app.terminating(() => loop.stop())
  return { streams, loop }
}
