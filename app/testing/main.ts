export { makeWorkshop, Workshop, TEST_PASSWORD } from './workshop.ts'
export { registeredRoutes, type RegisteredRoute } from '../http/register_routes.ts'
export { runEnvelope, loadJobs } from '../jobs/worker.ts'
