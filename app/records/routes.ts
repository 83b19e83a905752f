import { defineRoutes } from '../http/module_routes.ts'
import { accepts } from '../http/route_docs.ts'

const Timeline = () => import('../timeline/controllers/timeline_controller.ts')
const Comments = () => import('../comments/controllers/comments_controller.ts')
const Files = () => import('../attachments/controllers/attachments_controller.ts')

const Trust = () => import('./controllers/trust_controller.ts')

const timelines = () => import('../timeline/validator.ts')
const files = () => import('../attachments/validators.ts')
const comments = () => import('../comments/validators.ts')

/** What the kernel keeps about records of modules; each address asks `openRecord` first. */
export const RECORD_ROUTES = defineRoutes((route) => {
  const record = '/records/:table/:id'
  route.get(`${record}/timeline`, [Timeline, 'index'], {
    permission: 'kernel.timeline.view',
    summary: 'What happened to a record',
    query: accepts(timelines, 'timelineValidator'),
    answer: 'list',
  })

  const seen = { permission: 'kernel.timeline.view' }
  route.get(`${record}/saved`, [Trust, 'saved'], {
    ...seen,
    summary: 'When a record was last saved, and by whom',
  })
  route.get(`${record}/readers`, [Trust, 'readers'], { ...seen, summary: 'Who sees a record' })

  const write = { permission: 'kernel.comment.write' }
  route.get(`${record}/people`, [Comments, 'people'], { ...write, answer: 'choices' })
  route.post(`${record}/comments`, [Comments, 'store'], {
    ...write,
    body: accepts(comments, 'commentValidator'),
  })
  route.put(`${record}/comments/:commentId`, [Comments, 'update'], {
    ...write,
    body: accepts(comments, 'commentChangeValidator'),
  })
  route.delete(`${record}/comments/:commentId`, [Comments, 'remove'], write)
  route.post(`${record}/comments/:commentId/restore`, [Comments, 'restore'], write)

  const see = { permission: 'kernel.timeline.view' }
  const add = { permission: 'kernel.attachment.add' }
  route.get(`${record}/files`, [Files, 'index'], { ...see, answer: 'choices' })
  route.post(`${record}/files`, [Files, 'store'], {
    ...add,
    summary: 'Announce a file',
    body: accepts(files, 'uploadValidator'),
  })
  route.get(`${record}/files/:fileId`, [Files, 'show'], { ...see, answer: 'file' })
  route.get(`${record}/files/:fileId/thumbnail`, [Files, 'thumbnail'], { ...see, answer: 'file' })
  route.get(`${record}/files/:fileId/preview`, [Files, 'preview'], { ...see, answer: 'file' })
  route.get(`${record}/files/:fileId/link`, [Files, 'link'], {
    ...see,
    summary: 'A link to a file that works for five minutes without a session',
  })
  route.get(`${record}/files/:fileId/upload`, [Files, 'upload'], add)
  route.delete(`${record}/files/:fileId/upload`, [Files, 'cancel'], {
    ...add,
    summary: 'Forget a file that is on its way',
  })
  route.put(`${record}/files/:fileId/parts/:part`, [Files, 'part'], {
    ...add,
    summary: 'Send a part of a file as the body',
    bytes: ['application/octet-stream'],
  })
  route.post(`${record}/files/:fileId/finish`, [Files, 'finish'], { ...add, outside: true })
  route.delete(`${record}/files/:fileId`, [Files, 'remove'], add)
  route.post(`${record}/files/:fileId/restore`, [Files, 'restore'], add)
})
