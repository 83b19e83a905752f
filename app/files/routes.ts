import { defineRoutes } from '../http/module_routes.ts'
import type { PublicRoute } from '../http/public_routes.ts'
import { MANAGE_FILES } from './room/kept_files.ts'

const Room = () => import('./controllers/room_controller.ts')
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

/** What takes the room for files. */
export const ROOM_ROUTES = defineRoutes((route) => {
  route.get('/settings/files', [Room, 'index'], {
    permission: MANAGE_FILES,
    summary: 'List the files that take room, the largest first',
    answer: 'list',
  })
})
