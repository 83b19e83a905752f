import { queueContract } from './contract.ts'

queueContract('pgboss')
