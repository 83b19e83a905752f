import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '../../http/reply.ts'
import { originOf } from '../../identity/services/origin.ts'
import type { ModuleRegistry } from '../../modules/registry.ts'
import { beginExport, isLong } from './exports.ts'
import type { ExportSource } from './stored_export.ts'

/**
 * Leaves an export of a page to a job when it is long, and leads to where its file will stand. Programs get the file
 * itself, however long. @returns whether the answer is given
 */
export async function inBackground(
  ctx: HttpContext,
  registry: ModuleRegistry,
  asked: ExportSource
): Promise<boolean> {
  if (ctx.surface === 'api' || !(await isLong(ctx.scope, registry, asked))) return false
  const view = await beginExport(ctx.scope, registry, asked, originOf(ctx))
  const message = { key: 'kernel.export.begun', params: { file: view.fileName } }
  reply(ctx).saved(view, { to: '/transfer', message })
  return true
}
