import type { PublicRoute } from '../http/public_routes.ts'

const FileLinks = () => import('./controllers/file_links_controller.ts')

/** Files behind signed links. */
export const FILE_ROUTES: PublicRoute[] = [
  {
    method: 'GET',
    path: '/files/:token',
    handler: [FileLinks, 'show'],
    why: 'A program that opens a document has no session; the link is signed, for one file and for five minutes.',
  },
]
